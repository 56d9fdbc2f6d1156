#!/usr/bin/env python3
"""tests/suite_changes.py BINARY: what `check --changed` tells of a change, and what a commit hook does: a table of what
happens to a site in git. Prints "N passed, N failed" last. --table: the table for docs/changes.md, instead."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from git_site import GitSite
from tally import Tally

BINARY = os.path.abspath(sys.argv[1])
TALLY = Tally()
check = TALLY.check


def page(title, body, extra=""):
    words = "".join(f"Sentence {i} of the page called {title}, by which it is known again.\n" for i in range(8))
    return f"---\ntitle: {title}\ndescription: What {title} is about.\n{extra}---\n\n{body}\n\n{words}"


# One site: b.md links to a.md in three ways and has faults of its own that are old, as has c.md, which nobody links to.
SITE = {
    "hugo.toml": 'baseURL = "https://www.example.org/"\n',
    "content/_index.md": page("Home", "Welcome."),
    "content/docs/_index.md": page("Docs", "All."),
    "content/docs/a.md": page("Alpha", "## Part one\n\nText.", "aliases: [/kept/, /old-a/]\n"),
    "content/docs/b.md": page("Beta", "[a](/docs/a/) and [part](/docs/a/#part-one)\n\n[was](/kept/)\n\n[old fault](/nowhere/)"),
    "content/docs/c.md": page("Gamma", "[old fault](/nowhere/) and [another](/lost/)"),
    "content/course/index.md": page("Course", "[old fault](/nowhere/)"),
    "content/course/part.md": page("Part", "[old fault](/nowhere/)"),
    "content/posts/_index.md": page("Posts", "All."),
    "content/posts/p.md": page("Pi", "Text."),
    "content/q.md": page("Qoppa", "[p](/posts/p/)"),
    "contentlint.yml": "rules: {}\n",
}

LINKS = [("broken-link", "content/docs/b.md")]


class World(GitSite):
    def __init__(self, name):
        super().__init__(BINARY, tempfile.mkdtemp(prefix="contentlint-changes-"))
        self.name = name
        for path, text in SITE.items():
            self.write(path, text)
        self.git("init", "-q", "-b", "main")
        self.commit()

    def edit(self, path, old, new):
        text = self.read(path)
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def tell(self, *arguments):
        command = [BINARY, "check", "--no-network", "--report", "json-lines", "--fail-on", "never", *arguments]
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        return run, sorted((r["rule"], r["path"]) for r in lines if "rule" in r)

    def expect(self, what, want, *arguments):
        run, got = self.tell(*arguments)
        check(f"{self.name}: {what}", run.returncode == 0 and got == sorted(want), f"\n  want {sorted(want)}\n  got  {got}\n{run.stderr}")

    def done(self):
        shutil.rmtree(self.folder)


# ---- what happens ----------------------------------------------------------------------------------------------------

def nothing(_):
    """nothing"""


def moved_lines(w):
    """lines move down"""
    w.edit("content/docs/b.md", "[a](/docs/a/)", "A new first paragraph.\n\nAnd one more.\n\n[a](/docs/a/)")


def turned_round(w):
    """parts of a page change places"""
    w.edit("content/docs/c.md", "[old fault](/nowhere/) and [another](/lost/)", "[another](/lost/) and, further on, [old fault](/nowhere/)")


def new_fault(w):
    """a link is written that leads nowhere"""
    w.edit("content/docs/c.md", "by which", "[new](/not/there/) by which")


def same_again(w):
    """a fault that is there already is written once more"""
    w.edit("content/docs/c.md", "by which", "[again](/nowhere/) by which")


def deleted(w):
    """a page is deleted that three links lead to"""
    w.remove("content/docs/a.md")


def renamed(w):
    """a page gets another name, and no alias"""
    w.git("mv", "content/docs/a.md", "content/docs/z.md")


def renamed_with_alias(w):
    """a page gets another name, with its old address as an alias"""
    renamed(w)
    w.edit("content/docs/z.md", "/kept/", "/docs/a/, /kept/")


def pure_move(w):
    """a page that no link leads to moves"""
    w.git("mv", "content/docs/c.md", "content/docs/moved.md")


def moved_and_edited(w):
    """a page moves and gets a new fault"""
    pure_move(w)
    w.edit("content/docs/moved.md", "by which", "[new](/not/there/) by which")


def moved_bundle(w):
    """a bundle moves"""
    w.git("mv", "content/course", "content/seminar")


def copied(w):
    """a page with faults is copied"""
    w.write("content/docs/copy.md", w.read("content/docs/c.md"))


def alias_removed(w):
    """an alias is taken away that a link leads to"""
    w.edit("content/docs/a.md", "/kept/, ", "")


def unlinked_alias_removed(w):
    """an alias is taken away that no link leads to"""
    w.edit("content/docs/a.md", ", /old-a/", "")


def heading_renamed(w):
    """a heading gets another text, and a link leads to it"""
    w.edit("content/docs/a.md", "## Part one", "## Part 1")


def section_moved(w):
    """the configuration moves a section"""
    w.write("hugo.toml", SITE["hugo.toml"] + '[permalinks]\nposts = "/blog/:slug/"\n')


def draft(w):
    """a page becomes a draft"""
    w.edit("content/docs/a.md", "title: Alpha\n", "title: Alpha\ndraft: true\n")


def new_page(w):
    """a page is new"""
    w.write("content/docs/n.md", page("Nu", "A clean page."))


def new_faulty_page(w):
    """a page is new, with a fault"""
    w.write("content/docs/n.md", page("Nu", "[x](/nowhere/)"))


def fault_mended(w):
    """a fault is mended"""
    w.edit("content/docs/c.md", "/nowhere/", "/docs/b/")


def rule_on(w):
    """a rule is switched on"""
    w.write("contentlint.yml", "rules: {orphan-page: warning}\n")


def allowed_no_more(w):
    """an allowance is written that nothing needs"""
    w.write("contentlint.yml", "rules: {broken-link: {allow: [{url: /lost/, reason: known}]}}\n")
    w.commit()
    w.edit("content/docs/c.md", " and [another](/lost/)", "")


NEW_C = [("broken-link", "content/docs/c.md")]
LOST_A = [("lost-url", "hugo.toml")] * 3
# What happens; what `--changed HEAD --changed-only` tells; what --since HEAD tells besides.
EVENTS = [
    (nothing, [], []),
    (moved_lines, [], []),
    (turned_round, [], []),
    (new_fault, NEW_C, []),
    (same_again, NEW_C, []),
    (deleted, LINKS * 3, LOST_A),
    (renamed, LINKS * 2, [("lost-url", "content/docs/z.md")]),
    (renamed_with_alias, [("link-to-alias", "content/docs/b.md")] * 2, []),
    (pure_move, [], [("lost-url", "content/docs/moved.md")]),
    (moved_and_edited, [("broken-link", "content/docs/moved.md")], [("lost-url", "content/docs/moved.md")]),
    (moved_bundle, [], [("lost-url", "content/seminar/index.md")]),
    (copied, [("broken-link", "content/docs/copy.md")] * 2, []),
    (alias_removed, LINKS, [("lost-url", "content/docs/a.md")]),
    (unlinked_alias_removed, [], [("lost-url", "content/docs/a.md")]),
    (heading_renamed, [("missing-anchor", "content/docs/b.md")], []),
    (section_moved, [("broken-link", "content/q.md")], [("lost-url", "content/posts/p.md")]),
    (draft, [("link-to-draft", "content/docs/b.md")] * 3, [("lost-url", "content/docs/a.md")] * 3),
    (new_page, [], []),
    (new_faulty_page, [("broken-link", "content/docs/n.md")], []),
    (fault_mended, [], []),
    (rule_on, [], []),
    (allowed_no_more, [("unused-allowance", "contentlint.yml")], []),
]
CHANGED = ["--changed", "HEAD", "--changed-only"]

TABLE_HEAD = """# What is told of a change

`--changed REF --changed-only` tells what the change brought: the findings of the site as it is that the site at REF did not
have, wherever they stand. `--since REF` adds the addresses that REF published and nothing answers any more. The commit hook
asks both beside HEAD, the action beside where the branch left its base (`tests/suite_action.sh` has its events: push, first
push, force-push, pull request, merge queue). The table is printed by `tests/suite_changes.py --table`, which runs each row on
the disk, staged, committed, and taken back; a row says how often which rule is told.

| what happens to a site | `--changed` | with `--since`: the hook, the action |
|---|---|---|
"""
TABLE_END = """
Beside these: a merge tells our side what the other one brought, and theirs what ours brings; a revert brings nothing that
was not there before it; of a first commit, which has nothing to be compared with, all is told, and why; a revision that is
not here ends the run with status 2 and says what to fetch.
"""


def told(rows):
    count = {rule: sum(row[0] == rule for row in rows) for rule, _ in rows}
    return ", ".join(f"`{rule}`" + (f" × {n}" if n > 1 else "") for rule, n in count.items()) or "nothing"


def table():
    rows = (f"| {happens.__doc__ or happens.__name__.replace('_', ' ')} | {told(changed)} | {told(changed + lost)} |\n"
            for happens, changed, lost in EVENTS)
    return TABLE_HEAD + "".join(rows) + TABLE_END


def events():
    for happens, changed, lost in EVENTS:
        world = World(happens.__name__.replace("_", " "))
        happens(world)
        world.expect("on the disk", changed, *CHANGED)
        world.expect("with --since", changed + lost, *CHANGED, "--since", "HEAD")
        world.git("add", "-A")
        world.expect("staged", changed + lost, *CHANGED, "--since", "HEAD", "--staged")
        world.commit()
        world.expect("committed", changed + lost, "--changed", "HEAD~1", "--changed-only", "--since", "HEAD~1")
        world.expect("committed, beside itself", [], *CHANGED, "--since", "HEAD")
        world.git("read-tree", "-u", "--reset", "HEAD~1")
        world.commit()
        world.expect("taken back, beside what was before both", [], "--changed", "HEAD~2", "--changed-only", "--since", "HEAD~2")
        world.done()


def merged():
    """The other branch brings a fault and takes a page away; ours has a fault of its own."""
    world = World("merge")
    world.git("checkout", "-q", "-b", "other")
    new_fault(world)
    world.remove("content/q.md")
    world.commit()
    world.git("checkout", "-q", "main")
    new_faulty_page(world)
    world.commit()
    ours, theirs = [("broken-link", "content/docs/n.md")], [*NEW_C, ("lost-url", "hugo.toml")]
    world.expect("ours, beside theirs", [*ours], "--changed", "other", "--changed-only")
    world.expect("ours, from where we left", ours, "--changed", "other...", "--changed-only", "--since", "other...")
    world.git("merge", "-q", "--no-edit", "other")
    world.expect("what the merge brought to our side", theirs, "--changed", "HEAD~1", "--changed-only", "--since", "HEAD~1")
    world.expect("what it brought to theirs", ours, "--changed", "other", "--changed-only", "--since", "other")
    world.git("revert", "--no-edit", "-m", "1", "HEAD")
    world.expect("reverted", [], "--changed", "HEAD~2", "--changed-only", "--since", "HEAD~2")
    world.expect("what the revert took away", [], "--changed", "HEAD~1", "--changed-only", "--since", "HEAD~1")
    world.done()


def first_commit():
    world = World("first commit")
    shutil.rmtree(world.path(".git"))
    world.git("init", "-q", "-b", "main")
    world.git("add", "-A")
    every = [(r, p) for r, p in world.tell("--staged")[1]]
    check("first commit: there are faults", len(every) == 6, every)
    world.expect("all are new", every, *CHANGED, "--since", "HEAD", "--staged")
    run, _ = world.tell(*CHANGED, "--staged", "--report", "full=full.txt")
    check("first commit: says why", "has no site in this folder to compare with" in world.read("full.txt"), run.stderr)
    world.done()


def not_there():
    world = World("not there")
    for ref in ("nowhere", "1" * 40, "nowhere...", "-x"):
        run, _ = world.tell("--changed", ref)
        check(f"not there: {ref}", run.returncode == 2 and ref.rstrip(".") in run.stderr, run.stderr)
    world.git("rm", "-rqf", "content/docs", "content/course")
    run, got = world.tell("--changed", "nowhere")
    check("not there: said though nothing is found", run.returncode == 2, got)
    new_fault_clone = world.folder + "-clone"
    world.git("reset", "-q", "--hard")
    new_fault(world)
    world.commit()
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{world.folder}", new_fault_clone], check=True)
    clone = World.__new__(World)
    GitSite.__init__(clone, BINARY, new_fault_clone)
    run, _ = clone.tell("--changed", "HEAD~1", "--changed-only")
    check("a shallow clone says what to fetch", run.returncode == 2 and "git fetch --unshallow" in run.stderr, run.stderr)
    shutil.rmtree(new_fault_clone)
    world.done()


def order():
    """Without --changed-only all is told: what is new on lines that changed, then the rest of what is new."""
    world = World("order")
    heading_renamed(world)
    same_again(world)
    run, _ = world.tell("--changed", "HEAD")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    first = [(r["rule"], r.get("changed", False), r.get("new", False)) for r in lines[:3]]
    want = [("broken-link", True, True), ("missing-anchor", False, True), ("broken-link", False, False)]
    check("order: touched lines, what is new, the rest", first == want, first)
    world.done()


def parts():
    """Runs over parts of the pages add up to the whole."""
    world = World("parts")
    for happens in (alias_removed, heading_renamed, moved_and_edited, section_moved):
        happens(world)
    whole = world.tell(*CHANGED)[1]
    pages = [os.path.relpath(os.path.join(at, n), world.folder) for at, _, names in os.walk(world.path("content")) for n in names]
    each = sorted(f for p in pages for f in world.tell(*CHANGED, p)[1])
    check("parts: each page by itself", each == whole and len(whole) == 4, (each, whole))
    for jobs in ("1", "8"):
        run, _ = world.tell(*CHANGED, "-j", jobs)
        check(f"parts: -j{jobs}", len(run.stdout.splitlines()) == 4, run.stdout)
    world.done()


if "--table" in sys.argv:
    print(table(), end="")
    sys.exit()
document = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "changes.md")
with open(document, encoding="utf-8") as opened:
    check("docs/changes.md is this table (--table)", opened.read() == table())
for test in (events, merged, first_commit, not_there, order, parts):
    test()
sys.exit(TALLY.end())
