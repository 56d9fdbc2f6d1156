"""URLs that a change takes off the site (--since), and the settings that excuse findings."""
import os

from mutations import Change, in_front, lacks, rule

BOTH = ("hugo", "jekyll")
# Of a page that is served elsewhere or nowhere: its feeds, and the terms that only it has.
ELSEWHERE = ("lost-file", "redirect-target", "redirect-chain", "lost-url", "broken-link", "orphan-page")


def is_plain(page, draw):
    """A page whose URL is its file's name, and that nothing names."""
    stem = os.path.splitext(os.path.basename(page.path))[0]
    usual = lacks(page, "url", "slug", "permalink", "aliases", "redirect_from", "draft", "tags", "categories", "redirects")
    alone = len(os.listdir(os.path.join(draw.site.folder, os.path.dirname(page.path)))) < 4
    return usual and not alone and draw.url(page).endswith("/%s/" % stem) and not draw.is_mentioned(page)


@rule("lost-url", "moved", "since", also=ELSEWHERE, elsewhere=ELSEWHERE, on=BOTH)
def moved(page, draw):
    if not is_plain(page, draw):
        return None
    draw.loses(draw.url(page))
    to = "%s/mutate-%s.md" % (os.path.dirname(page.path), draw.serial())
    return [Change(page.path, None), Change(to, page.text, [0], draw.url(page))]


@rule("lost-url", "moved and edited", "since", also=ELSEWHERE, elsewhere=ELSEWHERE, on=BOTH)
def moved_and_edited(page, draw):
    lines = page.text[page.body:].split("\n")
    if not is_plain(page, draw) or len(lines) < 20:
        return None
    draw.loses(draw.url(page))
    to = "%s/mutate-%s.md" % (os.path.dirname(page.path), draw.serial())
    text = page.text[:page.body] + "\n".join(lines[:-4]) + "\n"
    return [Change(page.path, None), Change(to, text, [0], draw.url(page))]


@rule("lost-url", "deleted", "since", also=ELSEWHERE, elsewhere=ELSEWHERE, on=BOTH)
def deleted(page, draw):
    if not is_plain(page, draw) or not draw.site.config:
        return None
    draw.loses(draw.url(page))
    return [Change(page.path, None), draw.on_config(draw.url(page))]


@rule("lost-url", "slug", "since", also=ELSEWHERE, elsewhere=ELSEWHERE)
def other_slug(page, draw):
    if not is_plain(page, draw) or ":filename" in draw.site.config_text:
        return None
    draw.loses(draw.url(page))
    found = in_front(page, "slug: mutate-%s" % draw.serial(), "slug")
    return [found[0]._replace(about=draw.url(page))]


@rule("lost-url", "draft", "since", also=ELSEWHERE, elsewhere=ELSEWHERE)
def made_a_draft(page, draw):
    if not is_plain(page, draw):
        return None
    draw.loses(draw.url(page))
    found = in_front(page, "draft: true")
    return [found[0]._replace(places=[0], about=draw.url(page))]


@rule("lost-url", "alias", "since", on=BOTH)
def alias_taken_away(page, draw):
    """The last alias of a list of two or more goes; the key stays, and is the place."""
    for key, start, end in page.keys() if page.format == "yaml" else ():
        rows = page.text[end + 1:page.front[1]].split("\n")
        count = next((i for i, row in enumerate(rows) if not row.lstrip().startswith("- ")), len(rows))
        if key not in ("aliases", "redirect_from") or count < 2:
            continue
        alias = rows[count - 1].lstrip()[2:].strip().strip("\"'")
        once = draw.site.everything.count(alias.strip("/")) == 1
        if not once or not alias.startswith("/") or any(c in alias for c in "?# "):
            return None
        cut = end + 1 + sum(len(row) + 1 for row in rows[:count - 1])
        text = page.text[:cut] + page.text[cut + len(rows[count - 1]) + 1:]
        return [Change(page.path, text, [start], alias.strip("/"))]
    return None


@rule("lost-file", "static", "since")
def static_file(page, draw):
    """The file that the commit has for this: nothing links to it."""
    path = draw.site.root + "static/mutate/paper.txt"
    if path in draw.owners or not draw.site.config:
        return None
    return [Change(path, None), draw.on_config("/mutate/paper.txt")]


# ---- allow-lists -------------------------------------------------------------------------------------------------

def allowance(entry, mark):
    """Each needs a rule of its own: a key stands in contentlint.yml once."""
    def apply(page, draw):
        listing = draw.list_in("contentlint.yml")
        free = [r for r in QUIET_RULES if not any(r in text for text, _, _ in listing.entries)]
        if not free:
            return None
        if not listing.entries and not listing.head:
            listing.head = "rules:\n"
        listing.add("  %s: {allow: [%s]}\n" % (free[0], entry), mark)
        return []
    return apply


QUIET_RULES = ["duplicate-alias", "duplicate-value", "nul-byte", "redirect-loop", "schema-in-page", "stale-page"]
rule("unused-allowance", on=BOTH)(allowance("{files: no/such.md, reason: a comparison of two pages}", "{files"))
rule("unused-allowance", "until", on=BOTH)(allowance("{files: no/such.md, reason: for a while, until: 2099-01-31}", "{files"))
rule("expired-allowance", on=BOTH)(allowance("{files: no/such.md, reason: for a while, until: 2020-01-31}", "{files"))
