"""Front matter itself: what no parser takes, and fields that are missing or say nothing."""
import os

from mutations import Change, in_body, in_front, lacks, line_of, rule

# Links of a page that has expired, or is a draft, are judged once the keys that say so are not read.
JUDGED = ("wrong-trailing-slash", "own-absolute-link", "link-to-alias", "link-to-draft", "broken-link", "missing-anchor")
BOTH = ("hugo", "jekyll")
UNREAD = ("missing-title", "missing-description", "empty-field")  # of a page whose front matter cannot be read
LOST = ("broken-link", "missing-anchor", "link-to-alias", "redirect-target", "redirect-chain", "missing-ref", "lost-url")


@rule("duplicate-key", on=BOTH)
def key_twice(page, draw):
    return in_front(page, "title: Another title") if line_of(page, "title") else None


@rule("front-matter-syntax", also=UNREAD, elsewhere=LOST, alone=True, on=BOTH)
def bad_yaml(page, draw):
    draw.loses(draw.url(page))
    return in_front(page, "broken: a: b", ": b")


@rule("front-matter-syntax", also=UNREAD, elsewhere=LOST, alone=True, on=BOTH)
def open_quote(page, draw):
    draw.loses(draw.url(page))
    return in_front(page, 'broken: "a', '"')


@rule("front-matter-not-map", also=UNREAD + ("build-failure",), elsewhere=LOST, alone=True)
def only_a_list(page, draw):
    if page.format != "yaml":
        return None
    draw.loses(draw.url(page))
    return [Change(page.path, page.text[:4] + "- one\n- two\n" + page.text[page.front[1]:], [0])]


@rule("front-matter-too-complex", also=UNREAD, elsewhere=LOST, alone=True)
def nested_deeply(page, draw):
    """The front matter is a map itself: the list that is one too many is the DEPTH-th."""
    found = in_front(page, "deep: " + "[" * 100 + "1" + "]" * 100)
    draw.loses(draw.url(page))
    return found and [found[0]._replace(places=[found[0].places[0] + len("deep: ") + DEPTH - 1])]


@rule("tab-in-front-matter", also=UNREAD, elsewhere=LOST, on=BOTH)
def tab_indent(page, draw):
    return in_front(page, "card:\n\ttitle: a", "\t")


@rule("empty-key", on=BOTH)
def key_missing(page, draw):
    return in_front(page, ": a value", ":")


@rule("empty-field", on=BOTH)
def empty_value(page, draw):
    found = line_of(page, "description") or line_of(page, "title")
    if not found:
        return None
    start, end = found
    key = page.text[start:end].split(":")[0]
    return [Change(page.path, page.text[:start] + key + ': ""' + page.text[end:], [start])]


def without(key):
    def apply(page, draw):
        found = line_of(page, key)
        return found and [Change(page.path, page.text[:found[0]] + page.text[found[1] + 1:], [0])]
    return apply


def is_special(page):
    """Nobody lists the home, an error or a search page."""
    return os.path.splitext(os.path.basename(page.path))[0] in ("index", "404", "search")


@rule("missing-description", setup="fields", on=BOTH)
def no_description(page, draw):
    return None if is_special(page) else without("description")(page, draw)


@rule("missing-title", setup="fields", on=BOTH)
def no_title(page, draw):
    """A list page's title is made from its folder, as is that of Jekyll's documents; a heading or an HTML title counts."""
    if is_special(page) or draw.site.generator == "jekyll" and "/_" in "/" + page.path:
        return None
    titled = any(mark in page.text[page.body:] for mark in ("\n# ", "\n=", "<h1", "<title", "<H1"))
    return None if titled or page.path.endswith("_index.md") else without("title")(page, draw)


@rule("build-failure", elsewhere=LOST)
def date_that_is_none(page, draw):
    """Since Hugo 0.167; before, such a date is no date."""
    if not lacks(page, "date") or draw.site.is_older_than(167):
        return None
    return in_front(page, "date: 2018-10-087T08:30:11-07:00", "2018")


@rule("build-failure", elsewhere=LOST)
def url_with_a_host(page, draw):
    if not lacks(page, "url", "slug") or draw.is_mentioned(page):
        return None
    draw.loses(draw.url(page))
    return in_front(page, "url: https://example.org/a-%s/" % draw.serial(), "https")


@rule("yaml-boolean-text")
def draft_yes(page, draw):
    """Since Hugo 0.152; a site that says it is built with an older one is another matter."""
    return in_front(page, "draft: yes", "yes") if lacks(page, "draft") and not draw.site.is_older_than(152) else None


@rule("schema-in-page")
def schema_named(page, draw):
    return in_front(page, "$schema: page.yaml", "page")


@rule("unclosed-front-matter", also=UNREAD + ("front-matter-syntax",) + JUDGED, elsewhere=LOST, alone=True)
def fence_missing(page, draw):
    draw.loses(draw.url(page))
    return [Change(page.path, page.text[:page.front[1]] + "\n" + page.text[page.body:], [0])]


@rule("long-front-matter-fence")
def fence_of_four(page, draw):
    fence = page.text[0]
    return [Change(page.path, page.text[:page.front[1]] + fence + page.text[page.front[1]:], [page.front[1]])]


@rule("stale-page")
def updated_long_ago(page, draw):
    if not lacks(page, "date", "lastmod"):
        return None
    return in_body(page, draw, "By the trainers · Updated April 2023", "Updated")


DEPTH = 64  # maps and lists that contentlint reads within one another


@rule("unused-suppression")
def nothing_to_excuse_in_front(page, draw):
    return in_front(page, "m_excused: 1 # contentlint-disable-line wrong-type: because", "wrong-type")


@rule("unknown-suppression")
def no_such_rule_in_front(page, draw):
    return in_front(page, "m_excused: 1 # contentlint-disable-line wrong-tpye: because", "wrong-tpye")


@rule("ends-before-start", on=("hugo", "jekyll"))
def end_before_start(page, draw):
    line = "seeded_period: {start_date: 2027-01-24, end_date: 2027-01-02}"
    return in_front(page, line, "2027-01-02") if lacks(page, "seeded_period") else None


@rule("entity-in-field", on=("hugo",))
def entity_in_link_title(page, draw):
    return in_front(page, "linkTitle: Fish &#8211; chips", "&#8211;") if lacks(page, "linktitle") else None
