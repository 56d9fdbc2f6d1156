/* notice.c: finds trademark notices in a page's visible text. */
#include "lint/trademark.h"

#include <string.h>

/* Words without which no sentence is a notice; checked before anything is normalised. */
static const char *const mark_words[] = {"rademark",       "RADEMARK",    "rade mark",
                                         "egistered mark", "ervice mark", "property of"};

const needle_set *notice_needles(struct arena *arena, const struct lint *lint) {
    str_array texts = {0};
    for (size_t i = 0; i < ARRAY_LEN(mark_words); i++) *ARRAY_PUSH(arena, &texts) = str_from(mark_words[i]);
    return lint_needles(arena, lint, &texts);
}

static bool may_be_notice(struct str text) {
    for (size_t i = 0; i < ARRAY_LEN(mark_words); i++)
        if (str_find(text, str_from(mark_words[i])) < text.len) return true;
    return false;
}

static bool has_word(struct str text, const char *word) {
    return str_find(text, str_from(word)) < text.len;
}

static bool is_notice(struct str lower) {
    bool mark = has_word(lower, "trademark") || has_word(lower, "trade mark") ||
                has_word(lower, "service mark") || has_word(lower, "registered mark");
    bool owned = has_word(lower, " of ") || has_word(lower, "owned by") || has_word(lower, "registered by");
    return (mark && owned) || has_word(lower, "property of their respective owners") ||
           has_word(lower, "property of their respective holders");
}

static bool is_general(struct str lower) {
    static const char *const words[] = {"and other certification", "and related marks", "and other marks",
                                        "and all related",         "respective owners", "respective holders",
                                        "and other related"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (has_word(lower, words[i])) return true;
    return false;
}

static void add_notice(struct arena *arena, notice_array *out, struct notice notice,
                       const struct owner *owner) {
    notice.owner = owner;
    *ARRAY_PUSH(arena, out) = notice;
}

/* Is the full stop before offset `at` that of an abbreviation, as in "Scaled Agile, Inc. and"? */
static bool is_abbreviation(struct str text, size_t at) {
    static const char *const words[] = {"Inc.", "Ltd.", "Co.", "Corp.", "LLC.", "U.S.", "e.g.", "i.e."};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ends(str_sub(text, 0, at), str_from(words[i]))) return true;
    return false;
}

/* Does a sentence end right before offset `at`? After "Inc." only when what follows starts like one. */
static bool sentence_ends(struct str text, size_t at) {
    if (at < 2 || at >= text.len || text.ptr[at] != ' ' || !strchr(".!?", text.ptr[at - 1])) return false;
    if (!is_abbreviation(text, at)) return true;
    return at + 1 < text.len && char_is_upper(text.ptr[at + 1]);
}

static void read_sentence(struct findings *findings, const struct lint *lint, const struct text_block *block,
                          size_t start, size_t end, notice_array *out) {
    struct arena *arena = findings->arena;
    struct notice notice = {.block = block, .start = start, .end = end};
    notice.text = trademark_normal(arena, str_sub(block->text, start, end));
    struct str lower = str_lower(arena, notice.text);
    if (!is_notice(lower)) return;
    notice.general = is_general(lower);
    size_t before = out->len;
    for (size_t i = 0; i < lint->owner_count; i++) {
        struct span group;
        if (findings_search(findings, lint->owners[i].mentions, notice.text, 0, &group, 1, block->span))
            add_notice(arena, out, notice, &lint->owners[i]);
    }
    if (out->len == before) add_notice(arena, out, notice, NULL);
}

static void read_block(struct findings *findings, const struct lint *lint, const struct text_block *block,
                       notice_array *out) {
    struct str text = block->text;
    size_t start = 0;
    for (size_t at = 1; at <= text.len; at++) {
        if (at < text.len && !sentence_ends(text, at)) continue;
        if (may_be_notice(str_sub(text, start, at))) read_sentence(findings, lint, block, start, at, out);
        start = at + 1;
    }
}

/* The line of the source that the notice's own word stands on: a block may go on for many. */
struct span notice_span(const struct notice *notice, struct str source) {
    struct str text = str_sub(notice->block->text, notice->start, notice->end);
    size_t at = 0;
    for (size_t i = 0; i < ARRAY_LEN(mark_words) && at == 0; i++)
        at = str_find(text, str_from(mark_words[i])) % text.len;
    struct span word = page_text_span(notice->block, notice->start + at, notice->start + at + 1);
    struct span span = page_text_span(notice->block, notice->start, notice->end);
    uint32_t start = word.start, end = word.start;
    while (start > span.start && source.ptr[start - 1] != '\n') start--;
    while (end < span.end && source.ptr[end] != '\n' && source.ptr[end] != '\r') end++;
    while (start < word.start && (source.ptr[start] == ' ' || source.ptr[start] == '\t')) start++;
    return (struct span){start, end};
}

void notice_find(struct findings *findings, const struct subject *subject, notice_array *out) {
    const struct page *page = subject->page;
    if (!needles_common(&subject->found, subject->lint->notice_needles)) return;
    for (size_t i = 0; i < page->blocks.len; i++)
        if (may_be_notice(page->blocks.items[i].text))
            read_block(findings, subject->lint, &page->blocks.items[i], out);
}

bool notice_covers(const struct notice *notice, const struct mark *mark, struct findings *findings) {
    struct span group;
    return notice->general ||
           findings_search(findings, mark->regex, notice->text, 0, &group, 1, notice->block->span);
}
