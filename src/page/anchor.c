/* Ids of headings as the programs make them: Goldmark through Hugo (markup/goldmark/autoid.go), kramdown's GFM
 * parser (generate_gfm_header_id), and github.com. */
#include "page/slug.h"

#include <string.h>

/* Hugo: letters, digits, '_' lower-cased; space and '-' become '-'; all else is dropped. */
static void add_github(struct buf *out, uint32_t c) {
    if (c == ' ' || c == '-')
        buf_add_char(out, '-');
    else if (c == '_' || unicode_is_letter(c) || unicode_is_digit(c))
        buf_add_utf8(out, unicode_lower(c));
}

/* github.com and kramdown keep what \p{Word} matches: marks and letter-like numbers too. */
static void add_word(struct buf *out, uint32_t c, bool tabs) {
    enum { CAPITAL_I_DOT = 0x130 }; /* is two characters in lower case where that is not one to one */
    if (c == CAPITAL_I_DOT) {
        buf_add(out, STR("i\xCC\x87"));
        return;
    }
    if (c == ' ' || c == '-' || (tabs && c == '\t'))
        buf_add_char(out, '-');
    else if (c == '_' || unicode_is_letter(c) || unicode_is_digit(c) || unicode_is_mark(c))
        buf_add_utf8(out, unicode_lower(c));
}

static void add_ascii(struct buf *out, uint32_t c) {
    if (c < 0x80) add_github(out, c);
}

/* Runs of other characters become one '-', none at the ends. */
static struct str blackfriday(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    bool dash = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        bool keep = c != UNICODE_BAD && (unicode_is_letter(c) || unicode_is_digit(c));
        if (keep && dash && out.len) buf_add_char(&out, '-');
        if (keep) buf_add_utf8(&out, unicode_lower(c));
        dash = !keep;
    }
    return buf_str(&out);
}

struct str anchor_from_text(struct arena *arena, struct str text, enum id_style style) {
    text = str_trim(text);
    if (style >= ID_TOC) return slug_from_text(arena, text, style);
    if (style == ID_BLACKFRIDAY) return blackfriday(arena, text);
    if (style == ID_GITHUB_ASCII) text = unicode_strip_accents(arena, text);
    struct buf out = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        if (c == UNICODE_BAD) continue;
        if (style == ID_GITHUB)
            add_github(&out, c);
        else if (style == ID_GITHUB_ASCII)
            add_ascii(&out, c);
        else
            add_word(&out, c, style == ID_KRAMDOWN);
    }
    return buf_str(&out);
}

/* "a_1", "a_2", and "a_2" again is "a_3" (Python-Markdown's unique). */
static struct str numbered_by_toc(struct arena *arena, struct anchors *anchors, struct str id) {
    size_t line = str_rfind_char(id, '_'), n = 0;
    bool counts = line < id.len && line > 0 && line + 1 < id.len && id.len - line < 8;
    for (size_t i = line + 1; counts && i < id.len; i++) {
        counts = char_is_digit(id.ptr[i]);
        n = n * 10 + (size_t)(id.ptr[i] - '0');
    }
    struct str stem = counts ? str_sub(id, 0, line) : id;
    if (!counts) n = 0;
    void **next = map_slot(arena, &anchors->next, str_copy(arena, stem));
    for (n = n < (uintptr_t)*next ? (uintptr_t)*next : n;;) {
        struct str candidate = str_printf(arena, "%.*s_%zu", STR_FMT(stem), ++n);
        if (map_get(&anchors->taken, candidate)) continue;
        *next = (void *)(uintptr_t)n;
        return candidate;
    }
}

/* Numbers are tried upwards; where to start is remembered so that n equal headings cost n steps. */
static struct str numbered(struct arena *arena, struct anchors *anchors, struct str id) {
    void **next = map_slot(arena, &anchors->taken, id);
    for (uintptr_t n = (uintptr_t)*next;; n++) {
        struct str candidate = str_printf(arena, "%.*s-%zu", STR_FMT(id), (size_t)n);
        if (map_get(&anchors->taken, candidate)) continue;
        *map_slot(arena, &anchors->taken, id) = (void *)(n + 1);
        return candidate;
    }
}

static struct str fallback(enum id_style style) {
    if (style == ID_KRAMDOWN || style == ID_PANDOC) return STR("section");
    return style >= ID_GITHUB_SITE ? STR("") : STR("heading");
}

/* "a-2", "a-3"…: the number counts how often the id was asked for, whatever else has it. */
static struct str numbered_by_eleventy(struct arena *arena, struct anchors *anchors, struct str id) {
    void **count = map_slot(arena, &anchors->next, str_copy(arena, id));
    uintptr_t n = (uintptr_t)*count + 1;
    *count = (void *)n;
    anchor_take(arena, anchors, id);
    return n > 1 ? str_printf(arena, "%.*s-%zu", STR_FMT(id), (size_t)n) : str_copy(arena, id);
}

struct str anchor_unique(struct arena *arena, struct anchors *anchors, struct str id, enum id_style style) {
    bool toc = style == ID_TOC || style == ID_TOC_UNICODE;
    if (toc && (id.len == 0 || map_get(&anchors->taken, id))) {
        id = numbered_by_toc(arena, anchors, id);
        anchor_take(arena, anchors, id);
        return id;
    }
    if (style == ID_ELEVENTY) return numbered_by_eleventy(arena, anchors, id);
    if (id.len == 0) id = fallback(style);
    id = map_get(&anchors->taken, id) ? numbered(arena, anchors, id) : str_copy(arena, id);
    anchor_take(arena, anchors, id);
    return id;
}

void anchor_take(struct arena *arena, struct anchors *anchors, struct str id) {
    void **slot = map_slot(arena, &anchors->taken, id);
    if (!*slot) *slot = (void *)(uintptr_t)1;
}
