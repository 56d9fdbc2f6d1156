"""Random changes of a Hugo site's working tree, for corpus_since.py. Each is a method `change_…` of Changes that returns
what it did, or None when it found nothing to do it to."""
import os
import re
from urllib.parse import unquote

TAXONOMY_KEYS = "tags|categories|topics|authors|series|news_and_events|product|service|dates_tag|level|audience"
LIST = re.compile(rf"^(?:{TAXONOMY_KEYS}) *:[ \t]*\n((?:[ \t]*- .*\n)+)", re.M)
INLINE = re.compile(rf"^(?:{TAXONOMY_KEYS}) *[:=] *\[([^\]\n]+)\]", re.M)
ALIASES = re.compile(r"^aliases *:[ \t]*\n((?:[ \t]*- .*\n)+)", re.M)
PAGE = re.compile(r"\.(md|markdown)$")


class Changes:
    """`done` describes them; `covered` has the URLs that a redirect or gone: answers for."""

    def __init__(self, corpus, rng):
        self.corpus, self.rng = corpus, rng
        self.done, self.covered, self.gone = [], set(), []
        self.now = {}  # path then -> path now, None when deleted; not there: unchanged
        self.used = set()  # paths now that were changed already
        self.rows = [row for row in corpus.table if row["kind"] == "page" and PAGE.search(row["source"])]
        self.serial = 0

    def make(self, count):
        kinds = sorted(name for name in dir(self) if name.startswith("change_"))
        rare = {"change_permalinks", "change_language_dropped", "change_section_renamed"}
        kinds = [k for k in kinds for _ in range(1 if k in rare else 3)]
        for _ in range(20 * count):
            if len(self.done) >= count:
                break
            kind = self.rng.choice(kinds)
            if kind in rare and any(line.startswith(kind[7:]) for line in self.done):
                continue
            what = getattr(self, kind)()
            if what:
                self.done.append(f"{kind[7:]}: {what}")
        lines = "".join(f"  - {quote(url)}\n" for url in self.gone)
        config = "rules:\n  lost-url: {kinds: [page, alias, term, file]}\n" + (f"gone:\n{lines}" if lines else "")
        self.corpus.write(self.full("contentlint.yml"), config)

    def place(self, row, page_kinds):
        """The file a loss of the row belongs in: where its page is now, "" for the configuration; None: not judged."""
        if row["kind"] == "resource" or (row["kind"] in page_kinds and not row["source"]):
            return None
        if row["kind"] not in page_kinds:
            return ""
        return self.now.get(row["source"], row["source"]) or ""

    # ---- paths: the site's, as the table of URLs has them ----

    def full(self, path):
        return os.path.normpath(os.path.join(self.corpus.site, path))

    def exists(self, path):
        return os.path.lexists(self.corpus.path(self.full(path)))

    def name(self):
        self.serial += 1
        return f"moved-{self.serial}"

    def read(self, path):
        return self.corpus.read(self.full(path))

    def write(self, path, text):
        self.corpus.write(self.full(path), text)

    def move(self, old, new):
        """Moves a file or a folder; notes where the pages in it are now."""
        self.corpus.move(self.full(old), self.full(new))
        for path in {row["source"] for row in self.corpus.table if row["source"]}:
            now = self.now.get(path, path)
            if now == old or (now or "").startswith(old + "/"):
                self.now[path] = new + now[len(old):]
                self.used.add(self.now[path])

    def remove(self, path):
        self.corpus.remove(self.full(path))
        for old in {row["source"] for row in self.corpus.table}:
            if self.now.get(old, old) == path or (self.now.get(old, old) or "").startswith(path + "/"):
                self.now[old] = None

    # ---- pages ----

    def pick(self, wanted=lambda row, text: True):
        """A row of a page that was not touched yet and has front matter; its text."""
        for _ in range(30):
            if not self.rows:
                break
            row = self.rng.choice(self.rows)
            path = row["source"]
            if path in self.now or path in self.used or not self.exists(path) or "_index." in path:
                continue
            text = self.read(path)
            if text.startswith(("---\n", "+++\n", "---\r\n")) and wanted(row, text):
                self.used.add(path)
                return row, text
        return None, None

    def is_bundle(self, path):
        return bool(re.match(r"index\.", os.path.basename(path)))

    def single(self, row, _text):
        return not self.is_bundle(row["source"])

    def target(self, path):
        """A free path for the page: beside it or where another page is, with its language's suffix."""
        folder, base = os.path.split(path)
        others = [os.path.dirname(r["source"]) for r in self.rows if r["source"].split("/")[:2] == path.split("/")[:2]]
        others = [f for f in others if self.exists(f) and not self.has_index(f)]
        if others and self.rng.random() < 0.5:
            folder = self.rng.choice(others)
        suffix = base[base.index(".", 1):]
        return f"{folder}/{self.name()}{suffix}"

    def has_index(self, folder):
        names = os.listdir(self.corpus.path(self.full(folder)))
        return any(name.startswith("index.") for name in names)

    def set_key(self, text, key, value):
        """The text with the key set, at the top of the front matter."""
        fence = text[:3]
        head, rest = text.split("\n", 1)
        end = re.search(rf"^{re.escape(fence)}", rest, re.M)
        front, body = rest[: end.start()], rest[end.start():]
        front = re.sub(rf"^{key} *[:=].*\n", "", front, flags=re.M | re.I)
        line = f"{key} = {value}" if fence == "+++" else f"{key}: {value}"
        return f"{head}\n{line}\n{front}{body}"

    def has_key(self, text, key):
        return re.search(rf"^[\"']?{key}[\"']? *[:=]", text, re.M | re.I) is not None

    def add_alias(self, path, url):
        if self.corpus.aliases_off:
            self.cover(url, False)
        self.write(path, self.set_key(self.read(path), "aliases", f"[{quote(unquote(url))}]"))

    def without_aliases(self, row, text):
        return not self.has_key(text, "aliases") and self.single(row, text)

    # ---- the changes ----

    def change_renamed(self):
        row, _ = self.pick(self.single)
        if not row:
            return None
        new = self.target(row["source"])
        self.move(row["source"], new)
        return f"{row['source']} -> {new}"

    def change_renamed_and_edited(self):
        row, text = self.pick(lambda row, text: self.single(row, text) and text.count("\n") > 25)
        if not row:
            return None
        lines = text.split("\n")
        start = 1 + next(i for i, line in enumerate(lines) if i and line.rstrip() == lines[0].rstrip())
        for i in range(start, len(lines)):
            if i % 5 == 0 and lines[i].strip():
                lines[i] += " Reworded here."
        new = self.target(row["source"])
        self.move(row["source"], new)
        self.write(new, self.set_key("\n".join(lines) + "\nOne more line at the end.\n", "title", '"Reworded"'))
        return f"{row['source']} -> {new}"

    def change_section_renamed(self):
        folders = sorted({os.path.dirname(r["source"]) for r in self.rows})
        folders = [f for f in folders if f.count("/") >= 1 and self.exists(f) and not self.has_index(f)]
        folders = [f for f in folders if not any(p.startswith(f + "/") for p in self.used if p)]
        folders = [f for f in folders if sum(r["source"].startswith(f + "/") for r in self.rows) <= 80]
        if not folders:
            return None
        old = self.rng.choice(folders)
        new = f"{old}-renamed"
        self.move(old, new)
        return f"{old} -> {new}"

    def change_made_a_bundle(self):
        row, _ = self.pick(self.single)
        if not row:
            return None
        folder, base = os.path.split(row["source"])
        stem, suffix = base[: base.index(".", 1)], base[base.index(".", 1):]
        if self.exists(f"{folder}/{stem}") or stem in ("index", "_index"):
            return None
        new = f"{folder}/{stem}/index{suffix}"
        self.move(row["source"], new)
        return f"{row['source']} -> {new}"

    def change_bundle_moved(self):
        row, _ = self.pick(lambda row, text: self.is_bundle(row["source"]))
        if not row:
            return None
        old = os.path.dirname(row["source"])
        new = f"{os.path.dirname(old)}/{self.name()}"
        self.move(old, new)
        return f"{old} -> {new}"

    def change_deleted(self):
        row, _ = self.pick(self.single)
        if row:
            self.remove(row["source"])
            return row["source"]
        return None

    def change_draft(self):
        row, text = self.pick()
        if row:
            self.write(row["source"], self.set_key(text, "draft", "true"))
            return row["source"]
        return None

    def change_expired(self):
        row, text = self.pick()
        if row:
            self.write(row["source"], self.set_key(text, "expiryDate", "2020-01-01"))
            return row["source"]
        return None

    def change_url(self):
        row, text = self.pick(lambda row, text: not self.has_key(text, "url") and not self.has_key(text, "slug"))
        if not row:
            return None
        key = self.rng.choice(("url", "slug"))
        value = self.name() if key == "slug" else f"/elsewhere/{self.name()}/"
        self.write(row["source"], self.set_key(text, key, quote(value)))
        return f"{key} {value} of {row['source']}"

    def change_alias_removed(self):
        row, text = self.pick(lambda row, text: ALIASES.search(text))
        if not row:
            return None
        found = ALIASES.search(text)
        lines = found[1].splitlines(keepends=True)
        line = self.rng.randrange(len(lines))
        rest = "".join(lines[:line] + lines[line + 1:])
        start = found.start(1) if rest else found.start()
        self.write(row["source"], text[:start] + rest + text[found.end(1):])
        return f"{lines[line].strip()} of {row['source']}"

    def change_permalinks(self):
        sections = sorted({r["source"].split("/")[1] for r in self.rows if r["source"].count("/") >= 2})
        path = "config/_default/permalinks.toml"
        written = any(self.exists(f"config/_default/permalinks.{e}") for e in ("toml", "yaml", "yml", "json"))
        if not sections or written or len(self.rows) > 2000:
            return None
        section = self.rng.choice(sections)
        pattern = self.rng.choice(("/p/:slug/", "/:section/:title/", f"/p/:filename/"))
        self.write(path, f'"{section}" = "{pattern}"\n')
        return f"{section} = {pattern}"

    def change_language_dropped(self):
        prefixes = {r["url"].split("/")[1] for r in self.rows if re.match(r"/[a-z]{2}(-[a-z]+)?/", r["url"])}
        names = [f for f in ("hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "config/_default/hugo.yaml",
                             "config/_default/config.toml") if self.exists(f)]
        codes = sorted(p for p in prefixes if names and re.search(rf"\b{p}\b", "".join(self.read(n) for n in names)))
        if not codes or not names or "disableLanguages" in self.read(names[0]):
            return None
        code, toml = self.rng.choice(codes), names[0].endswith("toml")
        self.write(names[0], f'disableLanguages{" =" if toml else ":"} ["{code}"]\n' + self.read(names[0]))
        return code

    def change_file_deleted(self):
        rows = [r for r in self.corpus.table if r["kind"] in ("static", "resource") and r["source"]]
        rows = [r for r in rows if r["source"] not in self.now and self.exists(r["source"])]
        if not rows:
            return None
        row = self.rng.choice(rows)
        if any(self.now.get(p) and row["source"].startswith(os.path.dirname(p) + "/") for p in self.now):
            return None
        self.remove(row["source"])
        return row["source"]

    def change_term_renamed(self):
        row, text = self.pick(lambda row, text: LIST.search(text) or INLINE.search(text))
        if not row:
            return None
        found = LIST.search(text)
        if found:
            lines = found[1].splitlines(keepends=True)
            line = self.rng.randrange(len(lines))
            new = re.sub(r"- .*", f"- {self.name()}", lines[line], count=1)
            text = text[: found.start(1)] + "".join(lines[:line] + [new] + lines[line + 1:]) + text[found.end(1):]
            self.write(row["source"], text)
            return f"{lines[line].strip()} of {row['source']}"
        found = INLINE.search(text)
        self.write(row["source"], text[: found.start(1)] + quote(self.name()) + text[found.end(1):])
        return f"{found[1]} of {row['source']}"

    def change_deleted_with_alias_elsewhere(self):
        row, _ = self.pick(self.single)
        other, _ = self.pick(self.without_aliases)
        if not row or not other or row["source"] == other["source"]:
            return None
        self.remove(row["source"])
        self.add_alias(other["source"], row["url"])
        return f"{row['source']}, alias in {other['source']}"

    def change_moved_with_alias(self):
        row, _ = self.pick(self.without_aliases)
        if not row:
            return None
        new = self.target(row["source"])
        self.move(row["source"], new)
        self.add_alias(new, row["url"])
        return f"{row['source']} -> {new}"

    def change_redirected(self):
        rules = next((r["source"] for r in self.corpus.table if r["file"] == "_redirects"), "static/_redirects")
        row, _ = self.pick(self.single)
        if not row or not rules:  # a template writes them
            return None
        self.remove(row["source"])
        old = self.read(rules) if self.exists(rules) else ""
        splat = self.rng.random() < 0.3
        self.write(rules, f"{old.rstrip()}\n{row['url']}{'*' if splat else ''} / 301\n".lstrip())
        self.cover(row["url"], splat)
        return f"{row['source']}, rule{' with a splat' if splat else ''}"

    def change_gone(self):
        row, _ = self.pick(self.single)
        if not row:
            return None
        self.remove(row["source"])
        self.gone.append(unquote(row["url"]))
        self.cover(row["url"], False)
        return row["source"]

    def cover(self, url, below):
        rows = self.corpus.table
        self.covered.update(r["url"] for r in rows if r["url"] == url or (below and r["url"].startswith(url)))


def quote(text):
    """In double quotes, as YAML and TOML read it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
