"""A site in a git repository: what `check --since` says of it, and its fixes applied."""
import json
import os
import shutil
import subprocess
from urllib.parse import unquote


def utf16_offset(line, column):
    """Characters of `line` before its 1-based UTF-16 column."""
    return len(line.encode("utf-16-le")[: 2 * (column - 1)].decode("utf-16-le"))


def offset(text, line, column):
    lines = text.split("\n")
    return sum(len(l) + 1 for l in lines[: line - 1]) + utf16_offset(lines[line - 1], column)


class GitSite:
    """`folder` is the repository, `site` the site's folder in it."""

    def __init__(self, binary, folder, site=""):
        self.binary, self.folder, self.site = binary, folder, site
        self.options = []

    def git(self, *arguments):
        options = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "gc.auto=0"]
        command = ["git", *options, *arguments]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self):
        self.git("add", "-A", "-f")
        self.git("commit", "-qm", "x", "--allow-empty")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        with open(self.path(path), "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)

    def read(self, path):
        with open(self.path(path), encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()

    def move(self, old, new):
        os.makedirs(os.path.dirname(self.path(new)), exist_ok=True)
        os.rename(self.path(old), self.path(new))

    def remove(self, path):
        full = self.path(path)
        shutil.rmtree(full) if os.path.isdir(full) else os.remove(full)

    def run(self, *arguments, ref="HEAD", cwd=None):
        command = [self.binary, "check", "--only", "lost-url", "--since", ref, *self.options, *arguments]
        cwd = self.path(self.site) if cwd is None else cwd
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, errors="surrogateescape", check=False)

    def results(self, ref="HEAD"):
        run = self.run("--report", "json-lines", "--fail-on", "never", ref=ref)
        if run.returncode:
            raise RuntimeError(f"exit {run.returncode}: {run.stderr}")
        return [json.loads(line) for line in run.stdout.splitlines()]

    def findings(self, ref="HEAD"):
        """(file, URL, alias that would bring it back) of every finding."""
        return sorted((r["path"], r["properties"]["url"], r["properties"]["alias"]) for r in self.results(ref))

    def fix(self):
        """Applies the fixes of the SARIF report, whose paths are the repository's; returns the paths mended, as the site has them."""
        log = json.loads(self.run("--report", "sarif", "--fail-on", "never").stdout)
        fixes = [fix for result in log["runs"][0]["results"] for fix in result.get("fixes", [])]
        changes = [change for fix in fixes for change in fix["artifactChanges"]]
        return {os.path.relpath(self.apply(change), self.site or ".") for change in changes}

    def apply(self, change):
        path = unquote(change["artifactLocation"]["uri"], errors="surrogateescape")
        text = self.read(path)
        for part in reversed(change["replacements"]):
            region = part["deletedRegion"]
            start = offset(text, region["startLine"], region.get("startColumn", 1))
            end = offset(text, region.get("endLine", region["startLine"]), region["endColumn"])
            text = text[:start] + part.get("insertedContent", {}).get("text", "") + text[end:]
        self.write(path, text)
        return path
