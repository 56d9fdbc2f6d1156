#!/usr/bin/env python3
"""tests/instructions.py BINARY [--write]: what a check costs, counted and not timed. Two small sites are made, the same each
time; callgrind counts the instructions of `check -j1` on them, of the program itself and of all that it calls. Each may
differ from the figure recorded in tests/data/instructions.tsv by 2 in 100, up or down: who makes it slower learns it, who
makes it faster records it with --write. Figures are a compiler's and a library's: with others than those recorded there is
nothing to compare, which counts as a failure. Prints "N passed, N failed" last."""
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

RECORD = pathlib.Path(__file__).parent / "data" / "instructions.tsv"
TOLERANCE = 0.02
WORDS = """page site build read write the a an of for with when each one two service index table value name option default
cluster node server deploy release upgrade install configure guide reference example command output input file folder""".split()


def sentence(rng, words=14):
    text = " ".join(rng.choice(WORDS) for _ in range(words))
    return text[0].upper() + text[1:] + "."


def body(rng, links):
    """Headings, prose with links, a list, a table, code, a little HTML."""
    parts = []
    for section in range(rng.randint(2, 6)):
        parts.append(f"## Part {section} {rng.choice(WORDS)}\n")
        for _ in range(rng.randint(1, 4)):
            link = rng.choice(links)
            parts.append(f"{sentence(rng)} See [{rng.choice(WORDS)}]({link}) and `{rng.choice(WORDS)}`. {sentence(rng, 25)}\n")
        parts.append("".join(f"- **{rng.choice(WORDS)}**: {sentence(rng)}\n" for _ in range(rng.randint(0, 5))))
        kind = rng.randrange(4)
        if kind == 0:
            parts.append("| a | b |\n|---|---|\n" + "".join(f"| {rng.choice(WORDS)} | {sentence(rng, 4)} |\n" for _ in range(5)))
        elif kind == 1:
            parts.append("```sh\n" + "".join(f"run --{rng.choice(WORDS)} {i}\n" for i in range(8)) + "```\n")
        elif kind == 2:
            parts.append(f'<div class="note" id="n{section}"><p>{sentence(rng)} <a href="{rng.choice(links)}">x</a></p></div>\n')
    return "\n".join(parts)


def front(rng, title, extra=""):
    return (f'---\ntitle: "{title}"\ndescription: {sentence(rng, 8)}\ndate: 2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}\n'
            f"weight: {rng.randint(1, 90)}\n{extra}---\n\n")


def write(root, path, text):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def hugo(root, rng):
    write(root, "hugo.toml", 'baseURL = "https://www.example.org/"\ntitle = "Site"\n')
    names = [f"docs/s{i % 12}/p{i}" for i in range(240)]
    links = [f"/{name}/#part-{i % 2}-{rng.choice(WORDS)}" if i % 5 == 0 else f"/{name}/" for i, name in enumerate(names)]
    links += ["https://www.example.com/a", "/nowhere/", "https://docs.example.net/x#y"]
    for i, name in enumerate(names):
        extra = f"aliases: [/old/{i}/]\ntags: [{rng.choice(WORDS)}, {rng.choice(WORDS)}]\n"
        write(root, f"content/{name}.md", front(rng, f"Page {i}", extra) + body(rng, links))


def jekyll(root, rng):
    write(root, "_config.yml", "title: Site\nurl: https://www.example.org\n")
    names = [f"guide/p{i}" for i in range(120)]
    links = ["{{ '/%s.html' | relative_url }}" % name for name in names] + [f"/{name}.html#part-1" for name in names]
    links += ["/nowhere.html", "https://www.example.com/a"]
    for i, name in enumerate(names):
        extra = f"permalink: /{name}.html\nredirect_from:\n  - /old/{i}\n"
        write(root, f"{name}.md", front(rng, f"Page {i}", extra) + body(rng, links))


def own_cost(path, program):
    """The self cost of the program's own object in callgrind's file."""
    names, total, own, called = {}, 0, False, False
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith(("ob=", "cob=")):
                key, _, name = line.partition("=")[2].strip().partition(" ")
                if name:
                    names[key] = name
                if line.startswith("ob="):
                    own = names[key] == program
            elif line.startswith("calls="):
                called = True
            elif re.match(r"[0-9+*-]", line):
                if own and not called:
                    total += int(line.split()[1])
                called = False
    return total


def count(program, site):
    with tempfile.TemporaryDirectory() as work:
        out = os.path.join(work, "out")
        run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", program, "check", "-j1",
                              "--now", "2026-06-01", "--report", "concise"],
                             cwd=site, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]})
        found = re.search(r"refs:\s+([\d,]+)", run.stderr)
        if run.returncode not in (0, 1) or not found or not run.stdout:
            sys.exit(f"{site}: the check did not end as it should\n{run.stderr[-2000:]}")
        return int(found.group(1).replace(",", "")), own_cost(out, program)


def versions(program):
    """The compiler and the libraries that the figures are of."""
    libraries = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    compiler = subprocess.run([os.environ.get("CC", "cc"), "-dumpfullversion"], capture_output=True, text=True, check=True).stdout
    libc = subprocess.run(["getconf", "GNU_LIBC_VERSION"], capture_output=True, text=True, check=False).stdout
    return " ".join((compiler + " " + libc + " " + " ".join(libraries.splitlines()[1:3])).split())


def main():
    program = os.path.abspath(sys.argv[1])
    passed = failed = 0
    lines = RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else []
    known = {row.split("\t")[0]: [int(f) for f in row.split("\t")[1:]] for row in lines if row and not row.startswith("#")}
    made = versions(program)
    same = f"# made with {made}" in lines
    rows = []
    for name, make in (("hugo", hugo), ("jekyll", jekyll)):
        with tempfile.TemporaryDirectory() as work:
            make(pathlib.Path(work), random.Random(7))
            rows.append((name, *count(program, work)))
    if "--write" in sys.argv:
        head = ("# Instructions of `check -j1` on the sites of tests/instructions.py: all, and those of the program itself.\n"
                f"# made with {made}\n")
        RECORD.write_text(head + "".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    for name, *figures in rows:
        for what, now, then in zip(("in all", "of its own"), figures, known.get(name, [0, 0])):
            good = "--write" in sys.argv or (same and abs(now - then) <= then * TOLERANCE)
            passed, failed = passed + good, failed + (not good)
            change = f"{100 * (now - then) / then:+.1f} %" if then else "not recorded"
            print(f"{name}: {now / 1e6:.1f} million instructions {what}, {then / 1e6:.1f} recorded ({change})")
    if not same and "--write" not in sys.argv:
        print(f"the figures were recorded with another compiler or other libraries than {made}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
