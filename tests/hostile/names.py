"""File names that look like options, or have bytes that terminals, logs and readers of lines obey."""
import os
import pathlib
import re

from hostile.site import config, each, judge, link, row

BROKEN = "---\ntitle: x\n---\n[y](./nope.md)\n"
OPTIONS = ("--report=summary=precious.md", "-x.md", "--exclude=content/a.md", "--fail-on=never.md", "--help.md", "-qmd.html",
           "--config=contentlint.yml.md", "--only=none/p.md")


def test_names():
    strange = "content/e\x1b[31m\x07\n\x85z.md"
    bad = each(lambda s: s.write(strange, BROKEN), lambda s: s.write(b"content/\xff.md".decode("utf-8", "surrogateescape"), BROKEN))
    raw = ["\x1b", "\x07", "\x85"]
    for report in ("full", "concise", "sarif", "json-lines", "github", "summary"):
        row(f"control bytes in a name, {report}", bad, ["--report", report], 1, "/nope", without=raw)
    row("control bytes in a name, urls", bad, ["urls"], 0, "content/e\\x1b[31m\\x07\\n\\x85z.md", "content/\\xff.md",
        without=raw)
    row("control bytes in a name, urls as JSON", bad, ["urls", "--format", "json-lines"], 0,
        'content/e\\u001b[31m\\u0007\\n\\u0085z.md', "content/\ufffd.md", without=raw)
    row("control bytes in an argument", bad, ["no\x1b[31m"], 2, "no\\x1b[31m: no such", without=raw)
    row("control bytes in a message", config('exclude: ["\\e[31m"]\nrules: {"x\\e[31m": off}\n'), [], 2, "\\x1b[31m", without=raw)
    row("a pipe in the content", lambda s: os.mkfifo(s.path("content/f.md")), [], 0, "in 2 files.")
    row("a pipe by name", lambda s: os.mkfifo(s.path("content/f.md")), ["content/f.md"], 2, "content/f.md: is neither a file nor a folder")
    row("a loop by name", link("content/l.md", "l.md"), ["content/l.md"], 2, "content/l.md: no such file or folder")


def test_arguments():
    row("pattern that is none", config("links: {external: {exclude: ['((']}}\n"), [], 2, "contentlint.yml:1: missing closing")
    row("revision of no repository", config(""), ["--changed", "nosuch"], 2, "not a git repository")
    row("ledgers that are not there", config(""), ["ledger", "merge", "x", "y", "--output", "z"], 2,
        "x: there is no such ledger", "nothing to merge")


def hook(name):
    """The entry and the args of a hook, as pre-commit joins them before the names of files."""
    text = pathlib.Path(__file__).parents[2].joinpath(".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    block = next(part for part in re.split(r"^- id: ", text, flags=re.M) if part.startswith(name + "\n"))
    entry = re.search(r"^  entry: contentlint (.*)$", block, re.M).group(1).split()
    args = re.search(r"^  args: \[(.*)\]$", block, re.M)
    return entry + [arg.strip(" \"'") for arg in args.group(1).split(",")] if args else entry


def test_options():
    """A file that a hook passes is checked, whatever its name; one that could be an option is never obeyed for it."""

    def strange(name):
        def change(site):
            os.remove(site.path("hugo.toml"))  # without a generator every page is one of the site
            site.write("precious.md", "precious\n")
            site.write("content/b.md", "")
            site.write("b/index.html", "")
            site.write(name, BROKEN + '<a href="./nope.md">y</a>\n')

        return change

    for name in OPTIONS:
        entry = hook("contentlint-system")
        row(f"a hook is given {name}", strange(name), [*entry, name, "content/a.md"], 1, "/nope", "of 2 files")
        for arguments in ([name, "content/a.md"], ["content/a.md", name], ["--no-network", name]):
            row(f"an option and a file, {' '.join(arguments)}", strange(name), ["check", *arguments], 2, f"{name}: is an option and a file")
        row(f"./{name}", strange(name), ["check", "./" + name], 1, "/nope")
        row(f"-- {name}", strange(name), ["check", "--", name], 1, "/nope")
    for name in ("contentlint", "contentlint-site", "contentlint-system"):
        judge(f"{name} ends its options", hook(name)[-1] == "--", hook(name))
    row("a file by the name of an option that is meant", strange("--no-network"), ["check", "--no-network", "--", "content/a.md"], 0, "in 1 file")


def test_lines():
    """Two names that differ only in what a reader of lines takes for one are two in every output."""
    names = ("content/one\nline.md", "content/one\\nline.md", "content/one\tline.md", "content/one\\tline.md", "content/one\\x0aline.md",
             "content/one\\sline.md", "content/one\\\nline.md")
    alike = each(*[lambda s, n=n: s.write(n, BROKEN) for n in names])
    row("a line end and its escape, urls", alike, ["urls"], 0, "content/one\\nline.md\t", "content/one\\\\nline.md\t",
        "content/one\\tline.md\t", "content/one\\\\tline.md\t", "content/one\\\\x0aline.md\t", "content/one\\sline.md\t",
        "content/one\\\\\\nline.md\t")
    runner = ("content/::error file=x::y.md", "content/##[error]z.md", "content/a%0A::set-output name=x::y.md", "content/q\n::stop-commands::x.md",
              "content/%3A%2C%25.md")
    commands = each(*[lambda s, n=n: s.write(n, BROKEN) for n in runner])
    for report in ("full", "concise", "github"):
        row(f"workflow commands in names, {report}", commands, ["--report", report], 1, "/nope",
            without=["\n::error file=x::", "##[error]", "\n::set-output", "\n::stop-commands::x", "%0A::set-output name" if report == "github" else "\n::set"])
    mentions = ("content/@team.md", "content/#9.md", "content/owner/repo#10.md", "content/GH-11.md", "content/a|b.md", "content/<img src=x>.md",
                "content/[x](javascript:1).md", "content/`code`.md", "content/q\n# heading.md")
    row("names in a job summary", each(*[lambda s, n=n: s.write(n, BROKEN) for n in mentions]), ["--report", "summary"], 1, "/nope",
        without=["@team", "#9", "repo#10", "GH-11", "a|b", "<img", "](java", " `code`", "\n# heading"])


def test_messages():
    """The same in what pages say: addresses and values of theirs stand in messages."""
    text = "---\ntitle: x\naliases: ['/@team', '/#9', '/a%0A::error::x']\n---\n[y](/nope/@team/#9) [z](</GH-11 ::error::>) [q](/a%0A%0D::x)\n"
    for report in ("full", "concise", "github", "summary", "sarif", "json-lines"):
        row(f"mentions and commands of a page, {report}", lambda s: s.write("content/c.md", text), ["--report", report], 1, "nope",
            without=["\n::error::", "\n::x"] + (["/@team", "/#9", "GH-11"] if report == "summary" else []))
