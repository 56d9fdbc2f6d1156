#!/usr/bin/env python3
"""mutate.py: misses, measured. One seeded defect of a rule is put into clean pages of real sites; the finding must
appear at the exact place and nothing else may change.

    tests/mutate.py BINARY SUITES [--seed N] [--per-site 3] [--rules ID,...]

The mutations live in tests/mutations.py; a rule without one is named in the output.
"""
import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mutations  # noqa: E402

NOW = "2026-11-22"
SKIPPED = {"archetypes", "node_modules", "public", "vendor"}


class Page:
    """A page as the mutations see it: text, and where its front matter and body are."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.front = self.body = None
        if text.startswith("---\n"):
            end = text.find("\n---\n", 3)
            if end >= 0:
                self.front, self.body = (4, end + 1), end + 5

    def with_text(self, text):
        return Page(self.path, text)

    def keys(self):
        """(key, offset of the key, offset of the line's end) of every top-level scalar or list of the front matter."""
        at = self.front[0]
        while at < self.front[1]:
            end = self.text.index("\n", at)
            line = self.text[at:end]
            if line[:1].isalpha() and ":" in line:
                yield line.split(":")[0], at, end
            at = end + 1

    def paragraphs(self):
        """Offsets of the first characters of plain paragraphs of the body: one line of prose between blank lines."""
        lines = self.text[self.body:].split("\n")
        at, fenced, previous = self.body, False, ""
        for i, line in enumerate(lines):
            if line.lstrip().startswith(("```", "~~~")):
                fenced = not fenced
            following = lines[i + 1] if i + 1 < len(lines) else ""
            plain = line[:1].isalpha() and not any(c in line for c in "<>{}|`[]")
            if plain and not fenced and not previous.strip() and not following.strip() and len(line) > 30:
                yield at
            previous = line
            at += len(line) + 1


def place(text, offset):
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def findings(program, site, arguments=()):
    argv = [program, "check", "--now", NOW, "--report", "json-lines", "--fail-on", "never", "-j2", *arguments]
    done = subprocess.run(argv, cwd=site, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit("%s: exit %d: %s" % (site, done.returncode, done.stderr))
    rows = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    return collections.Counter((r["rule"], r["path"], r["line"], r["column"]) for r in rows)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="", errors="surrogateescape") as file:
        file.write(text)


def clean_pages(site, before):
    dirty = {path for _, path, _, _ in before}
    for folder, dirs, files in os.walk(site):
        dirs[:] = sorted(d for d in dirs if not d.startswith((".", "_layouts")) and d not in SKIPPED)
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), site)
            if not name.endswith(".md") or name.count(".") > 1 or path in dirty or "content/" not in path + "/":
                continue
            try:
                page = Page(path, read(os.path.join(site, path)))
            except UnicodeDecodeError:
                continue
            if page.front and "\r" not in page.text:
                yield page


class Site:
    """A copy of a corpus site to seed defects into, and what the program finds in it untouched."""

    def __init__(self, program, folder, configured):
        self.program, self.folder, self.count = program, folder, 0
        if configured:
            write(os.path.join(folder, "contentlint.yml"), mutations.CONFIG)
            write(os.path.join(folder, ".contentlint/schemas/mutate.yaml"), mutations.SCHEMA)
        self.before = findings(program, folder)
        done = subprocess.run([program, "urls"], cwd=folder, capture_output=True, text=True)
        fields = [row.split("\t") for row in done.stdout.split("\n")]
        self.complete = "not here" not in done.stderr  # nothing that links may lead to comes from elsewhere
        self.urls = {f[2]: f[1] for f in fields if len(f) > 2 and f[0] in ("page", "section") and f[2]}
        self.pages = [page for page in clean_pages(folder, self.before) if self.url(page)]

    def url(self, page):
        """The URL a page is served at; the site may lie in a folder of the repository."""
        path = page.path
        while path not in self.urls and "/" in path:
            path = path.split("/", 1)[1]
        return self.urls.get(path)

    def serial(self):
        self.count += 1
        return "%04d" % self.count

    def another(self, page, rng, suits=lambda page: True):
        for other in rng.sample(self.pages, len(self.pages)):
            if other.path != page.path and other.path not in self.used and suits(other):
                return other
        return None

    def judge(self, mutation, per_site, rng):
        """Puts the defect into per_site pages, one run; returns (found, wanted, problems)."""
        self.used, wanted, applied = set(), set(), 0
        for page in rng.sample(self.pages, len(self.pages)):
            if page.path in self.used or applied == per_site:
                continue
            for seeded, text, offset in mutation.apply(page, rng, self) or ():
                if seeded.path in self.used:
                    continue
                self.used.add(seeded.path)
                if offset is not None:
                    wanted.add((mutation.rule, seeded.path) + place(text, offset))
                write(os.path.join(self.folder, seeded.path), text)
            applied += page.path in self.used
        after = findings(self.program, self.folder, mutation.arguments)
        for page in self.pages:
            if page.path in self.used:
                write(os.path.join(self.folder, page.path), page.text)
        new, gone = set((after - self.before).elements()), set((self.before - after).elements())
        problems = ["missed %s:%s:%d:%d" % w for w in sorted(wanted - new)]
        extra = {n for n in new - wanted if n[0] not in mutation.also}
        problems += ["besides %s:%s:%d:%d" % n for n in sorted(extra)] + ["gone %s:%s:%d:%d" % g for g in sorted(gone)]
        return len(wanted & new), len(wanted), problems


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("suites", help="the folder that holds corpora/")
    options.add_argument("--work", default="build/mutate")
    options.add_argument("--sites", default="hugoguides,nkdsitetemplates,falco,kubeflow,eks-workshop,dapr")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--per-site", type=int, default=3)
    options.add_argument("--rules", default="")
    args = options.parse_args()
    program = os.path.abspath(args.binary)
    rng = random.Random(args.seed)
    print("seed %d" % args.seed)
    sites = {True: [], False: []}
    for name in args.sites.split(","):
        for configured in (False, True):
            folder = os.path.abspath(os.path.join(args.work, name + (".configured" if configured else "")))
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(os.path.join(args.suites, "corpora", name), folder)
            subprocess.run(["chmod", "-R", "u+w", folder], check=True)
            sites[configured].append(Site(program, folder, configured))
    only = set(filter(None, args.rules.split(",")))
    total_found = total = others = 0
    for mutation in mutations.ALL:
        if only and mutation.rule not in only:
            continue
        found = wanted = 0
        problems = []
        for site in sites[mutation.configured]:
            result = site.judge(mutation, args.per_site, rng)
            found, wanted, problems = found + result[0], wanted + result[1], problems + result[2]
        total_found, total = total_found + found, total + wanted
        others += len([p for p in problems if not p.startswith("missed")])
        print("%-28s %-22s %3d of %3d found at the place, %d other changes"
              % (mutation.rule, mutation.name, found, wanted, len([p for p in problems if p[0] != "m"])))
        for problem in problems[:4]:
            print("    " + problem)
    listed = subprocess.run([program, "rules"], capture_output=True, text=True).stdout.split("\n")
    known = {line.split()[0] for line in listed if line.strip() and not line.startswith(("#", "rule"))}
    without = sorted(known - {m.rule for m in mutations.ALL}) if not only else []
    if without:
        print("rules without a mutation: " + ", ".join(without))
    share = 100.0 * total_found / max(total, 1)
    print("%d of %d seeded defects found at the exact place (%.1f%%), %d other changes" % (total_found, total, share, others))
    return 0 if total and share >= 99.0 and others * 100 <= total else 1


if __name__ == "__main__":
    sys.exit(main())
