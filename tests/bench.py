#!/usr/bin/env python3
"""bench.py: what contentlint costs, as ratios measured side by side in one run.

    tests/bench.py BINARY SUITES [--runs 7] [--pages 5000] [--peers DIR] [--only NAME,...]

Joins the corpora into one site of --pages pages, then runs every command once per round, rounds interleaved, and
prints the median wall time, CPU time and peak memory of each, and the ratios the project promises. Peers (rumdl,
markdownlint-cli2) are looked for on PATH and below --peers; what is missing is said, never guessed. Hugo, where it is
installed, lists and builds a copy of the site that it accepts, once each, for scale.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

PEER_RULES = "MD001,MD003,MD011,MD024,MD025,MD039,MD042,MD045,MD053,MD034"


def join(corpora, target, pages):
    """Copies pages round-robin from the corpora into target/content/<corpus>/, so that every size of site is seen."""
    if os.path.isdir(target):
        shutil.rmtree(target)
    lists = []
    for site in sorted(os.listdir(corpora)):
        found = []
        for folder, dirs, files in os.walk(os.path.join(corpora, site)):
            dirs[:] = sorted(d for d in dirs if not d.startswith(".") and d not in ("archetypes", "node_modules"))
            found += [os.path.join(folder, f) for f in sorted(files) if f.endswith((".md", ".markdown", ".html"))]
        lists.append((site, found))
    count = 0
    index = 0
    while count < pages and any(index < len(found) for _, found in lists):
        for site, found in lists:
            if index < len(found) and count < pages:
                relative = os.path.relpath(found[index], os.path.join(corpora, site))
                copy = os.path.join(target, "content", site.replace(".", "-"), relative)
                os.makedirs(os.path.dirname(copy), exist_ok=True)
                shutil.copyfile(found[index], copy)
                count += 1
        index += 1
    with open(os.path.join(target, "hugo.toml"), "w") as config:
        config.write('baseURL = "https://example.org/"\ntitle = "Bench"\n')
    return count


def run(argv, cwd):
    start = time.perf_counter()
    with open(os.devnull, "wb") as sink:
        child = subprocess.Popen(argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def find(name, peers):
    if peers:
        for folder, _, files in os.walk(peers):
            if name in files and (folder.endswith("/bin") or folder.endswith("/.bin")):
                return os.path.join(folder, name)
    return shutil.which(name)


ODD_DATE = re.compile(rb"(?mi)^(date|lastmod|publishdate|expirydate)\s*[:=](?!\s*[\"']?\d{4}-\d\d-\d\d"
                      rb"(T[\d:]+(Z|[+-]\d\d:\d\d))?[\"']?\s*$).*$")


def hugo_copy(hugo, site, target):
    """Copies the site for a Hugo without its templates: shortcodes are parted, dates it cannot read are left out,
    pages it refuses all the same are removed. Returns how many were, or None when it refuses the site."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(site, target)
    for folder, _, names in os.walk(os.path.join(target, "content")):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as page:
                text = re.sub(rb"\{\{+", lambda m: b" ".join([b"{"] * len(m.group())), page.read())
            with open(path, "wb") as page:
                page.write(ODD_DATE.sub(b"", text))
    for removed in range(100):
        listed = subprocess.run([hugo, "list", "all"], cwd=target, capture_output=True, text=True, check=False)
        refused = re.search(r'"([^":]+\.(?:md|markdown|html))(?::\d+:\d+)?"', listed.stderr + listed.stdout)
        if listed.returncode == 0:
            return removed
        path = os.path.join(target, refused.group(1)) if refused else ""
        if not os.path.isfile(path):
            return None
        os.remove(path)
    return None


def bench_hugo(program, build, site):
    """Hugo's own listing and build beside our table of the same files: one run each, they are slow."""
    hugo = shutil.which("hugo")
    if not hugo:
        print("hugo: not installed, not measured")
        return
    target = os.path.join(build, "bench", "hugo-site")
    removed = hugo_copy(hugo, site, target)
    if removed is None:
        print("hugo: refuses the joined site, not measured")
        return
    ours = run([program, "urls", "-j1"], target)
    print("hugo builds the site without %d of its pages; on that copy, one run each:" % removed)
    print("%-36s %9.3f %9.3f %9.1f  %d" % ("urls -j1", *ours))
    for name, argv in (("hugo list all", ["list", "all"]), ("hugo --renderToMemory", ["--renderToMemory"])):
        row = run([hugo] + argv, target)
        print("%-36s %9.3f %9.3f %9.1f  %d" % (name, *row))
        print("%s / urls -j1 = %.1f by wall, %.1f by CPU" % (name, row[0] / ours[0], row[1] / ours[1]))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("suites", help="the folder that holds corpora/")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--peers", default="")
    options.add_argument("--only", default="")
    args = options.parse_args()
    program = os.path.abspath(args.binary)
    build = os.path.dirname(program)
    site = os.path.join(build, "bench", "site")
    pages = join(os.path.join(args.suites, "corpora"), site, args.pages)
    listing = os.path.join(build, "bench", "files.txt")
    files = []
    for folder, dirs, names in os.walk(os.path.join(site, "content")):
        dirs.sort()
        files += [os.path.join(folder, n) for n in sorted(names)]
    size = sum(os.path.getsize(f) for f in files)
    with open(listing, "w") as out:
        out.write("".join(f + "\n" for f in files))
    floor = os.path.join(build, "tests", "floor")
    one = os.path.relpath(files[len(files) // 2], site)
    commands = {
        "floor": [floor, listing],
        "floor with gumbo": [floor, "-g", listing],
        "front-matter floor": [floor, "-f", listing],
        "front-matter floor that lists": [floor, "-f", "-w", os.path.join(site, "content")],
        "check -j1": [program, "check", "-j1", "--report", "concise"],
        "check -j2": [program, "check", "-j2", "--report", "concise"],
        "check --only duplicate-alias -j1": [program, "check", "-j1", "--only", "duplicate-alias"],
        "check one file -j1": [program, "check", "-j1", one],
        "urls -j1": [program, "urls", "-j1"],
    }
    rumdl = find("rumdl", args.peers)
    cli2 = find("markdownlint-cli2", args.peers)
    if rumdl:
        commands["rumdl --no-cache"] = [rumdl, "check", "--no-cache", "--enable", PEER_RULES, "."]
    else:
        print("rumdl: not installed, not measured")
    if cli2:
        rules = '{"default": false, ' + ", ".join('"%s": true' % r for r in PEER_RULES.split(",")) + "}"
        with open(os.path.join(site, ".markdownlint.json"), "w") as out:
            out.write(rules)
        commands["markdownlint-cli2"] = [cli2, "content/**/*.md"]
    else:
        print("markdownlint-cli2: not installed, not measured")
    if args.only and args.only != "session":
        commands = {name: argv for name, argv in commands.items() if any(w in name for w in args.only.split(","))}
    print("%d pages, %.1f MB, %d interleaved runs, %d processors" % (pages, size / 1e6, args.runs, os.cpu_count()))
    times = {name: [] for name in commands}
    for _ in range(args.runs):
        for name, argv in commands.items():
            times[name].append(run(argv, site))
    wall = {}
    print("%-36s %9s %9s %9s  exit" % ("command", "wall s", "cpu s", "peak MB"))
    for name, rows in times.items():
        wall[name] = statistics.median(r[0] for r in rows)
        print("%-36s %9.3f %9.3f %9.1f  %d" % (name, wall[name], statistics.median(r[1] for r in rows),
                                               max(r[2] for r in rows), rows[0][3]))
    targets = [
        ("check -j1", "floor", 1.5), ("check -j1", "floor with gumbo", 1.5), ("check -j2", "floor", 1.0),
        ("check --only duplicate-alias -j1", "front-matter floor", 1.5),
        ("check one file -j1", "front-matter floor", 1.5), ("urls -j1", "front-matter floor", 2.0),
        ("urls -j1", "front-matter floor that lists", None),
        ("check --only duplicate-alias -j1", "front-matter floor that lists", None),
        ("check -j1", "rumdl --no-cache", 0.2), ("check -j1", "markdownlint-cli2", None),
    ]
    for ours, theirs, target in targets:
        if ours in wall and theirs in wall:
            ratio = wall[ours] / wall[theirs]
            verdict = "" if target is None else " (target %.2f: %s)" % (target, "met" if ratio <= target else "MISSED")
            print("%s / %s = %.2f%s" % (ours, theirs, ratio, verdict))
    if not args.only or "hugo" in args.only.split(","):
        bench_hugo(program, build, site)
    if not args.only or "session" in args.only.split(","):
        subprocess.run([os.path.join(build, "tests", "bench_session"), site, "20"], check=False)


if __name__ == "__main__":
    sys.exit(main())
