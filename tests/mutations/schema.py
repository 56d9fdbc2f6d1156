"""Defects of front matter that a schema finds: JSON Schema's keywords and the x- keywords (setups.SCHEMA)."""
import os

from mutations import in_front, rule


def value(line, mark):
    return lambda page, draw: in_front(page, line, mark)


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
    ("unknown-reference", "m_file: no-such-file.yaml", "no"),
    ("unknown-reference", "m_static: /no-such-file.png", "/no"),
    ("unknown-reference", "m_page: /no-such-page", "/no"),
    ("value-format", "m_date: 2031-01-01", "2031"),
    ("unknown-reference", "m_asset: no-such-asset.png", "no"),
    ("unknown-reference", "m_image: no-such-image.png", "no"),
    ("value-format", "m_any_date: some day in May", "some"),
    ("value-format", "m_start: 2026-05-04\nm_end: 2026-05-02", "2026-05-02"),
    ("wrong-type", "m_nocase: {hours: many}", "many"),
    ("unknown-key", "m_typos: {curency: EUR}", "curency"),
    ("numbers-disagree", "m_hours: 16\nm_sessions: 5", "5"),
    ("numbers-disagree", "m_morning: 3\nm_evening: 2\nm_total: 6", "6"),
    ("value-format", "m_own_rule: abcd", "abcd"),
    ("schema-limit", "m_limit: " + "a" * 40 + "!", "aaa"),
]:
    rule(_rule, _line.split(":")[0], "configured", on=("hugo", "jekyll"))(value(_line, _mark))


@rule("unknown-reference", "m_term", "configured")
def no_such_term(page, draw):
    return in_front(page, "m_term: no such term", "no") if draw.has_taxonomy("tags") else None


def same_value(key, pair):
    """The same value on two pages that `pair` takes to be of one scope."""
    def apply(page, draw):
        other = draw.another(page, lambda p: p.format == "yaml" and pair(page, p, draw))
        if page.format != "yaml" or not other:
            return None
        line = "%s: CODE-%s" % (key, draw.serial())
        return in_front(page, line, "CODE") + in_front(other, line, "CODE")
    return apply


def any_two(page, other, draw):
    """Not two translations of one page: those share their values."""
    return os.path.basename(page.path) != os.path.basename(other.path)


def same_section(page, other, draw):
    """Below one first folder of the content, and deeper: both are of that section."""
    first, second = draw.source(page).split("/"), draw.source(other).split("/")
    return any_two(page, other, draw) and len(first) > 3 and len(second) > 3 and first[:3] == second[:3]


rule("duplicate-value", "m_unique", "configured", on=("hugo", "jekyll"))(same_value("m_unique", any_two))
rule("duplicate-value", "m_unique_section", "configured")(same_value("m_unique_section", same_section))
rule("duplicate-value", "m_unique_language", "configured")(same_value("m_unique_language", same_section))
