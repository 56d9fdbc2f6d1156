#!/usr/bin/env python3
"""tests/suite_fixes.py BINARY [SITE…]: every fix on a copy of a site. As an editor makes them, from SARIF; and by --fix and
--fix=all: what was fixed is gone and nothing new has come, --diff is a patch by which git makes the same, front matter means
the same but for the keys on lines that changed (asked of Python's own YAML, TOML and JSON), their order, comments and line ends
stay, and a second run changes nothing. Without SITE: every fixture that a fix is offered in, and RANDOM sites made at
random (40), from SEED on (1). Prints "N passed, N failed" last; each fix counts, and each thing that is wrong."""
import collections
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import fixes_site

try:
    import tomllib
except ImportError:
    tomllib = None
try:
    import yaml
except ImportError:
    yaml = None

BINARY = os.path.abspath(sys.argv[1])
FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
COMMAND = [BINARY, "check", "--now", "2026-06-01"]


def run(site, *arguments):
    return subprocess.run([*COMMAND, *arguments], cwd=site, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def findings(site):
    ran = run(site, "--each", "--report", "sarif", ".")
    results = json.loads(ran.stdout)["runs"][0]["results"] if ran.stdout else []
    return [r for r in results if r.get("locations") and not r.get("suppressions")]


def key(result):
    """Without the line: a fix may take lines out, and a message may name one."""
    path = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    return path, result["ruleId"], re.sub(r"\d", "#", result["message"]["text"])


# ---- as an editor does it ------------------------------------------------------------------------------------------------


def offset(line, column):
    """Of a column in UTF-16 units."""
    units = 1
    for at, character in enumerate(line):
        if units >= column:
            return at
        units += 2 if ord(character) > 0xFFFF else 1
    return len(line)


def edits_of(result):
    for change in result["fixes"][0]["artifactChanges"]:
        for one in change["replacements"]:
            region = one["deletedRegion"]
            start = region["startLine"], region["startColumn"]
            end = region.get("endLine", region["startLine"]), region["endColumn"]
            yield change["artifactLocation"]["uri"], start, end, one["insertedContent"]["text"]


def choose(results):
    """The edits of findings that do not meet those of an earlier one, by file, and the findings whose edits they are."""
    taken, made = collections.defaultdict(list), []
    for result in results:
        edits = list(edits_of(result))
        if any(start == s or (start < e and s < end) for uri, start, end, _ in edits for s, e, _ in taken[uri]):
            continue
        for uri, start, end, new in edits:
            taken[uri].append((start, end, new))
        made.append(result)
    return taken, made


def apply(site, edits):
    for uri, changes in edits.items():
        path = os.path.join(site, urllib.parse.unquote(uri))
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            text = file.read()
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        lines = text[len(mark):].split("\n")
        for start, end, new in sorted(changes, reverse=True):
            before = lines[start[0] - 1][:offset(lines[start[0] - 1], start[1])]
            after = lines[end[0] - 1][offset(lines[end[0] - 1], end[1]):]
            lines[start[0] - 1:end[0]] = (before + new + after).split("\n")
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(mark + "\n".join(lines))


def is_veiled(results):
    """A page cannot be read: what is found once it can be was there before."""
    return any(r["ruleId"] == "tab-in-front-matter" for r in results)


def judge_editor(site, before):
    edits, fixed = choose([r for r in before if r.get("fixes") and r["fixes"][0]["properties"]["safety"] == "safe"])
    apply(site, edits)
    left = collections.Counter(map(key, before)) - collections.Counter(map(key, fixed))
    after = [] if is_veiled(before) else findings(site)
    for bad in collections.Counter(map(key, after)) - left:
        yield f"{bad[0]}: {bad[2]} [{bad[1]}]"


# ---- front matter, as others read it ---------------------------------------------------------------------------------------


def split(text):
    """Front matter's format, its text and its first line's number; None without."""
    text = text.removeprefix("\ufeff")
    found = re.match(r"(---+|\+\+\++)[ \t]*\r?\n(.*?\n)??(---+|\+\+\++)[ \t]*(\r?\n|$)", text, re.S)
    if found and found[1][0] == found[3][0]:
        return ("yaml" if found[1][0] == "-" else "toml"), found[2] or ""
    if text.startswith("{"):
        try:
            return "json", text[:json.JSONDecoder().raw_decode(text)[1]]
        except ValueError:
            return None
    return None


def parse(form, text):
    """None: it cannot be read, or there is nothing to read it with."""
    try:
        if form == "json":
            return json.loads(text)
        if form == "toml":
            return tomllib.loads(text) if tomllib else None
        value = yaml.load(text, yaml.BaseLoader) if yaml else None
        return value if isinstance(value, dict) else None
    except Exception:  # pylint: disable=broad-except
        return None


def keys_on(form, lines, numbers):
    """The keys that these lines belong to."""
    keys, key_now = set(), None
    for number, line in enumerate(lines):
        found = re.match(r"(?:\"([^\"]+)\"|([\w$-]+))\s*[:=]", line.lstrip(" {,") if form == "json" else line)
        if found:
            key_now = found[1] or found[2]
        if number in numbers:
            keys.add(key_now)
            if form == "json" and len(lines) == 1:
                keys.update(re.findall(r"\"([^\"]+)\"\s*:", line))
    return keys


def judge_front(path, before, after):
    old, new = split(before), split(after)
    if not old or old[1] == (new and new[1]):
        return
    if not new or old[0] != new[0]:
        yield f"{path}: the front matter is gone"
        return
    a, b = old[1].splitlines(), new[1].splitlines()
    was, now = parse(old[0], old[1]), parse(new[0], new[1])
    if was is None:
        return
    if now is None:
        yield f"{path}: the front matter cannot be read any more"
        return
    lines_a, lines_b = set(), set()
    for kind, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
        if kind != "equal":
            lines_a.update(range(a1, a2))
            lines_b.update(range(b1, b2))
    concerned = keys_on(old[0], a, lines_a) | keys_on(new[0], b, lines_b)
    for name in (was.keys() | now.keys()) - concerned:
        if was.get(name) != now.get(name):
            yield f"{path}: {name} meant {was.get(name)!r}, and means {now.get(name)!r}"
    if [k for k in was if k in now and k not in concerned] != [k for k in now if k in was and k not in concerned]:
        yield f"{path}: the order of keys changed"
    lost = [line for line in set(a) - set(b) if line.strip().startswith("#") and "contentlint" not in line]
    if lost:
        yield f"{path}: a comment is gone: {lost[0]}"


# ---- as the program does it ------------------------------------------------------------------------------------------------


def read(site):
    files = {}
    for folder, names, found in os.walk(site):
        names[:] = [n for n in names if n != ".git"]
        for name in found:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                with open(path, "rb") as file:
                    files[os.path.relpath(path, site)] = file.read()
    return files


def judge_ends(path, before, after):
    ends = {b"\r\n" if line.endswith(b"\r\n") else b"\n" for line in before.splitlines(True) if line.endswith(b"\n")}
    now = {b"\r\n" if line.endswith(b"\r\n") else b"\n" for line in after.splitlines(True) if line.endswith(b"\n")}
    if len(ends) == 1 and now - ends:
        yield f"{path}: has other line ends"


def judge_patch(folder, patch, want):
    ran = subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=folder, input=patch, capture_output=True, check=False)
    if ran.returncode:
        yield "git does not take the patch: " + ran.stderr.decode(errors="replace")
    for path, text in read(folder).items():
        if want.get(path) != text:
            yield f"{path}: the patch makes something else"


def judge_program(work, folder, before, how):
    """Returns what is wrong, and how many findings are gone."""
    site, other = os.path.join(work, "site" + how), os.path.join(work, "patched" + how)
    for copy in (site, other):
        shutil.copytree(folder, copy, symlinks=True, copy_function=shutil.copyfile)
    problems, old = [], read(site)
    patch = run(site, how, "--diff").stdout
    if read(site) != old:
        problems.append("--diff changed a file")
    ran = run(site, how)
    if ran.returncode > 1:
        problems.append(f"{how} ended with {ran.returncode}: {ran.stderr.decode(errors='replace')}")
    new = read(site)
    problems += [f"it was taken back: {line}" for line in ran.stderr.decode(errors="replace").splitlines() if "taken back" in line]
    if patch or new != old:
        problems += judge_patch(other, patch, new)
    after = findings(site)
    came = collections.Counter(map(key, after)) - collections.Counter(map(key, before))
    problems += [f"is new: {k[0]}: {k[2]} [{k[1]}]" for k in ({} if is_veiled(before) else came)]
    problems += [f"is not fixed: {key(r)}" for r in after
                 if r.get("fixes") and (how == "--fix=all" or r["fixes"][0]["properties"]["safety"] == "safe")]
    for path in old:
        if new.get(path) != old[path]:
            problems += judge_front(path, old[path].decode(errors="replace"), new.get(path, b"").decode(errors="replace"))
            problems += judge_ends(path, old[path], new.get(path, b""))
    problems += [f"{path}: is left over" for path in new if path not in old]
    run(site, how)
    if read(site) != new:
        problems.append("a second run changes something")
    return [f"{how}: {p}" for p in problems], len(before) - len(after)


def judge(name, folder):
    """Returns how many fixes held, and how many things are wrong."""
    with tempfile.TemporaryDirectory(prefix="contentlint-fixes-") as work:
        site = os.path.join(work, "site")
        shutil.copytree(folder, site, symlinks=True, copy_function=shutil.copyfile)
        before = findings(site)
        if not any(r.get("fixes") for r in before):
            return 0, 0
        problems, passed = list(judge_editor(site, before)), 0
        for how in ("--fix", "--fix=all"):
            wrong, fixed = judge_program(work, folder, before, how)
            problems += wrong
            passed += fixed
    for problem in problems:
        print(f"failed: {name}: {problem}")
    return max(passed - len(problems), 0), len(problems)


def judge_random(seed):
    with tempfile.TemporaryDirectory(prefix="contentlint-fixes-") as folder:
        fixes_site.make(folder, seed)
        return judge(f"seed {seed}", folder)


def main():
    folders = sys.argv[2:]
    random = 0 if folders else int(os.environ.get("RANDOM_SITES", "40"))
    first = int(os.environ.get("SEED", "1"))
    if not folders:
        folders = [os.path.join(FIXTURES, name) for name in sorted(os.listdir(FIXTURES))]
        folders = [f for f in folders if os.path.exists(f + "/expected.txt") and not os.path.exists(f + "/setup")]
    counts = [judge(os.path.basename(f.rstrip("/")), f) for f in folders] + [judge_random(first + n) for n in range(random)]
    passed, failed = (sum(c[i] for c in counts) for i in (0, 1))
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
