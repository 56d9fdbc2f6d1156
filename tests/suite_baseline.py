#!/usr/bin/env python3
"""tests/suite_baseline.py BINARY: findings that are known are not told, what is new is. Prints "N passed, N failed" last."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from git_site import GitSite
from tally import Tally

BINARY = os.path.abspath(sys.argv[1])
FILE = ".contentlint-baseline"
TALLY = Tally()
check = TALLY.check


def page(title, body):
    words = "".join(f"Sentence {i} of {title}, by which that page is known again.\n" for i in range(12))
    return f"---\ntitle: {title}\n---\n\n{body}\n\n{words}"


SITE = {
    "hugo.toml": 'baseURL = "https://www.example.org/"\n',
    "content/docs/a.md": page("Alpha", "[x](/nowhere/) and [y](/lost/)"),
    "content/docs/b.md": page("Beta", "[x](/nowhere/) and again [x](/nowhere/)"),
    "content/docs/c.md": page("Gamma", "Nothing is wrong here."),
    "content/bundle/index.md": page("Bundle", "![p](missing.png)"),
    "contentlint.yml": f"baseline: {FILE}\n",
}


class World(GitSite):
    def __init__(self, name, written=True, site=""):
        super().__init__(BINARY, tempfile.mkdtemp(prefix="contentlint-baseline-"), site)
        self.name = name
        for path, text in SITE.items():
            self.write(os.path.join(site, path), text)
        self.git("init", "-q", "-b", "main")
        if written:
            self.baseline("write")
        self.commit()

    def command(self, *arguments, cwd=None):
        cwd = cwd or self.path(self.site)
        return subprocess.run([BINARY, *arguments], cwd=cwd, capture_output=True, text=True, check=False)

    def baseline(self, verb, *arguments, status=0):
        run = self.command("baseline", verb, "--now", "2026-11-30", *arguments)
        check(f"{self.name}: baseline {verb}: exit {status}", run.returncode == status, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def tell(self, *arguments):
        run = self.command("check", "--no-network", "--report", "json-lines", "--fail-on", "never", *arguments)
        check(f"{self.name}: exit 0", run.returncode == 0, run.stderr)
        return sorted((r["rule"], r["path"]) for r in map(json.loads, run.stdout.splitlines()) if "rule" in r)

    def expect(self, what, want, *arguments):
        got = self.tell(*arguments)
        check(f"{self.name}: {what}", got == sorted(want), f"\n  want {sorted(want)}\n  got  {got}")

    def rows(self):
        return [line.split("\t") for line in self.read(os.path.join(self.site, FILE)).splitlines() if line[0] != "#"]

    def full(self, *arguments):
        return self.command("check", "--no-network", *arguments).stdout

    def edit(self, path, old, new):
        text = self.read(path)
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def done(self):
        shutil.rmtree(self.folder)


A, B = ("broken-link", "content/docs/a.md"), ("broken-link", "content/docs/b.md")


def known():
    world = World("known")
    rows = world.rows()
    check("known: sorted rows, with the page's lines before", rows == sorted(rows, key=lambda r: r[0]) and len(rows) == 8, rows)
    check("known: dated", all(r[3] == "2026-11-30" for r in rows if r[1] != "-"), rows)
    world.expect("nothing is told", [])
    text = world.full()
    check("known: they are counted", "No problems in 4 files, 5 in the baseline." in text, text)
    run = world.command("check", "--no-network")
    check("known: green", run.returncode == 0, run.stdout)
    world.expect("by the option", [], "--config", "contentlint.yml", "--baseline", FILE)
    world.write("contentlint.yml", "")
    check("known: without, they are told", len(world.tell()) == 5)
    world.expect("the option alone", [], "--baseline", FILE)
    before = world.read(FILE)
    world.edit("content/docs/c.md", "Nothing", "[n](/new/) nothing")
    world.expect("what is new", [("broken-link", "content/docs/c.md")], "--baseline", FILE)
    check("known: it never grows unasked", world.read(FILE) == before)
    world.done()


def mended():
    """What is known stays as it is with --fix, unless the baseline is left out."""
    world = World("mended", written=False)
    world.edit("content/docs/a.md", "[y](/lost/)", "[y](/DOCS/b/)")
    world.baseline("write")
    world.command("check", "--no-network", "--fix")
    check("mended: not what is known", "/DOCS/b/" in world.read("content/docs/a.md"))
    run = world.command("check", "--no-network", "--fix", "--baseline", "none")
    check("mended: without the baseline", "(/docs/b/)" in world.read("content/docs/a.md") and run.returncode == 1, run.stdout + run.stderr)
    run = world.command("baseline", "write", "--baseline", "none")
    check("mended: none is no file to write", run.returncode == 2 and "has to name a file" in run.stderr, run.stderr)
    world.baseline("prune")
    world.expect("mended: the rest is known", [])
    world.done()


def undisturbed():
    """What does not wake it, and what does."""
    world = World("undisturbed")
    world.edit("content/docs/a.md", "[x](/nowhere/)", "New words.\n\nBefore it [x](/nowhere/)")
    world.expect("moved lines", [])
    world.edit("content/docs/a.md", "[x](/nowhere/) and [y](/lost/)", "[y](/lost/) is turned round with\n[another text](/nowhere/)")
    world.expect("neighbours", [])
    world.edit("content/docs/a.md", "turned", "[once more](/lost/) turned")
    world.expect("one more of the same", [A])
    world.git("checkout", "-q", ".")
    world.edit("content/docs/b.md", " and again [x](/nowhere/)", "")
    world.expect("one less of the same", [])
    world.edit("content/docs/b.md", "[x](/nowhere/)", "[x](/elsewhere/)")
    world.expect("another in its place", [B])
    world.git("checkout", "-q", ".")
    world.git("mv", "content/docs/a.md", "content/docs/z.md")
    world.expect("a page that moved", [])
    world.commit()
    world.expect("and was committed", [])
    world.edit("content/docs/z.md", "Sentence 3 of Alpha", "Changed words of Alpha")
    world.edit("content/docs/z.md", "Sentence 4 of Alpha", "[n](/newer/) of Alpha")
    world.expect("and edited", [("broken-link", "content/docs/z.md")])
    world.git("mv", "content/bundle", "content/docs/parcel")
    world.expect("a bundle that moved", [("broken-link", "content/docs/z.md")])
    world.git("checkout", "-q", "-f", "HEAD~1")
    world.remove("content/docs/a.md")
    world.write("content/docs/other.md", page("Omega", "[x](/nowhere/) and [y](/lost/)").replace("Sentence", "Words"))
    world.expect("a page that is gone, and a new one with the same faults", [("broken-link", "content/docs/other.md")] * 2)
    world.done()


def parts():
    world = World("parts")
    world.git("mv", "content/docs/a.md", "content/docs/z.md")
    world.edit("content/docs/z.md", "Sentence 3", "[n](/newer/)")
    world.edit("content/docs/b.md", "Sentence 3", "[x](/nowhere/)")
    whole = world.tell()
    each = sorted(f for p in ("content/docs/z.md", "content/docs/b.md", "content/docs/c.md", "content/bundle/index.md") for f in world.tell(p))
    check("parts: each page by itself", whole == each == [("broken-link", "content/docs/b.md"), ("broken-link", "content/docs/z.md")], (whole, each))
    texts = {world.full("-j", n) for n in ("1", "8")}
    check("parts: -j1 is -j8", len(texts) == 1, texts)
    check("parts: a part says nothing of rows", "baseline prune" not in world.full("content/docs/c.md"))
    world.done()


def stale():
    world = World("stale")
    world.edit("content/docs/a.md", "[y](/lost/)", "nothing")
    text = world.full()
    check("stale: one note", text.count("baseline prune") == 1 and "for 1 row nothing is found any more" in text, text)
    check("stale: a rule that did not run says nothing", "baseline prune" not in world.full("--only", "missing-title"))
    said = world.baseline("prune")
    check("stale: pruned", "1 of 5 rows taken out" in said and len(world.rows()) == 7, said)
    check("stale: not again", "0 of 4 rows taken out" in world.baseline("prune"))
    world.expect("the others hold", [])
    world.baseline("prune", "content/docs", status=2)
    world.done()


def dates():
    world = World("dates")
    world.edit("content/docs/c.md", "Nothing", "[n](/new/) nothing")
    world.edit("content/docs/b.md", "Sentence 3", "[x](/nowhere/)")
    run = world.command("baseline", "write", "--now", "2027-02-01")
    dates = sorted((r[0], r[3]) for r in world.rows() if r[1] != "-")
    new = [("content/docs/b.md", "2027-02-01"), ("content/docs/c.md", "2027-02-01")]
    check("dates: old rows keep theirs", [d for d in dates if d[1] != "2026-11-30"] == new, (dates, run.stderr))
    said = world.baseline("show")
    check("dates: shown", "7 rows" in said and "       7      4  2026-11-30  2027-02-01  broken-link" in said, said)
    again = world.read(FILE)
    world.command("baseline", "write", "--now", "2028-01-01")
    check("dates: written again it is the same", world.read(FILE) == again)
    world.edit("content/docs/c.md", "[n](/new/)", "[n](/newer/)")
    world.edit("content/docs/a.md", "[y](/lost/)", "[y](/lost-too/)")
    world.command("baseline", "write", "content/docs/c.md", "--now", "2028-01-01")
    world.expect("a part is written alone", [A])
    check("dates: the others stay", sum(r[0] == "content/docs/a.md" for r in world.rows()) == 3, world.rows())
    world.done()


def merged():
    """Two branches each know more; a merge by lines keeps both."""
    world = World("merged")
    world.write(".gitattributes", f"{FILE} merge=union\n")
    world.commit()
    for branch, path in (("one", "content/docs/c.md"), ("two", "content/docs/d.md")):
        world.git("checkout", "-q", "-b", branch, "main")
        world.write(path, page(branch, f"[n](/of-{branch}/)"))
        world.baseline("write")
        world.commit()
    world.git("merge", "-q", "--no-edit", "one")
    world.expect("both are known", [])
    before = world.read(FILE)
    world.baseline("write")
    check("merged: no line more or less", sorted(world.read(FILE).splitlines()) == sorted(before.splitlines()), before)
    world.done()


def by_change():
    """Beside --changed: rows that the change itself adds are told."""
    world = World("by change")
    world.edit("content/docs/c.md", "Nothing", "[n](/new/) nothing")
    world.expect("what the change brought", [("broken-link", "content/docs/c.md")], "--changed", "HEAD", "--changed-only")
    check("by change: no word of rows", "rows that the change adds" not in world.full("--changed", "HEAD"))
    world.baseline("write")
    world.expect("a row hides it", [], "--changed", "HEAD", "--changed-only")
    text = world.full("--changed", "HEAD", "--changed-only")
    check("by change: which is said", "1 finding of this run is not told because of rows that the change adds" in text, text)
    world.commit()
    check("by change: once", "rows that the change adds" not in world.full("--changed", "HEAD"))
    world.git("mv", "content/docs/a.md", "content/docs/z.md")
    text = world.full("--since", "HEAD")
    check("by change: a lost address has no row", "lost-url" in text, text)
    world.done()


def shared_cause():
    """Findings that share a cause are joined without those that are known, and share their doubt."""
    links = {f"content/p{i}.md": page(f"P{i}", f"[s](/shop/{i}/)") for i in range(30)}
    world = World("cause", written=False)
    for path, text in links.items():
        world.write(path, text)
    world.write("contentlint.yml", "")
    check("cause: doubted", "warning" in world.full("--only", "broken-link", "--report", "concise"))
    world.baseline("write", "--baseline", FILE)
    world.write("content/new.md", page("N", "[s](/shop/new/)"))
    run = world.command("check", "--no-network", "--report", "json-lines", "--baseline", FILE)
    found = [(r["path"], r["severity"]) for r in map(json.loads, run.stdout.splitlines())]
    check("cause: a new one is not worse than those that are known", found == [("content/new.md", "warning")], found)
    world.done()


def sarif():
    world = World("sarif")
    world.edit("content/docs/c.md", "Nothing", "[n](/new/) nothing")

    def states(*arguments):
        log = json.loads(world.command("check", "--no-network", "--report", "sarif", *arguments).stdout)
        return [(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r.get("baselineState")) for r in log["runs"][0]["results"]]

    check("sarif: new", states() == [("content/docs/c.md", "new")], states())
    world.write("contentlint.yml", "")
    got = states("--changed", "HEAD")
    check("sarif: beside a revision", sorted(s for _, s in got) == ["new"] + ["unchanged"] * (len(got) - 1) and len(got) > 3, got)
    check("sarif: beside nothing", {s for _, s in states()} == {None})
    world.done()


def places():
    """Rows are seen from the file's folder, wherever the program stands; two sites may have one file."""
    world = World("places", site="docs/site")
    world.expect("in the site's folder", [])
    world.write("docs/other/hugo.toml", SITE["hugo.toml"])
    world.write("docs/other/content/a.md", page("Other", "[x](/nowhere/)"))
    top = os.path.join(world.folder, FILE)
    run = world.command("baseline", "write", "--baseline", top, cwd=world.folder)
    check("places: written for two sites", run.returncode == 0 and "docs/other/content/a.md\t" in world.read(FILE) and "docs/site/content/docs/a.md\t" in world.read(FILE),
          run.stderr + world.read(FILE))
    for cwd in ("", "docs", "docs/site", "docs/other/content"):
        run = world.command("check", "--no-network", "--baseline", top, cwd=world.path(cwd))
        check(f"places: green in {cwd}", run.returncode == 0 and "prune" not in run.stdout, run.stdout + run.stderr)
    world.done()


def wrong():
    world = World("wrong")
    rows = world.read(FILE)
    broken = {
        "garbage": "this is no row of a baseline", "content/a.md\tbroken-link\tzz\t2026-11-30": "this is no row",
        "content/a.md\tbroken-link\t0123456789abcdef\tyesterday": "this is no row", "<<<<<<< HEAD": "a merge was not finished",
        "content/a.md\tbroken-link\t0123456789abcdef:0\t2026-11-30": "this is no row", "content/a.md\t-\t0000000200000001": "this is no row",
        "content/a.md": "this is no row", "\tbroken-link\t0123456789abcdef\t2026-11-30": "this is no row",
    }
    for line, why in broken.items():
        world.write(FILE, rows + line + "\n")
        run = world.command("check", "--no-network")
        number = rows.count("\n") + 1
        check(f"wrong: {line!r}", run.returncode == 2 and f"{FILE}:{number}: {why}" in run.stderr, run.stderr)
    world.write(FILE, rows.replace("\n", "\r\n") + "\n# a comment\n\n../../x\tno-such-rule\t0123456789abcdef\t2026-11-30\n")
    world.expect("line ends of another system, comments, other files", [])
    os.remove(world.path(FILE))
    run = world.command("check", "--no-network")
    check("wrong: not there", run.returncode == 2 and "there is no such baseline" in run.stderr, run.stderr)
    world.baseline("show", status=2)
    world.write("contentlint.yml", "baseline: ../outside\n")
    run = world.command("check", "--no-network")
    check("wrong: outside", run.returncode == 2 and "leads out of the repository" in run.stderr, run.stderr)
    world.write("contentlint.yml", "rules: {}\n")
    os.mkdir(world.path(FILE))
    run = world.command("check", "--no-network")
    check("wrong: one that nobody asked for is not read", run.returncode == 1 and "not a file" not in run.stderr, run.stderr)
    world.baseline("show", status=2)
    os.rmdir(world.path(FILE))
    for verb, said in (("wirte", "did you mean `contentlint baseline write`"), ("content", "say what to do"), (None, "say what to do")):
        run = world.command("baseline", *([verb] if verb else []))
        check(f"wrong: {verb}", run.returncode == 2 and said in run.stderr, run.stderr)
    world.write("contentlint.yml", "baseline: link\n")
    os.symlink("content/docs/a.md", world.path("link"))
    before = world.read("content/docs/a.md")
    world.baseline("write", status=2)
    check("wrong: nothing is written through a link", world.read("content/docs/a.md") == before)
    world.done()


os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
for test in (known, mended, undisturbed, parts, stale, dates, merged, by_change, shared_cause, sarif, places, wrong):
    test()
sys.exit(TALLY.end())
