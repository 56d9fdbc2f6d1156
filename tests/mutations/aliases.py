"""Aliases, and addresses that two files want."""
from mutations import Change, found_at, in_front, lacks, new_page, rule

BOTH = ("hugo", "jekyll")


def alias_line(draw, alias, style="[%s]"):
    key = "redirect_from" if draw.site.generator == "jekyll" else "aliases"
    return key + ": " + style % alias


def free(page, draw):
    """May get an alias; where Hugo is told to publish none, they are the business of a template."""
    return not draw.site.disables_aliases and lacks(page, "aliases", "redirect_from", "redirect_to", "draft", "expirydate")


def is_moved(page):
    return not lacks(page, "url", "slug", "permalink")


def below_base(draw, url):
    """The site may be served below a path of its host: aliases leave that out."""
    base = draw.site.base_path
    return url[len(base):] if base != "/" and url.startswith(base + "/") else url


def two_claims(spellings, style="[%s]"):
    """style: how the first page lists its alias; N in it and in the spellings is a fresh number."""
    def apply(page, draw):
        other = draw.another(page, lambda p: free(p, draw))
        if not free(page, draw) or not other:
            return None
        first, second = (draw.rng.choice(spellings).replace("N", n) for n in [draw.serial()] * 2)
        return in_front(page, alias_line(draw, first, style.replace("N", draw.serial())), first) + in_front(other, alias_line(draw, second), second)
    return apply


SPELLINGS = ["/old-N/", "/old-N", "/x/../old-N/index.html", "/old-N/index.html"]
rule("duplicate-alias", "spellings")(two_claims(SPELLINGS))
rule("duplicate-alias", "scalar")(two_claims(SPELLINGS, "%s"))
rule("duplicate-alias", "block")(two_claims(SPELLINGS, "\n  - /mutate-N/\n  - %s"))
rule("duplicate-alias", "redirect_from", on=("jekyll",))(two_claims(["/old-N/"]))


@rule("duplicate-alias")
def relative_alias(page, draw):
    """A relative alias lies beside its page."""
    other = draw.another(page, lambda p: free(p, draw))
    if not free(page, draw) or not other or is_moved(page) or page.path.endswith("index.md"):
        return None
    name = "old-" + draw.serial()
    absolute = below_base(draw, draw.url(page)).rstrip("/").rsplit("/", 1)[0] + "/" + name + "/"
    return in_front(page, alias_line(draw, name), name) + in_front(other, alias_line(draw, absolute), absolute)


@rule("alias-case", on=BOTH)
def alias_case(page, draw):
    other = draw.another(page, lambda p: free(p, draw))
    if not free(page, draw) or not other:
        return None
    n = draw.serial()
    return (in_front(page, alias_line(draw, "/Old-%s/" % n), "/Old")
            + in_front(other, alias_line(draw, "/old-%s/" % n), "/old"))


@rule("alias-is-page", on=BOTH)
def alias_of_a_page(page, draw):
    other = draw.another(page)
    if not free(page, draw) or not other or not draw.url(other).endswith("/"):
        return None
    draw.kept.add(other.path)
    url = below_base(draw, draw.url(other))
    return in_front(page, alias_line(draw, url), url)


@rule("alias-is-page")
def alias_of_a_file(page, draw):
    if not free(page, draw):
        return None
    url = "/mutate/file-%s/" % draw.serial()
    file = Change(draw.site.root + "static" + url + "index.html", "<p>A file.</p>\n")
    return in_front(page, alias_line(draw, url), url) + [file]


@rule("alias-self", on=BOTH)
def alias_of_itself(page, draw):
    url = below_base(draw, draw.url(page))
    return in_front(page, alias_line(draw, url), url) if free(page, draw) and url.endswith("/") else None


@rule("repeated-alias")
def alias_twice(page, draw):
    n = draw.serial()
    line = "aliases: [/old-%s/, /old-%s]" % (n, n)
    return in_front(page, line, "/old-%s]" % n) if free(page, draw) else None


def odd(alias):
    def apply(page, draw):
        written = '"%s"' % alias.replace("old", "old" + draw.serial())
        return in_front(page, alias_line(draw, written), written) if free(page, draw) else None
    return apply


for _name, _alias in [("query", "/old?x=1"), ("fragment", "/old#part"), ("host", "https://example.org/old/"),
                      ("space", "/old name/"), ("source", "old.md")]:
    rule("alias-odd", _name)(odd(_alias))


# ---- two files, one address --------------------------------------------------------------------------------------

def has_language_folder(draw, page):
    """Does the site put a language before its URLs? Then `url` in front matter does not say the whole of them."""
    first = draw.url(page).split("/")[1]
    return len(first) in (2, 5) and "/%s/" % first in page.path


@rule("url-collision", "equal_url", also=("alias-is-page", "broken-link", "missing-anchor"), elsewhere=("broken-link", "missing-anchor", "redirect-target",
      "missing-ref", "unknown-reference", "link-to-alias"), alone=True)
def url_taken(page, draw):
    suits = lambda p: free(p, draw) and not is_moved(p) and not p.path.endswith("index.md")
    other = draw.another(page, suits)
    if not suits(page) or not other:
        return None
    for moved in (page, other):
        draw.loses(draw.url(moved))
    line = "url: /taken-%s/" % draw.serial()
    return in_front(page, line, "/taken") + in_front(other, line, "/taken")


@rule("url-collision")
def url_of_a_page(page, draw):
    url = draw.url(page)
    if is_moved(page) or has_language_folder(draw, page) or draw.site.base_path != "/":
        return None
    made = new_page(page, draw, "url: %s\n" % url)
    return made and [found_at(made[0], url), Change(page.path, page.text, [0])]


@rule("url-collision")
def slug_twice(page, draw):
    slug = "same-" + draw.serial()
    made = [new_page(page, draw, "slug: %s\n" % slug) for _ in range(2)]
    if not made[0] or "filename" in draw.site.config_text:
        return None
    return [found_at(change, slug) for change, _ in made]


@rule("url-collision")
def file_beside_folder(page, draw):
    made = new_page(page, draw)
    if not made or is_moved(page) or ":filename" in draw.site.config_text:
        return None
    change = made[0]._replace(path=page.path[:-len(".md")] + "/index.md")
    return [found_at(change), Change(page.path, page.text, [0])]


@rule("case-collision")
def case_of_url(page, draw):
    n = draw.serial()
    urls = ["/Same-%s/" % n, "/same-%s/" % n]
    made = [new_page(page, draw, "url: %s\n" % url) for url in urls]
    return [found_at(m[0], url) for m, url in zip(made, urls)] if made[0] else None


@rule("static-collision")
def file_at_a_page(page, draw):
    url = below_base(draw, draw.url(page))
    if is_moved(page) or not url.endswith("/"):
        return None
    return [Change(draw.site.root + "static" + url + "index.html", "<p>A file.</p>\n"), Change(page.path, page.text, [0])]


@rule("static-collision")
def file_at_a_new_page(page, draw):
    url = "/mutate/page-%s.html" % draw.serial()
    made = not has_language_folder(draw, page) and new_page(page, draw, "url: %s\n" % url)
    return [found_at(made[0], url), Change(draw.site.root + "static" + url, "<p>A file.</p>\n")] if made else None
