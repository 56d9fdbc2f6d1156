#!/usr/bin/env python3
"""tests/suite_built.py CONTENTLINT [SITE BUILD]…: what is said with --built, held against the build by a reader of its own.

Of every error about a link or an anchor: the address that it names is no file of the build, or the page there has no such id,
and a page of the build has a link to it. And blinded (theme, modules, layouts and configuration taken away, the build kept) the
same links of pages are found. Without sites: the fixtures that have a build. Prints "N passed, N failed"."""
import collections
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

LINKS = ("broken-link", "missing-anchor", "broken-built-link", "missing-ref", "wrong-case-link", "link-to-draft")
BLINDED = ("layouts", "themes", "_vendor", "hugo.toml", "hugo.yaml", "config.toml", "config.yaml", "config", "go.mod", "mkdocs.yml",
           "docusaurus.config.js", "astro.config.mjs", "book.toml", "package.json", "eleventy.config.js", ".vitepress", "_config.yml")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.base = set(), [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.ids |= {a[k] for k in ("id", "name") if a.get(k) and (k == "id" or tag in ("a", "map"))}
        if tag == "base" and a.get("href"):
            self.base = a["href"]
        self.links += [a[k] for k in ("href", "src", "poster", "data", "action", "cite") if a.get(k) is not None]
        self.links += [part.split()[0] for part in (a.get("srcset") or "").split(",") if part.split()]
        self.links += re.findall(r"url\(['\"]?([^'\")]+)", a.get("style") or "")
        if tag == "meta" and a.get("content"):
            self.links.append(re.sub(r"^[\d.]+\s*[;,]\s*(url=)?", "", a["content"], flags=re.I).strip("'\""))

    def handle_data(self, data):
        if self.cdata_elem == "style":
            self.links += re.findall(r"url\(['\"]?([^'\")]+)", data)


class Build:
    def __init__(self, folder):
        self.files, self.pages = set(), {}
        for where, _, names in os.walk(folder):
            for name in names:
                path = os.path.relpath(os.path.join(where, name), folder)
                self.files.add(path)
                if name.endswith((".html", ".htm", ".xhtml")):
                    with open(os.path.join(where, name), encoding="utf-8", errors="replace") as file:
                        self.pages[path] = Page(file.read())

    def file_at(self, path):
        """The file that a host of static files answers with."""
        path = path.lstrip("/")
        for name in (path, path + "index.html", path + "/index.html", path + ".html", path.rstrip("/") + ".html"):
            if name in self.files and (name != path or not path.endswith("/")):
                return name
        return "index.html" if path == "" and "index.html" in self.files else None

    def targets(self):
        """Every address that a page has, as paths below the build's own root when the base path is cut off."""
        found = collections.Counter()
        for path, page in self.pages.items():
            own = "/" + (path[:-10] if path.endswith("index.html") else path)
            for link in page.links:
                url = urllib.parse.urlsplit(link.strip())
                if url.scheme in ("", "http", "https"):
                    there = urllib.parse.urljoin(urllib.parse.urljoin("http://x" + own, page.base or ""), link.strip())
                    found[urllib.parse.unquote(urllib.parse.urlsplit(there).path)] += 1
        return found


def run(binary, site, build):
    done = subprocess.run([binary, "check", "--built", build, "--each", "--fail-on", "never", "--now", "2026-11-30", "--report", "json-lines"],
                          cwd=site, capture_output=True, text=True, errors="replace", check=False)
    return [f for f in map(json.loads, filter(None, done.stdout.splitlines())) if f.get("rule") in LINKS]


def base_of(build, targets):
    """The first folder of nearly all addresses, although no folder of the build has its name."""
    firsts = collections.Counter()
    for path, count in targets.items():
        firsts[path.lstrip("/").split("/")[0]] += count
    for first, count in firsts.most_common(1):
        if first and count * 10 > sum(firsts.values()) * 7 and not any(f.startswith(first + "/") for f in build.files):
            return f"/{first}"
    return ""


def contradiction(build, targets, base, finding):
    """Why the build says that an error is wrong; None: it does not."""
    target = finding["properties"].get("target", "")
    path, _, fragment = target.partition("#") if finding["rule"] == "broken-built-link" else (target, "", finding["properties"].get("fragment", ""))
    path = urllib.parse.unquote(path)
    below = path[len(base):] if base and path.startswith(base + "/") else path
    if finding["rule"] in ("link-to-draft", "wrong-case-link"):
        return None
    if path not in targets and below not in targets and finding["rule"] != "missing-anchor":
        return f"no page has a link to {path}"
    there = build.file_at(below)
    anchor = finding["rule"] == "missing-anchor" or (fragment and finding["rule"] == "broken-built-link")
    if not anchor:
        return f"{there} is there" if there else None
    if there not in build.pages:
        return f"{below} is no page"
    known = {urllib.parse.unquote(fragment), fragment} & build.pages[there].ids
    return f"{there} has #{fragment}" if known else None


def blinded(binary, site, build):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "site")
        shutil.copytree(site, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules", os.path.basename(build)))
        kept = os.path.join(folder, "build")
        shutil.copytree(build, kept)
        for name in (*BLINDED, "contentlint.yml"):
            path = os.path.join(copy, name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.exists(path):
                os.remove(path)
        subprocess.run(["git", "init", "-q", copy], check=True)
        return places(run(binary, copy, kept))


def places(findings):
    """A draft, and a name in another case, are known without the model as what is not there."""
    return {(f["path"], f["line"], f["column"]) for f in findings if f["rule"] != "broken-built-link" and f["severity"] == "error"}


def judge(binary, site, build):
    findings, pages = run(binary, site, build), Build(build)
    targets = pages.targets()
    base = base_of(pages, targets)
    failures, passed = [], 0
    for finding in (f for f in findings if f["severity"] == "error"):
        why = contradiction(pages, targets, base, finding)
        passed += why is None
        if why:
            failures.append(f"{finding['path']}:{finding['line']}: {finding['rule']}: {finding['message']}: {why}")
    seen, blind = places(findings), blinded(binary, site, build)
    passed += len(seen & blind)
    failures += [f"blinded, {'not' if f in seen else 'newly'} found: {f}" for f in sorted(seen ^ blind)]
    return passed, failures


def main():
    binary, pairs = os.path.abspath(sys.argv[1]), [os.path.abspath(p) for p in sys.argv[2:]]
    if not pairs:
        fixtures = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
        named = [os.path.realpath(os.path.join(fixtures, n)) for n in sorted(os.listdir(fixtures)) if n.startswith("built-")]
        pairs = [p for n in named if os.path.isdir(os.path.join(n, "out")) for p in (n, os.path.join(n, "out"))]
    passed = failed = 0
    for site, build in zip(pairs[::2], pairs[1::2]):
        right, failures = judge(binary, site, build)
        for failure in failures:
            print(f"{site}: {failure}")
        passed += right
        failed += len(failures)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
