"""move and init, which write: names that lead out, into git's folder or through a link, and names that hold anything."""
import os
import tempfile

from hostile.site import each, judge, link, row

OUTSIDE = tempfile.TemporaryDirectory(prefix="contentlint-hostile-")
OUT = OUTSIDE.name


def files(folder):
    return {os.path.join(at, n): os.lstat(os.path.join(at, n)).st_mtime_ns for at, _, names in os.walk(folder) for n in names}


def holds(name, change, arguments, *words, status=2):
    """The run ends so and says that; where it refuses, each file is as it was and none was made, here or outside."""
    before = {}

    def kept(one):
        change(one)
        before.update(files(one.folder))

    def is_same(one):
        after = files(one.folder)
        judge(f"{name}: nothing is written", after == before and not os.listdir(OUT), after.keys() ^ before.keys(), os.listdir(OUT))

    row(name, kept, arguments, status, *words, without=["\x1b"], after=is_same)


def test_move_out():
    for new in ("../x.md", OUT + "/x.md", "content/../../x.md", "/", "/etc/x.md"):
        holds(f"move to {new}", lambda s: None, ["move", "content/a.md", new], "is outside of the site")
    for new in (".git/x.md", "content/.git/x.md", "content/.GIT/x.md", "content/.git /x.md", "node_modules/x.md",
                "static/x.md", "x.md", "content/x", "-x.md", ""):
        holds(f"move to {new!r}", lambda s: None, ["move", "--", "content/a.md", new], "would be no page of the site")
    holds("move to git's folder by its short name", lambda s: None, ["move", "content/a.md", "content/GIT~1/x.md"], "nothing is written there")
    for new in ("content/b.md", "content/a.md", "hugo.toml", "content"):
        holds(f"move onto {new}", lambda s: None, ["move", "content/a.md", new], "is there already")
    holds("move into a folder that is a link", link("content/l", OUT), ["move", "content/a.md", "content/l/x.md"], "is outside of the site")
    holds("move onto a link to nothing", link("content/x.md", OUT + "/x"), ["move", "content/a.md", "content/x.md"], "is there already")
    holds("move onto a pipe", lambda s: os.mkfifo(s.path("content/x.md")), ["move", "content/a.md", "content/x.md"], "is there already")
    holds("move of a link", lambda s: (os.remove(s.path("content/a.md")), os.symlink("/etc/passwd", s.path("content/a.md"))),
          ["move", "content/a.md", "content/x.md"], "content/a.md: ")
    holds("move to a name that is too long", lambda s: None, ["move", "content/a.md", f"content/{'x' * 300}.md"], "File name too long")
    holds("move of what is outside", lambda s: None, ["move", "/etc/passwd", "content/x.md"], "is outside of the site")


def test_move_names():
    for new in ("content/x\ny.md", "content/\x1b[31mx.md", "content/::error::x.md", "content/a%0Ab.md", "content/-x.md"):
        row(f"move to {new!r}", lambda s: s.write("content/b.md", "---\ntitle: B\n---\n[x](/a/)\n"), ["move", "--diff", "content/a.md", new], 0,
            "content/a.md", without=["\x1b", "\ny.md\n"])


def test_init_out():
    files = each(*(lambda s, i=i: s.write(f"content/sub/p{i}.md", f"---\ntitle: P{i}\ndescription: D\nlevel: {i}\n---\n\nText.\n") for i in range(12)))
    holds("init over a link to nothing", link("contentlint.yml", OUT + "/x"), ["init"], "contentlint.yml: is there already")
    holds("init over a pipe", lambda s: os.mkfifo(s.path("contentlint.yml")), ["init"], "contentlint.yml: is there already")
    holds("init with a folder that is a link", each(files, link(".contentlint", OUT)), ["init"], ".contentlint: leads out of the repository")
    for end in ("yaml", "yml", "json"):
        holds(f"init with a schema that is a link, {end}",
              each(files, lambda s, end=end: (os.makedirs(s.path(".contentlint/schemas")), os.symlink(OUT + "/x", s.path(f".contentlint/schemas/sub.{end}")))),
              ["init"], ".contentlint/schemas/sub." + end, "leads out of the repository")
