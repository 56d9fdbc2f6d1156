#!/usr/bin/env python3
"""tests/blind.py BINARY SITE…: what must not become an error when a part of a site is not there.

Each folder is linted as it is, and again with a part removed: the theme, modules, static files, layouts, data, the largest
section of content, the configuration, what git knows, and with the content renamed. An error that was not there before is
right only where it is true of what is left: its address was served by a file that was removed, or it names one. Others are
printed, and are failures. BLIND=name,… runs some of the parts."""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

NOW = "2026-11-30"
SHOWN = 5  # of the new errors of one part
MARKS = re.compile(r"(hugo|config)\.(toml|ya?ml|json)$|_config\.ya?ml$")


def run(binary, folder, *arguments):
    result = subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    if result.returncode not in (0, 1, 2):
        raise RuntimeError(f"exit {result.returncode}: {result.stderr[:300]}")
    return result


def errors(binary, folder, *options):
    result = run(binary, folder, "check", *options, "--now", NOW, "--report", "json-lines", "--fail-on", "never")
    rows = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    return [row for row in rows if row.get("severity") == "error"], result


def key(row):
    return row["rule"], row["path"], row["properties"].get("url") or row["properties"].get("alias") or row["message"]


def served(binary, site):
    """Address without its ends -> the file that makes it."""
    rows = (line.split("\t") for line in run(binary, site, "urls").stdout.splitlines())
    return {row[1].strip("/"): row[2] for row in rows if len(row) > 2}


def roots(folder):
    """Folders with a configuration of their own, the folder itself without one."""
    found = []
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in ("config", "themes", "node_modules", "_vendor", "exampleSite"))
        if any(MARKS.match(f) for f in files) or os.path.isdir(os.path.join(path, "config/_default")):
            found.append(os.path.relpath(path, folder))
    return found or ["."]


def largest(content):
    sections = [os.path.join(content, name) for name in sorted(os.listdir(content))] if os.path.isdir(content) else []
    sizes = {path: sum(len(files) for _, _, files in os.walk(path)) for path in sections if os.path.isdir(path)}
    return max(sizes, key=sizes.get) if sizes else None


def remove(*names):
    def cut(root):
        gone = [os.path.join(root, name) for name in names if os.path.lexists(os.path.join(root, name))]
        for path in gone:
            shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
        return [os.path.relpath(path, root) for path in gone]

    return cut


def cut_section(root):
    path = largest(os.path.join(root, "content"))
    if path:
        shutil.rmtree(path)
    return [os.path.relpath(path, root)] if path else []


def rename_content(root):
    path = os.path.join(root, "content")
    if not os.path.isdir(path):
        return []
    os.rename(path, os.path.join(root, "pages-of-the-site"))
    return ["content"]


def cut_configuration(root):
    names = [n for n in os.listdir(root) if MARKS.match(n)]
    return remove("config", *names)(root)


def cut_imports(root):
    """The modules stay named in the configuration; what would bring them is gone."""
    return remove("go.mod", "go.sum", "_vendor", "node_modules", "package.json")(root)


def forget(root):
    """No history: a download in place of a clone."""
    return remove(".git", ".gitmodules", ".gitignore")(root)


PARTS = {
    "theme": remove("themes", "_includes", "_layouts", "_plugins", "_sass"),
    "modules": cut_imports,
    "static": remove("static", "assets", "images", "img"),
    "layouts": remove("layouts", "archetypes"),
    "data": remove("data", "_data", "i18n"),
    "section": cut_section,
    "content": rename_content,
    "configuration": cut_configuration,
    "history": forget,
}


def is_true(row, gone, before, folder):
    """Was the address made by what is gone? Then the error is true of what is left. So it is when it names a file that is
    not there in the whole either: a generator would not have published the page."""
    if row["rule"] == "front-matter-syntax":
        return True  # the text says so by itself; it was no page as long as the configuration said where pages are
    words = row["properties"]
    target = (words.get("target") or "").lstrip("/")
    if row["rule"] == "broken-link" and re.search(r"\.[\w-]+$", target) and not os.path.exists(os.path.join(folder, target)):
        return True
    address = (words.get("target") or words.get("url") or "").split("#")[0].split("?")[0].strip("/")
    address = re.sub(r"(^|/)index\.html$", "", address)
    source = before.get(address) or before.get(re.sub(r"\.(md|html)$", "", address), "")
    below = any(source == name or source.startswith(name + "/") for name in gone)
    named = any(name in row["message"] or (name.rstrip("s") in address) for name in gone)
    return below or named


def blind(binary, folder, part, known, before, work):
    copy = os.path.join(work, part)
    shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns("node_modules"))
    gone = []
    for root in roots(copy):
        gone += PARTS[part](os.path.join(copy, root))
    if not gone:
        shutil.rmtree(copy)
        return None
    found, _ = errors(binary, copy)
    shutil.rmtree(copy)
    new = [row for row in found if key(row) not in known]
    wrong = [row for row in new if not is_true(row, gone, before, folder)]
    return len(found), len(new), wrong


def main():
    binary, folders = os.path.abspath(sys.argv[1]), sys.argv[2:]
    parts = [p for p in os.environ.get("BLIND", "").split(",") if p] or list(PARTS)
    passed = failed = 0
    for folder in folders:
        name = os.path.basename(folder.rstrip("/"))
        with tempfile.TemporaryDirectory(prefix="contentlint-blind-") as work:
            whole = {key(row) for row in errors(binary, folder, "--each")[0]}
            before = collections.ChainMap(*[served(binary, os.path.join(folder, root)) for root in roots(folder)])
            for part in parts:
                answer = blind(binary, folder, part, whole, before, work)
                if answer is None:
                    continue
                total, new, wrong = answer
                failed += bool(wrong)
                passed += not wrong
                print(f"{'failed' if wrong else 'passed'}: {name} without {part}: {len(whole)} errors before, {total} then, {new} new, {len(wrong)} not true of what is left")
                for row in wrong[:SHOWN]:
                    print(f"    {row['path']}:{row['line']}:{row['column']}: {row['message'][:160]} [{row['rule']}]")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
