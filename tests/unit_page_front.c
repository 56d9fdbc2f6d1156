/* Front matter's fences and faults, heads of files, heading ids, hostile pages. */
#include "page/page.h"
#include "unit.h"

#include <stdlib.h>

static const char *fault_name(enum fault_kind kind) {
    static const char *const names[] = {"encoding", "nul",     "unclosed",  "long",
                                        "front",    "not-map", "shortcode", "limit"};
    return names[kind];
}

/* "front|body|fault:written …". */
static void check_front(const char *text, struct page_options options, const char *want, int line) {
    struct arena arena = {0};
    struct page page;
    page_parse(&arena, &page, STR("a.md"), str_from(text), &options);
    struct buf out = {.arena = &arena};
    buf_printf(&out, "%.*s|%.*s|", STR_FMT(span_str(&page.source, page.front_span)),
               STR_FMT(span_str(&page.source, page.body)));
    for (size_t i = 0; i < page.faults.len; i++)
        buf_printf(&out, "%s:%.*s ", fault_name(page.faults.items[i].kind),
                   STR_FMT(span_str(&page.source, page.faults.items[i].span)));
    unit_check_str(buf_str(&out), want, __FILE__, line);
    arena_free(&arena);
}
#define FRONT(text, want) check_front((text), (struct page_options){.shortcodes = true}, (want), __LINE__)
#define PLAIN(text, want) check_front((text), (struct page_options){0}, (want), __LINE__)

static void test_fences(void) {
    FRONT("---\na: b\n---\nc", "a: b\n|c|");
    FRONT("\xEF\xBB\xBF\n\n---  \r\na: b\r\n---\t\r\nc", "a: b\r\n|c|");
    FRONT("+++\na = 1\n+++\nc", "a = 1\n|c|");
    FRONT("{\"a\": \"}\\\"\"}\nc", "{\"a\": \"}\\\"\"}|c|");
    FRONT("---\n---\nc", "|c|");
    FRONT("-----\na: b\n----\nc", "a: b\n|c|long:----- long:---- ");
    FRONT("---\na: b\n\nc [x](y)", "a: b\n|\nc [x](y)|unclosed:--- ");
    FRONT("---\na: b\n...\nc\n---\nd", "a: b\n...\nc\n|d|");
    FRONT("---\n- a\n---\n", "- a\n||not-map:--- ");
    FRONT("a {{< a >}}", "|a {{< a >}}|");
    FRONT("---\na: b\na: c\n---\n", "a: b\na: c\n||front:a ");
    FRONT("a\xFF"
          "b",
          "|a\xFF"
          "b|encoding:\xFF ");
    check_front("---\na: b\n...\nc", (struct page_options){.liquid = true}, "a: b\n|c|", __LINE__);
    check_front("<!-- x -->\n---\na: b\n---\nc", (struct page_options){.leading_comment = true}, "a: b\n|c|",
                __LINE__);
}

static void test_thematic_break(void) {
    PLAIN("---\n\nNote: this\n", "|---\n\nNote: this\n|");
    PLAIN("---\nSome prose here\n---\nmore", "|---\nSome prose here\n---\nmore|");
    PLAIN("---\ntitle: x\n---\nmore", "title: x\n|more|");
    PLAIN("---\ntitle: x\nmore", "title: x\nmore||unclosed:--- front:more ");
    PLAIN("----------\ntext", "|----------\ntext|");
}

static void test_head(void) {
    struct arena arena = {0};
    struct page page;
    struct page_options options = {.shortcodes = true};
    struct str text = STR("---\ntitle: a b\n---\n[c](d)");
    CHECK(page_read_front(&arena, &page, STR("a.md"), str_sub(text, 0, 10), true, &options) ==
          FRONT_TRUNCATED);
    CHECK(page_read_front(&arena, &page, STR("a.md"), str_sub(text, 0, 20), true, &options) == FRONT_READ);
    CHECK_STR(node_text(node_get(page.front, STR("title")), STR("")), "a b");
    CHECK(page.links.len == 0 && !page.body_parsed);
    page_parse_body(&arena, &page, text);
    CHECK(page.links.len == 1 && page.body_parsed);
    CHECK_STR(span_str(&page.source, page.links.items[0].target_span), "d");
    CHECK(page_read_front(&arena, &page, STR("a.md"), STR("text\n"), true, &options) == FRONT_READ);
    CHECK(page_read_front(&arena, &page, STR("a.HTM"), STR("x"), false, &options) == FRONT_READ);
    CHECK(page.format == PAGE_HTML);
    arena_free(&arena);
}

static void test_ids(void) {
    static const struct {
        const char *text;
        enum id_style style;
        const char *want;
    } rows[] = {
        {"A  b_C-d!", ID_GITHUB, "a--b_c-d"},
        {"\xC3\x89t\xC3\xA9 \xC2\xBD 1", ID_GITHUB, "\xC3\xA9t\xC3\xA9--1"},
        {"\xC3\x89t\xC3\xA9 \xE2\x80\x93 x", ID_GITHUB_ASCII, "ete--x"},
        {" A, b & c. ", ID_BLACKFRIDAY, "a-b-c"},
        {"1. A (b)", ID_KRAMDOWN, "1-a-b"},
        {"A/B: c", ID_GITHUB_SITE, "ab-c"},
        {"!?", ID_GITHUB, ""},
        /* as Eleventy 3.1.8 (slugify 2.2.1, transliterate 1.6.0) prints them */
        {"Größe & Maß", ID_ELEVENTY, "groesse-and-mass"},
        {"What's new, 2.0?", ID_ELEVENTY, "whats-new-2-0"},
        {"don't 'stop' it's", ID_ELEVENTY, "dont-stop-its"},
        {"a^b `c`", ID_ELEVENTY, "ab-c"},
        {"Ångström Øre", ID_ELEVENTY, "angstroem-ore"},
        {"Обновление: подъезд, новый", ID_ELEVENTY, "obnovlenie-podyezd-noviy"},
        {"Ωmega Άλφα", ID_ELEVENTY, "omega-alfa"},
        {"中文 title", ID_ELEVENTY, "title"},
        {"🎉 Party", ID_ELEVENTY, "party"},
        {"Łódź/Ĳ", ID_ELEVENTY, "lodz-ij"},
        {"A_b-C  d", ID_ELEVENTY, "a-b-c-d"},
        {"naïve façade — x", ID_ELEVENTY, "naive-facade-x"},
        {"I ♥ NY & 🦄", ID_ELEVENTY, "i-love-ny-and-unicorn"},
        {"1️⃣ First", ID_ELEVENTY, "1-first"},
        {"Café ‘q’", ID_ELEVENTY, "cafe-q"},
        {"ΌΣΟΣ İstanbul", ID_ELEVENTY, "osos-istanbul"},
        {"a·b", ID_ELEVENTY, "ab"},
        {"100% «да»", ID_ELEVENTY, "100-da"},
        {"ὀ", ID_ELEVENTY, ""},
        {"x́y", ID_ELEVENTY, "xy"},
        {"Été's", ID_ELEVENTY, "etes"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(anchor_from_text(&arena, str_from(rows[i].text), rows[i].style), rows[i].want);
    CHECK(!anchor_from_text(&arena, STR("გამარჯობა"), ID_ELEVENTY).ptr);
    struct anchors anchors = {0}, eleventy = {0};
    CHECK_STR(anchor_unique(&arena, &eleventy, STR("a"), ID_ELEVENTY), "a");
    CHECK_STR(anchor_unique(&arena, &eleventy, STR("a"), ID_ELEVENTY), "a-2");
    CHECK_STR(anchor_unique(&arena, &eleventy, STR("a-2"), ID_ELEVENTY), "a-2");
    CHECK_STR(anchor_unique(&arena, &anchors, STR("a"), ID_GITHUB), "a");
    anchor_take(&arena, &anchors, STR("a-1"));
    CHECK_STR(anchor_unique(&arena, &anchors, STR("a"), ID_GITHUB), "a-2");
    CHECK_STR(anchor_unique(&arena, &anchors, STR(""), ID_GITHUB), "heading");
    CHECK_STR(anchor_unique(&arena, &anchors, STR(""), ID_KRAMDOWN), "section");
    CHECK_STR(page_label(&arena, STR(" A\n \xC3\x89 ")), "a \xC3\xA9");
    arena_free(&arena);
}

/* Reading ends, and every fault and fact stays within the text. What would be quadratic takes minutes here. */
static void test_hostile(void) {
    static const char *const units[] = {"[",
                                        "![",
                                        "> ",
                                        "`a",
                                        "<a b=",
                                        "<div>",
                                        "<!--",
                                        "{{< a ",
                                        "{{</* ",
                                        "{% ",
                                        "{{ ",
                                        "a[^b]",
                                        "a@",
                                        "www.",
                                        "a\r",
                                        "&",
                                        "[a]: <",
                                        "\\",
                                        "[a](b \"",
                                        "{",
                                        "a|",
                                        "http://a",
                                        "<font color=1><p>"};
    struct page_options options = {.shortcodes = true};
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        struct arena arena = {0};
        struct buf text = {.arena = &arena};
        while (text.len < 200000) buf_add(&text, str_from(units[i]));
        struct page page;
        page_parse(&arena, &page, STR("a.md"), buf_str(&text), &options);
        bool within = page.body_parsed;
        for (size_t j = 0; j < page.links.len; j++) within &= page.links.items[j].span.end <= text.len;
        CHECK(within);
        arena_free(&arena);
    }
}

static void test_limits(void) {
    struct arena arena = {0};
    struct buf text = {.arena = &arena};
    for (size_t i = 0; i <= PAGE_MAX_FACTS; i++) buf_add(&text, STR("<ab:> "));
    struct page page;
    page_parse(&arena, &page, STR("a.md"), buf_str(&text), &(struct page_options){0});
    CHECK(page.links.len <= PAGE_MAX_FACTS);
    CHECK(page.faults.len == 1 && page.faults.items[0].kind == PAGE_FAULT_LIMIT);
    arena_free(&arena);
}

int main(void) {
    test_fences();
    test_thematic_break();
    test_head();
    test_ids();
    test_hostile();
    test_limits();
    return unit_report();
}
