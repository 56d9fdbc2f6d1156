"""Small sites at random with what fixes mend, in many ways of writing: front matter in YAML, TOML and JSON, lists in lines and
in brackets, comments, every line end, byte order marks, no line end at the end."""
import os
import random

CONFIG = {
    "hugo.toml": "baseURL = 'https://www.example.org/'\n",
    "_config.yml": "url: https://www.example.org\nplugins: [jekyll-redirect-from]\n",
}
SCHEMA = """type: object
properties:
  title: {type: string}
  description: {type: string}
  aliases: {type: array}
  redirect_from: {type: array}
  permalink: {type: string}
  draft: {type: boolean}
  summary: {type: string}
  speaker: {x-replaced-by: speakers}
  speakers: {type: array, items: {type: string}}
  level: {x-replaced-by: stage}
  stage: {type: string}
  weight: {type: integer}
  contentlint: {type: object}
  layout: {type: string}
  card: {type: object}
additionalProperties: false
"""
SETTINGS = """# what is checked here
types:
  - {files: "**", schema: talk}   # all of it
rules:
  stale-page: off
  missing-description: off
  duplicate-alias: {allow: [{alias: /nothing/, reason: "was needed"}, {alias: /neither/, reason: "so was this"}]}
  broken-link:
    severity: error
    allow:
      # the first
      - {url: "/gone/", reason: "elsewhere"}
      - url: "/never/"
        reason: "nobody links there"
"""
WORDS = ("Two days of practice.", "Wörter mit Umlauten – und Strichen.", "See `code` and *more*.", "日本語の文。", "A 😀 character.")


OWNERS = ["scaled-agile", "scrum-alliance", "peoplecert", "pmi", "comptia"]
MARKS = ("SAFe", "Scaled Agile Framework", "Certified ScrumMaster", "ITIL", "PRINCE2", "PMI-ACP", "CompTIA Network+")
ALTERED = ("Certified Scrum Master®", "Prince2®", "the Network+ exam", "PMBOK® of the institute", "Professional ScrumTM")
SIGNS = ("®", "™", "℠", "®®", "™®", " ®", " (R)", "(TM)", "&reg;", "&trade;", "&nbsp;&reg;", "\u00a0™", "<sup>®</sup>", " <sup>TM</sup>",
         "<sup>R</sup>", "Ⓡ", "")
CREDITS = ("is a trademark of", "is a registered trademark of", "are Registered Trade Marks of", "ist eine eingetragene Marke von",
           "est une marque déposée de")
HOLDERS = ("Scaled Agile, Inc.", "Scrum Alliance, Inc.", "AXELOS Limited", "the PeopleCert group", "Example GmbH", "their respective owners")


def marks(r):
    """A sentence with marks, or one that credits them."""
    one = r.choice(MARKS)
    return r.choice([
        f"Learn {one}{r.choice(SIGNS)} in two days.", f"**{one}**{r.choice(SIGNS)} and *{one}*{r.choice(SIGNS)}.",
        f"[{one}](https://www.example.com/){r.choice(SIGNS)}", f"- {one}{r.choice(SIGNS)}\n- {r.choice(ALTERED)}",
        f"{one}{r.choice(SIGNS)} {r.choice(CREDITS)} {r.choice(HOLDERS)}", f"{one} and Scrum Master {r.choice(CREDITS)}\n{r.choice(HOLDERS)}",
        f"See all →\n{one}, POPM and others {r.choice(CREDITS)} {r.choice(HOLDERS)}", f"# {one.upper()} FOR ALL", r.choice(ALTERED),
        "All trademarks are the property of their respective owners."])


def value(r, text, style):
    plain = text if all(c.isalnum() or c in "/-_" for c in text) else None
    if style == "toml":
        return r.choice([f"'{text}'", f'"{text}"'])
    return r.choice([plain or f'"{text}"', f"'{text}'", f'"{text}"'])


def a_list(r, items, style, indent):
    if style == "toml":
        sep = r.choice([", ", ",", ",\n  "])
        return "[" + sep.join(value(r, i, style) for i in items) + "]"
    if r.random() < .4:
        return " [" + r.choice([", ", ","]).join(value(r, i, style) for i in items) + "]"
    dash = r.choice(["", "  "]) + indent
    return "".join(f"\n{dash}- {value(r, i, style)}" + r.choice(["", "", " # why"]) for i in items)


def front(r, name, pages, style, jekyll):
    """Lines of front matter."""
    key = "redirect_from" if jekyll else "aliases"
    own = f"/{name}/"
    aliases = r.sample([f"/old-{name}/", f"/older-{name}/", own, own, f"/old-{name}", f"/old-{name}/", f"/x-{name}/"], r.randint(1, 4))
    colon = " = " if style == "toml" else ": "
    lines = [f"title{colon}" + value(r, r.choice(WORDS + MARKS) + r.choice([" ", "® "]) + name, "toml" if style == "toml" else "q")]
    if jekyll:
        lines.append(f"permalink{colon}" + value(r, own, style))
    if r.random() < .8:
        lines.append(f"{key}" + (" = " if style == "toml" else ":") + a_list(r, aliases, style, ""))
    if r.random() < .5:
        lines.append(r.choice(["descripton", "sumary", "speaker", "level"]) + colon + value(r, "A word or two", "toml" if style == "toml" else "q"))
    if r.random() < .3:
        lines.append(f"weight{colon}3" + r.choice(["", "   # order"]))
    if r.random() < .3:
        lines.append("# a comment of its own")
    if r.random() < .3 and style == "yaml":
        lines.append("contentlint: {disable: [" + ", ".join(r.sample(["empty-link-text", "multiple-h1", "broken-link"], r.randint(1, 3))) + "]}")
    if r.random() < .2 and style == "yaml":
        lines.append("# contentlint-disable-line broken-link, multiple-h1: not now")
    if r.random() < .15 and style == "yaml":
        lines.append("card:\n\theading: x\n\ttext: y")
    if r.random() < .1 and style == "yaml":
        lines.append("summary: one\nsummary: two")
    r.shuffle(lines)
    return lines


def body(r, name, pages):
    out = []
    for _ in range(r.randint(2, 7)):
        other = r.choice(pages)
        link = r.choice([f"/{other}", f"/{other}/", f"/old-{other}/", f"/{other.upper()}/", f"/{other}#part", "https://www.example.org/" + other + "/",
                         "http://www.example.com/", "/gone/"])
        out.append(r.choice([
            f"Read [this]({link}) and [that](</{other}>).", f"- [a]({link})\n- [b]({link} \"t\")", f"[r]: {link}\n\n[Text][r].",
            "Professional ScrumTM and PSM are marks.", "Learn the Scaled Agile Framework (SAFe) (R) today.", r.choice(WORDS),
            "<!-- contentlint-disable-next-line empty-link-text, multiple-h1: an anchor -->\n[x](#part)",
            "Text <!-- contentlint-disable-line broken-link --> goes on.\nAnd on.", "<!-- wp:paragraph -->\nText\n<!-- /wp:paragraph -->",
            "{% include note.html %}", "Take [wpv-post-link item=\"10045\"] along.", "[mail](team@example.org) or [web](www.example.com/a)",
            marks(r), marks(r), marks(r), "## Part\n\nText.", "line one\n<!-- contentlint-disable-next-line empty-heading -->\nline two"]))
    return "\n\n".join(out)


def page(r, name, pages, jekyll):
    style = "yaml" if jekyll else r.choice(["yaml", "yaml", "yaml", "toml", "json"])
    if style == "json":
        import json
        values = {"title": "J " + name, "aliases": r.sample([f"/{name}/", f"/j-{name}/", f"/j-{name}"], r.randint(1, 3))}
        if r.random() < .4:
            values["descripton"] = "d"
        head = json.dumps(values, indent=r.choice([None, 2]), ensure_ascii=False)
    else:
        mark = "+++" if style == "toml" else "---"
        head = "\n".join([mark + r.choice(["", "", "", mark[0]]) if not jekyll else mark] + front(r, name, pages, style, jekyll) + [mark])
    text = head + "\n\n" + body(r, name, pages) + r.choice(["\n", "\n", "", "\n\n"])
    end = r.choice(["\n", "\n", "\r\n"])
    return (r.choice(["", "", "", "\ufeff"]) if not jekyll else "") + text.replace("\n", end)


def make(folder, seed):
    """A site of that seed."""
    r = random.Random(seed)
    config = r.choice(list(CONFIG))
    jekyll = config.startswith("_")
    pages = [f"page-{n}" for n in range(r.randint(2, 6))]
    files = {config: CONFIG[config], "contentlint.yml": SETTINGS, ".contentlint/schemas/talk.yaml": SCHEMA}
    if r.random() < .6:
        policy = r.choice(["", ", symbols: first-use", ", symbols: headings", ", symbols: every"])
        owners = ", ".join(r.sample(OWNERS, r.randint(1, len(OWNERS))))
        files["contentlint.yml"] = SETTINGS.replace("schema: talk}", f"schema: talk, trademarks: [{owners}]{policy}}}")
    if not jekyll and r.random() < .4:
        files["layouts/partials/footer.html"] = "<footer>\n{{ .Site.Title }}\n<p>" + marks(r) + "</p>\n<p>" + marks(r) + "</p>\n</footer>\n"
    for name in pages:
        files[("" if jekyll else "content/") + name + ".md"] = page(r, name, pages, jekyll)
    if not jekyll and r.random() < .5:
        files["static/_redirects"] = "/r /old-page-0/ 301\n/s /r 301\n"
    for path, text in files.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
