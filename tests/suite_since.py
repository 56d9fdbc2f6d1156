#!/usr/bin/env python3
"""tests/suite_since.py BINARY: `check --since` on git repositories made on the fly. Prints "N passed, N failed" last."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
CONFIG = 'baseURL = "https://www.example.org/"\n'
BODY = "".join(f"This is line {i} of a page that is long enough to be recognised.\n" for i in range(12))
passed = failed = 0


def check(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"failed: {name} {detail}")


def page(title, extra="", body=BODY):
    return f"---\ntitle: {title}\n{extra}---\n\n{title} begins here, with words of its own.\n\n{body}"


class Site:
    """A git repository with one commit; `files` maps paths to text."""

    def __init__(self, name, files):
        self.name, self.folder = name, tempfile.mkdtemp(prefix="contentlint-since-")
        for path, text in {"hugo.toml": CONFIG, **files}.items():
            self.write(path, text)
        self.git("init", "-q")
        self.commit()

    def git(self, *arguments):
        options = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *options, *arguments], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-qm", "x")

    def write(self, path, text):
        full = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def read(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8", newline="") as file:
            return file.read()

    def move(self, old, new):
        full = os.path.join(self.folder, new)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        os.rename(os.path.join(self.folder, old), full)

    def remove(self, path):
        full = os.path.join(self.folder, path)
        shutil.rmtree(full) if os.path.isdir(full) else os.remove(full)

    def run(self, *arguments, ref="HEAD"):
        command = [BINARY, "check", "--only", "lost-url", "--since", ref, *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)

    def findings(self, ref="HEAD"):
        """(file, URL, alias that would bring it back) of every finding."""
        lines = self.run("--report", "json-lines", "--fail-on", "never", ref=ref).stdout.splitlines()
        rows = [json.loads(line) for line in lines]
        return sorted((r["path"], r["properties"]["url"], r["properties"]["alias"]) for r in rows)

    def fix(self):
        """Applies the fixes of the SARIF report."""
        log = json.loads(self.run("--report", "sarif", "--fail-on", "never").stdout)
        for result in log["runs"][0]["results"]:
            for fix in result.get("fixes", []):
                for change in fix["artifactChanges"]:
                    self.apply(change)

    def apply(self, change):
        path = change["artifactLocation"]["uri"]
        text = self.read(path)
        for part in reversed(change["replacements"]):
            region = part["deletedRegion"]
            starts = [0]
            for line in text.splitlines(keepends=True):
                starts.append(starts[-1] + len(line))
            start = starts[region["startLine"] - 1] + region.get("startColumn", 1) - 1
            end = starts[region.get("endLine", region["startLine"]) - 1] + region["endColumn"] - 1
            text = text[:start] + part.get("insertedContent", {}).get("text", "") + text[end:]
        self.write(path, text)

    def expect(self, what, want, ref="HEAD"):
        got = self.findings(ref)
        check(f"{self.name}: {what}", got == sorted(want), f"\n  want {sorted(want)}\n  got  {got}")

    def expect_fixed(self, path, want):
        """After the proposed fix nothing is lost, and the file has the text `want`."""
        self.fix()
        self.expect("clean after the fix", [])
        check(f"{self.name}: the fix is in the file's style", want in self.read(path), self.read(path)[:200])

    def done(self):
        shutil.rmtree(self.folder)


def moved():
    site = Site("moved", {"content/docs/a.md": page("A"), "content/docs/b.md": page("B", "", "Other words entirely.\n")})
    site.expect("nothing has changed", [])
    check("moved: exit 0 when nothing is lost", site.run().returncode == 0)
    site.move("content/docs/a.md", "content/docs/new.md")
    site.expect("reported", [("content/docs/new.md", "/docs/a/", "/docs/a/")])
    check("moved: exit 1", site.run().returncode == 1)
    site.expect_fixed("content/docs/new.md", "title: A\naliases:\n  - /docs/a/\n---\n")
    site.done()


def styles():
    cases = {
        "block": ("aliases:\n    - '/x/'\n", "    - '/x/'\n    - '/docs/a/'\n"),
        "flow": ('aliases: ["/x/"] # old\n', 'aliases: ["/x/", "/docs/a/"] # old\n'),
        "string": ("aliases: /x/\n", "aliases: [/x/, /docs/a/]\n"),
        "empty": ("aliases: []\n", 'aliases: ["/docs/a/"]\n'),
        "crlf": ("aliases:\r\n  - /x/\r\n", "  - /x/\r\n  - /docs/a/\r\n"),
    }
    for name, (before, after) in cases.items():
        site = Site(f"style {name}", {"content/docs/a.md": page("A", before)})
        site.move("content/docs/a.md", "content/docs/new.md")
        site.expect_fixed("content/docs/new.md", after)
        site.done()
    site = Site("style toml", {"content/a.md": "+++\ntitle = 'A'\n[params]\nx = 1\n+++\n\n" + BODY})
    site.move("content/a.md", "content/b.md")
    site.expect_fixed("content/b.md", '+++\naliases = ["/a/"]\ntitle')
    site.done()


def renamed_and_edited():
    site = Site("renamed and edited", {"content/docs/a.md": page("A")})
    site.remove("content/docs/a.md")
    site.write("content/guides/better.md", page("A better title", "", BODY.replace("line 3 ", "row three ") + "More.\n"))
    want = [("content/guides/better.md", "/docs/a/", "/docs/a/"), ("hugo.toml", "/docs/", "")]
    site.expect("recognised by its lines", want)
    site.done()


def section_renamed():
    files = {f"content/docs/{n}.md": page(n, "", BODY.replace("page", n)) for n in ("one", "two")}
    site = Site("section renamed", {"content/docs/_index.md": page("Docs", "", "The documents.\n"), **files})
    site.move("content/docs", "content/guides")
    want = [("content/guides/_index.md", "/docs/", "/docs/")]
    want += [(f"content/guides/{n}.md", f"/docs/{n}/", f"/docs/{n}/") for n in ("one", "two")]
    site.expect("every page", want)
    site.fix()
    site.expect("clean after the fix", [])
    site.done()


def deleted():
    site = Site("deleted", {"content/old.md": page("Old"), "content/b.md": page("B", "", "Other words entirely.\n")})
    site.remove("content/old.md")
    site.expect("on the configuration", [("hugo.toml", "/old/", "")])
    site.write("contentlint.yml", "gone:\n  - {url: /old/, reason: superseded}\n")
    site.expect("meant, by name", [])
    site.write("contentlint.yml", "gone: ['/o*/']\n")
    site.expect("meant, by glob", [])
    site.write("contentlint.yml", "")
    site.write("static/_redirects", "/old/ /b/\n")
    site.expect("redirected", [])
    site.done()


def settings():
    site = Site("permalink changed", {"content/posts/a.md": page("A"), "content/posts/_index.md": page("Posts")})
    site.write("hugo.toml", CONFIG + '[permalinks]\nposts = "/blog/:slug/"\n')
    site.expect("on the page", [("content/posts/a.md", "/posts/a/", "/posts/a/")])
    site.fix()
    site.expect("clean after the fix", [])
    site.done()
    languages = '[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n'
    site = Site("language dropped", {"hugo.toml": CONFIG + languages, "content/a.md": page("A"), "content/a.fr.md": page("AF")})
    site.write("hugo.toml", CONFIG + '[languages.en]\nweight = 1\n[languages.fr]\ndisabled = true\n')
    got = [(path, url) for path, url, _ in site.findings()]
    check("language dropped: its page", ("content/a.fr.md", "/fr/a/") in got or ("hugo.toml", "/fr/a/") in got, got)
    site.done()


def drafts_and_aliases():
    site = Site("draft", {"content/a.md": page("A", "aliases: [/x/]\n")})
    site.write("content/a.md", page("A", "draft: true\naliases: [/x/]\n"))
    site.expect("page and alias", [("content/a.md", "/a/", ""), ("content/a.md", "/x/", "")])
    site.write("content/a.md", page("A"))
    site.expect("alias taken away", [("content/a.md", "/x/", "/x/")])
    site.done()


def jekyll():
    site = Site("jekyll", {"_config.yml": "title: T\nbaseurl: /sub\n", "docs/a.md": page("A")})
    os.remove(os.path.join(site.folder, "hugo.toml"))
    site.commit()
    site.move("docs/a.md", "docs/b.md")
    site.expect("redirect_from", [("docs/b.md", "/sub/docs/a.html", "/docs/a.html")])
    site.expect_fixed("docs/b.md", "redirect_from:\n  - /docs/a.html\n")
    site.done()


def revisions():
    site = Site("revisions", {"content/a.md": page("A")})
    site.move("content/a.md", "content/b.md")
    site.commit()
    site.expect("two commits apart", [("content/b.md", "/a/", "/a/")], ref="HEAD~1")
    clone = site.folder + "/clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site.folder}", clone], check=True)
    command = [BINARY, "check", "--since", "HEAD~1"]
    run = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    check("shallow: exit 2", run.returncode == 2)
    check("shallow: says what to do", "git fetch --depth=1" in run.stderr, run.stderr)
    subprocess.run(["git", "fetch", "-q", "--depth=2"], cwd=clone, check=True)
    run = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    check("shallow: works once it is fetched", run.returncode == 1 and "lost-url" in run.stdout, run.stderr)
    for ref in ("nowhere", "--help", "HEAD:content", "a b"):
        run = site.run(ref=ref)
        check(f"refused: {ref}", run.returncode == 2 and run.stderr, run.stdout)
    site.done()


for scenario in (moved, styles, renamed_and_edited, section_renamed, deleted, settings, drafts_and_aliases, jekyll,
                 revisions):
    scenario()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
