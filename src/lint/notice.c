/* notice.c: finds trademark notices in a page's visible text. */
#include "lint/trademark.h"

#include <string.h>

/* Words without which no sentence is a notice; checked before anything is normalised. */
static bool may_be_notice(struct str text) {
    static const char *const words[] = {"rademark",       "RADEMARK",    "rade mark",
                                        "egistered mark", "ervice mark", "property of"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_find(text, str_from(words[i])) < text.len) return true;
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

static void add_notice(struct arena *arena, notice_array *out, const struct text_block *block,
                       const struct owner *owner, struct str text, struct str lower) {
    *ARRAY_PUSH(arena, out) =
        (struct notice){.block = block, .owner = owner, .text = text, .general = is_general(lower)};
}

static void read_block(struct arena *arena, const struct lint *lint, const struct text_block *block,
                       notice_array *out) {
    struct str text = trademark_normal(arena, block->text), lower = str_lower(arena, text);
    if (!is_notice(lower)) return;
    bool owned = false;
    for (size_t i = 0; i < lint->owner_count; i++) {
        struct span group;
        if (regex_search(lint->owners[i].mentions, text, 0, &group, 1) != REGEX_MATCH) continue;
        add_notice(arena, out, block, &lint->owners[i], text, lower);
        owned = true;
    }
    if (!owned) add_notice(arena, out, block, NULL, text, lower);
}

void notice_find(struct arena *arena, const struct lint *lint, const struct page *page, notice_array *out) {
    if (!may_be_notice(page->source.text)) return;
    for (size_t i = 0; i < page->blocks.len; i++)
        if (may_be_notice(page->blocks.items[i].text)) read_block(arena, lint, &page->blocks.items[i], out);
}

bool notice_covers(const struct notice *notice, const struct mark *mark) {
    struct span group;
    return notice->general || regex_search(mark->regex, notice->text, 0, &group, 1) == REGEX_MATCH;
}
