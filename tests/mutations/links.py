"""Links within the site, and to it from outside."""
import re

from mutations import found_at, in_body, in_front, new_page, rule, silent
from mutations.aliases import alias_line, free, has_language_folder

BOTH = ("hugo", "jekyll")


def knows_links(draw):
    """Nothing comes from elsewhere, and no render hook changes links."""
    return draw.site.is_complete and not draw.site.has_hooks


def paragraph(text, mark, complete):
    """complete: for sites whose links are known to lead where they say."""
    def apply(page, draw):
        ids_of_others = mark.startswith("#") and ("{{" in page.text or "{%" in page.text)
        html = "<a " in text and not re.search(r"unsafe\W+true", draw.site.config_text) and draw.site.generator == "hugo"
        if ids_of_others or html or not draw.site.knows_pages or complete and not knows_links(draw):
            return None
        base = draw.site.base_path.rstrip("/")
        if not mark.startswith("/") or "ref" in text.split("(")[-1][:8]:
            return in_body(page, draw, text, mark)
        return in_body(page, draw, text.replace(mark, base + mark), base + mark)
    return apply


for _rule, _name, _text, _mark, _on in [
    ("broken-link", "inline", "Read [the guide](/no/such/page-here/) first.", "/no", BOTH),
    ("broken-link", "relative", "Read [the guide](no-such-page-here/) first.", "no-such", BOTH),
    ("broken-link", "image", "See ![a picture](/no-such/picture.png) there.", "/no", BOTH),
    ("broken-link", "autolink", 'Read <a href="/no/such/page-here/">the guide</a> first.', "/no", BOTH),
    ("broken-link", "definition", "Read [the guide][seeded] first.\n\n[seeded]: /no/such/page-here/", "/no", BOTH),
    ("missing-anchor", "own", "Read [the part](#no-such-part-here) first.", "#no", BOTH),
    ("missing-ref", "ref", 'Read [the guide]({{< ref "no-such-page-here" >}}) first.', "no-such", ("hugo",)),
    ("missing-ref", "relref", 'Read [the guide]({{< relref "/no/such-page-here.md" >}}) first.', "/no", ("hugo",)),
    ("missing-ref", "link", "Read [the guide]({% link _no/such-page.md %}) first.", "{%", ("jekyll",)),
    ("missing-ref", "post_url", "Read [the guide]({% post_url 2020-01-02-no-such-post %}) first.", "{%", ("jekyll",)),
]:
    rule(_rule, _name, on=_on)(paragraph(_text, _mark, _name in ("image", "ref", "relref", "autolink", "definition", "relative")))


def to_another(page, draw, change_url, suits=lambda page: True):
    """A link to another page of the site, whose URL is changed on the way."""
    other = draw.another(page, lambda p: draw.url(p).endswith("/") and suits(p))
    if not other or not knows_links(draw):
        return None
    url = draw.url(other)
    changed = change_url(url)
    return None if changed in (url, None) else in_body(page, draw, "See [it](%s) there." % changed, changed)


@rule("wrong-trailing-slash", on=BOTH)
def without_slash(page, draw):
    return to_another(page, draw, lambda url: url.rstrip("/") or None)


@rule("wrong-case-link", on=BOTH)
def upper_case(page, draw):
    def shout(url):
        folder, name = url.rstrip("/").rsplit("/", 1)
        return "%s/%s/" % (folder, name.upper())
    return to_another(page, draw, shout)


@rule("own-absolute-link", on=BOTH)
def with_host(page, draw):
    host = re.match(r"https?://[^/]+", draw.site.base_url or "")
    if not host or "example." in host.group() or "localhost" in host.group():
        return None
    return to_another(page, draw, lambda url: host.group() + url)


@rule("own-repository-link", on=BOTH)
def file_of_the_repository(page, draw):
    branch = re.search(r"""github_branch["']?\s*[=:]\s*["']?([^\s"']+)""", draw.site.config_text)
    if not draw.site.repository or "no language" in draw.site.notes:
        return None
    view = draw.rng.choice(["blob", "edit", "raw"])
    branch = branch.group(1) if branch else draw.rng.choice(["main", "master"])
    url = "%s/%s/%s/no/such-file.md" % (draw.site.repository, view, branch)
    return in_body(page, draw, "The [source](%s) is there." % url, url)


@rule("missing-anchor", on=BOTH)
def part_of_another(page, draw):
    other = draw.another(page, lambda p: draw.url(p).endswith("/") and "{{" not in p.text and "{%" not in p.text)
    url = other and draw.url(other) + "#no-such-part-here"
    return in_body(page, draw, "See [it](%s) there." % url, url) if other else None


@rule("link-to-alias", on=BOTH)
def through_an_alias(page, draw):
    other = draw.another(page, lambda p: free(p, draw))
    if not other or "no language" in draw.site.notes:
        return None
    was = "/was-%s/" % draw.serial()
    base = draw.site.base_path.rstrip("/")
    link = in_body(page, draw, "See [it](%s) there." % (base + was), base + was)
    return link and silent(in_front(other, alias_line(draw, was))) + link


def unpublished(line):
    def apply(page, draw):
        made = draw.another(page, lambda p: new_page(p, draw))
        made = made and new_page(made, draw, line + "\n")
        link = made and in_body(page, draw, "See [it](%s) there." % made[1], made[1])
        return link and [made[0]] + link
    return apply


rule("link-to-draft", "draft")(unpublished("draft: true"))
rule("link-to-draft", "expired")(unpublished("expiryDate: 2001-02-03"))


@rule("link-to-draft")
def future(page, draw):
    if "buildfuture" in draw.site.config_text.lower():
        return None
    return unpublished("publishDate: 2099-02-03")(page, draw)


@rule("ambiguous-ref")
def name_of_two_pages(page, draw):
    name = "twice-" + draw.serial()
    folders, made = set(), []
    if not draw.site.is_complete:
        return None
    for other in draw.pages:
        folder = other.path.rsplit("/", 1)[0]
        one = folder not in folders and new_page(other, draw, name=name)
        if one and has_language_folder(draw, other) == has_language_folder(draw, page) and same_tree(page, other):
            folders.add(folder)
            made.append(one[0])
        if len(made) == 2:
            ref = draw.rng.choice(['{{< ref "%s" >}}', '{{< relref "%s" >}}', '{{%% ref "%s" %%}}'])
            ref = ref.replace("%s", name).replace("%%", "%")
            link = in_body(page, draw, "Read [the guide](%s) first." % ref, name)
            return link and made + link
    return None


def same_tree(page, other):
    """Pages of one language: below the same folder of the content."""
    def tree(path):
        parts = path.split("content/", 1)[-1].split("/")
        return parts[0] if len(parts[0]) in (2, 5) else ""
    return tree(page.path) == tree(other.path)


@rule("orphan-page", setup="orphans")
def page_nobody_links_to(page, draw):
    made = "no language" not in draw.site.notes and new_page(page, draw)
    return [found_at(made[0])] if made else None


def redirected(page, draw, add):
    other = draw.another(page, lambda p: draw.url(p).endswith("/"))
    if not other or "no language" in draw.site.notes:
        return None
    moved = "/moved-%s/" % draw.serial()
    link = in_body(page, draw, "See [it](%s) there." % moved, moved)
    return link if link and add(draw, [(moved, draw.url(other), None)]) else None
