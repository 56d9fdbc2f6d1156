/* slug.c: ids of headings as the programs of documentation sites make them: Python-Markdown's toc, pymdownx.slugs,
 * VitePress (@mdit-vue/shared), mdBook, docsify, Pandoc. */
#include "page/slug.h"

#include <string.h>

/* What Python's \w matches. */
static bool is_word(uint32_t c) {
    return c == '_' || unicode_is_letter(c) || unicode_is_digit(c) || unicode_is_mark(c);
}

static bool is_punctuation(uint32_t c, const char *list) {
    return c && c < 0x80 && strchr(list, (int)c);
}

/* One '-' for what divides words, however much of it there is. */
static void divide(struct buf *out) {
    if (out->len && out->ptr[out->len - 1] != '-') buf_add_char(out, '-');
}

static struct str trimmed(struct str slug) {
    while (slug.len && slug.ptr[slug.len - 1] == '-') slug.len--;
    while (slug.len && slug.ptr[0] == '-') slug = str_sub(slug, 1, slug.len);
    return slug;
}

/* What is no word, dash or space goes, then spaces at the ends, then runs of dashes and spaces become one. */
static struct str toc(struct arena *arena, struct str text) {
    struct buf kept = {.arena = arena}, out = {.arena = arena};
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '-' || c == '_' || char_is_space(c) || char_is_alnum(c)) buf_add_char(&kept, char_lower(c));
    }
    struct str words = str_trim(buf_str(&kept));
    for (size_t at = 0; at < words.len; at++) {
        bool divides = words.ptr[at] == '-' || char_is_space(words.ptr[at]);
        if (!divides)
            buf_add_char(&out, words.ptr[at]);
        else if (!out.len || out.ptr[out.len - 1] != '-')
            buf_add_char(&out, '-');
    }
    return buf_str(&out);
}

/* White space between words is one space before the function sees it. */
static void toc_unicode(struct buf *out, uint32_t c, bool *space) {
    if (c == '-' || (unicode_is_space(c) && !*space))
        buf_add_char(out, '-');
    else if (is_word(c))
        buf_add_utf8(out, unicode_lower(c));
    *space = unicode_is_space(c);
}

static void vitepress(struct buf *out, uint32_t c) {
    bool quote = c == 0x201C || c == 0x201D || c == 0x2018 || c == 0x2019;
    if (quote || unicode_is_space(c) || is_punctuation(c, "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/"))
        divide(out);
    else if (c >= 0x20)
        buf_add_utf8(out, unicode_lower(c));
}

static void mdbook(struct buf *out, uint32_t c) {
    if (unicode_is_space(c))
        buf_add_char(out, '-');
    else if (c == '-' || is_word(c))
        buf_add_utf8(out, unicode_lower(c));
}

static void docsify(struct buf *out, uint32_t c) {
    bool dropped = (c >= 0x2000 && c <= 0x206F) || (c >= 0x2E00 && c <= 0x2E7F) ||
                   is_punctuation(c, "\\'!\"#$%&()*+,./:;<=>?@[]^`{|}~");
    if (unicode_is_space(c))
        buf_add_char(out, '-');
    else if (!dropped)
        buf_add_utf8(out, unicode_lower(c));
}

/* Words are joined by one '-'; nothing before the first letter counts. */
static void pandoc(struct buf *out, uint32_t c) {
    bool kept =
        c == '_' || c == '-' || c == '.' || unicode_is_letter(c) || unicode_is_digit(c) || unicode_is_mark(c);
    if (unicode_is_space(c))
        divide(out);
    else if (kept && (out->len || unicode_is_letter(c)))
        buf_add_utf8(out, unicode_lower(c));
}

static struct str prepared(struct arena *arena, struct str text, enum id_style style) {
    if (style == ID_TOC_UNICODE) return unicode_nfc(arena, text);
    bool compatible = style == ID_TOC || style == ID_VITEPRESS;
    return compatible ? unicode_strip_accents(arena, unicode_nfkc(arena, text)) : text;
}

struct str slug_from_text(struct arena *arena, struct str text, enum id_style style) {
    struct buf out = {.arena = arena};
    if (style == ID_ELEVENTY) return slug_latin(arena, text);
    bool space = false;
    text = prepared(arena, text, style);
    if (style == ID_TOC) return toc(arena, text);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        if (c == UNICODE_BAD) continue;
        switch (style) {
        case ID_TOC_UNICODE: toc_unicode(&out, c, &space); break;
        case ID_VITEPRESS: vitepress(&out, c); break;
        case ID_MDBOOK: mdbook(&out, c); break;
        case ID_DOCSIFY: docsify(&out, c); break;
        default: pandoc(&out, c); break;
        }
    }
    struct str slug = buf_str(&out);
    if (style == ID_VITEPRESS || style == ID_PANDOC) slug = trimmed(slug);
    bool digit = slug.len && char_is_digit(slug.ptr[0]);
    bool marked = digit && (style == ID_VITEPRESS || style == ID_DOCSIFY);
    return marked ? str_printf(arena, "_%.*s", STR_FMT(slug)) : slug;
}
