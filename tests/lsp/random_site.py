"""A site that changes at random, in an editor and on the disk."""
import os
import random

WORDS = ["alpha", "Büro", "zwei", "𝒳-ray", "naïve", "delta", "emoji😀", "Scrum Guide", "SAFe", "PMP®"]
FRONT = ["title: {w} {n}", "description: About {w}.", "slug: s{n}", "aliases: [/old-{n}/]", "aliases:\n  - /old-{m}/\n  - ../rel-{n}/",
         "tags: [one, Two-{m}]", "draft: true", "weight: {n}", "url: /u-{n}/", "title: \"{w}: {n}\"", "unknown_key: {n}",
         "date: 2025-0{d}-01", "tags: {{}}", "title: [broken", "categories:\n- {w}"]
BODY = ["## {w} {n}", "Text of {w} [a](/docs/p{m}/) and [b](../p{n}/).", "[h](/docs/p{m}/#{w}-{n}) [own](#zwei-{n})",
        "[old](/old-{n}/) and [gone](/gone-{m}/)", "```\ncode {n}", "| a | b |\n|---|---|\n| {w} | [x](/docs/p{n}/) |",
        "<!-- contentlint-disable-next-line broken-link: why -->", "[ref][l{d}]", "[l{d}]: /docs/p{m}/", "{{{{< ref \"p{m}\" >}}}}",
        "{{{{< note >}}}} {w}", "![](img-{n}.png)", "1. {w}\n2. [{w}](http://example.com/{n})", "lorem ipsum TODO {w}",
        "[wiki](docs/p{n}.md)", "<a href='/docs/p{m}/#x'>{w}</a>", "{w}®  and (TM) {w}", "*{w}", "\t{w}", "# {w}"]
CONFIG = ["rules: {}\n", "rules:\n  broken-link: warning\n", "rules:\n  broken-link: off\n", "exclude: ['content/docs/p1*']\n",
          "rules:\n  no-such-rule: error\n", "rules:\n  missing-description: warning\n", "rules: [\n",
          "rules:\n  broken-link:\n    allow: [{url: /gone-3/, reason: old}]\n"]
HUGO = ['baseURL = "https://example.org/"\n', 'baseURL = "https://example.org/sub/"\n', 'baseURL = "https://example.org/"\n[permalinks]\ndocs = "/d/:slug/"\n',
        'baseURL = "https://example.org/"\ndisableAliases = true\n', 'baseURL = \n', 'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term"]\n']


class RandomSite:
    def __init__(self, seed, folder, pages=20):
        self.random = random.Random(seed)
        self.folder = folder
        self.pages = pages
        self.write("hugo.toml", HUGO[0])
        self.write("contentlint.yml", CONFIG[0])
        self.write("layouts/shortcodes/note.html", "<b>{{ .Inner }}</b>\n")
        self.write("static/_redirects", "/r1 /docs/p1/ 301\n/old-3/ /docs/p2/\n")
        self.write("content/_index.md", "---\ntitle: Home\n---\n\nHello\n")
        for i in range(pages):
            self.write("content/docs/p%d.md" % i, self.page(i))

    def line(self, options):
        r = self.random
        return r.choice(options).format(w=r.choice(WORDS), n=r.randrange(self.pages), m=r.randrange(self.pages), d=r.randrange(1, 4))

    def page(self, i):
        r = self.random
        front = ["title: Page %d" % i] + [self.line(FRONT) for _ in range(r.randrange(4))]
        body = [self.line(BODY) for _ in range(r.randrange(1, 8))]
        end = r.choice(["\n", "\n", "\n", "\r\n"])
        return end.join(["---", *front, "---", "", *("%s%s" % (b, end) for b in body)]).replace("\r\n", end).replace("\n", "\n" if end == "\n" else "\n")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read()

    def files(self):
        found = []
        for folder, folders, names in os.walk(self.folder):
            if ".git" in folders:
                folders.remove(".git")
            found += [os.path.relpath(os.path.join(folder, name), self.folder) for name in names]
        return sorted(found)

    def content(self):
        return [name for name in self.files() if name.startswith("content/")]
