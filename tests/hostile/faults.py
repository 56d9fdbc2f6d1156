"""Calls that fail: memory, the disk, the standard streams. The rest of the kind is tests/torture.py."""
import errno
import os
import pathlib
import subprocess
import tempfile

from hostile import site
from hostile.site import row, shell

GIT = "echo '[x](/nope/)' >> content/a.md && git init -q . && git add -A && git -c user.name=t -c user.email=t@example.org commit -qm x && "


def test_memory():
    """Less address space than the page needs: one sentence and status 2, whichever library meets the limit."""
    def said(name, page, arguments=""):
        line = f'ulimit -v 60000; "$0" --only broken-link -j1 {arguments}; echo "status $?"'
        row(name, lambda s: s.write("content/a.md", page), ["-c", f'exec 2>&1; {line}', site.binary], 0,
            "contentlint: out of memory\nstatus 2\n", program="/bin/sh")

    front = "---\ntitle: x\n"
    said("no memory for a page", front + "---\n" + "*a_ " * 1000000)
    said("no memory for YAML", front + "list:\n" + "- item\n" * 900000 + "---\n")
    said("no memory for TOML", "+++\nlist = [\n" + "'item',\n" * 250000 + "]\n+++\n")
    said("no memory for HTML", front + "---\n" + "<p><a href=x>y</a>\n" * 200000)


def test_streams():
    """Standard streams that are closed at the start: no file that the program opens may take their place."""
    for closed in ("<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- 2>&-", "<&- >&- 2>&-"):
        shell(f"git with {closed}", f'{GIT} ("$0" --since HEAD --report json-lines=r.json {closed}); echo "status $?"; wc -l r.json',
              0, "status 2" if ">&-" in closed.replace("2>&-", "") else "status 1", "1 r.json")
    shell("no standard stream, urls", '"$0" urls <&- >&- 2>&-', 2)
    shell("standard input cannot be read", '"$0" --stdin-filename content/a.md <.', 2, "standard input: cannot be read: Is a directory")


def test_git():
    """A git that cannot be asked has not said that there is no such revision."""
    for flag in ("--since HEAD", "--since HEAD...", "--since 1234567", "--changed HEAD", "--since HEAD --staged"):
        shell(f"git is not there, {flag}", f'{GIT} PATH=/nowhere "$0" {flag}', 2, "cannot be run: No such file or directory")


SHIM_SOURCE = pathlib.Path(__file__).resolve().parent.parent / "torture_shim.c"
NAMES = (".git", "contentlint.yml", ".contentlint", ".contentlint/rules", ".contentlint/schemas", ".contentlint-links", "hugo.toml",
         "config/_default", "content", "content/a.md", "static", "static/_redirects", "layouts", "netlify.toml", "vercel.json", "package.json",
         ".github/workflows", "Europe/Berlin")


def test_disk():
    """The system refuses to open or to look at what the program asks for, by each name: status 2 and the reason."""
    def site(one):
        one.write("hugo.toml", "baseURL = 'https://www.example.org/'\ntimeZone = 'Europe/Berlin'\n")
        one.write("contentlint.yml", "rules: {stale-page: off}\n")
        one.write(".contentlint/rules/no-foo.md", "---\ncheck: pattern\nseverity: error\nmessage: x\npattern: foo\n---\nX.\n\n## Bad\n\n```\nfoo\n```\n\n"
                  "## Good\n\n```\nbar\n```\n")
        one.write(".contentlint/schemas/small.yaml", "type: object\n")
        one.write("static/_redirects", "/r /a/ 301\n")

    def other(one):
        site(one)
        one.write("content/b.md", "---\ntitle: x\ndescription: y\naliases: [/old/]\n---\n")

    with tempfile.TemporaryDirectory() as folder:
        shim = os.path.join(folder, "shim.so")
        subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-w", "-shared", "-fPIC", "-o", shim, SHIM_SOURCE, "-ldl"], check=True)
        for number in (errno.EIO, errno.EACCES, errno.EMFILE):
            for name in NAMES:
                torture = {**os.environ, "LD_PRELOAD": shim, "TORTURE_PATH": name, "TORTURE_HOW": str(number)}
                row(f"{os.strerror(number)}: {name}", site, ["--report", "concise"], 2, os.strerror(number), env=torture)
            torture = {**os.environ, "LD_PRELOAD": shim, "TORTURE_PATH": "content/a.md", "TORTURE_HOW": str(number)}
            row(f"{os.strerror(number)}: a page beside those that are asked for", other, ["--report", "concise", "content/b.md"], 2,
                "content/a.md", os.strerror(number), env=torture)
            for arguments in (["move", "content/b.md", "content/c.md"], ["move", "content/a.md", "content/c.md"], ["init", "."]):
                row(f"{os.strerror(number)}: {' '.join(arguments)}", lambda one: (other(one), pathlib.Path(one.folder, "contentlint.yml").unlink()),
                    arguments, 2, "content/a.md", os.strerror(number), env=torture)
    row("a page beside those that are asked for is too large", lambda s: (other(s), s.write("content/a.md", "a" * (17 << 20))),
        ["content/b.md"], 0, "No problems in 1 file")
