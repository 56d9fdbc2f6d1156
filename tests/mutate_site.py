"""A copy of a corpus site: its pages as the mutations see them, and what the program finds in it."""
import json
import os
import re
import shutil
import subprocess

from corpus_stub import read, write
from mutations import setups

NOW = "2026-11-22"
SKIPPED = {"archetypes", "node_modules", "public", "vendor", "_layouts", "_includes"}
HERE = os.path.dirname(os.path.abspath(__file__))
CONFIGS = ["hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config/_default/hugo.yaml",
           "config/_default/hugo.toml", "config/_default/config.yaml", "config/_default/config.toml", "_config.yml"]


class Page:
    """A page's text, and where its front matter and body are."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.format = self.front = self.body = None
        for name, fence in (("yaml", "---\n"), ("toml", "+++\n")):
            end = text.find("\n" + fence, 3) if text.startswith(fence) else -1
            if end >= 0:
                self.format, self.front, self.body = name, (4, end + 1), end + 5

    def with_text(self, text):
        return Page(self.path, text)

    def keys(self):
        """(key, offset of the key, offset of the line's end) of every top-level entry of YAML front matter."""
        at = self.front[0]
        while at < self.front[1]:
            end = self.text.index("\n", at)
            line = self.text[at:end]
            if line[:1].isalpha() and ":" in line:
                yield line.split(":")[0], at, end
            at = end + 1

    def paragraphs(self):
        """Offsets of the first characters of plain paragraphs of the body: one line of prose between blank lines."""
        lines = self.text[self.body:].split("\n")
        paired = set(re.findall(r"{{[<%]\s*/\s*([\w-]+)", self.text))
        at, fence, depth, previous = self.body, "", 0, ""
        for i, line in enumerate(lines):
            mark = re.match(r"\s*(`{3,}|~{3,})([^`]*)$", line)
            if mark and not fence:
                fence = mark.group(1)
            elif mark and mark.group(1).startswith(fence) and not mark.group(2).strip():
                fence = ""
            opened = [name for name in re.findall(r"{{[<%]\s*([\w-]+)", line) if name in paired]
            depth += len(opened) - len(re.findall(r"{{[<%]\s*/", line))
            following = lines[i + 1] if i + 1 < len(lines) else ""
            plain = line[:1].isalpha() and not any(c in line for c in "<>{}|`[]")
            if plain and not fence and depth <= 0 and not previous.strip() and not following.strip() and len(line) > 30:
                yield at
            previous = line
            at += len(line) + 1


def place_of(row):
    return row["rule"], row["path"], row["line"], row["column"]


class Site:
    """`root` is the folder of the site below the copy's, with a slash at its end, or ""."""

    def __init__(self, program, corpora, name, work):
        self.program, self.name, self.folder = program, name, os.path.join(work, name)
        shutil.rmtree(self.folder, ignore_errors=True)
        copy = [os.path.join(HERE, "corpus_copy.sh"), os.path.join(corpora, name), self.folder]
        subprocess.run(["sh", *copy], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.read_urls()
        self.read_config()
        self.add_themes()
        self.texts = dict(self.read_pages())
        layouts = [name for _, _, names in os.walk(self.folder) for name in names]
        self.has_hooks = any(name.startswith(("render-link", "render-image")) for name in layouts)
        self.disables_aliases = re.search(r"disablealiases\W+true", self.config_text, re.I)
        self.everything = "\n".join(self.texts.values())
        self.mentioned = set(re.findall(r"""(?<=[/"'(])[\w.-]+|[\w.-]+\.md\b""", self.everything))
        self.is_committed = False
        self.before, self.clean = {}, {}

    def run(self, arguments, server=None):
        argv = [self.program, *arguments]
        environment = {**os.environ, **(server.environment if server else {})}
        return subprocess.run(argv, cwd=self.folder, capture_output=True, text=True, env=environment)

    def findings(self, setup, server=None):
        argv = ["check", "--each", "--now", NOW, "--report", "json-lines", "--fail-on", "never", "-j2", *setup.arguments]
        done = self.run(argv, server)
        if done.returncode not in (0, 1):
            raise SystemExit("%s: exit %d: %s" % (self.folder, done.returncode, done.stderr))
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    # ---- what the copy is ----

    def read_urls(self):
        done = self.run(["urls"])
        self.missing = re.findall(r'the module "(.*?)" is not here', done.stderr)
        rows = (row.split("\t") for row in done.stdout.split("\n"))
        rows = [row for row in rows if len(row) > 2]
        self.lists = {row[1] for row in rows if row[0] == "taxonomy"}
        self.urls, self.root = {}, None
        self.redirects = next((self.find(row[2]) for row in rows if row[1] == "/_redirects" and row[2]), None)
        for kind, url, source in (row[:3] for row in rows):
            if kind in ("page", "section") and source:
                if self.root is None:
                    self.root = self.root_of(source)
                self.urls[source[len(self.root):]] = url

    def add_themes(self):
        """Empty folders for themes and modules that are not in the corpus: then nothing can come from them."""
        for name in self.missing:
            write(os.path.join(self.folder, self.root, "themes", name, "theme.toml"), "")
            write(os.path.join(self.folder, self.root, "_vendor", name, "theme.toml"), "")
        self.notes = notes = self.run(["urls"]).stderr
        self.knows_pages = "no language is configured" not in notes and "imports" not in self.config_text
        mounts = "mounts" in self.config_text or "matrix" in self.config_text
        self.is_complete = "not here" not in notes and "no language is configured" not in notes and not mounts

    def root_of(self, source):
        """The folder of the site that a file is of, "" or with its slash: the nearest one with a configuration."""
        folder = os.path.dirname(source)
        while folder and not any(os.path.exists(os.path.join(self.folder, folder, name)) for name in (*CONFIGS, "config/_default")):
            folder = os.path.dirname(folder)
        return folder + "/" if folder else ""

    def find(self, source):
        """The path of one of the site's files from the copy's root: the site may lie in a folder."""
        for folder, dirs, _ in os.walk(self.folder):
            dirs[:] = sorted(d for d in dirs if not d.startswith("."))
            if os.path.exists(os.path.join(folder, source)):
                return os.path.normpath(os.path.join(os.path.relpath(folder, self.folder), source))
        return None

    def read_config(self):
        names = [self.root + name for name in CONFIGS if os.path.exists(os.path.join(self.folder, self.root + name))]
        self.config = names[0] if names else None
        parts = os.path.join(self.folder, self.root, "config/_default")
        names += [self.root + "config/_default/" + name for name in sorted(os.listdir(parts) if os.path.isdir(parts) else ())
                  if name.endswith(("toml", "yaml", "yml", "json"))]
        self.config_text = "\n".join(read(os.path.join(self.folder, name)) for name in names)
        self.generator = "jekyll" if self.config == self.root + "_config.yml" else "hugo"
        key = "url" if self.generator == "jekyll" else "baseURL"
        base = re.search(r"""^%s\s*[=:]\s*["']?(https?://[^\s"']+)""" % key, self.config_text, re.M | re.I)
        self.base_url = base.group(1).rstrip("/") if base else None
        below = re.search(r"""^baseurl:\s*["']?(/[^\s"']+)""", self.config_text, re.M)
        self.base_path = below.group(1) if below and key == "url" else "/" + "/".join((self.base_url or "").split("/")[3:])
        source = os.path.join(self.folder, "SOURCE.txt")
        named = re.search(r"^repo: *(\S+)", read(source), re.M) if os.path.exists(source) else None
        self.repository = "https://github.com/" + named.group(1) if named else None

    def is_older_than(self, minor):
        """Does a file that says how the site is built name a Hugo before 0.minor?"""
        folder = os.path.join(self.folder, ".github/workflows")
        names = [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []
        names += [os.path.join(self.folder, part, name) for part in {"", self.root} for name in ("netlify.toml", "package.json", "amplify.yml", ".gitpod.yml")]
        text = "\n".join([self.config_text] + [read(name) for name in names if os.path.isfile(name)])
        return any(int(found) < minor for found in re.findall(r"hugo.{0,80}?0\.(\d+)\.\d", text, re.I | re.S))

    def read_pages(self):
        for folder, dirs, files in os.walk(os.path.join(self.folder, self.root)):
            dirs[:] = sorted(d for d in dirs if not d.startswith(".") and d not in SKIPPED)
            for name in sorted(files):
                path = os.path.relpath(os.path.join(folder, name), self.folder)
                if name.endswith(".md"):
                    yield path, read(os.path.join(self.folder, path))

    def url(self, path):
        return self.urls.get(path[len(self.root):])

    # ---- setups ----

    def enter(self, name, server):
        """Writes a setup's files; returns the pages that are clean under it."""
        setup = setups.ALL[name]
        for path, text in setup.files.items():
            write(os.path.join(self.folder, path), text)
        if setup.committed:
            self.commit()
        if name not in self.before:
            self.before[name] = self.findings(setup, server)
            dirty = {row["path"] for row in self.before[name]}
            self.clean[name] = [page for page in self.usable() if page.path not in dirty]
        return self.clean[name]

    def leave(self, name):
        for path in setups.ALL[name].files:
            os.remove(os.path.join(self.folder, path))

    def usable(self):
        for path, text in self.texts.items():
            page = Page(path, text)
            odd = "\r" in text or any("\udc80" <= c <= "\udcff" for c in text)
            if page.format and not odd and self.url(path) and os.path.basename(path).count(".") == 1:
                yield page

    def commit(self):
        """One commit of the untouched site, with one more static file that nothing links to."""
        if self.is_committed:
            return
        if self.generator == "hugo":
            write(os.path.join(self.folder, self.root, "static/mutate/paper.txt"), "Words.\n")
        options = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"]
        for arguments in (["add", "-A", "-f"], ["commit", "-q", "-m", "before"]):
            subprocess.run(["git", *options, *arguments], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        self.is_committed = True
