"""Built sites: folders that are none, that lead elsewhere, and pages made to cost more than their size."""
import os

from hostile.site import config, each, row


def built(*steps, page="<!doctype html><title>A</title><p>Text <a href=/b/>x</a></p>"):
    return each(lambda s: s.write("public/a/index.html", page), lambda s: s.write("public/b/index.html", "<title>B</title>"), *steps)


def test_folders():
    row("no such folder", lambda s: None, ["--built", "no"], 2, "no: cannot be opened")
    row("a file", lambda s: None, ["--built", "hugo.toml"], 2, "hugo.toml: holds no page")
    row("a folder without a page", lambda s: s.write("out/x.txt", "x"), ["--built", "out"], 2, "out: holds no page")
    row("a folder", built(), ["--built", "public"], 0, "has 2 of 2 pages")
    for path in ("/etc", "../../..", "public/../../../etc"):
        row(f"a configuration that leads to {path}", config(f"built: {path}\n"), [], 2, "built leads out of the repository")
    row("a configuration that leads to git's folder", config("built: .git/hooks\n"), [], 2, "built leads out of the repository")
    row("a link in place of the folder", each(config("built: out\n"), lambda s: os.symlink("/etc", s.path("out"))), [], 2,
        "built leads out of the repository")
    row("a link in the folder", built(lambda s: os.symlink("/etc/passwd", s.path("public/c.html"))), ["--built", "public"], 0,
        "has 2 of 2 pages", without=["root:"])
    row("a page that is no page", built(lambda s: os.mkfifo(s.path("public/c.html"))), ["--built", "public"], 0, "has 2 of 2 pages")
    row("nothing as a name", lambda s: None, ["--built", ""], 2)
    row("nothing in the configuration", config("built: ''\n"), [], 2, "contentlint.yml:1")


def test_costs():
    for name, page in (("nested elements", "<div>" * 100000), ("many links", "<a href=/b/>x</a>\n" * 200000), ("many ids", "".join(f"<p id=i{i}>" for i in range(200000))),
                       ("no end", "<a href='"), ("bytes", "\x00\xff<a href=/b/>\x01"), ("nothing", "")):
        row(name, built(page=page), ["--built", "public"], 0, "of 2 pages")
    row("one long attribute", built(page="<a href='" + "x" * 5000000 + "'>y</a>"), ["--built", "public"], 1, "of 2 pages")
    links = "".join(f"[t{i % 7}](/b/?{i})\n" for i in range(20000))
    page = "".join(f"<a href=/b/?{i}>t{i % 7}</a>\n" for i in range(20000))
    row("links that may be any others", built(lambda s: s.write("content/a.md", "---\ntitle: A\n---\n" + links), page="<title>A</title>" + page),
        ["--built", "public"], 0, "has 2 of 2 pages")
    row("a page over the limit", built(lambda s: s.write("public/c.html", "x" * ((16 << 20) + 1))), ["--built", "public"], 2,
        "c.html: is larger than 16 MiB")
