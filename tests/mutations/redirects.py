"""Redirect rules, in each of the four files that hold them."""
import json
import os

from mutations import Change, in_front, new_page, rule, silent
from mutations.aliases import alias_line, free
from mutations.links import redirected
from mutations.listing import Listing

BOTH = ("hugo", "jekyll")


class TomlTables(Listing):
    start = "\n"


class JsonRoutes(Listing):
    between, end = ",\n", "\n]}\n"


class VercelRules(JsonRoutes):
    start = '{"redirects": [\n'


class AzureRoutes(JsonRoutes):
    start = '{"routes": [\n'


class Service:
    """One redirect file: how its entries look. `where` in a rule is the part that is at fault: from, to, or None."""

    def __init__(self, name, make, entry, rest, beats_files):
        self.name, self.make, self.entry, self.rest, self.beats_files = name, make, entry, rest, beats_files

    def path(self, draw):
        """The site's file, else the repository's, else a new one; None where the site can't have one."""
        names = [draw.site.root + self.name, self.name]
        found = [name for name in names if os.path.exists(os.path.join(draw.site.folder, name))]
        return found[0] if found else names[0]

    def list(self, draw):
        path = self.path(draw)
        return path and draw.list_in(path, self.make)

    def add(self, draw, rules):
        listing = self.list(draw)
        if not listing:
            return False
        for start, end, where in rules:
            text = self.entry(start.replace("*", self.rest), end)
            listing.add(text, {"from": start.replace("*", self.rest), "to": end, None: None}[where])
        return True


class Netlify(Service):
    def path(self, draw):
        if draw.site.generator == "jekyll" or "_redirects" in draw.site.config_text:
            return None  # Jekyll leaves the name out; a template may write the file
        return draw.site.redirects or draw.site.root + "static/_redirects"


def json_entry(start, end):
    return lambda a, b: json.dumps({start: a, end: b})


SERVICES = [
    Netlify("_redirects", Listing, "{} {}\n".format, "*", False),
    Service("netlify.toml", TomlTables, '[[redirects]]\n  from = "{}"\n  to = "{}"\n\n'.format, "*", False),
    Service("vercel.json", VercelRules, json_entry("source", "destination"), ":path*", True),
    Service("staticwebapp.config.json", AzureRoutes, json_entry("route", "redirect"), "*", True),
]


def of(rule_id, service, name, rules, **more):
    """Registers a mutation made of rules alone: rules(page's URL, another page's URL, number) gives them."""
    def apply(page, draw):
        other = draw.another(page, lambda p: draw.url(p).endswith("/"))
        judged = rules is not target or draw.site.knows_pages
        if not other or not judged or not draw.url(page).endswith("/"):
            return None
        return [] if service.add(draw, rules(draw.url(page), draw.url(other), draw.serial())) else None
    rule(rule_id, "%s %s" % (service.name, name), on=BOTH, **more)(apply)


def duplicate(url, other, n):
    return [("/twice-%s/" % n, url, None), ("/twice-%s/" % n, other, "from")]


def duplicate_in_other_words(url, other, n):
    return [("/twice-%s/" % n, url, None), ("/twice-%s" % n, other, "from")]


def hidden(url, other, n):
    return [("/area-%s/*" % n, url, None), ("/area-%s/part" % n, other, "from")]


def hidden_by_a_deeper_one(url, other, n):
    return [("/area-%s/*" % n, url, None), ("/area-%s/a/b/*" % n, other, "from")]


def loop(url, other, n):
    return [("/one-%s/" % n, "/two-%s/" % n, "from"), ("/two-%s/" % n, "/one-%s/" % n, "from")]


def loop_of_itself(url, other, n):
    return [("/round-%s/" % n, "/round-%s" % n, "from")]


def chain(url, other, n):
    return [("/older-%s/" % n, "/old-%s/" % n, "to"), ("/old-%s/" % n, url, None)]


def target(url, other, n):
    return [("/old-%s/" % n, url + "no-such-page-%s/" % n, "to")]


for _service in SERVICES:
    of("redirect-duplicate", _service, "twice", duplicate)
    of("redirect-duplicate", _service, "slash", duplicate_in_other_words)
    of("redirect-hidden", _service, "wildcard", hidden)
    of("redirect-hidden", _service, "wildcards", hidden_by_a_deeper_one)
    of("redirect-loop", _service, "two", loop)
    of("redirect-loop", _service, "one", loop_of_itself)
    of("redirect-chain", _service, "rules", chain)
    of("redirect-target", _service, "nothing", target)


def shadowed(service):
    def apply(page, draw):
        made = new_page(page, draw)
        return [made[0]] if made and service.add(draw, [(made[1], draw.url(page), "from")]) else None
    return apply


def shadowed_file(service):
    def apply(page, draw):
        path = "/mutate/paper-%s.txt" % draw.serial()
        file = Change(draw.site.root + "static" + path, "Words.\n")
        return [file] if service.add(draw, [(path, draw.url(page), "from")]) else None
    return apply


def chain_to_alias(service):
    def apply(page, draw):
        if not free(page, draw):
            return None
        was = "/was-%s/" % draw.serial()
        changes = silent(in_front(page, alias_line(draw, was)))
        return changes if service.add(draw, [("/older" + was, was, "to")]) else None
    return apply


def link(service):
    return lambda page, draw: redirected(page, draw, service.add)


def broken(service, entry, mark):
    def apply(page, draw):
        listing = service.list(draw)
        if not listing:
            return None
        listing.add(entry.replace("N", draw.serial()), mark)
        return []
    return apply


for _service in SERVICES:
    rule("redirect-shadowed", _service.name + " page")(shadowed(_service))
    rule("redirect-shadowed", _service.name + " file")(shadowed_file(_service))
    rule("redirect-chain", _service.name + " alias")(chain_to_alias(_service))
    rule("link-to-redirect", _service.name, on=BOTH)(link(_service))

for _service, _name, _entry, _mark in [
    (SERVICES[0], "no target", "/old-N/\n", "/old"),
    (SERVICES[0], "path without slash", "old-N/ /a/\n", "old"),
    (SERVICES[0], "words at the end", "/old-N/ / 301 for-ever\n", "/old"),
    (SERVICES[1], "no target", '[[redirects]]\n  from = "/old-N/"\n\n', "[["),
    (SERVICES[1], "no path", '[[redirects]]\n  to = "/old-N/"\n\n', "[["),
    (SERVICES[2], "no target", '{"source": "/old-N/"}', "{"),
    (SERVICES[3], "no path", '{"redirect": "/old-N/"}', "{"),
]:
    rule("redirect-syntax", "%s %s" % (_service.name, _name), on=BOTH)(broken(_service, _entry, _mark))
