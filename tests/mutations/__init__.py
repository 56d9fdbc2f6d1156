"""Seeded defects, one or more per rule (tests/mutate.py runs them).

A mutation is a function (page, draw) that returns a list of Change, or None when the page does not suit. `page` is a
clean page of a real site; `draw` (mutate_round.Round) gives random numbers, other pages, fresh serial numbers, and
takes entries for files that several mutations share. What must be found, and where, is said by the mutation alone.
"""
import collections
import os

# path: the file, from the copy's root. text: its new text, None when it goes away. places: offsets in text where the
# finding must be; `about` is text its message must have, when the place alone does not tell.
Change = collections.namedtuple("Change", "path text places about", defaults=((), ""))

# setup: a name in setups.ALL. also: rules that may speak up in the changed files besides, because the defect is one for
# them too. elsewhere: rules that may speak up in other files about an address the mutation took off the site. alone:
# the run has no other mutation in it. on: generators of the sites it is for.
Mutation = collections.namedtuple("Mutation", "rule name apply setup also elsewhere alone on")
ALL = []


def rule(rule_id, name="", setup="plain", also=(), elsewhere=(), alone=False, on=("hugo",)):
    def add(function):
        name_ = name or function.__name__
        ALL.append(Mutation(rule_id, name_, function, setup, frozenset(also), frozenset(elsewhere), alone, on))
        return function
    return add


def in_front(page, line, mark=None):
    """Adds a line at the end of YAML front matter; the place is that of `mark` in it."""
    if page.format != "yaml":
        return None
    at = page.front[1]
    text = page.text[:at] + line + "\n" + page.text[at:]
    return [Change(page.path, text, [at + (line.index(mark) if mark else 0)])]


def in_body(page, draw, paragraph, mark=None):
    """Adds a paragraph before a plain one."""
    places = list(page.paragraphs())
    if not places:
        return None
    at = draw.rng.choice(places)
    text = page.text[:at] + paragraph + "\n\n" + page.text[at:]
    return [Change(page.path, text, [at + (paragraph.index(mark) if mark else 0)])]


def silent(changes):
    """The same changes, with nothing to be found in them."""
    return changes and [change._replace(places=()) for change in changes]


def lacks(page, *keys):
    return page.format == "yaml" and not any(key.lower() in keys for key, _, _ in page.keys())


def line_of(page, wanted):
    """(start, end) of the one-line value of a key."""
    for key, start, end in page.keys() if page.format == "yaml" else ():
        if key == wanted and page.text[end:end + 2] not in ("\n ", "\n-"):
            return start, end
    return None


def new_page(page, draw, front="", name=""):
    """(a Change that adds a page to page's folder, its URL); None where the folder does not tell the URL."""
    folder, file = os.path.split(page.path)
    stem, url = os.path.splitext(file)[0], draw.url(page).split("/")
    plain = stem not in ("index", "_index") and url[-2:] == [stem, ""] and url[-3:-2] == [os.path.basename(folder).lower()]
    if not plain or os.path.exists(os.path.join(draw.site.folder, folder, "index.md")):
        return None
    name = name or "mutate-" + draw.serial()
    text = "---\ntitle: Seeded %s\ndescription: A page that was not here before.\n%s---\n\nText of %s.\n"
    change = Change("%s/%s.md" % (folder, name), text % (name, front, name))
    return change, "/".join(url[:-2] + [name, ""])


def found_at(change, mark="", about=""):
    """The change, with a finding at the last `mark` in it, or at its first character."""
    return change._replace(places=[change.text.rindex(mark) if mark else 0], about=about)
