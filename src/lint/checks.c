/* checks.c: the table of checks. A rule file names a row; a new kind of check is a new row. */
#include "lint/checks.h"

static const struct check table[] = {
    {.name = "front-matter",
     .options = {{"fault", OPTION_WORDS, true,
                  "fence-unclosed|fence-long|not-map|syntax|duplicate-key|tab|control|empty-key|limit"}},
     .fields = {"problem"},
     .run = check_front_matter},
    {.name = "syntax",
     .needs = NEED_BODY,
     .options = {{"fault", OPTION_WORDS, true, "encoding|nul|shortcode|limit"}},
     .fields = {"problem"},
     .run = check_syntax},
    {.name = "schema",
     .needs = NEED_SCHEMA,
     .options =
         {{"fault", OPTION_WORDS, true,
           "unknown-key|missing-key|wrong-type|not-allowed|bad-pattern|bad-format|bad-length|out-of-range|"
           "bad-items|no-alternative|deprecated-key|not-unique|no-term|no-file|no-page|bad-date|bad-numbers|"
           "limit"}},
     .fields = {"problem", "key", "suggestion", "note"},
     .run = check_schema},
    {.name = "alias",
     .options = {{"problem", OPTION_WORD, true, "duplicate|page|self|twice|case|odd"}},
     .fields = {"alias", "url", "other", "problem"},
     .run = check_alias},
    {.name = "url",
     .options = {{"collision", OPTION_WORDS, true, "page|static|resource|case|source"}},
     .fields = {"url", "other", "outcome"},
     .run = check_url},
    {.name = "build", .fields = {"problem"}, .run = check_build},
    {.name = "field",
     .needs = NEED_BODY | NEED_SCHEMA,
     .options = {{"problem", OPTION_WORD, true, "missing|empty"},
                 {"keys", OPTION_TEXTS, true, NULL},
                 {"percent", OPTION_NUMBER, false, NULL}},
     .fields = {"key"},
     .run = check_field},
    {.name = "pattern",
     .needs = NEED_BODY,
     .options = {{"pattern", OPTION_REGEX, true, NULL},
                 {"unless", OPTION_REGEX, false, NULL},
                 {"flags", OPTION_WORDS, false, "nocase|extended"},
                 {"in", OPTION_WORDS, false, "text|headings|fields|targets|comments|code"},
                 {"contains", OPTION_TEXTS, false, NULL},
                 {"fields", OPTION_TEXTS, false, NULL},
                 {"kinds", OPTION_WORDS, false,
                  "inline|reference|image|autolink|bare|html|shortcode|definition|front-matter"}},
     .fields = {"match"},
     .prepare = pattern_prepare,
     .run = check_pattern,
     .release = pattern_release},
    {.name = "liquid",
     .needs = NEED_BODY,
     .options = {{"tags", OPTION_TEXTS, true, NULL}},
     .fields = {"tag"},
     .run = check_liquid},
    {.name = "link",
     .needs = NEED_BODY,
     .options = {{"problem", OPTION_WORD, true, "empty-text|empty-target"}},
     .fields = {"url", "text"},
     .run = check_link},
    {.name = "heading",
     .needs = NEED_BODY,
     .options = {{"problem", OPTION_WORD, true, "repeated-top|skipped-level|empty|required"}},
     .fields = {"heading", "level", "expected", "problem"},
     .run = check_heading},
    {.name = "body", .needs = NEED_BODY, .fields = {"info"}, .run = check_body},
    {.name = "stale",
     .needs = NEED_BODY,
     .options = {{"months", OPTION_NUMBER, false, NULL}, {"lastmod_months", OPTION_NUMBER, false, NULL}},
     .fields = {"date", "months"},
     .prepare = stale_prepare,
     .run = check_stale,
     .release = stale_release},
    {.name = "trademark",
     .needs = NEED_BODY,
     .options = {{"problem", OPTION_WORD, true, "missing-notice|notice-wording|wrong-symbol"},
                 {"shortcodes", OPTION_TEXTS, false, NULL},
                 {"key", OPTION_TEXT, false, NULL}},
     .fields = {"mark", "owner", "notice", "lack", "symbol"},
     .run = check_trademark},
    {.name = "suppression",
     .needs = NEED_TEXT,
     .options = {{"problem", OPTION_WORD, true, "unknown|unused"}},
     .fields = {"id", "problem"},
     .run = check_at_end},
    {.name = "allowance",
     .options = {{"problem", OPTION_WORD, true, "expired|unused"}},
     .fields = {"id", "until"},
     .run = check_at_end},
};

void check_at_end(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    (void)rule, (void)subject, (void)findings;
}

const struct check *checks_find(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_eq(str_from(table[i].name), name)) return &table[i];
    return NULL;
}

const struct check *checks_all(size_t *count) {
    *count = ARRAY_LEN(table);
    return table;
}
