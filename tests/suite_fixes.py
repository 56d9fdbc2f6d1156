#!/usr/bin/env python3
"""tests/suite_fixes.py BINARY [SITE…]: every fix is applied to a copy of a site, and the site is checked again. What was
fixed must be gone, and nothing new may have come. Without SITE: every fixture that a fix is offered in. Prints "N passed,
N failed" last; each fix counts, and each finding that came or stayed."""
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

BINARY = os.path.abspath(sys.argv[1])
FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")


def findings(site):
    """The results of a check, and a key for each that survives an edit in its line."""
    ran = subprocess.run([BINARY, "check", "--now", "2026-06-01", "--report", "sarif", "."], cwd=site,
                         stdin=subprocess.DEVNULL, capture_output=True, check=False)
    results = json.loads(ran.stdout)["runs"][0]["results"] if ran.stdout else []
    return [r for r in results if r.get("locations") and not r.get("suppressions")]


def key(result):
    """Without the line: a fix may take lines out."""
    path = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    return path, result["ruleId"], result["message"]["text"]


def offset(line, column):
    """Of a column in UTF-16 units."""
    units = 1
    for at, character in enumerate(line):
        if units >= column:
            return at
        units += 2 if ord(character) > 0xFFFF else 1
    return len(line)


def edits_of(results):
    edits = collections.defaultdict(set)
    for result in results:
        for change in result.get("fixes", [{"artifactChanges": []}])[0]["artifactChanges"]:
            for one in change["replacements"]:
                region = one["deletedRegion"]
                start = region["startLine"], region["startColumn"]
                end = region.get("endLine", region["startLine"]), region["endColumn"]
                edits[change["artifactLocation"]["uri"]].add((start, end, one["insertedContent"]["text"]))
    return edits


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


def judge(name, folder):
    """Returns how many fixes held, and how many findings came or stayed."""
    with tempfile.TemporaryDirectory(prefix="contentlint-fixes-") as work:
        site = os.path.join(work, "site")
        shutil.copytree(folder, site, symlinks=True)
        before = findings(site)
        fixed = [r for r in before if r.get("fixes")]
        if not fixed:
            return 0, 0
        apply(site, edits_of(fixed))
        after = findings(site)
        # What is there now and wasn't, or was to be fixed.
        left = collections.Counter(map(key, before)) - collections.Counter(map(key, fixed))
        stayed = collections.Counter(map(key, after)) - left
        for bad in stayed:
            print(f"failed: {name}: {bad[0]}: {bad[2]} [{bad[1]}]")
        wrong = sum(stayed.values())
        return max(len(fixed) - wrong, 0), wrong


def main():
    folders = sys.argv[2:]
    if not folders:
        folders = [os.path.join(FIXTURES, name) for name in sorted(os.listdir(FIXTURES))]
        folders = [f for f in folders if os.path.exists(f + "/expected.txt") and not os.path.exists(f + "/setup")]
    passed = failed = 0
    for folder in folders:
        good, bad = judge(os.path.basename(folder.rstrip("/")), folder)
        passed += good
        failed += bad
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
