#!/usr/bin/env python3
"""tests/suite_moves.py BINARY [--count N] [--seed N] [--hugo] [SITE…]: pages, bundles and sections of a copy of each site are
moved to random places, one after another, as `contentlint move` does. No address that was served may be lost unless it is
named, nothing new may be found, and moving back restores every byte. Each fourth move stays and is committed. With --hugo the
hugo on PATH builds the site before and after (corpus_stub.py completes it), and says what is served. Without SITE: what is
refused, what of a branch leaves an alias, and the fixtures whose names begin with "move-". Prints "N passed, N failed" last."""
import argparse
import collections
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import corpus_stub
from git_site import GitSite

HERE = os.path.dirname(os.path.abspath(__file__))
GIT = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "gc.auto=0",
       "-c", "core.autocrlf=false"]


class Site:
    def __init__(self, binary, folder, temporary, hugo=False):
        self.binary, self.options = binary, []
        if hugo:
            version = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
            self.options = ["--hugo-version", re.search(r"v(\d+\.\d+\.\d+)", version)[1]]
        self.path = os.path.join(temporary, "site")
        shutil.copytree(folder, self.path, symlinks=True, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns(".git", "node_modules", "expected.*"))
        subprocess.run(["chmod", "-R", "u+w", self.path], check=True)
        sites = corpus_stub.sites_of(self.path) if hugo else []
        if sites:
            corpus_stub.stub(self.path, os.path.join(self.path, sites[0]))
        self.git("init", "-q")
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", "as it is")
        self.root = os.path.join(self.path, sites[0]) if sites else self.find_root()
        # With disableAliases hugo writes none: by them a template makes redirects.
        self.hugo = bool(sites) and not re.search(r"^disableAliases *[:=] *true", corpus_stub.configuration_text(self.root), re.M)
        self.look()

    def look(self):
        """With --hugo: the addresses of pages and aliases, by the files that hugo writes for them."""
        self.files = self.published()
        rows = self.run("urls", "--now", "2026-06-01", "--format", "json-lines").stdout.splitlines() if self.hugo else []
        rows = [json.loads(row) for row in rows]
        self.served = {row["file"]: row["url"] for row in rows if row["kind"] in ("home", "section", "page", "alias") and row["file"] in self.files}

    def published(self):
        return corpus_stub.published(self.path, os.path.relpath(self.root, self.path)) if self.hugo else set()

    def find_root(self):
        """The site's own folder: there the sources are that the table of URLs names."""
        self.root = self.path
        sources = self.urls()[1]
        for folder, _, _ in sorted(os.walk(self.path)):
            if "/." not in folder[len(self.path):] and any(os.path.exists(os.path.join(folder, s)) for s in list(sources)[:9]):
                return folder
        return self.path

    def git(self, *arguments):
        return subprocess.run(GIT + list(arguments), cwd=self.path, capture_output=True, check=True).stdout

    def run(self, *arguments):
        return subprocess.run([self.binary, *arguments, *self.options], cwd=self.root, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL)

    def urls(self):
        """Addresses, by kind, of pages, files and aliases, and the pages' files."""
        table, sources = {}, {}
        ran = self.run("urls", "--now", "2026-06-01")
        for line in ran.stdout.decode("utf-8", "surrogateescape").splitlines():
            kind, url, source = (line.split("\t") + ["", "", ""])[:3]
            table[url] = kind
            if kind == "redirect":
                table[url.rstrip("/")] = kind
            if kind in ("page", "section", "home") and source:
                if os.path.exists(os.path.join(self.root, source)) or self.root == self.path:
                    sources.setdefault(source, url)
        for path in ("static/_redirects", "_redirects"):
            if os.path.exists(os.path.join(self.root, path)):
                with open(os.path.join(self.root, path), encoding="utf-8") as file:
                    table.update((line.split()[0], "rule") for line in file if line.startswith("/"))
        return table, sources

    def findings(self):
        ran = self.run("check", "--now", "2026-06-01", "--each", "--report", "json-lines")
        if ran.returncode not in (0, 1):
            raise RuntimeError(ran.stderr.decode(errors="replace")[-300:])
        found = collections.Counter()
        for line in ran.stdout.decode("utf-8", "surrogateescape").splitlines():
            row = json.loads(line)
            if "rule" in row:
                found[row["rule"]] += 1
        return found

    def dirty(self):
        return self.git("status", "--porcelain", "--untracked-files=all").decode(errors="replace").splitlines()

    def reset(self):
        self.git("reset", "-q", "--hard")
        self.git("clean", "-fdxq")


def is_unit(path):
    return re.match(r"_?index\.", os.path.basename(path)) is not None


def choose(site, sources, rng):
    """What to move, and where to: a new name beside it, another folder, or a new one."""
    source = rng.choice(sorted(sources))
    folders = sorted({os.path.dirname(s) for s in sources if os.path.dirname(s)})
    folder, base = os.path.split(source)
    whole = os.path.basename(base).startswith("_index.") or rng.random() < 0.15
    if (is_unit(source) or whole) and folder.count("/") >= 1:
        source, base = folder, os.path.basename(folder)
        folder = os.path.dirname(folder)
    stem, extension = os.path.splitext(base) if not os.path.isdir(os.path.join(site.root, source)) else (base, "")
    kind = rng.randrange(3)
    name = f"moved-{rng.randrange(10 ** 6)}"
    match = re.match(r"(\d{4}-\d{2}-\d{2}-)", stem)
    if match:
        name = match.group(1) + name
    if kind == 0:
        return source, os.path.join(folder, name + extension)
    other = rng.choice(folders)
    if kind == 1:
        return source, os.path.join(other, base if rng.random() < 0.5 else name + extension)
    return source, os.path.join(folder, f"new-{rng.randrange(10 ** 6)}", base)


class Suite:
    def __init__(self, arguments):
        self.arguments = arguments
        self.passed = self.failed = self.refused = 0
        self.reasons = collections.Counter()

    def fail(self, site, source, to, what):
        self.failed += 1
        print(f"{site}: move {source} {to}: {what}", flush=True)

    def one(self, name, site, before, found, rng, number):
        table, sources = before
        source, to = choose(site, sources, rng)
        ran = site.run("move", "--now", "2026-06-01", source, to)
        said = ran.stderr.decode("utf-8", "surrogateescape")
        if ran.returncode == 2:
            self.refused += 1
            self.reasons[re.sub(r"^contentlint: [^:]*: ", "", said.strip().splitlines()[-1])[:60]] += 1
            if site.dirty():
                self.fail(name, source, to, "was refused, and files changed")
                site.reset()
            return before, found
        if ran.returncode not in (0, 1):
            self.fail(name, source, to, f"status {ran.returncode}: {said[-300:]}")
            site.reset()
            return before, found
        after = site.urls()
        named = set(re.findall(r"(\S+) will not be served", said))
        lost = [u for u, k in table.items() if k in ("home", "section", "page", "alias") and u not in after[0]
                and u not in named]
        now = site.findings()
        allowed = len(re.findall(r"was not rewritten", said)) + len(named)
        new = {rule: count - found[rule] for rule, count in now.items() if count > found[rule]}
        problems = []
        if lost:
            problems.append(f"lost {len(lost)}: {lost[:3]}")
        gone = site.served.keys() - site.published()
        gone = sorted({site.served[file] for file in gone} - named)
        if gone:
            problems.append(f"hugo does not serve {len(gone)}: {gone[:3]}")
        if sum(new.values()) > allowed:
            problems.append(f"new findings {new} (named: {allowed})")
        self.named += allowed
        back = site.run("move", "--now", "2026-06-01", to, source)
        dirty = site.dirty()
        if back.returncode == 2:
            problems.append("cannot be moved back: " + back.stderr.decode(errors="replace").strip()[-200:])
        elif dirty:
            problems.append(f"moving back left {dirty[:3]}")
        if problems:
            self.fail(name, source, to, "; ".join(problems))
        else:
            self.passed += 1
        site.reset()
        if number % 4 or problems:
            return before, found
        site.run("move", "--now", "2026-06-01", source, to)
        site.git("add", "-A", "-f")
        site.git("commit", "-q", "--allow-empty", "-m", f"{source} to {to}")
        site.look()
        return site.urls(), site.findings()

    def site(self, folder):
        name = os.path.basename(os.path.normpath(folder))
        rng = random.Random(f"{self.arguments.seed} {name}")
        self.named = 0
        with tempfile.TemporaryDirectory() as temporary:
            try:
                site = Site(self.arguments.binary, folder, temporary, self.arguments.hugo)
            except corpus_stub.Unbuildable as why:
                print(f"{name}: hugo cannot build it: {why}")
                return
            before, found = site.urls(), site.findings()
            if not before[1]:
                return
            for number in range(self.arguments.count):
                before, found = self.one(name, site, before, found, rng, number + 1)


# What is refused, and the words that say why; no file may change then.
REFUSED = [
    ("move content/a.md content/b.md", "is there already"),
    ("move content/a.md content/c.md", "which is an alias of content/b.md"),
    ("move content/a.md content/slug.md", "which is that of content/d.md"),
    ("move content/a.md ../a.md", "is outside of the site"),
    ("move content/a.md /tmp/a.md", "is outside of the site"),
    ("move content/link.md content/x.md", "symbolic link"),
    ("move content/linked content/x", "symbolic link"),
    ("move static/a.css static/b.css", "is no page of the site"),
    ("move static content/static", "holds no page of the site"),
    ("move hugo.toml content/", "is no page of the site"),
    ("move content/a.md content/a", "would be no page of the site"),
    ("move content/a.md content/bundle/a.md", "would be no page of the site"),
    ("move content/a.md layouts/a.md", "would be no page of the site"),
    ("move content content/content", "cannot be moved into itself"),
    ("move content/bundle/index.md content/single.md", "has files beside it"),
    ("move content/none.md content/x.md", "no such file or folder"),
    ("move content/a.md", "OLD… NEW"),
    ("move . content/x", "is the site itself"),
    ("rename-heading content/a.md#none New", "has no heading"),
    ("rename-heading content/a.md#twice New", "several headings"),
    ("rename-heading content/a.md New", "names no heading"),
    ("rename-heading content/a.md#first #second", "has already the id"),
    ("rename-heading content/a.md#first #", "cannot have the id"),
    ("rename-heading content/none.md#x New", "no such file"),
    ("rename-term tags/none New", "no page has the term"),
    ("rename-term colours/red Blue", "is no taxonomy"),
    ("rename-term tags/one a/b", "is no name of a term"),
    ("rename-term tags New", "names no term"),
]
FILES = {
    "hugo.toml": 'baseURL = "https://pots.example/"\n',
    "content/a.md": "---\ntitle: A\ntags: [one]\n---\n## First\n\n## Second\n\n## twice {#t1}\n\n## twice {#t2}\n",
    "content/b.md": "---\ntitle: B\naliases: [/c/]\n---\n",
    "content/d.md": "---\ntitle: D\nurl: /slug/\n---\n",
    "content/bundle/index.md": "---\ntitle: Bundle\n---\n",
    "content/bundle/p.png": "x",
    "static/a.css": "x",
}


def refusals(suite, temporary):
    os.mkdir(temporary)
    for path, text in FILES.items():
        os.makedirs(os.path.join(temporary, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(temporary, path), "w", encoding="utf-8") as file:
            file.write(text)
    os.symlink("b.md", os.path.join(temporary, "content/link.md"))
    os.symlink("bundle", os.path.join(temporary, "content/linked"))
    subprocess.run(GIT + ["init", "-q"], cwd=temporary, check=True)
    subprocess.run(GIT + ["add", "-A"], cwd=temporary, check=True)
    for words, reason in REFUSED:
        ran = subprocess.run([suite.arguments.binary, *words.split()], cwd=temporary, capture_output=True, check=False)
        said = ran.stderr.decode()
        changed = subprocess.run(GIT + ["status", "--porcelain", "--untracked-files=all"], cwd=temporary,
                                 capture_output=True, check=True).stdout.decode()
        good = ran.returncode == 2 and reason in said and not [l for l in changed.splitlines() if l[:2] != "A "]
        suite.passed += good
        if not good:
            suite.fail("refusals", words, "", f"status {ran.returncode}, {said.strip()!r}, not {reason!r}")


def branches(suite, temporary):
    """A page that the published branch never had leaves no alias, committed or not; one of that branch does."""
    site = GitSite(suite.arguments.binary, temporary)
    site.write("hugo.toml", 'baseURL = "https://www.example.org/"\n')
    site.write("content/a.md", "---\ntitle: A\n---\nText of a.\n")
    site.git("init", "-q", "-b", "main")
    site.commit()
    site.git("checkout", "-q", "-b", "work")
    site.write("content/b.md", "---\ntitle: B\n---\nText of b.\n")
    site.commit()
    site.write("content/c.md", "---\ntitle: C\n---\nText of c.\n")
    for configuration, kept in (("rules: {}\n", ["a"]), ("published: work\n", ["a", "b"]), ("published: main\n", ["a"])):
        site.write("contentlint.yml", configuration)
        for page in "abc":
            ran = subprocess.run([suite.arguments.binary, "move", "--diff", f"content/{page}.md", "content/z.md"], cwd=temporary,
                                 capture_output=True, text=True, check=False)
            alias = f"/{page}/" in ran.stdout
            suite.passed += alias == (page in kept)
            if alias != (page in kept):
                suite.fail("branches", configuration.strip(), page, ran.stdout + ran.stderr)
    site.write("contentlint.yml", "published: nowhere\n")
    ran = subprocess.run([suite.arguments.binary, "move", "--diff", "content/b.md", "content/z.md"], cwd=temporary, capture_output=True,
                         text=True, check=False)
    refused = ran.returncode == 2 and "nowhere" in ran.stderr
    suite.passed += refused
    if not refused:
        suite.fail("branches", "a branch that is not there", "b", ran.stdout + ran.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--hugo", action="store_true")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("sites", nargs="*")
    arguments = parser.parse_intermixed_args()
    arguments.binary = os.path.abspath(arguments.binary)
    fixtures = os.path.join(HERE, "..", "fixtures")
    sites = arguments.sites or sorted(os.path.join(fixtures, n) for n in os.listdir(fixtures) if n.startswith("move-"))
    suite = Suite(arguments)
    if not arguments.sites:
        with tempfile.TemporaryDirectory() as temporary:
            refusals(suite, os.path.join(temporary, "site"))
            branches(suite, os.path.join(temporary, "branches"))
    for folder in sites:
        had = suite.passed, suite.failed, suite.refused
        suite.site(folder)
        if arguments.v:
            print(f"{os.path.basename(os.path.normpath(folder))}: {suite.passed - had[0]} passed, "
                  f"{suite.failed - had[1]} failed, {suite.refused - had[2]} refused, {suite.named} places named", flush=True)
    if arguments.v:
        for reason, count in suite.reasons.most_common():
            print(f"  refused {count}: {reason}")
    print(f"{suite.passed} passed, {suite.failed} failed")
    return suite.failed > 0


if __name__ == "__main__":
    sys.exit(main())
