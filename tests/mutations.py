"""mutations.py: one seeded defect per rule (mutate.py runs them).

apply(page, random, site) returns a list of (page, new text, offset of the place expected) or None when the page does
not suit; most seed one page. `site` has urls (source path -> URL) and pages. `configured` mutations run in a copy of
the site with the contentlint.yml and the schema below. `also` names rules that may speak up besides, because the defect
is one for them too.
"""
import collections
import re

Mutation = collections.namedtuple("Mutation", "rule name apply configured also arguments")
ALL = []

CONFIG = """types:
  - {files: "**", schema: mutate}
rules:
  heading-order: warning
  multiple-h1: warning
  missing-description: {percent: 1}
  missing-title: {percent: 1}
"""
SCHEMA = r"""$schema: https://json-schema.org/draft/2020-12/schema
properties:
  m_type: {type: integer}
  m_enum: {enum: [foundation, practitioner, expert]}
  m_const: {const: course}
  m_pattern: {pattern: "^[A-Z]{3}$"}
  m_format: {format: date}
  m_uri: {format: uri}
  m_email: {format: email}
  m_minlength: {minLength: 5}
  m_maxlength: {maxLength: 5}
  m_minimum: {minimum: 5}
  m_maximum: {maximum: 5}
  m_exclusive: {exclusiveMinimum: 5, exclusiveMaximum: 9}
  m_multiple: {multipleOf: 4}
  m_minitems: {minItems: 3}
  m_maxitems: {maxItems: 1}
  m_uniqueitems: {uniqueItems: true}
  m_contains: {contains: {const: en}}
  m_prefix: {prefixItems: [{type: integer}], items: {type: string}}
  m_items: {items: {type: integer}}
  m_required: {required: [name]}
  m_dependent: {dependentRequired: {price: [currency]}}
  m_additional: {properties: {name: true}, additionalProperties: false}
  m_unevaluated: {allOf: [{properties: {name: true}}], unevaluatedProperties: false}
  m_names: {propertyNames: {pattern: "^[a-z]+$"}}
  m_minprops: {minProperties: 2}
  m_maxprops: {maxProperties: 1}
  m_not: {not: {const: forbidden}}
  m_anyof: {anyOf: [{type: integer}, {type: boolean}]}
  m_oneof: {oneOf: [{minimum: 3, type: integer}, {maximum: 2, type: integer}]}
  m_allof: {allOf: [{type: string}, {minLength: 4}]}
  m_ref: {$ref: "#/$defs/hours"}
  m_patternprops: {patternProperties: {"^n_": {type: integer}}}
  m_if: {if: {properties: {kind: {const: paid}}, required: [kind]}, then: {required: [price]}}
  m_deprecated: {deprecated: true}
  m_replaced: {deprecated: true, x-replaced-by: m_enum}
  m_unique: {x-unique: site}
  m_term: {x-ref: "taxonomy:tags"}
  m_file: {x-ref: file}
  m_static: {x-ref: static}
  m_page: {x-ref: page}
  m_date: {x-date: {max: now}}
$defs:
  hours: {type: number, minimum: 1}
"""


def rule(rule_id, name="", configured=False, also=(), arguments=()):
    def add(function):
        ALL.append(Mutation(rule_id, name or function.__name__, function, configured, frozenset(also), tuple(arguments)))
        return function
    return add


def in_front(page, line, mark=None):
    """Adds a line at the end of the front matter; the place is that of `mark` in it."""
    at = page.front[1]
    return [(page, page.text[:at] + line + "\n" + page.text[at:], at + (line.index(mark) if mark else 0))]


def in_body(page, rng, paragraph, mark=None):
    """Adds a paragraph before a plain one."""
    places = list(page.paragraphs())
    if not places:
        return None
    at = rng.choice(places)
    return [(page, page.text[:at] + paragraph + "\n\n" + page.text[at:], at + (paragraph.index(mark) if mark else 0))]


def lacks(page, *keys):
    return not any(key.lower() in keys for key, _, _ in page.keys())


def line_of(page, wanted):
    for key, start, end in page.keys():
        if key == wanted:
            return start, end
    return None


def values(line, mark):
    return lambda page, rng, site: in_front(page, line, mark)


for _rule, _line, _mark in [
    ("wrong-type", 'm_type: "12 hours"', '"12'),
    ("value-not-allowed", "m_enum: practicioner", "practicioner"),
    ("value-not-allowed", "m_const: workshop", "workshop"),
    ("value-format", "m_pattern: abc", "abc"),
    ("value-format", "m_format: 12 May 2026", "12"),
    ("value-format", "m_uri: not a uri", "not"),
    ("value-format", "m_email: nobody", "nobody"),
    ("value-out-of-range", "m_minlength: abc", "abc"),
    ("value-out-of-range", "m_maxlength: abcdefgh", "abcdefgh"),
    ("value-out-of-range", "m_minimum: 2", "2"),
    ("value-out-of-range", "m_maximum: 12", "12"),
    ("value-out-of-range", "m_exclusive: 5", "5"),
    ("value-out-of-range", "m_multiple: 6", "6"),
    ("value-out-of-range", "m_minitems: [a, b]", None),
    ("value-out-of-range", "m_maxitems: [a, b]", None),
    ("value-out-of-range", "m_uniqueitems: [aa, bb, aa]", "aa]"),
    ("value-out-of-range", "m_contains: [de, fr]", None),
    ("wrong-type", "m_prefix: [a, b]", "a,"),
    ("wrong-type", "m_items: [1, b]", "b"),
    ("missing-key", "m_required: {title: a}", "m_required"),
    ("missing-key", "m_dependent: {price: 3}", "m_dependent"),
    ("unknown-key", "m_additional: {nome: a}", "nome"),
    ("unknown-key", "m_unevaluated: {nome: a}", "nome"),
    ("unknown-key", "m_names: {Nome: a}", "Nome"),
    ("value-out-of-range", "m_minprops: {a: 1}", None),
    ("value-out-of-range", "m_maxprops: {a: 1, b: 2}", None),
    ("value-not-allowed", "m_not: forbidden", "forbidden"),
    ("wrong-type", "m_anyof: text", "text"),
    ("wrong-type", "m_oneof: text", "text"),
    ("value-out-of-range", "m_allof: abc", "abc"),
    ("value-out-of-range", "m_ref: 0", "0"),
    ("wrong-type", "m_patternprops: {n_a: text}", "text"),
    ("missing-key", "m_if: {kind: paid}", "m_if"),
    ("deprecated-key", "m_deprecated: 1", None),
    ("deprecated-key", "m_replaced: foundation", None),
    ("unknown-reference", "m_term: no such term", "no"),
    ("unknown-reference", "m_file: no-such-file.yaml", "no"),
    ("unknown-reference", "m_static: /no-such-file.png", "/no"),
    ("unknown-reference", "m_page: /no-such-page", "/no"),
    ("value-format", "m_date: 2031-01-01", "2031"),
]:
    rule(_rule, _line.split(":")[0], configured=True)(values(_line, _mark))


@rule("duplicate-value", "m_unique", configured=True)
def same_value(page, rng, site):
    other = site.another(page, rng)
    line = "m_unique: CODE-%s" % site.serial()
    return in_front(page, line, "CODE") + in_front(other, line, "CODE")


# ---- aliases -----------------------------------------------------------------------------------------------------

@rule("duplicate-alias")
def alias_of_two_pages(page, rng, site):
    other = site.another(page, rng, lambda p: lacks(p, "aliases"))
    if not lacks(page, "aliases") or not other:
        return None
    n = site.serial()
    spellings = ["/old-%s/", "/old-%s", "/x/../old-%s/index.html", "/old-%s/index.html"]
    first, second = rng.choice(spellings) % n, rng.choice(spellings) % n
    return in_front(page, "aliases: [%s]" % first, first) + in_front(other, "aliases: %s" % second, second)


@rule("alias-case")
def alias_case(page, rng, site):
    other = site.another(page, rng, lambda p: lacks(p, "aliases"))
    if not lacks(page, "aliases") or not other:
        return None
    n = site.serial()
    return (in_front(page, "aliases: [/Old-%s/]" % n, "/Old") + in_front(other, "aliases: [/old-%s/]" % n, "/old"))


@rule("alias-is-page")
def alias_of_a_page(page, rng, site):
    other = site.another(page, rng)
    if not lacks(page, "aliases") or not other:
        return None
    url = site.url(other)
    return in_front(page, "aliases: [%s]" % url, url)


@rule("alias-self")
def alias_of_itself(page, rng, site):
    if not lacks(page, "aliases"):
        return None
    url = site.url(page)
    return in_front(page, "aliases: [%s]" % url, url)


@rule("repeated-alias")
def alias_twice(page, rng, site):
    n = site.serial()
    return in_front(page, "aliases: [/old-%s/, /old-%s]" % (n, n), "/old-%s]" % n) if lacks(page, "aliases") else None


@rule("alias-odd")
def alias_no_request_matches(page, rng, site):
    odd = rng.choice(["/old?x=1", "/old#part", "https://example.org/old/"]).replace("old", "old" + site.serial())
    return in_front(page, 'aliases: ["%s"]' % odd, '"' + odd) if lacks(page, "aliases") else None


@rule("url-collision", also=("broken-link", "missing-anchor", "duplicate-alias", "alias-is-page"))
def url_taken(page, rng, site):
    other = site.another(page, rng, lambda p: lacks(p, "url", "slug", "aliases") and not p.path.endswith("index.md"))
    if not other or not lacks(page, "url", "slug", "aliases") or page.path.endswith("index.md"):
        return None
    n = site.serial()
    return in_front(page, "url: /taken-%s/" % n, "/taken") + in_front(other, "url: /taken-%s/" % n, "/taken")


# ---- front matter ------------------------------------------------------------------------------------------------

@rule("duplicate-key")
def key_twice(page, rng, site):
    return in_front(page, "title: Another title") if line_of(page, "title") else None


@rule("front-matter-syntax", also=("missing-title", "missing-description", "broken-link", "missing-anchor"))
def bad_yaml(page, rng, site):
    return in_front(page, "broken: a: b", ": b")


@rule("tab-in-front-matter")
def tab_indent(page, rng, site):
    return in_front(page, "card:\n\ttitle: a", "\t")


@rule("empty-field")
def empty_value(page, rng, site):
    found = line_of(page, "description") or line_of(page, "title")
    if not found or page.text[found[1]:found[1] + 2] == "\n ":
        return None
    start, end = found
    key = page.text[start:end].split(":")[0]
    return [(page, page.text[:start] + key + ': ""' + page.text[end:], start)]


@rule("missing-title", configured=True)
def no_title(page, rng, site):
    found = line_of(page, "title")
    if not found or page.text[found[1]:found[1] + 2] == "\n ":
        return None
    return [(page, page.text[:found[0]] + page.text[found[1] + 1:], 0)]


@rule("missing-description", configured=True)
def no_description(page, rng, site):
    found = line_of(page, "description")
    if not found or page.text[found[1]:found[1] + 2] == "\n ":
        return None
    return [(page, page.text[:found[0]] + page.text[found[1] + 1:], 0)]


# ---- body --------------------------------------------------------------------------------------------------------

def paragraphs(text, mark):
    return lambda page, rng, site: in_body(page, rng, text, mark)


for _rule, _name, _text, _mark in [
    ("leftover-shortcode", "wpv", 'Take a [wpv-post-link item="10045"] or a similar course.', "[wpv"),
    ("leftover-shortcode", "caption", '[caption id="a" width="30"]A picture[/caption]', "[caption"),
    ("leftover-liquid", "include", "See {% include note.html %} for more.", "{%"),
    ("placeholder-text", "todo", "TODO: write this part.", "TODO"),
    ("placeholder-text", "lorem", "We say lorem ipsum dolor sit amet to all.", "lorem"),
    ("malformed-url", "twice", "Read the [guide](https://https://example.com/) first.", "https"),
    ("malformed-url", "scheme", "Read the [guide](ttps://example.com/) first.", "ttps"),
    ("malformed-url", "slash", "Read the [guide](https:/example.com/a) first.", "https"),
    ("space-in-link", "space", "Read the [guide] (https://www.scrum.org/) first.", "[guide"),
    ("link-without-scheme", "www", "Read the [guide](www.scrum.org/guide) first.", "www"),
    ("localhost-link", "preview", "Look at [the page](http://localhost:1313/courses/) first.", "http"),
    ("empty-link-text", "text", "Read [](https://www.scrum.org/resources) first.", "[]"),
    ("empty-link-target", "target", "Read [the guide]() first.", "[the"),
    ("spelled-out-trademark", "tm", "The Professional ScrumTM courses are here.", "ScrumTM"),
    ("heading-order", "order", "## Order\n\n#### Skipped", "Skipped"),
    ("unknown-suppression", "typo", "<!-- contentlint-disable-next-line no-such-rule: because -->\nText.", "no-such-rule"),
    ("unused-suppression", "unused", "<!-- contentlint-disable-next-line duplicate-alias: because -->\nText.",
     "duplicate-alias"),
]:
    rule(_rule, _name, configured=_rule == "heading-order")(paragraphs(_text, _mark))


def on_complete_sites(text, mark):
    return lambda page, rng, site: in_body(page, rng, text, mark) if site.complete else None


for _rule, _name, _text, _mark in [
    ("broken-link", "inline", "Read [the guide](/no/such/page-here/) first.", "/no"),
    ("missing-anchor", "own", "Read [the part](#no-such-part-here) first.", "#no"),
    ("missing-ref", "ref", 'Read [the guide]({{< ref "no-such-page-here" >}}) first.', "no-such"),
]:
    rule(_rule, _name)(on_complete_sites(_text, _mark))


@rule("link-to-alias")
def through_an_alias(page, rng, site):
    other = site.another(page, rng, lambda p: lacks(p, "aliases"))
    if not other or not list(page.paragraphs()):
        return None
    n = site.serial()
    aliased = in_front(other, "aliases: [/was-%s/]" % n)
    return [(aliased[0][0], aliased[0][1], None)] + in_body(page, rng, "See [it](/was-%s/) there." % n, "/was")


@rule("link-to-draft", also=("missing-title", "missing-description"))
def to_a_draft(page, rng, site):
    other = site.another(page, rng, lambda p: lacks(p, "draft", "url", "slug") and not p.path.endswith("_index.md"))
    if not other or not list(page.paragraphs()) or not site.complete:
        return None
    draft = in_front(other, "draft: true")
    return [(draft[0][0], draft[0][1], None)] + in_body(page, rng, "See [it](%s) there." % site.url(other), site.url(other))


@rule("yaml-boolean-text")
def draft_yes(page, rng, site):
    return in_front(page, "draft: yes", "yes") if lacks(page, "draft") and site.complete else None


@rule("schema-in-page")
def schema_named(page, rng, site):
    return in_front(page, "$schema: page.yaml", "page")


@rule("trademark-notice-wording")
def notice_in_other_words(page, rng, site):
    return in_body(page, rng, "SAFe is a trademark of Scaled Agile, Inc.")


@rule("missing-trademark-notice", also=("missing-key",))
def mark_without_notice(page, rng, site):
    if not lacks(page, "course_vendors", "type"):
        return None
    front = in_front(page, "type: course\ncourse_vendors: [Scaled Agile]")
    if not front:
        return None
    page = page.with_text(front[0][1])
    return in_body(page, rng, "This course prepares for the SAFe Scrum Master certificate.", "SAFe")


@rule("empty-heading")
def heading_without_text(page, rng, site):
    return in_body(page, rng, "##", "##")


@rule("broken-shortcode")
def shortcode_without_end(page, rng, site):
    return in_body(page, rng, "{{< figure src=\"a.png\"", "{{<")


@rule("invalid-utf8")
def bad_byte(page, rng, site):
    return in_body(page, rng, "caf\udce9 here", "\udce9")


@rule("nul-byte")
def nul(page, rng, site):
    return in_body(page, rng, "caf\0 here", "\0")


@rule("unclosed-front-matter", also=("front-matter-syntax", "missing-title", "broken-link", "missing-anchor"))
def fence_missing(page, rng, site):
    return [(page, page.text[:page.front[1]] + "\n" + page.text[page.body:], 0)]


@rule("long-front-matter-fence")
def fence_of_four(page, rng, site):
    return [(page, page.text[:page.front[1]] + "-" + page.text[page.front[1]:], page.front[1])]


@rule("fenced-page", also=("broken-link", "missing-anchor", "missing-heading"))
def body_in_a_fence(page, rng, site):
    body = re.sub("`{3,}", "", page.text[page.body:]).strip("\n")
    return [(page, page.text[:page.body] + "\n```markdown\n" + body + "\n```\n", page.body + 1)]


@rule("stale-page")
def updated_long_ago(page, rng, site):
    if not lacks(page, "date", "lastmod"):
        return None
    return in_body(page, rng, "By the trainers · Updated April 2023", "Updated")
