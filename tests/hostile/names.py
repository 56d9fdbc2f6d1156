"""File names and arguments with bytes that terminals and logs obey."""
import os

from hostile.site import config, each, link, row


def test_names():
    strange = "content/e\x1b[31m\x07\n\x85z.md"
    text = "---\ntitle: x\n---\n[y](/nope)\n"
    bad = each(lambda s: s.write(strange, text), lambda s: s.write(b"content/\xff.md".decode("utf-8", "surrogateescape"), text))
    raw = ["\x1b", "\x07", "\x85"]
    for report in ("full", "concise", "sarif", "json-lines", "github", "summary"):
        row(f"control bytes in a name, {report}", bad, ["--report", report], 1, "/nope", without=raw)
    row("control bytes in a name, urls", bad, ["urls"], 0, "content/e\\x1b[31m\\x07\\n\\x85z.md", "content/\\xff.md",
        without=raw)
    row("control bytes in a name, urls as JSON", bad, ["urls", "--format", "json-lines"], 0,
        'content/e\\u001b[31m\\u0007\\u000a\\u0085z.md', "content/\ufffd.md", without=raw)
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
