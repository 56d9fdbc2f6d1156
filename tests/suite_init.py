#!/usr/bin/env python3
"""tests/suite_init.py BINARY [FOLDER…]: `contentlint init` on copies of sites: the file that it writes is taken without a
word, a run with it finds what the run before found and nothing else, a second init changes nothing, --print writes nothing.
FOLDER…: sites; without, those of fixtures/ and some made here. Prints "N passed, N failed" last."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tally import Tally

BINARY = os.path.realpath(sys.argv[1])
HERE = pathlib.Path(__file__).resolve().parent.parent
TALLY = Tally()
SEEN = []
check = TALLY.check


def run(folder, *arguments):
    return subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, text=True, errors="replace", timeout=600)


def findings(folder):
    """The findings of a run over the site."""
    done = run(folder, "check", "-j2", "--now", "2026-06-01", "--each", "--report", "json-lines", ".")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return done, sorted((row["path"], row.get("line", 0), row.get("column", 0), row["rule"], row["severity"], row["message"]) for row in rows)


def texts(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}


def on(site, folder):
    """One site, which has no configuration yet."""
    before, known = findings(folder)
    if before.returncode == 2:
        return
    SEEN.append(site)
    files = texts(folder)
    shown = run(folder, "init", "--print", "--now", "2026-06-01", ".")
    check(f"{site}: --print writes nothing", shown.returncode == 0 and texts(folder) == files, shown.stderr)
    done = run(folder, "init", "--now", "2026-06-01", ".")
    check(f"{site}: init", done.returncode == 0 and (folder / "contentlint.yml").is_file(), done.stdout + done.stderr)
    now = texts(folder)
    new = {name: text for name, text in now.items() if name not in files}
    check(f"{site}: only what it tells is new", all(f"contentlint: {name}: is written\n" in done.stderr for name in new) and
          all(text == now[name] for name, text in files.items()), str(list(new)))
    check(f"{site}: what was shown is what is written", shown.stdout.startswith((folder / "contentlint.yml").read_text(encoding="utf-8")), shown.stdout)
    after, found = findings(folder)
    check(f"{site}: nothing is new", not set(found) - set(known), f"{after.stderr}\n" + "\n".join(map(str, sorted(set(found) - set(known))[:5])))
    check(f"{site}: nothing is lost", not set(known) - set(found), "\n".join(map(str, sorted(set(known) - set(found))[:5])))
    check(f"{site}: the schemas are schemas", run(folder, "schema", "check", *[n for n in new if n.endswith(".yaml")]).returncode == 0)
    again = run(folder, "init", ".")
    check(f"{site}: never twice", again.returncode == 2 and "not overwritten" in again.stderr and set(texts(folder)) == set(files) | set(new),
          again.stderr)


def copied(source, work):
    folder = pathlib.Path(work, "site")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, symlinks=True, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns(".git", "contentlint.yml", ".contentlint"))
    return folder


def page(title, **keys):
    return "---\ntitle: %s\n%s---\nText.\n" % (title, "".join(f"{key}: {value}\n" for key, value in keys.items()))


def made(work):
    folder = pathlib.Path(work, "made")
    files = {"hugo.toml": "baseURL = 'https://www.example.org/'\n", "content/_index.md": page("Home"), "content/courses/_index.md": page("Courses")}
    notice = "\nSAFe is a registered trademark of Scaled Agile, Inc.\n"
    for i in range(12):
        files[f"content/courses/c{i}.md"] = page(f"Leading SAFe {i}", type="course", course_code=f"C{i}", price="100 EUR", dates="[2027-01-01]") + notice
        files[f"content/blog/b{i}.md"] = page(f"Post {i}", date="2026-01-01", author="Ann" if i else "TBD")
        files[f"content/staff/s{i}.md"] = "No front matter.\n" if i == 3 else page(f"Person {i}", role="trainer")
        files[f"content/odd name/o{i}.md"] = page(f"Odd {i}", role="x")
        files[f"content/p-q/{i}.md"] = page(f"Near {i}", role="x")
        files[f"content/p/q/{i}.md"] = page(f"Far {i}", role="x")
        files[f"content/p/r/{i}.md"] = page(f"Other {i}", weight=i)
        files[f"content/links{i}.md"] = "---\ntitle: L\n---\n" + f"[x](</shop\u2028generator: none/{i}/>) [y](/sh\u0085generator: none/{i}/)\n"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    on("made", folder)
    written = (folder / "contentlint.yml").read_text(encoding="utf-8")
    check("made: no text of the site's ends a line", written.isascii() and "# served:" in written, written)
    check("made: two folders, two schemas", "schema: p-q-pages " in written and "schema: p-q-pages-2 " in written, written)
    check("made: courses are a type", 'files: "content/courses/**/[!_]*"' in written and "they all have title, type, course_code, price, dates" in written, written)
    check("made: whose courses they are", "\n    trademarks: [scaled-agile]\n" in written, written)
    check("made: a key that is to be decided is not there", "content/blog/**" in written and "they all have title, date\n" in written, written)
    check("made: pages without front matter make no type", "staff" not in written and "odd" not in written, written)
    (folder / "content/courses/new.md").write_text(page("New"))
    done, found = findings(folder)
    check("made: a new page lacks what all have", any(row[0] == "content/courses/new.md" and "course_code" in row[5] for row in found), str(found))


with tempfile.TemporaryDirectory() as work:
    if len(sys.argv) > 2:
        for name in sys.argv[2:]:
            on(pathlib.Path(name).name, copied(name, work))
    else:
        made(work)
        for fixture in sorted((HERE / "fixtures").iterdir()):
            if (fixture / "content").is_dir() and not (fixture / "args").exists() and not (fixture / "setup").exists():
                if len(list((fixture / "content").rglob("*.md"))) > 9:
                    on(fixture.name, copied(fixture, work))
check("there were sites", len(SEEN) >= (len(sys.argv) - 2 if len(sys.argv) > 2 else 8), str(SEEN))
sys.exit(TALLY.end())
