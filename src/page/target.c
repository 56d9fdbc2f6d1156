#include "page/parse.h"

#include <string.h>

enum { MAX_PARENS = 32, MAX_LABEL = 1000, MAX_ENTITY = 32 };

static bool is_punct(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

size_t target_space(struct str text, size_t at) {
    while (at < text.len && char_is_space(text.ptr[at])) at++;
    return at;
}

static bool is_escape(struct str text, size_t at) {
    return text.ptr[at] == '\\' && at + 1 < text.len && is_punct(text.ptr[at + 1]);
}

static bool bracketed_url(struct str text, uint32_t at, struct span *url, uint32_t *end) {
    for (size_t i = at + 1; i < text.len; i++) {
        if (text.ptr[i] == '>') {
            *url = (struct span){at + 1, (uint32_t)i};
            *end = (uint32_t)i + 1;
            return true;
        }
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == '\n' || text.ptr[i] == '<')
            return false;
    }
    return false;
}

bool target_url(struct str text, uint32_t at, struct span *url, uint32_t *end) {
    if (at < text.len && text.ptr[at] == '<') return bracketed_url(text, at, url, end);
    unsigned parens = 0;
    size_t i = at;
    for (; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_escape(text, i))
            i++;
        else if (c == '(' && ++parens > MAX_PARENS)
            return false;
        else if (c == ')' && parens-- == 0)
            break;
        else if ((unsigned char)c <= ' ' || c == 0x7F)
            break;
    }
    if (i > text.len) i = text.len;
    *url = (struct span){at, (uint32_t)i};
    *end = (uint32_t)i;
    return true;
}

bool target_title(struct str text, uint32_t at, struct span *title, uint32_t *end) {
    if (at >= text.len || !strchr("\"'(", text.ptr[at]) || !text.ptr[at]) return false;
    char closing = text.ptr[at] == '(' ? ')' : text.ptr[at];
    for (size_t i = at + 1; i < text.len; i++) {
        if (text.ptr[i] == closing) {
            *title = (struct span){at + 1, (uint32_t)i};
            *end = (uint32_t)i + 1;
            return true;
        }
        if (is_escape(text, i))
            i++;
        else if (closing == ')' && text.ptr[i] == '(')
            return false;
    }
    return false;
}

bool target_read(struct str text, uint32_t at, struct destination *target) {
    *target = (struct destination){0};
    if (at >= text.len || text.ptr[at] != '(') return false;
    uint32_t after = 0;
    if (!target_url(text, (uint32_t)target_space(text, at + 1), &target->url, &after)) return false;
    uint32_t title = (uint32_t)target_space(text, after);
    if (title > after) target->has_title = target_title(text, title, &target->title, &title);
    target->end = (uint32_t)target_space(text, title);
    if (target->end >= text.len || text.ptr[target->end] != ')') return false;
    target->end++;
    return true;
}

uint32_t target_label(struct str text, uint32_t at) {
    if (at >= text.len || text.ptr[at] != '[') return at;
    size_t limit = text.len - at > MAX_LABEL ? at + MAX_LABEL : text.len;
    for (size_t i = at + 1; i < limit; i++) {
        if (text.ptr[i] == ']') return (uint32_t)i + 1;
        if (text.ptr[i] == '[') return at;
        if (is_escape(text, i)) i++;
    }
    return at;
}

static size_t utf8_length(struct str s) {
    size_t n = s.len > 0;
    while (n < s.len && n < 4 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) n++;
    return n;
}

/* Length of "&name;" or "&#12;" at the start, or 0. */
static size_t entity_length(struct str source) {
    size_t i = 1;
    while (i < source.len && i < MAX_ENTITY && (char_is_alnum(source.ptr[i]) || source.ptr[i] == '#')) i++;
    return i > 1 && i < source.len && source.ptr[i] == ';' ? i + 1 : 0;
}

static bool is_ampersand(struct str entity) {
    return word_among(entity, "&amp; &#38; &#x26;");
}

/* The names of entities are cmark's and gumbo's business: what an entity yields is the one or two characters that
 * stand in the decoded text. */
static size_t entity_step(struct str source, struct str decoded, size_t *taken) {
    size_t length = entity_length(source);
    if (decoded.ptr[0] == '&') {
        *taken = 1;
        return length && is_ampersand(str_sub(source, 0, length)) ? length : 1;
    }
    if (!length) return 0;
    *taken = utf8_length(decoded);
    struct str rest = str_sub(decoded, *taken, decoded.len);
    bool follows = rest.len == 0 || length >= source.len || rest.ptr[0] == source.ptr[length] ||
                   source.ptr[length] == '&' || source.ptr[length] == '\\';
    if (!follows) *taken += utf8_length(rest);
    return length;
}

size_t target_step(struct str source, struct str decoded, size_t *taken) {
    if (source.len == 0 || decoded.len == 0) return 0;
    *taken = 1;
    if (is_escape(source, 0)) return source.ptr[1] == decoded.ptr[0] ? 2 : 0;
    if (source.ptr[0] == '&') return entity_step(source, decoded, taken);
    return source.ptr[0] == decoded.ptr[0];
}

bool target_matches(struct str source, struct str decoded) {
    bool plain = str_find_char(source, '\\') == source.len && str_find_char(source, '&') == source.len;
    if (plain) return str_eq(source, decoded);
    while (source.len && decoded.len) {
        size_t taken = 0, step = target_step(source, decoded, &taken);
        if (step == 0) return false;
        source = str_sub(source, step, source.len);
        decoded = str_sub(decoded, taken, decoded.len);
    }
    return source.len == 0 && decoded.len == 0;
}

static uint32_t numeric_entity(struct str entity) {
    bool hex = entity.len > 3 && (entity.ptr[2] == 'x' || entity.ptr[2] == 'X');
    uint32_t value = 0;
    for (size_t i = hex ? 3 : 2; i + 1 < entity.len && value < 0x110000; i++) {
        char c = entity.ptr[i];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 32) - 'a' + 10);
        value = value * (hex ? 16 : 10) + digit;
    }
    return value ? value : 0xFFFD;
}

static bool decode_entity(struct buf *out, struct str entity) {
    static const struct {
        const char *name, *text;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", "\xC2\xA0"}};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_eq(entity, str_from(known[i].name))) return buf_add(out, str_from(known[i].text)), true;
    if (entity.len < 4 || entity.ptr[1] != '#') return false;
    buf_add_utf8(out, numeric_entity(entity));
    return true;
}

struct str target_decode(struct arena *arena, struct str source) {
    if (str_find_char(source, '\\') == source.len && str_find_char(source, '&') == source.len) return source;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < source.len; i++) {
        struct str rest = str_sub(source, i, source.len);
        size_t length = source.ptr[i] == '&' ? entity_length(rest) : 0;
        if (length && decode_entity(&out, str_sub(rest, 0, length)))
            i += length - 1;
        else
            buf_add_char(&out, is_escape(source, i) ? source.ptr[++i] : source.ptr[i]);
    }
    return buf_str(&out);
}
