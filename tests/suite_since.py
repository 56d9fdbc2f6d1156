#!/usr/bin/env python3
"""tests/suite_since.py BINARY: `check --since` on git repositories made on the fly. Prints "N passed, N failed" last."""
import os
import shutil
import subprocess
import sys
import tempfile

from git_site import GitSite
from tally import Tally

BINARY = os.path.abspath(sys.argv[1])
CONFIG = 'baseURL = "https://www.example.org/"\n'
BODY = "".join(f"This is line {i} of a page that is long enough to be recognised.\n" for i in range(12))
TALLY = Tally()
check = TALLY.check


def page(title, extra="", body=BODY):
    return f"---\ntitle: {title}\n{extra}---\n\n{title} begins here, with words of its own.\n\n{body}"


class Site(GitSite):
    """A git repository with one commit; `files` maps paths to text."""

    def __init__(self, name, files, site=""):
        super().__init__(BINARY, tempfile.mkdtemp(prefix="contentlint-since-"), site)
        self.name = name
        for path, text in {os.path.join(site, "hugo.toml"): CONFIG, **files}.items():
            self.write(path, text)
        self.git("init", "-q")
        self.commit()

    def expect(self, what, want, ref="HEAD"):
        got = self.findings(ref)
        check(f"{self.name}: {what}", got == sorted(want), f"\n  want {sorted(want)}\n  got  {got}")

    def expect_fixed(self, path, want):
        """After the proposed fix nothing is lost, and the file has the text `want`."""
        self.fix()
        self.expect("clean after the fix", [])
        check(f"{self.name}: the fix is in the file's style", want in self.read(path), self.read(path)[:200])

    def done(self):
        shutil.rmtree(self.folder)


def shared_cause():
    """Six links with one cause are one finding; a seventh that is new is told by itself, on its own line."""
    links = {f"content/p{i}.md": page("P") + f"\n[shop](/shop/{i}/)\n" for i in range(6)}
    site = Site("shared cause", links)
    site.write("content/z.md", page("Z") + "\n[shop](/shop/new/)\n")

    def told(*arguments):
        return subprocess.run([BINARY, "check", *arguments], cwd=site.folder, capture_output=True, text=True, check=False).stdout

    text = told("--report", "concise", "--changed", "HEAD")
    check("shared cause: the new one stands alone", "content/z.md:" in text and "one of 6 links on 6 pages" in text, text)
    text = told("--report", "concise", "--changed", "HEAD", "--changed-only")
    check("shared cause: the new one is left", "content/z.md:" in text and "p0.md" not in text, text)
    text = told("--report", "json-lines", "--each")
    check("shared cause: one by one", text.count('"broken-link"') == 7, text)
    site.done()


def moved():
    site = Site("moved", {"content/docs/a.md": page("A"), "content/docs/b.md": page("B", "", "Other words entirely.\n")})
    site.expect("nothing has changed", [])
    check("moved: exit 0 when nothing is lost", site.run().returncode == 0)
    site.move("content/docs/a.md", "content/docs/new.md")
    site.expect("reported", [("content/docs/new.md", "/docs/a/", "/docs/a/")])
    check("moved: exit 1", site.run().returncode == 1)
    site.expect_fixed("content/docs/new.md", "title: A\naliases:\n  - /docs/a/\n---\n")
    site.done()


def styles():
    cases = {
        "block": ("aliases:\n    - '/x/'\n", "    - '/x/'\n    - '/docs/a/'\n"),
        "flow": ('aliases: ["/x/"] # old\n', 'aliases: ["/x/", "/docs/a/"] # old\n'),
        "string": ("aliases: /x/\n", "aliases: [/x/, /docs/a/]\n"),
        "empty": ("aliases: []\n", 'aliases: ["/docs/a/"]\n'),
        "crlf": ("aliases:\r\n  - /x/\r\n", "  - /x/\r\n  - /docs/a/\r\n"),
    }
    for name, (before, after) in cases.items():
        site = Site(f"style {name}", {"content/docs/a.md": page("A", before)})
        site.move("content/docs/a.md", "content/docs/new.md")
        site.expect_fixed("content/docs/new.md", after)
        site.done()
    site = Site("style toml", {"content/a.md": "+++\ntitle = 'A'\n[params]\nx = 1\n+++\n\n" + BODY})
    site.move("content/a.md", "content/b.md")
    site.expect_fixed("content/b.md", '+++\naliases = ["/a/"]\ntitle')
    site.done()


def renamed_and_edited():
    site = Site("renamed and edited", {"content/docs/a.md": page("A")})
    site.remove("content/docs/a.md")
    site.write("content/guides/better.md", page("A better title", "", BODY.replace("line 3 ", "row three ") + "More.\n"))
    want = [("content/guides/better.md", "/docs/a/", "/docs/a/"), ("hugo.toml", "/docs/", "")]
    site.expect("recognised by its lines", want)
    site.done()
    other = BODY.replace("line 1 ", "row 1 ").replace("line 2 ", "row 2 ")
    site = Site("a page like one that moved", {"content/a/x.md": page("X"), "content/b/x.md": page("X", "", other)})
    site.remove("content/a/x.md")
    site.remove("content/b/x.md")
    site.write("content/a/moved.md", page("X", "", BODY + "More.\n"))
    want = [("content/a/moved.md", "/a/x/", "/a/x/"), ("hugo.toml", "/b/", ""), ("hugo.toml", "/b/x/", "")]
    site.expect("only one of them is said to have moved", want)
    site.done()
    rows = "".join(f'<td class="release">\nrow number {i}\n</td><!-- cell -->\n' for i in range(8))
    site = Site("a line that is repeated", {"content/docs/a.md": page("A", "", rows)})
    site.remove("content/docs/a.md")
    site.write("content/docs/b.md", page("Another", "", "First of all.\n\n" + rows.replace("row number 1", "row one")))
    site.expect("recognised by its lines", [("content/docs/b.md", "/docs/a/", "/docs/a/")])
    site.done()


def sentences(*words, of=10):
    """So many lines that are long enough to count, and nobody else's."""
    return "".join(f"{word} {i} has twelve bytes or more.\n" for word in words for i in range(of))


def went_to(name, old, new, others=()):
    """Where /d/a/ is said to have gone when old (path, text) is replaced by new, beside others (before, after)."""
    site = Site(name, {path: text for path, text in [old, *(pair[0] for pair in others)]})
    for path, _ in [old, *(pair[0] for pair in others)]:
        site.remove(path)
    for path, text in [new, *(pair[1] for pair in others)]:
        site.write(path, text)
    places = {path for path, url, _ in site.findings() if url == "/d/a/"}
    site.done()
    return places


def lines_in_common():
    """How much of a page must be the same for it to be the same page; titles here are too short to count."""
    front = "---\ntitle: {}\n---\n"
    for what, name, title, kept, of, want in (
            ("less than half", "b", "B", 9, 20, False), ("half, as git has it", "b", "B", 10, 20, True),
            ("of one name, 2 of 20", "a", "B", 2, 20, False), ("of one name, 3 of 20", "a", "B", 3, 20, True),
            ("of one title, 3 of 20", "b", "A", 3, 20, True)):
        new = f"content/e/{name}.md"
        places = went_to(what, ("content/d/a.md", front.format("A") + sentences("old", of=of)),
                         (new, front.format(title) + sentences("old", of=kept) + sentences("new", of=of - kept)))
        check(f"lines in common: {what}", places == ({new} if want else {"hugo.toml"}), places)
    for kept, want in ((8, "hugo.toml"), (9, "content/x.md")):  # x.md is where y.md went, word for word
        whole = front.format("Y") + sentences("old")
        places = went_to(f"merged, {kept}", ("content/d/a.md", front.format("A") + sentences("old", of=kept) + sentences("new", of=10 - kept)),
                         ("content/x.md", whole), [(("content/y.md", whole), ("content/z.txt", ""))])
        check(f"lines in common: merged, {kept} of 10", places == {want}, places)
    for length, want in ((11, "hugo.toml"), (12, "content/e/b.md")):
        text = "".join(f"{i}".ljust(length, ".") + "\n" for i in range(10))
        places = went_to(f"lines of {length}", ("content/d/a.md", front.format("A") + text), ("content/e/b.md", front.format("B") + text + "\n"))
        check(f"lines in common: of {length} bytes", places == {want}, places)
    for sharers, want in ((4, {"content/e/b.md"}), (5, {"hugo.toml"})):
        others = [((f"content/o{i}.md", front.format("O")), (f"content/p{i}.md", front.format(f"P{i}") + sentences("old") + sentences(f"own{i}")))
                  for i in range(sharers - 1)]
        places = went_to(f"shared by {sharers}", ("content/d/a.md", front.format("A") + sentences("old")),
                         ("content/e/b.md", front.format("B") + sentences("old") + "\n"), others)
        check(f"lines in common: shared by {sharers}", places == want, places)


def section_renamed():
    files = {f"content/docs/{n}.md": page(n, "", BODY.replace("page", n)) for n in ("one", "two")}
    site = Site("section renamed", {"content/docs/_index.md": page("Docs", "", "The documents.\n"), **files})
    site.move("content/docs", "content/guides")
    want = [("content/guides/_index.md", "/docs/", "/docs/")]
    want += [(f"content/guides/{n}.md", f"/docs/{n}/", f"/docs/{n}/") for n in ("one", "two")]
    site.expect("every page", want)
    site.fix()
    site.expect("clean after the fix", [])
    site.done()


def deleted():
    site = Site("deleted", {"content/old.md": page("Old"), "content/b.md": page("B", "", "Other words entirely.\n")})
    site.remove("content/old.md")
    site.expect("on the configuration", [("hugo.toml", "/old/", "")])
    site.write("contentlint.yml", "gone:\n  - {url: /old/, reason: superseded}\n")
    site.expect("meant, by name", [])
    site.write("contentlint.yml", "gone: ['/o*/']\n")
    site.expect("meant, by glob", [])
    site.write("contentlint.yml", "")
    site.write("static/_redirects", "/old/ /b/\n")
    site.expect("redirected", [])
    site.done()


def settings():
    site = Site("permalink changed", {"content/posts/a.md": page("A"), "content/posts/_index.md": page("Posts")})
    site.write("hugo.toml", CONFIG + '[permalinks]\nposts = "/blog/:slug/"\n')
    site.expect("on the page", [("content/posts/a.md", "/posts/a/", "/posts/a/")])
    site.fix()
    site.expect("clean after the fix", [])
    site.done()
    languages = '[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n'
    site = Site("language dropped", {"hugo.toml": CONFIG + languages, "content/a.md": page("A"), "content/a.fr.md": page("AF")})
    site.write("hugo.toml", CONFIG + '[languages.en]\nweight = 1\n[languages.fr]\ndisabled = true\n')
    got = [(path, url) for path, url, _ in site.findings()]
    check("language dropped: its page", ("content/a.fr.md", "/fr/a/") in got or ("hugo.toml", "/fr/a/") in got, got)
    site.done()


def drafts_and_aliases():
    site = Site("draft", {"content/a.md": page("A", "aliases: [/x/]\n")})
    site.write("content/a.md", page("A", "draft: true\naliases: [/x/]\n"))
    site.expect("page and alias", [("content/a.md", "/a/", ""), ("content/a.md", "/x/", "")])
    site.write("content/a.md", page("A"))
    site.expect("alias taken away", [("content/a.md", "/x/", "/x/")])
    site.done()


def odd_aliases():
    """Aliases that no address reaches: a folder with a mark of addresses in its name."""
    for alias in ("/docs/#part", "/docs/?a=b", "/50%/", "/docs/%23x/", "/a b/", "/ü/"):
        site = Site(f"alias {alias}", {"content/a.md": page("A", f"aliases: ['{alias}']\n")})
        site.expect("nothing has changed", [])
        site.done()
        site = Site(f"jekyll alias {alias}", {"_config.yml": "baseurl: /sub\n", "a.md": page("A", f"redirect_from: ['{alias}']\n")})
        os.remove(os.path.join(site.folder, "hugo.toml"))
        site.commit()
        site.expect("nothing has changed", [])
        site.done()


def jekyll():
    site = Site("jekyll", {"_config.yml": "title: T\nbaseurl: /sub\n", "docs/a.md": page("A")})
    os.remove(os.path.join(site.folder, "hugo.toml"))
    site.commit()
    site.move("docs/a.md", "docs/b.md")
    site.expect("redirect_from", [("docs/b.md", "/sub/docs/a.html", "/docs/a.html")])
    site.expect_fixed("docs/b.md", "redirect_from:\n  - /docs/a.html\n")
    site.done()


def two_claims():
    files = {"content/a.md": page("A", "aliases: [/x/]\n"), "content/b.md": page("B", "aliases: [/x/]\n", "Other.\n")}
    site = Site("an alias of two pages", files)
    site.write("content/a.md", page("A", "draft: true\naliases: [/x/]\n"))
    site.expect("the other has it", [("content/a.md", "/a/", "")])
    site.write("content/b.md", page("B", "draft: true\naliases: [/x/]\n", "Other.\n"))
    for version in ("0.111.3", "0.169.0"):  # the first claim is overwritten, the second races
        site.options = ["--hugo-version", version]
        got = sorted(url for _, url, _ in site.findings())
        check(f"an alias of two pages: lost once with {version}, when both are gone", got == ["/a/", "/b/", "/x/"], got)
    site.done()


def copies():
    """Pages with one text, all moved: each is found where it went."""
    names = [f"{part}{n}" for part in "gh" for n in range(4)]
    site = Site("copies", {f"content/{n}/details/index.md": page("Details") for n in names})
    for name in names:
        site.move(f"content/{name}/details", f"content/{name}/moved")
    site.expect("by their folders", [(f"content/{n}/moved/index.md", f"/{n}/details/", f"/{n}/details/") for n in names])
    site.done()
    site = Site("merged", {"content/a.md": page("A"), "content/b.md": page("B")})
    site.remove("content/b.md")
    site.move("content/a.md", "content/c.md")
    places = {path for path, _, _ in site.findings()}
    check("merged: two pages became one", places == {"content/c.md"}, places)
    site.done()


def kinds():
    config = "rules: {lost-url: {kinds: [page, alias, term, file]}}\n"
    files = {"contentlint.yml": config, "content/a/index.md": page("A", "tags: [x]\n"), "content/a/i.png": "png",
             "static/s.css": "css"}
    site = Site("kinds", files)
    site.move("content/a", "content/b")
    site.write("content/b/index.md", page("A", "tags: [y]\naliases: [/a/]\n"))
    site.remove("static/s.css")
    want = [("content/b/index.md", "/a/i.png", ""), ("hugo.toml", "/s.css", ""), ("hugo.toml", "/tags/x/", "")]
    site.expect("a term, a file of a page, a static file", want)
    problems = {r["properties"]["url"]: r["properties"]["problem"] for r in site.results()}
    check("kinds: words of a file that moved", problems["/a/i.png"] == "its page is served at /b/ now; redirect it there", problems)
    check("kinds: words of a term", problems["/tags/x/"].startswith("no page is in it any more; "), problems)
    site.write("contentlint.yml", config + "gone: ['/a/*.png', /tags/x/, /s.css]\n")
    site.expect("all of them meant", [])
    site.done()


def jekyll_settings():
    files = {"_config.yml": "title: T\n", "_posts/2024-02-03-p.md": page("P"), "b.md": page("B", "permalink: /fixed/\n")}
    site = Site("jekyll permalinks", files)
    os.remove(os.path.join(site.folder, "hugo.toml"))
    site.commit()
    site.write("_config.yml", "title: T\npermalink: pretty\n")
    site.expect("a setting", [("_posts/2024-02-03-p.md", "/2024/02/03/p.html", "/2024/02/03/p.html")])
    site.fix()
    site.expect("clean after the fix", [])
    site.git("reset", "-q", "--hard")
    site.move("_posts/2024-02-03-p.md", "_posts/2024-02-04-p.md")
    site.write("b.md", page("B", "permalink: /new/\n"))
    want = [("_posts/2024-02-04-p.md", "/2024/02/03/p.html", "/2024/02/03/p.html"), ("b.md", "/fixed/", "/fixed/")]
    site.expect("a date, a permalink", want)
    site.done()


def plain():
    site = Site("plain", {"a.html": "<title>A</title>\n" + BODY, "sub/index.html": "<title>S</title>\n", "c.md": page("C")})
    os.remove(os.path.join(site.folder, "hugo.toml"))
    site.commit()
    site.move("a.html", "b.html")
    site.move("sub", "sup")
    site.move("c.md", "d.md")
    want = [("b.html", "/a.html", ""), ("d.md", "/c.md", ""), ("sup/index.html", "/sub/", "")]
    site.expect("files that moved", want)
    site.write("_redirects", "/a.html /b.html\n/sub/* /sup/:splat\n/c.md /d.md\n")
    site.expect("redirected", [])
    site.done()


def other_generator():
    site = Site("jekyll becomes hugo", {"_config.yml": "title: T\n", "docs/a.md": page("A")})
    os.remove(os.path.join(site.folder, "hugo.toml"))
    site.commit()
    site.remove("_config.yml")
    site.write("hugo.toml", CONFIG)
    site.move("docs/a.md", "content/docs/a.md")
    site.expect("the revision is read as what it was", [("content/docs/a.md", "/docs/a.html", "/docs/a.html")])
    site.fix()
    site.expect("clean after the fix", [])
    site.done()
    site = Site("into a folder", {"content/a.md": page("A")})
    site.move("content", "site/content")
    site.move("hugo.toml", "site/hugo.toml")
    run = site.run()
    said = "that revision has no site in this folder" in run.stdout
    check("into a folder: says that there is nothing to compare with", run.returncode == 0 and said, run.stdout)
    site.done()


def places():
    """Wherever the program stands, and wherever in the repository the site is."""
    files = {"docs/site/content/a.md": page("A"), "docs/site/content/deep/b.md": page("B", "", "Other words.\n")}
    site = Site("subfolder", files, site="docs/site")
    site.move("docs/site/content/a.md", "docs/site/content/new.md")
    for folder, name in (("", "docs/site/content/new.md"), ("docs/site", "content/new.md"),
                         ("docs/site/content", "new.md"), ("docs/site/content/deep", "../new.md")):
        run = site.run("--report", "concise", cwd=site.path(folder))
        found = run.returncode == 1 and run.stdout.startswith(f"{name}:1:1: error: /a/ is no longer served")
        check(f"subfolder: from {folder or 'the root'}", found, run.stdout + run.stderr)
    site.fix()
    site.expect("the fix has the repository's paths", [])
    site.git("checkout", "-q", "--detach")
    site.git("reset", "-q", "--hard")
    site.expect("detached, as it was", [])
    tree = site.folder + "-tree"
    site.git("worktree", "add", "-q", tree)
    other = GitSite(BINARY, tree, "docs/site")
    other.move("docs/site/content/a.md", "docs/site/content/new.md")
    check("work tree: reported", other.findings() == [("content/new.md", "/a/", "/a/")], other.findings())
    # As git runs a hook in a linked work tree: GIT_DIR is set, and the folder it runs in is not the root.
    git_dir = subprocess.run(["git", "rev-parse", "--absolute-git-dir"], cwd=tree, capture_output=True, text=True, check=True)
    os.environ["GIT_DIR"] = git_dir.stdout.strip()
    try:
        check("work tree: with GIT_DIR", other.findings() == [("content/new.md", "/a/", "/a/")], other.findings())
        check("work tree: --changed with GIT_DIR", "new.md" in other.run("--changed", "HEAD", "--changed-only").stdout)
    finally:
        del os.environ["GIT_DIR"]
    shutil.rmtree(tree)
    site.done()


def names():
    odd = {"content/ü b/c d.md": "moved/c d.md", "content/new\nline.md": "nl.md", 'content/q"uo\te.md': "quote.md",
           "content/50%.md": "half.md", "content/-x.md": "x.md"}
    site = Site("names", {f"my site/{old}": page(old.replace("\n", " ").replace('"', ""), "", f"{old!r} has words.\n" * 9) for old in odd},
                site="my site")
    for old, new in odd.items():
        site.move(f"my site/{old}", f"my site/content/{new}")
    got = {path for path, _, _ in site.findings()}
    check("names: all found", got >= {f"content/{new}" for new in odd.values()}, got)
    site.fix()
    left = [url for _, url, alias in site.findings() if alias]
    check("names: clean after the fix", left == [], left)
    site.done()


def not_in_git():
    """Links, submodules, ignored files: what is in the tree on the disk is in that of the revision too."""
    site = Site("links", {"content/a.md": page("A")})
    site.options = [*site.options, "--hugo-version", "0.122.0"]  # newer ones leave out what lies behind a link
    os.symlink("a.md", site.path("content/b.md"))
    site.commit()
    site.expect("nothing has changed", [])
    site.remove("content/b.md")
    site.expect("a link is a page", [("hugo.toml", "/b/", "")])
    site.done()
    theme = Site("theme", {"static/t.css": "css", "content/from-theme.md": page("T")})
    site = Site("submodule", {"hugo.toml": CONFIG + 'theme = "th"\n', "content/a.md": page("A", "", "[t](/from-theme/) ![s](/t.css)\n")})
    site.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", theme.folder, "themes/th")
    site.commit()
    site.expect("nothing has changed", [])
    links = [BINARY, "check", "--only", "broken-link", "--staged"]
    run = subprocess.run(links, cwd=site.folder, capture_output=True, text=True, check=False)
    check("submodule: --staged knows the theme", run.returncode == 0, run.stdout + run.stderr)
    site.git("rm", "-q", "-f", "themes/th")
    shutil.copytree(theme.folder, site.path("themes/th"), ignore=shutil.ignore_patterns(".git"))
    site.write(".gitignore", "themes/\n")
    site.git("add", "-A")
    site.git("commit", "-qm", "x")
    site.expect("an ignored theme: nothing has changed", [])
    run = subprocess.run(links, cwd=site.folder, capture_output=True, text=True, check=False)
    check("ignored theme: --staged knows it", run.returncode == 0, run.stdout + run.stderr)
    site.done()
    theme.done()


def staged():
    """What the commit would have, not what else lies about."""
    site = Site("staged", {"content/a.md": page("A"), "content/b.md": page("B", "", "Other words entirely.\n")})
    site.options = ["--staged"]
    lost = [("content/new.md", "/a/", "/a/")]
    site.git("mv", "content/a.md", "content/new.md")
    site.expect("a staged move", lost)
    site.write("content/c.md", page("C", "aliases: [/a/]\n", "Third words.\n"))
    site.expect("an untracked page's alias is no excuse", lost)
    site.write("content/new.md", page("A", "aliases: [/a/]\n"))
    site.expect("nor is an unstaged one", lost)
    site.options = []
    site.expect("on the disk they count", [])
    site.options = ["--staged"]
    site.git("add", "content/new.md")
    site.expect("staged, it counts", [])
    site.remove("content/b.md")
    site.expect("what is only deleted on the disk is not lost", [])
    run = site.run("--stdin-filename", "content/b.md")
    check("staged: not with --stdin-filename", run.returncode == 2 and "exclude each other" in run.stderr, run.stderr)
    site.done()


def hook():
    """As git itself runs it, with its GIT_… variables, for a commit of all that is staged and for one of some files."""
    files = {"docs/site/content/a.md": page("A"), "docs/site/content/b.md": page("B", "", "Other words entirely.\n")}
    site = Site("hook", files, site="docs/site")
    command = f'cd docs/site && exec "{BINARY}" check --only lost-url --since HEAD --staged\n'
    site.write(".git/hooks/pre-commit", "#!/bin/sh\n" + command)
    os.chmod(site.path(".git/hooks/pre-commit"), 0o755)
    options = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]

    def commit(*arguments):
        run = subprocess.run(["git", *options, "commit", "-qm", "x", *arguments], cwd=site.folder, capture_output=True, text=True, check=False)
        return run.returncode, run.stdout + run.stderr

    site.git("mv", "docs/site/content/a.md", "docs/site/content/new.md")
    status, said = commit()
    check("hook: refused", status == 1 and "/a/ is no longer served" in said, said)
    site.write("docs/site/content/b.md", page("B", "", "Better words.\n"))
    status, said = commit("docs/site/content/b.md")
    check("hook: a commit of another file passes", status == 0, said)
    site.write("docs/site/content/new.md", page("A", "aliases: [/a/]\n"))
    status, said = commit("-a")
    check("hook: passes with the alias", status == 0, said)
    site.done()


def merge_base():
    site = Site("merge base", {"content/a.md": page("A")})
    first = site.git("symbolic-ref", "--short", "HEAD").strip()
    site.git("checkout", "-q", "-b", "topic")
    site.git("checkout", "-q", "-b", "trunk")
    site.write("content/later.md", page("Later"))
    site.commit()
    site.git("branch", "-q", "-D", first)  # which trunk was not merged into
    site.git("checkout", "-q", "topic")
    site.expect("what trunk got since", [("hugo.toml", "/later/", "")], ref="trunk")
    site.expect("from where the branch left", [], ref="trunk...")
    site.move("content/a.md", "content/b.md")
    site.expect("what the branch loses", [("content/b.md", "/a/", "/a/")], ref="trunk...")
    site.git("checkout", "-q", "--orphan", "alone")
    site.commit()
    run = site.run(ref="trunk...")
    check("merge base: none", run.returncode == 2 and "no commit in common" in run.stderr, run.stderr)
    site.done()


def unpublished():
    """What was never on the default branch loses nothing; what was there, or may have been, does."""
    lost = [("content/n.md", "/new/", "/new/")]

    def branch(name, default="main"):
        site = Site(f"unpublished: {name}", {"content/a.md": page("A")})
        site.git("branch", "-q", "-M", default)
        site.git("checkout", "-q", "-b", "topic")
        site.write("content/new.md", page("N", "aliases: [/x/]\n", "Words that only the new page has.\n"))
        site.commit()
        site.git("mv", "content/new.md", "content/n.md")
        site.write("content/n.md", site.read("content/n.md").replace("aliases: [/x/]\n", ""))
        return site

    for default in ("main", "master"):
        site = branch(default, default)
        site.expect("its own page and alias", [])
        site.move("content/a.md", "content/b.md")
        site.expect("a page of the default branch", [("content/b.md", "/a/", "/a/")])
        site.git("stash", "-q")
        site.git("checkout", "-q", default)
        site.git("merge", "-q", "--no-edit", "topic")
        site.git("mv", "content/new.md", "content/n.md")
        site.expect("once it was merged", lost)
        site.done()
    site = branch("no default branch", "trunk")
    site.expect("all may have been published", [("content/n.md", "/new/", "/new/"), ("content/n.md", "/x/", "/x/")])
    site.write("contentlint.yml", "published: trunk\n")
    site.expect("one that is named", [])
    site.write("contentlint.yml", "published: topic\n")
    site.expect("the branch itself", [("content/n.md", "/new/", "/new/"), ("content/n.md", "/x/", "/x/")])
    for name in ("nowhere", "--all", "a..b"):
        site.write("contentlint.yml", f"published: '{name}'\n")
        run = site.run()
        check(f"unpublished: {name} is none", run.returncode == 2 and name in run.stderr, run.stderr)
    site.done()
    site = Site("unpublished: origin", {"content/a.md": page("A")})
    site.git("branch", "-q", "-M", "live")
    clone = Site.__new__(Site)
    GitSite.__init__(clone, BINARY, site.folder + "-clone")
    clone.name = site.name
    subprocess.run(["git", "clone", "-q", site.folder, clone.folder], check=True)
    clone.write("content/new.md", page("N", "", "Words that only the new page has.\n"))
    clone.commit()
    clone.git("mv", "content/new.md", "content/n.md")
    clone.expect("committed, and not pushed", [])
    clone.git("reset", "-q", "--hard")
    clone.git("push", "-q", "origin", "live:main")
    clone.git("mv", "content/new.md", "content/n.md")
    clone.expect("pushed to another branch", [])
    clone.git("push", "-q", "origin", "HEAD~1:refs/heads/other", "+HEAD:refs/heads/x")
    clone.git("update-ref", "refs/remotes/origin/live", "HEAD")
    clone.expect("pushed", lost)
    clone.done()
    site.done()


def no_repository():
    site = Site("no commit yet", {"content/a.md": page("A")})
    shutil.rmtree(site.path(".git"))
    run = site.run()
    check("no repository: exit 2", run.returncode == 2 and "not a git repository" in run.stderr, run.stderr)
    site.git("init", "-q")
    check("no commit yet: nothing is lost", site.run().returncode == 0, site.run().stderr)
    run = site.run(ref="main~1")
    check("no commit yet: another name is none", run.returncode == 2 and "no such revision" in run.stderr, run.stderr)
    site.done()


def many():
    files = {f"content/docs/p{i}.md": page(f"P{i}", "", f"These are the words of page {i}, and no other's.\n" * 3) for i in range(500)}
    site = Site("many", files)
    site.move("content/docs", "content/guides")
    results = site.findings()
    check("many: each on its page", len(results) == 501 and len({path for path, _, _ in results}) == 501, len(results))
    lines = site.run().stdout.count("\n")
    check("many: told in a few lines", lines < 20, lines)
    site.fix()
    site.expect("only the section without a file is left", [("hugo.toml", "/docs/", "")])
    site.done()


def revisions():
    site = Site("revisions", {"content/a.md": page("A")})
    site.move("content/a.md", "content/b.md")
    site.commit()
    site.expect("two commits apart", [("content/b.md", "/a/", "/a/")], ref="HEAD~1")
    clone = site.folder + "/clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site.folder}", clone], check=True)
    command = [BINARY, "check", "--since", "HEAD~1"]
    run = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    check("shallow: exit 2", run.returncode == 2)
    check("shallow: says what to do", "git fetch --unshallow" in run.stderr, run.stderr)
    for ref, want in (("main2", "origin main2:main2"), ("origin/x", "origin x:refs/remotes/origin/x"), ("1" * 40, "origin 1111")):
        run = subprocess.run([BINARY, "check", "--since", ref], cwd=clone, capture_output=True, text=True, check=False)
        check(f"shallow: says how to get {ref}", f"git fetch --depth=1 {want}" in run.stderr, run.stderr)
    subprocess.run(["git", "fetch", "-q", "--depth=2"], cwd=clone, check=True)
    run = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    check("shallow: works once it is fetched", run.returncode == 1 and "lost-url" in run.stdout, run.stderr)
    for ref in ("nowhere", "--help", "HEAD:content", "a b"):
        run = site.run(ref=ref)
        raw = run.stderr.count("\n") != 1 or "fatal" in run.stderr
        check(f"refused: {ref}, in our words", run.returncode == 2 and not raw, run.stderr)
    site.done()


SCENARIOS = (shared_cause, moved, styles, renamed_and_edited, lines_in_common, section_renamed, deleted, settings, drafts_and_aliases, two_claims, copies, kinds,
             odd_aliases, jekyll, jekyll_settings, plain, other_generator, places, names, not_in_git, staged, hook, merge_base, unpublished, no_repository, many,
             revisions)
os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
for scenario in SCENARIOS:
    scenario()
sys.exit(TALLY.end())
