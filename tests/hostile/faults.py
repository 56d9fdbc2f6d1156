"""Calls that fail: memory, descriptors, the standard streams. The rest of the kind is tests/torture.py."""
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
    said("no memory for TOML", "+++\nlist = [\n" + "'item',\n" * 900000 + "]\n+++\n")
    said("no memory for HTML", front + "---\n" + "<p><a href=x>y</a>\n" * 200000)


def test_streams():
    """Standard streams that are closed at the start: no file that the program opens may take their place."""
    for closed in ("<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- 2>&-", "<&- >&- 2>&-"):
        shell(f"git with {closed}", f'{GIT} ("$0" --since HEAD --report json-lines=r.json {closed}); echo "status $?"; wc -l r.json',
              0, "status 2" if ">&-" in closed.replace("2>&-", "") else "status 1", "1 r.json")
    shell("no standard stream, urls", '"$0" urls <&- >&- 2>&-', 2)
    shell("standard input cannot be read", '"$0" --stdin-filename content/a.md <.', 2, "standard input: cannot be read: Is a directory")
