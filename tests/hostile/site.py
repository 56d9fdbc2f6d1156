"""A small site that a row makes hostile, runs the program in, and judges. Rows of one kind are one module beside this
one: functions whose name begins with test_, found by tests/suite_hostile.py."""
import os
import resource
import shutil
import subprocess
import tempfile

from tally import Tally

MEMORY = 3 << 30  # bytes of address space: many times what any row needs
SECONDS = 60
PAGE = "---\ntitle: A\ndescription: b\n---\n\nText [x](/b/).\n"
binary = None  # set by the suite
TALLY = Tally()
judge = TALLY.check


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

    def run(self, arguments, program=None, **options):
        return subprocess.run(
            [program or binary, *arguments], cwd=self.folder, capture_output=True, timeout=SECONDS, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)), **options)


def row(name, change, arguments, status, *words, without=(), git=True, after=None, **options):
    """change(site) makes it hostile; status and words are those of the run; after(site) looks at what it left."""
    site = Site(git)
    try:
        change(site)
        done = site.run(arguments, **options)
        output = (done.stdout or b"") + (done.stderr or b"")
        wrong = [w for w in words if w.encode() not in output] + [w for w in without if w.encode() in output]
        judge(name, done.returncode == status and not wrong,
              f"status {done.returncode}, wanted {status}; {wrong}\n{output[:600]!r}")
        if after:
            after(site)
    except subprocess.TimeoutExpired:
        judge(name, False, "did not end")
    finally:
        shutil.rmtree(site.folder, ignore_errors=True)


def shell(name, line, status, *words):
    """The line, with the program as $0, in the small site as it is."""
    row(name, lambda site: None, ["-c", line, binary], status, *words, program="/bin/sh")


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
