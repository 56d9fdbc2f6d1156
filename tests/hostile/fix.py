"""--fix where files are not to be written, change meanwhile, or the run is killed."""
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import threading
import time

from hostile import site
from hostile.site import each, row

SELF = "---\ntitle: A\naliases:\n  - /{name}/\n---\n\nText.\n"
GIT = "git init -q . && git add -A && git -c user.name=t -c user.email=t@example.org commit -qm x && "


def a_self(name="content/a.md"):
    return lambda s: s.write(name, SELF.format(name=pathlib.Path(name).stem))


def shell(name, change, line, status, *words, **options):
    row(name, change, ["-c", line, site.binary], status, *words, program="/bin/sh", **options)


def test_options():
    row("--fix with --staged", a_self(), ["--fix", "--staged"], 2, "--diff --staged")
    row("--fix of standard input", a_self(), ["--fix", "--stdin-filename", "content/a.md"], 2, "--diff prints a patch", input=b"")
    row("--diff with a report", a_self(), ["--diff", "--report", "sarif"], 2, "leave --report out")
    row("--fix=some", a_self(), ["--fix=some"], 2, "--fix takes one of safe|all")
    row("--diff changes nothing", a_self(), ["--diff"], 1, "-  - /a/", "would fix 1 of")
    row("--diff of a site that is good", lambda s: None, ["--diff", "--only", "alias-self"], 0, "would fix 0 of 0", without=["diff --git"])
    row("--diff of standard input", lambda s: None, ["--diff", "--stdin-filename", "content/a.md"], 1, "-aliases:",
        input=SELF.format(name="a").encode())
    shell("--fix of other rules only", a_self(), '"$0" --fix --only broken-link; cat content/a.md', 0, "- /a/", "fixed 0 of")
    shell("--fix of one page", each(a_self(), a_self("content/b.md")), '"$0" --fix content/b.md; cat content/*.md', 0, "- /a/", "fixed 1 of",
          without=["- /b/"])
    shell("a report is that of afterwards", a_self(), '"$0" --fix --report concise; echo "status $?"', 0, "status 0", without=["alias-self"])


def test_git():
    shell("the index, as a patch", lambda s: None,
          f"{GIT} printf -- '---\\ntitle: A\\naliases: [/a/]\\n---\\n' > content/a.md && git add -A && printf x > content/a.md && "
          '"$0" --staged --diff 2>/dev/null | git apply --cached && git show :content/a.md && echo && cat content/a.md', 0, "title: A", "x",
          without=["/a/"], git=False)
    shell("a lost address becomes an alias", lambda s: s.write("content/old.md", "---\ntitle: O\ndescription: o\n---\n\nSome text.\n"),
          f'{GIT} git mv content/old.md content/new.md && "$0" --since HEAD --fix --only lost-url && cat content/new.md && "$0" --since HEAD --fix --only lost-url',
          0, "- /old/", "fixed 1 of 1 finding in 1 file", "fixed 0 of 0", git=False)
    shell("what is new alone", each(a_self(), lambda s: s.write("content/b.md", "---\ntitle: B\n---\n")),
          f"{GIT} printf -- '---\\ntitle: B\\naliases:\\n- /b/\\n---\\n' > content/b.md && "
          '"$0" --changed HEAD --changed-only --fix; cat content/*.md', 0, "- /a/", without=["- /b/"], git=False)
    shell("a site below the git root", lambda s: None,
          "mkdir docs && mv hugo.toml content docs && printf -- '---\\ntitle: A\\naliases: [/a/]\\n---\\n' > docs/content/a.md && "
          f'{GIT} cd docs && "$0" --diff | git apply && cat content/a.md', 0, "title: A", without=["/a/"], git=False)


def test_files():
    """Findings stay where a file is not to be written; the reason is said."""
    def left(name, change, *words):
        shell(name, each(a_self(), change), '"$0" --fix --report concise; cat content/a.md', 0, "- /a/", "fixed 0 of", *words)

    left("read-only", lambda s: os.chmod(s.path("content/a.md"), 0o444), "read-only")
    left("a second name", lambda s: os.link(s.path("content/a.md"), s.path("twin")), "hard link")
    left("a link", lambda s: (os.remove(s.path("hugo.toml")), s.write("content/a.txt", "Professional ScrumTM\n\n- /a/\n"),
                              os.remove(s.path("content/a.md")), os.symlink("a.txt", s.path("content/a.md"))), "symbolic link")
    shell("mode is kept", each(a_self(), lambda s: os.chmod(s.path("content/a.md"), 0o640)), '"$0" --fix -q; stat -c %a content/a.md', 0, "640")
    shell("what a killed run left behind", each(a_self(), lambda s: s.write("content/.contentlint-99999999-4.tmp", "x")),
          '"$0" --fix -q; ls -A content', 0, "a.md", without=[".tmp"])
    shell("line ends and a byte order mark", lambda s: s.write("content/a.md", "\ufeff" + SELF.format(name="a").replace("\n", "\r\n")),
          '"$0" --fix -q; od -c content/a.md', 0, "357 273 277", "\\r  \\n", without=["a   l   i"])


def made(folder, count):
    os.makedirs(folder + "/content")
    pathlib.Path(folder, "hugo.toml").write_text("baseURL = 'https://www.example.org/'\n", encoding="utf-8")
    old = {f"p{n}.md": SELF.format(name=f"p{n}") + f"Page {n}. " * 50 + "\n" for n in range(count)}
    for name, text in old.items():
        pathlib.Path(folder, "content", name).write_text(text, encoding="utf-8")
    return old, {name: text.replace(f"aliases:\n  - /{name[:-3]}/\n", "") for name, text in old.items()}


def held(folder, *states):
    """Is each file one of what it may be?"""
    for name in states[0]:
        text = pathlib.Path(folder, "content", name).read_text(encoding="utf-8")
        if all(text != state.get(name) for state in states):
            return False
    return True


def test_kill():
    """Killed at any moment: each file is as it was or as it was to be, and the next run tidies up."""
    folder = tempfile.mkdtemp(prefix="contentlint-hostile-") + "/site"
    old, new = made(folder, 300)
    command = [site.binary, "check", "--fix", "-q", "-j1"]
    chance, whole = random.Random(1), True
    for _ in range(12):
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(chance.random() * .6)
            run.kill()
        whole &= held(folder, old, new)
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    left = [n for n in os.listdir(folder + "/content") if n.startswith(".contentlint-")]
    site.judge("killed", whole and held(folder, new) and not left, left)
    shutil.rmtree(os.path.dirname(folder))


def test_others():
    """Others write while it runs: what they wrote stays."""
    folder = tempfile.mkdtemp(prefix="contentlint-hostile-") + "/site"
    old, new = made(folder, 200)
    theirs, stop = {}, threading.Event()

    def write():
        chance = random.Random(2)
        while not stop.is_set():
            name = chance.choice(list(old))
            path = pathlib.Path(folder, "content", name)
            path.with_suffix(".x").write_text(old[name] + "\nTheirs.\n", encoding="utf-8")
            os.replace(path.with_suffix(".x"), path)
            theirs[name] = old[name] + "\nTheirs.\n"
            time.sleep(.005)

    thread = threading.Thread(target=write)
    thread.start()
    done = subprocess.run([site.binary, "check", "--fix", "-q", "-j1"], cwd=folder, capture_output=True, check=False)
    stop.set()
    thread.join()
    mended = {name: text.replace(f"aliases:\n  - /{name[:-3]}/\n", "") for name, text in theirs.items()}
    kept = all(pathlib.Path(folder, "content", n).read_text(encoding="utf-8") in (t, mended[n]) for n, t in theirs.items())
    site.judge("others write", kept and held(folder, old, new, theirs, mended) and done.returncode in (0, 2), done.returncode, done.stderr[-300:])
    shutil.rmtree(os.path.dirname(folder))
