"""Defects of a page's body that show in the page alone."""
import re

from mutations import Change, in_body, in_front, lacks, rule

BOTH = ("hugo", "jekyll")


def paragraphs(text, mark):
    return lambda page, draw: in_body(page, draw, text, mark)


for _rule, _name, _text, _mark, _on in [
    ("leftover-shortcode", "wpv", 'Take a [wpv-post-link item="10045"] or a similar course.', "[wpv", BOTH),
    ("leftover-shortcode", "caption", '[caption id="a" width="30"]A picture[/caption]', "[caption", BOTH),
    ("leftover-liquid", "include", "See {% include note.html %} for more.", "{%", ("hugo",)),
    ("placeholder-text", "todo", "TODO: write this part.", "TODO", BOTH),
    ("placeholder-text", "lorem", "We say lorem ipsum dolor sit amet to all.", "lorem", BOTH),
    ("malformed-url", "twice", "Read the [guide](https://https://example.com/) first.", "https", BOTH),
    ("malformed-url", "scheme", "Read the [guide](ttps://example.com/) first.", "ttps", BOTH),
    ("malformed-url", "slash", "Read the [guide](https:/example.com/a) first.", "https", BOTH),
    ("space-in-link", "space", "Read the [guide] (https://www.scrum.org/) first.", "[guide", BOTH),
    ("malformed-url", "port", "Read the [guide](https://example.com:docs/a) first.", "https", BOTH),
    ("file-link", "disk", "Read the [guide](file:///C:/Users/me/guide.docx) first.", "file", BOTH),
    ("incomplete-contact-link", "mail", "Write to [the team](mailto:team) first.", "mailto", BOTH),
    ("incomplete-contact-link", "phone", "Call [the team](tel:) first.", "tel", BOTH),
    ("mail-without-mailto", "inline", "Write to [the team](team@example.com) first.", "team@", BOTH),
    ("link-without-scheme", "www", "Read the [guide](www.scrum.org/guide) first.", "www", BOTH),
    ("localhost-link", "preview", "Look at [the page](http://localhost:1313/courses/) first.", "http", ("hugo",)),
    ("empty-link-text", "text", "Read [](https://www.scrum.org/resources) first.", "[]", BOTH),
    ("empty-link-target", "target", "Read [the guide]() first.", "[the", BOTH),
    ("spelled-out-trademark", "tm", "The Professional ScrumTM courses are here.", "ScrumTM", BOTH),
    ("unknown-suppression", "typo", "<!-- contentlint-disable-next-line no-such-rule: because -->\nText.", "no-such-rule",
     BOTH),
    ("unused-suppression", "unused", "<!-- contentlint-disable-next-line duplicate-alias: because -->\nText.",
     "duplicate-alias", BOTH),
    ("wrong-trademark-owner", "owner", "SAFe is a registered trademark of Scrum Alliance, Inc.", None, BOTH),
    ("former-trademark-owner", "owner", "ITIL is a registered trademark of AXELOS Limited.", None, BOTH),
    ("generic-trademark-claim", "word", "SAFe and Scrum Master are registered trademarks of Scaled Agile, Inc.", "Scrum Master", BOTH),
    ("unknown-trademark-claim", "word", "SAFe and POPM are registered trademarks of Scaled Agile, Inc.", "POPM", BOTH),
    ("registered-trademark-claim", "sign", "PMI Talent Triangle is a registered trademark of Project Management Institute, Inc.", None, BOTH),
    ("trademark-symbol-form", "twice", "Two days of SAFe®® are enough.", "®®", BOTH),
    ("altered-trademark", "joined", "The Certified Scrum Master® certification.", "Certified Scrum Master", BOTH),
    ("incomplete-trademark", "noun", "As the PMBOK® has it.", "PMBOK", BOTH),
    ("trademark-notice-wording", "notice", "SAFe is a trademark of Scaled Agile, Inc.", None, BOTH),
    ("empty-heading", "heading", "##", "##", BOTH),
    ("broken-shortcode", "unclosed", 'One {{< figure src="a.png"', "{{<", ("hugo",)),
    ("broken-shortcode", "nameless", "One {{< >}} two.", "{{<", ("hugo",)),
    ("broken-shortcode", "mixed", 'One {{< figure src="a.png" wide >}} two.', "{{<", ("hugo",)),
    ("broken-shortcode", "colon", "One {{< figure https://example.com/a.png >}} two.", "{{<", ("hugo",)),
    ("broken-shortcode", "opened", "One {{< /never-opened-here >}} two.", "{{<", ("hugo",)),
    ("stray-quote", "quote", 'One {{< figure src="https://example.com/a.png" width=50%" >}} two.', '50%"', ("hugo",)),
    ("unclosed-emphasis", "open", "**Write to us before the end of the month.", "**Write", BOTH),
    ("unclosed-emphasis", "blank", "Our **free **courses are these.", "**free", BOTH),
    ("unfinished-link", "reversed", "See (the shop)[https://example.com/] there.", "(the", BOTH),
    ("malformed-url", "markdown", "See [the shop]([it](https://example.com/)) there.", "[it", BOTH),
    ("invalid-utf8", "byte", "caf\udce9 here", "\udce9", BOTH),
    ("nul-byte", "nul", "caf\0 here", "\0", BOTH),
]:
    rule(_rule, _name, on=_on)(paragraphs(_text, _mark))

rule("heading-order", "skipped", "configured", on=BOTH)(paragraphs("## Order\n\n#### Skipped", "Skipped"))


def has_heading(page, pattern):
    return re.search(pattern, page.text[page.body:], re.M | re.I)


@rule("multiple-h1", setup="configured", also=("heading-order",), on=BOTH)
def second_top(page, draw):
    if has_heading(page, r"^ {0,3}# |^=+ *$|<h1"):
        return None
    return in_body(page, draw, "# One\n\nText between.\n\n# Another", "Another")


@rule("missing-heading", setup="configured", also=("heading-order",), on=BOTH)
def heading_absent(page, draw):
    front = in_front(page, "m_headings: yes please")
    if not front or has_heading(page, r"outcomes|price"):
        return None
    body = in_body(page.with_text(front[0].text), draw, "## Outcomes")
    return body and [body[0]._replace(places=[0])]


@rule("missing-heading", setup="configured", also=("heading-order",), on=BOTH)
def heading_too_early(page, draw):
    front = in_front(page, "m_headings: yes please")
    if not front or has_heading(page, r"outcomes|price"):
        return None
    return in_body(page.with_text(front[0].text), draw, "## Price\n\nText between.\n\n## Outcomes", "Price")


@rule("missing-trademark-notice", also=("missing-key", "duplicate-value"), on=BOTH)
def mark_without_notice(page, draw):
    if not lacks(page, "course_vendors", "type"):
        return None
    front = in_front(page, "type: course\ncourse_vendors: [Scaled Agile]")
    return in_body(page.with_text(front[0].text), draw, "This course prepares for the SAFe Scrum Master certificate.", "SAFe")


@rule("wrong-trademark-symbol", also=("missing-key", "missing-trademark-notice", "duplicate-value"), on=BOTH)
def registered_in_error(page, draw):
    if not lacks(page, "course_vendors", "type"):
        return None
    front = in_front(page, "type: course\ncourse_vendors: [Scaled Agile]")
    return in_body(page.with_text(front[0].text), draw, "Two days of the SAFe™ framework.", "™")


@rule("fenced-page", also=("missing-heading",), elsewhere=("missing-anchor",), on=BOTH)
def body_in_a_fence(page, draw):
    if draw.is_mentioned(page):
        return None
    body = re.sub("`{3,}", "", page.text[page.body:]).strip("\n")
    return [Change(page.path, page.text[:page.body] + "\n```markdown\n" + body + "\n```\n", [page.body + 1])] if body else None


OPEN_MAX = 1024  # HTML elements open at once


@rule("page-too-complex", elsewhere=("missing-anchor",))
def elements_in_elements(page, draw):
    """Below what the page has already: elements of its own that stay open would count."""
    if "<" in page.text[page.body:]:
        return None
    found = in_body(page, draw, "<div>" * (OPEN_MAX + 100))
    return found and [found[0]._replace(places=[found[0].places[0] + 5 * OPEN_MAX])]
