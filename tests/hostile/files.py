"""Files and folders that lead elsewhere, and outputs that cannot be written."""
import os
import shutil

from hostile.site import hugo, link, row, shell


def test_outside():
    outside = "outside of the repository"
    for text in ("contentDir = '/etc'", "contentDir = '../../../../..'", "staticDir = '/'",
                 "[[module.mounts]]\nsource = '/'\ntarget = 'content'",
                 "[[module.mounts]]\nsource = '../..'\ntarget = 'content/x'"):
        row(text, hugo(text + "\n"), [], 0, outside, without=["/etc/"])
        row(text + ", urls", hugo(text + "\n"), ["urls"], 0, outside, "\nhome\t/\t", without=["/etc/", "/proc/"])
    row("theme of another place", hugo("themesDir = '/'\ntheme = 'etc'\n"), [], 0, 'the module "etc" is not here')
    row("layouts of another place", hugo("[[module.mounts]]\nsource = '/'\ntarget = 'layouts'\n"), [], 0)

    def content_elsewhere(site):
        shutil.rmtree(site.path("content"))
        os.symlink("/etc", site.path("content"))

    row("content of another place", content_elsewhere, [], 0, outside, "no file was checked", without=["/etc"])
    row("links between folders", link("content/loop", "."), [], 0, "in 2 files.")
    row("a page through a link", link("content/c.md", "/etc/passwd"), [], 0, "in 2 files.", without=["root:"])


def test_output():
    """Standard output is closed, full, or left by its reader: status 2, or the run's own when nobody reads on."""
    for arguments in ([], ["urls"], ["rules"], ["--help"], ["--version"], ["explain", "broken-link"]):
        for name, redirection, status, said in (("full", ">/dev/full", 2, "No space left"), ("closed", ">&-", 2, "Bad file")):
            name = f"output is {name}, {' '.join(arguments)}"
            shell(name, f'"$0" {" ".join(arguments)} {redirection}', status, f"contentlint: standard output: {said}")
    shell("the reader leaves", '{ "$0" urls; echo "status $?" >&2; } | true', 0, "status 0")
    shell("no standard error", '"$0" 2>&- ; echo "status $?"', 0, "status 0")
    shell("the report's folder is not there", '"$0" --report sarif=no/x.sarif', 2, "no/x.sarif: cannot be written")


def test_input():
    shell("standard input is closed", '"$0" --stdin-filename content/a.md <&-', 2, "standard input: cannot be read: Bad file")
    shell("standard input is endless", 'head -c 20000000 /dev/zero | "$0" --stdin-filename content/a.md', 2, "larger than")
    shell("standard input and files", '"$0" --stdin-filename content/a.md content/b.md </dev/null', 2, "content/b.md: --stdin-filename")
