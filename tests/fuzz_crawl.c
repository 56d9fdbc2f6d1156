/* libFuzzer entry for what a crawl reads from strangers; the first byte picks which: the ledger, header fields,
 * robots.txt, anchors in HTML, URLs. */
#include "crawl/parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) abort();
}

/* What is read can be written, and reads the same again; joining a ledger with itself changes nothing. */
static void fuzz_ledger(struct arena *arena, struct str text) {
    static const char heading[] = "# contentlint links 1\n";
    struct ledger first, again, merged;
    ledger_faults faults = {0};
    ledger_parse(arena, text, &first, &faults);
    ledger_parse(arena, str_printf(arena, "%s%.*s", heading, STR_FMT(text)), &first, &faults);
    faults.len = 0;
    struct str written = ledger_format(arena, &first);
    ledger_parse(arena, written, &again, &faults);
    require(faults.len == 0 && str_eq(ledger_format(arena, &again), written));
    const struct ledger both[] = {first, again};
    ledger_merge(arena, both, 2, &merged);
    require(ledger_equal(&merged, &first));
    ledger_merge3(arena, &first, &first, &again, &merged);
    require(ledger_equal(&merged, &first));
    for (size_t i = 0; i < first.count; i++)
        require(ledger_find(&first, first.rows[i].url) == &first.rows[i]);
}

static void fuzz_header(struct str text) {
    struct header header = {0};
    header_start(&header);
    for (struct str rest = text; rest.ptr;)
        if (!header_line(&header, str_cut(&rest, '\n'), 4096, 1767225600)) break;
    require(header_pause(&header) >= 0 && header.bytes <= 4096 + text.len);
    require(header_retry_after(text, 1767225600) >= -1);
}

static void fuzz_robots(struct arena *arena, struct str text) {
    struct str path = str_sub(text, 0, text.len / 4);
    struct robots *robots = robots_parse(arena, text, STR("contentlint"));
    robots_allows(robots, path);
    for (size_t i = 1; i < robots->count; i++)
        require(robots->rules[i - 1].pattern.len >= robots->rules[i].pattern.len);
    require(robots_allows(robots_parse(arena, STR(""), STR("contentlint")), path));
}

/* The first line is the header's charset. */
static void fuzz_fragment(struct arena *arena, struct str text, bool github) {
    static const char *const wanted[] = {"a", "a%20b", "x", "%C3%A4"};
    struct str body = text, charset = str_cut(&body, '\n');
    struct fragment_page whole, cut;
    fragment_read(arena, body, charset, github, false, &whole);
    fragment_read(arena, body, charset, github, true, &cut);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        enum fragment_verdict verdict = fragment_result(arena, &whole, str_from(wanted[i]));
        require(verdict == FRAGMENT_MISSING || verdict == fragment_result(arena, &cut, str_from(wanted[i])));
        require(fragment_result(arena, &cut, str_from(wanted[i])) != FRAGMENT_MISSING);
    }
    soft_title(arena, whole.title);
    soft_title(arena, text);
    require(!soft_path(text) || str_find(text, STR("aspx")) < text.len || soft_topic(text));
    fragment_need(STR("github.com"), text);
}

/* A canonical URL is its own canonical form. */
static void fuzz_target(struct arena *arena, struct str text) {
    struct canonical_url base, target, again;
    require(target_parse(arena, STR("https://a.de/b/c?d"), &base) == TARGET_OK);
    if (target_resolve(arena, &base, text, &target) == TARGET_OK) {
        require(target_parse(arena, target.url, &again) == TARGET_OK && str_eq(again.url, target.url));
        require(target.path.len && target.path.ptr[0] == '/' && target.host.len && target.port);
    }
    if (target_parse(arena, text, &target) == TARGET_OK) {
        require(target_parse(arena, target.url, &again) == TARGET_OK && str_eq(again.url, target.url));
        struct crawl_options options = {0};
        skip_reason(&target, &options);
        require(!redact_needed(redact(arena, target.url)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > 16384) return 0;
    struct arena arena = {0};
    struct str text = {(const char *)data + 1, size - 1};
    switch (data[0] % 5) {
    case 0: fuzz_ledger(&arena, text); break;
    case 1: fuzz_header(text); break;
    case 2: fuzz_robots(&arena, text); break;
    case 3: fuzz_fragment(&arena, text, data[0] & 16); break;
    default: fuzz_target(&arena, text); break;
    }
    arena_free(&arena);
    return 0;
}
