#!/usr/bin/env python3
"""tests/corpus_stub.py REPOSITORY [SITE]: makes a copy of a corpus one that hugo can build.

Files it only has the names of (static-files.txt) are created empty, layouts are replaced by stubs, themes and modules
that are not there by empty ones, bodies are cut off. Without SITE: prints the folders of the repository's Hugo sites.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

LAYOUTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../fixtures/hugo-urls/layouts")
FENCES = {"---": "---", "+++": "+++"}
SUFFIXES = ("html", "json", "txt", "xml", "ics", "csv", "md", "js", "css", "svg", "webmanifest")
BUILT_IN = set("html amp calendar css csv json markdown rss robots sitemap webappmanifest".split())
CONFIGURATION = re.compile(r"(hugo|config)\.(toml|ya?ml)$")


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)


def files_of(repository):
    for folder, folders, files in os.walk(repository):
        folders[:] = [f for f in folders if f != ".git"]
        yield from (os.path.join(folder, name) for name in files)


class Unbuildable(Exception):
    """Hugo does not build the site."""


def published(repository, site):
    """The files Hugo writes, from a copy without bodies."""
    with tempfile.TemporaryDirectory(prefix="contentlint-hugo-") as work:
        copy, build = os.path.join(work, "copy"), os.path.join(work, "build")
        shutil.copytree(repository, copy, ignore=shutil.ignore_patterns(".git"))
        cut_bodies(copy)
        command = ["hugo", "--quiet", "--ignoreCache", "--enableGitInfo=false", "-d", build, "--cacheDir", work + "/cache"]
        run = subprocess.run(command, cwd=os.path.join(copy, site), capture_output=True, text=True, check=False)
        said = [line for line in (run.stdout + run.stderr).splitlines() if line.startswith(("Error", "ERROR", "panic"))]
        if run.returncode or said or not os.path.isdir(build):
            raise Unbuildable(said[0] if said else f"status {run.returncode}")
        return {os.path.relpath(path, build) for path in files_of(build)}


def sites_of(repository):
    """Folders with a configuration and content, outside themes, modules and hidden folders."""
    found = set()
    for path in files_of(repository):
        parts = os.path.relpath(path, repository).split(os.sep)
        if any(p in ("themes", "content", "module") or p.startswith(".") for p in parts[:-1]):
            continue
        if CONFIGURATION.match(parts[-1]) or parts[-3:-1] == ["config", "_default"]:
            folder = re.sub(r"/config/_default$", "", os.path.dirname(path))
            found.add(folder)
    return sorted(folder for folder in found if os.path.isdir(os.path.join(folder, "content")))


def add_named_files(repository):
    names = os.path.join(repository, "static-files.txt")
    for name in read(names).splitlines() if os.path.exists(names) else []:
        path = os.path.normpath(os.path.join(repository, name))
        template = re.search(r"(^|/)layouts/", name)
        if not os.path.lexists(path) and not template and path.startswith(repository):
            write(path, "")


def replace_layouts(site):
    themes = os.path.join(site, "themes")
    folders = [os.path.join("themes", t, "layouts") for t in os.listdir(themes)] if os.path.isdir(themes) else []
    for folder in ["layouts", *folders]:
        shutil.rmtree(os.path.join(site, folder), ignore_errors=True)
    shutil.copytree(LAYOUTS, os.path.join(site, "layouts"))


def configuration_text(site):
    named = re.compile(r"(hugo|config|module|outputs|params).*\.(toml|ya?ml)$")
    return "".join(read(p) for p in files_of(site) if named.match(os.path.basename(p)) and "/content/" not in p)


def formats_of(text):
    """Output formats the configuration names, and those of the docsy theme."""
    own = r"^\s*\[?(?:outputFormats\.)?([A-Za-z][\w-]*)\]?:?\s*\n\s*(?:mediaType|baseName|isPlainText|isHTML)"
    used = r"^\s*(?:home|page|section|taxonomy|term|outputs)\s*[:=]\s*\[([^\]]*)\]"
    names = re.findall(own, text, re.M) + re.findall(r"[A-Za-z][\w-]*", " ".join(re.findall(used, text, re.M)))
    return {name.lower() for name in names} | {"print", "llms"}


def add_layouts(site, formats):
    names = [f"_default/{k}.{f}.{s}" for f in formats for k in ("list", "single") for s in SUFFIXES]
    names += [f"{n}.{f}" for f in formats for n in ("index", "_default/list", "_default/single")]
    for name in names + ["_default/list.xml", "_default/single.xml"]:
        path = os.path.join(site, "layouts", name)
        if not os.path.exists(path):
            write(path, "x\n")


def ignore_errors(site):
    for folder in ("", "config/_default"):
        for name in ("hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "hugo.yml", "config.yml"):
            path = os.path.join(site, folder, name)
            equals = " = " if name.endswith("toml") else ": "
            if os.path.exists(path) and "ignoreerrors" not in read(path).lower():
                write(path, f'ignoreErrors{equals}["error-disable-taxonomy"]\n' + read(path))


def add_modules(site, text, formats):
    names = re.findall(r"^\s*theme\s*[:=]\s*[\"']?([\w./-]+)", text, re.M)
    names += re.findall(r"^\s*-?\s*path\s*[:=]\s*[\"']?([\w.-]+(?:/[\w.-]+)+)", text, re.M)
    lists = re.findall(r"^\s*theme\s*[:=]\s*\[([^\]]*)\]", text, re.M)
    names += re.findall(r"[\"']?([\w./-]+)[\"']?", " ".join(lists))
    own = {m.lower() for m in re.findall(r"^\s*\[outputFormats\.([\w-]+)\]", text, re.M | re.I)}
    stubs = sorted(formats - own - BUILT_IN)
    stub = "".join(f'[outputFormats.{n}]\nmediaType = "text/plain"\nbaseName = "{n}"\n' for n in stubs)
    for name in names:
        folder = os.path.join(site, "themes", name)
        if not os.path.isdir(folder):
            write(os.path.join(folder, "config.toml"), stub)


def cut_bodies(repository):
    """Shortcodes and templates of a body cannot be built; URLs come from the front matter alone."""
    for path in files_of(repository):
        if not path.endswith((".md", ".html")) or os.path.islink(path):
            continue
        lines = read(path).split("\n")
        first = lines[0].lstrip("\ufeff").strip()
        if first not in FENCES:
            if path.endswith(".md") and not first.startswith("{"):
                write(path, "text\n")
            continue
        end = next((i for i in range(1, len(lines)) if lines[i].rstrip() == FENCES[first]), None)
        if end is not None:
            write(path, "\n".join(lines[: end + 1]) + "\n")


def stub(repository, site):
    """What the site lacks to be built, but for its bodies."""
    add_named_files(repository)
    for path in files_of(repository):
        if os.path.basename(path) in ("go.mod", "go.sum"):
            os.remove(path)
    replace_layouts(site)
    text = configuration_text(site)
    formats = formats_of(text)
    add_layouts(site, formats)
    ignore_errors(site)
    add_modules(site, text, formats)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print("\n".join(sites_of(sys.argv[1])))
    else:
        stub(sys.argv[1], sys.argv[2])
        cut_bodies(sys.argv[1])
