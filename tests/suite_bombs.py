#!/usr/bin/env python3
"""tests/suite_bombs.py BINARY [FAMILY…]: files made to cost more than their size. Each family is run at two sizes: peak
memory must stay below 512 MiB whatever is read, and twice the input may cost at most three times the time. The small
sizes are for every run of the tests; FULL=1 takes the largest page that is read (16 MiB), two of them at once with -j2.
Prints a line a family (bytes, user seconds, peak) and "N passed, N failed" last."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

from tally import Tally

CEILING = 512 << 10  # KiB
FULL = os.environ.get("FULL") == "1"
FRONT = "---\ntitle: A\ndescription: b\n---\n\n"
SITE = 'baseURL = "https://www.example.org/"\n'
TALLY = Tally()
judge = TALLY.check


def numbered(form):
    """A text made of `form` with a number of its own in each copy."""
    return lambda size: fill((form.replace("N", str(i)) for i in range(size)), size)


def fill(parts, size):
    out, length = [], 0
    for part in parts:
        length += len(part)
        if length > size:
            break
        out.append(part)
    return "".join(out)


def repeated(text):
    return lambda size: (text * (size // len(text) + 1))[:size]


def wrapped(head, form, tail=""):
    make = numbered(form)
    return lambda size: head + make(size - len(head) - len(tail)) + tail


MDX = {"mdx-element": "<A>", "mdx-end": "</A>", "mdx-value": "<A b={", "mdx-quote": "<A b='", "mdx-brace": "{", "mdx-comment": "{/*",
       "mdx-import": "import a from 'b'\n", "mdx-destination": "[a](<", "mdx-html": "<!--", "mdx-mixed": "<A b={'c'}>{d}</A>\n\n"}
JSX = {"jsx-element": "<A>", "jsx-end": "</A>", "jsx-value": "<A b={", "jsx-quote": "<A b='", "jsx-brace": "{", "jsx-literal": "{'a'}",
       "jsx-template": "{`", "jsx-text": "a <b>c</b> {d} &amp; ", "jsx-nested": "<p>{<p>", "jsx-program": "</p>; const a = (b) => <p>c</p>;\n",
       "jsx-less": "{a <", "jsx-block": "<p>a</p>\n"}
# What stands in a page's body, by the construct that is repeated.
BODIES = {
    "bracket": repeated("["), "image": repeated("!["), "emphasis": repeated("*a_ "), "ampersand": repeated("&"),
    "tick": repeated("`"), "tick-a": repeated("`a"), "less": repeated("<"), "exclamation": repeated("!"),
    "underscore": repeated("_"), "underscore-a": repeated("_a "), "backslash": repeated("\\"), "escape": repeated("\\*"),
    "star-a": repeated("*a* "), "strong": repeated("**a** "), "entity": repeated("&amp;"), "char": repeated("x"),
    "close": repeated("]"), "break": repeated("a\n"), "hard-break": repeated("a\\\n"), "autolink": repeated("<a:b>"),
    "bare-url": repeated("www.a.b "), "tag": repeated("<b>"), "tag-pair": repeated("<i></i>"), "comment": repeated("<!--a-->"),
    "attributes": repeated('<a href="/x" b=c>x</a>'), "paragraph": repeated("a\n\n"), "list": repeated("- \n"),
    "list-a": repeated("- a\n"), "ordered": repeated("1. a\n"), "star-list": repeated("* a\n+ a\n"), "nested-list": repeated("- - - - - - - - a\n"),
    "quote": repeated(">\n\n"), "quotes": repeated("> > > > > a\n\n"), "quote-run": repeated(">"), "rule": repeated("---\n\n"),
    "heading": repeated("# a\n"), "heading-own": numbered("# aN\n"), "heading-id": numbered("# a {#iN}\n"), "setext": repeated("a\n=\n"),
    "table": lambda size: "|a|b|\n|-|-|\n" + repeated("|a|b|\n")(size), "cells": lambda size: "|a" * 99 + "|\n" + "|-" * 99 + "|\n" + repeated("|a" * 99 + "|\n")(size),
    "definition": numbered("[aN]: /b\n"), "definition-use": numbered("[aN]: /b\n\n[aN]\n\n"), "footnote": numbered("[^N]: a\n\n"),
    "footnote-use": numbered("a[^N]\n\n[^N]: b\n\n"), "link": repeated("[a](b) "), "broken": numbered("[a](#bN) "), "image-link": repeated("![a](b) "),
    "reference": repeated("[a][b] "), "fence": repeated("```\n```\n"), "indented": repeated("    a\n\na\n"), "html-block": repeated("<p>\n\n"),
    "html-id": numbered('<a id="iN"></a>\n\n'), "shortcode": repeated("{{< a b >}}"), "shortcode-open": repeated("{{<"), "liquid": repeated("{% a %}"),
    "task": repeated("- [ ] a\n"), "term": repeated("a\n: b\n\n"), "smile": repeated("\u00e9\U0001f600 "), "tab": repeated("\t- a\n"),
    "link-open": repeated("[x]("), "link-space": repeated("[x](a b) "), "brackets": repeated("[x]] "), "conflict": repeated("<<<<<<< a\n"), "formula": repeated("$a "),
    "formulas": repeated("$$a"), "code-tag": repeated("<code>"), "pre": repeated("<pre>\n"), "comment-open": repeated("<!--"), "brace": repeated("{{"),
    "shortcode-comment": repeated("{{< comment >}}"), "shortcode-close": repeated("{{< /a >}}"), "shortcode-nested": numbered("{{< aN >}}"), "square": repeated("[vc_row] "),
}
JEKYLL = {
    "kramdown-comment": repeated("{::comment}\n"), "kramdown-brief": repeated("{::comment}x{:/}\n"), "kramdown-ends": repeated("{::comment}x{:/comment}\n"),
    "kramdown-list": repeated("{: #a }\n"), "lone-tag": repeated("<span>\n"), "liquid-comment": repeated("{% comment %}"), "liquid-raw": repeated("{% raw %}"),
    "liquid-output": repeated("{{ a }}"), "double-dollar": repeated("$$"),
}
HTML = {
    "html": repeated("<b>"), "html-p": repeated("<p>"), "html-br": repeated("<br>"), "html-a": repeated('<a href="/x">x</a>'), "html-entity": repeated("&lt;"),
    "html-attributes": lambda size: "<a " + numbered("aN=b ")(size - 8) + ">x</a>", "html-less": repeated("<"), "html-comment": repeated("<!---->"),
    "html-list": repeated("<li>a"), "html-table": repeated("<table><tr><td>"), "html-format": repeated("<b><i></b></i>"), "html-heading": repeated("<h1>a</h1>"),
    "html-script": repeated("<script></script>"), "html-cell": lambda size: "<table>" + repeated("<tr><td>a<td>b")(size), "html-text": repeated("a "),
}
FRONTS = {
    "yaml-keys": wrapped("---\n", "kN: v\n", "---\n"), "yaml-list": wrapped("---\naliases:\n", "- /aN\n", "---\n"), "yaml-flow": wrapped("---\naliases: [", "/aN, ", "/z]\n---\n"),
    "yaml-same": lambda size: "---\naliases:\n" + repeated("- /a\n")(size // 5 * 5) + "---\n", "yaml-anchors": wrapped("---\na: &a [b]\nc:\n", "- *a\n", "---\n"),
    "yaml-null": wrapped("---\na: [", ",", "]\n---\n"), "yaml-maps": wrapped("---\na: [", "{},", "{}]\n---\n"), "toml-keys": wrapped("+++\n", "kN = 1\n", "+++\n"),
    "toml-list": wrapped("+++\na = [", "1,", "1]\n+++\n"), "toml-tables": wrapped("+++\n", "[tN]\n", "+++\n"), "toml-inline": wrapped("+++\na = [", "{},", "{}]\n+++\n"),
    "json-keys": wrapped("{", '"kN":1,', '"z":1}\n'), "json-list": wrapped('{"a":[', "1,", "1]}\n"), "json-lists": wrapped('{"a":[', "[],", "[]]}\n"),
}


def chain(size):
    return "".join(f"/a{i} /a{i + 1} 301\n" for i in range(size // 20))


# What stands beside the pages.
DATA = {
    "redirect-chain": lambda size: {"static/_redirects": chain(size)}, "redirect-loop": lambda size: {"static/_redirects": chain(size) + f"/a{size // 20} /a0\n"},
    "redirect-nowhere": lambda size: {f"content/p{i}.md": FRONT for i in range(600)} | {"static/_redirects": numbered("/aN /b 301\n")(size)},
    "redirect-twice": lambda size: {"static/_redirects": repeated("/a /b 301\n")(size)},
    "redirect-splat": lambda size: {"static/_redirects": numbered("/aN/* /b/:splat 301\n")(size)},
    "imports": lambda size: {"hugo.toml": SITE + numbered("[[module.imports]]\npath = 'example.org/aN'\n")(size)},
    "taxonomies": lambda size: {"hugo.toml": SITE + "[taxonomies]\n" + numbered("aN = 'bN'\n")(size)},
    "suppressions": lambda size: {"content/b.md": FRONT + numbered("<!-- contentlint-disable-next-line broken-link: x -->\n[a](/bN/)\n\n")(size)},
    "suppression": lambda size: {"content/b.md": FRONT + "<!-- contentlint-disable-line " + repeated("broken-link, ")(size) + ": x -->\n"},
    "suppressed": lambda size: {"content/b.md": "---\ntitle: A\ncontentlint:\n  disable:\n" + repeated("    - broken-link\n")(size) + "---\n"},
}


def pages():
    for name, make in BODIES.items():
        yield name, lambda size, make=make: {"content/a.md": FRONT + make(size - len(FRONT))}
    for name, make in JEKYLL.items():
        yield name, lambda size, make=make: {"_config.yml": "title: x\n", "a.md": FRONT + make(size - len(FRONT))}
    for name, make in HTML.items():
        yield name, lambda size, make=make: {"content/a.html": FRONT + make(size - len(FRONT))}
    for name, make in FRONTS.items():
        yield name, lambda size, make=make: {"content/a.md": make(size)}
    yield "plain-links", lambda size: {"docs/a.md": repeated("[a](#b) " + "x" * 400 + "\n\n")(size)}  # a folder that no generator is known to make
    for name, form in MDX.items():
        yield name, lambda size, form=form: {"docs/a.mdx": repeated(form)(size)}
    for name, form in JSX.items():
        yield name, lambda size, form=form: {"next.config.mjs": "export default {};\n", "pages/a.tsx": "export default () => <p>" + repeated(form)(size)}
    yield "org-aliases", lambda size: {"content/a.org": "#+title: x\n#+aliases[]: " + "/x " * (size // 3)}
    for name, form in DATA.items():
        yield name, lambda size, form=form: {"content/a.md": FRONT, **form(size)}


def measure(binary, make, size, copies):
    """User seconds, peak memory in KiB and exit status of a run over a site of that file, or several of it."""
    with tempfile.TemporaryDirectory(prefix="contentlint-bombs-") as folder:
        site = pathlib.Path(folder)
        (site / ".git").mkdir()
        files = make(size)
        if "content/" in "".join(files):
            (site / "hugo.toml").write_text(SITE)
        for name, text in files.items():
            for number in range(copies):
                path = site / name.replace("a.", f"a{number}.", 1)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(text.encode()[:size])
        child = subprocess.Popen(
            [binary, "check", "--no-network", f"-j{copies}", "--report", "concise"], cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (120, 120)))
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        return usage.ru_utime, usage.ru_maxrss, status



def main():
    binary, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    sizes = [4 << 20, (16 << 20) - 64] if FULL else [64 << 10, 128 << 10]
    for name, make in pages():
        if wanted and name not in wanted:
            continue
        seconds = []
        for size, copies in [(sizes[0], 1), (sizes[1], 1), (sizes[1], 2)]:
            if copies == 2 and not FULL:
                continue
            used, peak, status = measure(binary, make, size, copies)
            seconds.append(used)
            if FULL or wanted:
                print(f"{name:16} {size:9} x{copies} {used:7.2f} s {peak / 1024:7.1f} MiB", flush=True)
            ended = os.WIFEXITED(status) and os.WEXITSTATUS(status) <= 2
            judge(name, ended and peak < CEILING, f"{size} bytes x{copies}: status {status}, {peak} KiB")
        growth = 1.5 * (sizes[1] / sizes[0]) * seconds[0] + 0.2
        judge(name, seconds[1] < growth, f"{seconds[0]:.2f} s, then {seconds[1]:.2f} s")
    if FULL or "many" in wanted:
        _, peak, status = measure(binary, lambda size: {"content/a.md": FRONT + repeated("# a\n")(size - len(FRONT))}, (16 << 20) - 64, 8)
        judge("eight pages of headings", os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1 and peak < CEILING, f"{peak / 1024:.0f} MiB")
    return TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
