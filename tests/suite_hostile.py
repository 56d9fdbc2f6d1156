#!/usr/bin/env python3
"""tests/suite_hostile.py BINARY: sites and surroundings that a stranger, an accident or a full disk makes. Every row
says what is done to a small site, the arguments, the exit status and words of the output: no crash, no hang, no
memory without bounds, nothing read from outside the repository. Prints "N passed, N failed" last."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
MEMORY = 3 << 30  # bytes of address space: many times what any row needs
SECONDS = 60
PAGE = "---\ntitle: A\ndescription: b\n---\n\nText [x](/b/).\n"
passed = failed = 0


class Site:
    def __init__(self, git=True):
        self.folder = tempfile.mkdtemp(prefix="contentlint-hostile-")
        self.write("hugo.toml", 'baseURL = "https://www.example.org/"\n')
        self.write("content/a.md", PAGE)
        self.write("content/b.md", PAGE.replace("A", "B", 1))
        if git:
            os.mkdir(self.path(".git"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def run(self, arguments, **options):
        return subprocess.run(
            [BINARY, *arguments], cwd=self.folder, capture_output=True, timeout=SECONDS, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)), **options)


def row(name, change, arguments, status, *words, without=(), **options):
    """change(site) makes it hostile; status and words are those of the run."""
    global passed, failed
    site = Site()
    try:
        change(site)
        done = site.run(arguments, **options)
        output = (done.stdout or b"") + (done.stderr or b"")
        wrong = [w for w in words if w.encode() not in output] + [w for w in without if w.encode() in output]
        if done.returncode == status and not wrong:
            passed += 1
            return
        print(f"failed: {name}: status {done.returncode}, wanted {status}; {wrong}\n{output[:600]!r}")
    except subprocess.TimeoutExpired:
        print(f"failed: {name}: did not end")
    finally:
        shutil.rmtree(site.folder, ignore_errors=True)
    failed += 1


def shell(name, line, status, *words):
    """The line, with the program as $0, in the small site as it is."""
    global BINARY
    binary, BINARY = BINARY, "/bin/sh"
    row(name, lambda site: None, ["-c", line, binary], status, *words)
    BINARY = binary


def config(text):
    return lambda site: site.write("contentlint.yml", text)


def hugo(text):
    return lambda site: site.write("hugo.toml", 'baseURL = "https://www.example.org/"\n' + text)


def link(name, target):
    return lambda site: os.symlink(target, site.path(name))


def each(*changes):
    def change(site):
        for one in changes:
            one(site)

    return change


def test_configuration():
    row("configuration is a pipe", lambda s: os.mkfifo(s.path("contentlint.yml")), [], 2, "contentlint.yml: is not a regular")
    row("configuration is a folder", lambda s: os.mkdir(s.path("contentlint.yml")), [], 2, "contentlint.yml: is a folder")
    row("configuration is a loop", link("contentlint.yml", "contentlint.yml"), [], 2, "contentlint.yml: cannot be opened")
    row("configuration is gone", link("contentlint.yml", "nowhere"), [], 2, "contentlint.yml: cannot be opened")
    row("configuration is a device", link("contentlint.yml", "/dev/zero"), [], 2, "not a regular file")
    row("configuration of another place", link("contentlint.yml", "/etc/passwd"), [], 2,
        "contentlint.yml: leads out of the repository", without=["root:"])
    row("configuration elsewhere in the repository",
        each(lambda s: s.write("tools/c.yml", "exclude: [content/b.md]\n"), link("contentlint.yml", "tools/c.yml")),
        [], 0, "in 1 file.")
    row("enormous configuration", config("#" * (1 << 20) + "\nexclude: [b]\n"), [], 2, "larger than 1 MiB")
    row("deep configuration", config("exclude: " + "[" * 100000), [], 2, "contentlint.yml:1: ", "64 deep")
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    row("aliases without end", config(bomb), [], 2, "contentlint.yml:7: ", "1000000 values")
    row("keys that do nothing", config("hugo: {root: x}\n"), [], 2, 'unknown key "root"')
    for path in ("/etc", "../../../../../../etc"):
        row("rules of another place", config(f"rules_dir: {path}\n"), [], 2, "contentlint.yml:1: rules_dir leads out")
    row("rules through a link", link(".contentlint", "/etc"), [], 2, ".contentlint: leads out of the repository")
    row("own rules without a configuration", lambda s: s.write(".contentlint/rules/x.md", "nothing"), [], 2, "x.md:1: ")


def test_ledger():
    for path in ("/etc/passwd", "../../../../../../etc/passwd"):
        row("ledger of another place", config(f"links: {{external: {{ledger: {path}}}}}\n"), [], 2,
            "passwd: the ledger leads out of the repository", without=["root:"])
    row("ledger through a link", link(".contentlint-links", "/etc/passwd"), [], 2, "leads out", without=["root:"])
    row("ledger in a folder to be made", config("links: {external: {ledger: x/y/z}}\n"), [], 0)


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


def test_pages():
    definitions = "---\ntitle: x\n---\n" + "".join(f"[a{i}]: /b\n" for i in range(100000))
    row("definitions without end", lambda s: s.write("content/a.md", definitions), [], 0, "in 1 of 2 files")
    row("a page over the limit", lambda s: s.write("content/a.md", b"x" * ((16 << 20) + 1)), [], 2,
        "content/a.md was not checked: is larger than 16 MiB")


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
    shell("standard input is closed", '"$0" --stdin-filename content/a.md <&-', 0, "in 1 file")
    shell("standard input is endless", 'head -c 20000000 /dev/zero | "$0" --stdin-filename content/a.md', 2, "larger than")
    shell("standard input and files", '"$0" --stdin-filename content/a.md content/b.md </dev/null', 2, "content/b.md: --stdin-filename")


def main():
    for name, test in sorted(globals().items()):
        if name.startswith("test_"):
            test()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
