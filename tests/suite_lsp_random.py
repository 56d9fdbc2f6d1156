#!/usr/bin/env python3
"""tests/suite_lsp_random.py BINARY [STEPS [SEED]]: a session of random edits, saves, renames, branch switches and
configuration changes in an editor. After each hundred steps the server's diagnostics are those of `contentlint check` on the
same texts. Prints "N passed, N failed" last."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lsp"))
import client as lsp  # noqa: E402
from random_site import BODY, CONFIG, FRONT, HUGO, RandomSite  # noqa: E402

BINARY = os.path.abspath(sys.argv[1])
STEPS = int(sys.argv[2]) if len(sys.argv) > 2 else 600
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
EVERY = int(os.environ.get("LSP_EVERY", "100"))
NOW = "2026-01-01"
passed = failed = 0
SEVERITY = {"error": 1, "warning": 2, "note": 3}


def judge(good, what):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("failed:", what)
    return good


def column(text, line, place, encoding):
    """A position's column in characters, 1-based."""
    lines = lsp.split_lines(text)
    if line >= len(lines):
        return place + 1
    units = 0
    row = lines[line]
    if line == 0 and row.startswith("\ufeff"):
        row = row[1:]
    for i, c in enumerate(row):
        if units >= place:
            return i + 1
        units += len(c.encode("utf-8")) if encoding == "utf-8" else len(c.encode("utf-16-le")) // 2
    return len(row) + 1


class Session:
    def __init__(self, folder, capabilities=None):
        self.site = RandomSite(SEED, folder)
        self.random = self.site.random
        self.git("init", "-q", "-b", "main")
        self.commit("one")
        self.client = lsp.Client(BINARY, "--now", NOW)
        self.client.initialize(folder, capabilities=capabilities, options={"diagnostics": "site"})
        self.open = {}  # name -> uri
        self.log = []

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], cwd=self.site.folder, check=True,
                       capture_output=True)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def changed(self, *names):
        """Tells the server of files on the disk, as a client that watches them does: (name, 1 created, 2 changed, 3 gone)."""
        self.client.tell("workspace/didChangeWatchedFiles",
                         {"changes": [{"uri": lsp.uri_of(self.site.path(n)), "type": t} for n, t in names]})

    # ---- steps
    def step(self):
        kinds = [(self.edit, 50), (self.open_one, 8), (self.close_one, 6), (self.save, 8), (self.write_disk, 5), (self.create, 4),
                 (self.remove, 3), (self.rename, 3), (self.configure, 3), (self.configure_hugo, 2), (self.redirect, 2),
                 (self.whole, 3), (self.switch, 1), (self.ask, 12), (self.template, 1)]
        kind = self.random.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
        self.log.append(kind.__name__)
        kind()

    def edit(self):
        if not self.open:
            return self.open_one()
        name = self.random.choice(sorted(self.open))
        uri = self.open[name]
        text = self.client.sent_texts[uri]
        edits = []
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            start = self.random.randrange(len(text) + 1)
            end = min(len(text), start + self.random.choice([0, 0, 1, 2, 10]))
            # Neither half of a line's end is a place of its own.
            if text[start - 1 : start + 1] == "\r\n":
                start -= 1
            if text[end - 1 : end + 1] == "\r\n":
                end += 1
            new = self.random.choice(["", "x", "\n", " ", "ü", "😀", "#", "[a](/docs/p%d/)" % self.random.randrange(25),
                                      "\n" + self.site.line(BODY) + "\n", "\n" + self.site.line(FRONT) + "\n", "`", "---\n"])
            edits.append((start, max(start, end), new))
            text = text[:start] + new + text[max(start, end):]
        self.client.change(uri, edits)

    def whole(self):
        if self.open:
            name = self.random.choice(sorted(self.open))
            if name.endswith(".md"):
                self.client.replace(self.open[name], self.site.page(self.random.randrange(self.site.pages)))

    def open_one(self):
        names = [n for n in self.site.files() if n not in self.open and n.endswith((".md", ".yml", ".toml", "_redirects"))]
        if names and len(self.open) < 8:
            name = self.random.choice(names)
            self.open[name] = self.client.open(self.site.path(name))

    def close_one(self):
        if self.open:
            name = self.random.choice(sorted(self.open))
            self.client.close(self.open.pop(name))

    def save(self):
        if self.open:
            name = self.random.choice(sorted(self.open))
            self.site.write(name, self.client.sent_texts[self.open[name]])
            self.client.tell("textDocument/didSave", {"textDocument": {"uri": self.open[name]}})
            self.changed((name, 2))

    def write_disk(self):
        name = self.random.choice(self.site.content())
        self.site.write(name, self.site.page(self.random.randrange(self.site.pages)))
        self.changed((name, 2))

    def create(self):
        name = "content/%s/p%d.md" % (self.random.choice(["docs", "docs", "docs/sub", "posts"]), self.random.randrange(self.site.pages + 9))
        there = os.path.exists(self.site.path(name))
        self.site.write(name, self.site.page(self.random.randrange(self.site.pages)))
        self.changed((name, 2 if there else 1))

    def remove(self):
        names = [n for n in self.site.content() if n not in self.open]
        if len(names) > 8:
            name = self.random.choice(names)
            os.remove(self.site.path(name))
            self.changed((name, 3))

    def rename(self):
        names = [n for n in self.site.content() if n not in self.open]
        if not names:
            return
        old = self.random.choice(names)
        new = "content/docs/p%d.md" % self.random.randrange(self.site.pages + 9)
        if not os.path.exists(self.site.path(new)):
            os.rename(self.site.path(old), self.site.path(new))
            self.changed((old, 3), (new, 1))

    def configure(self):
        if "contentlint.yml" in self.open:
            self.client.replace(self.open["contentlint.yml"], self.random.choice(CONFIG))
        else:
            self.site.write("contentlint.yml", self.random.choice(CONFIG))
            self.changed(("contentlint.yml", 2))

    def configure_hugo(self):
        if "hugo.toml" in self.open:
            self.client.replace(self.open["hugo.toml"], self.random.choice(HUGO))
        else:
            self.site.write("hugo.toml", self.random.choice(HUGO))
            self.changed(("hugo.toml", 2))

    def redirect(self):
        name = "static/_redirects"
        if name not in self.open:
            self.site.write(name, "/r%d /docs/p%d/ 301\n/gone-%d/ /docs/p1/\n" % tuple(self.random.randrange(20) for _ in range(3)))
            self.changed((name, 2))

    def template(self):
        self.site.write("layouts/shortcodes/note.html", self.random.choice(["<b>{{ .Inner }}</b>\n", "<b>x</b>\n"]))
        self.changed(("layouts/shortcodes/note.html", 2))

    def switch(self):
        """Another branch: many files change, and those that are open stay as they are in the editor."""
        before = {n: self.site.read(n) for n in self.site.files()}
        self.commit("work")
        branches = subprocess.run(["git", "branch", "--format=%(refname:short)"], cwd=self.site.folder, capture_output=True, text=True,
                                  check=True).stdout.split()
        if len(branches) < 4:
            self.git("checkout", "-q", "-b", "b%d" % len(self.log))
            return
        self.git("checkout", "-q", self.random.choice(branches))
        after = {n: self.site.read(n) for n in self.site.files()}
        names = [(n, 3 if n not in after else 1 if n not in before else 2) for n in sorted(set(before) | set(after))
                 if before.get(n) != after.get(n)]
        self.changed(*names)

    def ask(self):
        """Something else, which may be cancelled."""
        if not self.open:
            return
        uri = self.open[self.random.choice(sorted(self.open))]
        text = self.client.sent_texts[uri]
        place = lsp.place_of(text, self.random.randrange(len(text) + 1), self.client.encoding)
        method = self.random.choice(["hover", "definition", "references", "completion", "documentLink", "documentSymbol", "foldingRange",
                                     "codeLens", "prepareRename", "codeAction", "rename"])
        params = {"textDocument": {"uri": uri}, "position": place, "context": {"diagnostics": [], "includeDeclaration": True},
                  "range": {"start": place, "end": place}, "newName": "renamed %d" % self.random.randrange(9)}
        id = self.client.ask("textDocument/" + method, params)
        if self.random.random() < 0.2:
            self.client.tell("$/cancelRequest", {"id": id})

    # ---- what is compared
    def told(self):
        found = {}
        for uri, items in self.client.diagnostics.items():
            name = os.path.relpath(lsp.urllib.parse.unquote(uri[len("file://"):]), self.site.folder)
            text = self.client.sent_texts[self.open[name]] if name in self.open else (
                self.site.read(name) if os.path.exists(self.site.path(name)) else "")
            rows = []
            for d in items:
                s, e = d["range"]["start"], d["range"]["end"]
                rows.append((s["line"] + 1, column(text, s["line"], s["character"], self.client.encoding), e["line"] + 1,
                             column(text, e["line"], e["character"], self.client.encoding), d["severity"], d.get("code"), d["message"]))
            if rows:
                found[name] = sorted(rows, key=repr)
        return found

    def checked(self):
        """What the program says of the same texts; None: it cannot read the site."""
        copy = tempfile.mkdtemp(prefix="contentlint-lsp-copy-")
        try:
            shutil.copytree(self.site.folder, copy, dirs_exist_ok=True)
            for name, uri in self.open.items():
                path = os.path.join(copy, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8", newline="") as file:
                    file.write(self.client.sent_texts[uri])
            run = subprocess.run([BINARY, "check", "--each", "--no-network", "--now", NOW, "--report", "json-lines", "--fail-on", "never", "."],
                                 cwd=copy, capture_output=True, text=True)
        finally:
            shutil.rmtree(copy)
        rows, found = [json.loads(line) for line in run.stdout.splitlines()], {}
        if run.returncode == 2 and not rows:
            return None
        for r in rows:
            if "rule" in r:
                found.setdefault(r["path"], []).append((r["line"], r["column"], r["endLine"], r["endColumn"], SEVERITY[r["severity"]],
                                                        r["rule"], r["message"]))
        return {name: sorted(list, key=repr) for name, list in found.items()}

    def compare(self, steps):
        self.client.settle()
        want, have = self.checked(), self.told()
        if want is None:
            trouble = any(d.get("code") is None for items in self.client.diagnostics.values() for d in items)
            judge(trouble, "after %d steps: a site that cannot be read, and nothing is said" % steps)
            return
        good = judge(want == have, "after %d steps (%s)" % (steps, " ".join(self.log[-6:])))
        if not good:
            for name in sorted(set(want) | set(have)):
                if want.get(name) != have.get(name):
                    print("  %s\n    check: %s\n    lsp:   %s" % (name, [r for r in want.get(name, []) if r not in have.get(name, [])],
                                                              [r for r in have.get(name, []) if r not in want.get(name, [])]))

    def fresh_memory(self):
        """Of a server that has just read the same texts, and answered questions about all that is open."""
        texts = self.client.sent_texts
        self.client = lsp.Client(BINARY, "--now", NOW)
        self.client.initialize(self.site.folder, options={"diagnostics": "site"})
        for name in self.open:
            uri = self.client.open(self.site.path(name), texts[self.open[name]])
            self.client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
        self.client.settle()
        fresh = self.memory()
        self.client.stop()
        return fresh

    def memory(self):
        with open("/proc/%d/status" % self.client.process.pid) as file:
            return int([line for line in file if line.startswith("VmRSS:")][0].split()[1])


def run():
    folder = os.path.realpath(tempfile.mkdtemp(prefix="contentlint-lsp-"))
    try:
        capabilities = json.loads(json.dumps(lsp.CAPABILITIES))
        if SEED % 2 == 0:
            capabilities["general"]["positionEncodings"] = ["utf-8", "utf-16"]
        session = Session(folder, capabilities)
        session.open_one()
        memory = []
        for i in range(1, STEPS + 1):
            session.step()
            while session.client.take(0):
                pass
            if i % EVERY == 0:
                session.compare(i)
                if os.path.exists("/proc"):
                    memory.append(session.memory())
        for id in sorted(session.client.asked):
            session.client.wait(id)
        judge(not session.client.faults, "the protocol: %s" % session.client.faults[:5])
        status = session.client.stop()
        judge(status == 0, "the status at the end: %s" % status)
        print("memory after each %d steps (KiB): %s" % (EVERY, memory))
        if memory:
            fresh = session.fresh_memory()
            judge(memory[-1] <= 2 * fresh, "memory: %d KiB after %d steps, %d when the same site is opened anew" % (memory[-1], STEPS, fresh))
    finally:
        shutil.rmtree(folder)


run()
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed > 0)
