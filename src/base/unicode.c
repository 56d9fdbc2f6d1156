#include "base/base.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

/* What the first byte of a multi-byte sequence says: how many bytes follow, and the range of the second one,
 * which shuts out overlong forms, surrogates and code points past U+10FFFF (Unicode, table 3-7). */
struct lead {
    uint8_t more, low, high;
};

static struct lead lead_of(uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) return (struct lead){1, 0x80, 0xBF};
    if (byte == 0xE0) return (struct lead){2, 0xA0, 0xBF};
    if (byte == 0xED) return (struct lead){2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return (struct lead){2, 0x80, 0xBF};
    if (byte == 0xF0) return (struct lead){3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return (struct lead){3, 0x80, 0xBF};
    if (byte == 0xF4) return (struct lead){3, 0x80, 0x8F};
    return (struct lead){0};
}

uint32_t unicode_next(struct str s, size_t *at) {
    assert(*at < s.len);
    const uint8_t *bytes = (const uint8_t *)s.ptr + *at;
    size_t left = s.len - *at;
    *at += 1;
    if (bytes[0] < 0x80) return bytes[0];
    struct lead lead = lead_of(bytes[0]);
    if (lead.more == 0 || left <= lead.more || bytes[1] < lead.low || bytes[1] > lead.high)
        return UNICODE_BAD;
    uint32_t code_point = bytes[0] & (0x3Fu >> lead.more);
    for (size_t i = 1; i <= lead.more; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return UNICODE_BAD;
        code_point = code_point << 6 | (bytes[i] & 0x3F);
    }
    *at += lead.more;
    return code_point;
}

size_t unicode_ascii(struct str s, size_t at) {
    for (uint64_t word; at + 8 <= s.len; at += 8) {
        memcpy(&word, s.ptr + at, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (at < s.len && !(s.ptr[at] & 0x80)) at++;
    return at;
}

size_t unicode_check(struct str s) {
    size_t at = 0;
    while ((at = unicode_ascii(s, at)) < s.len) {
        size_t before = at;
        if (unicode_next(s, &at) == UNICODE_BAD) return before;
    }
    return s.len;
}

size_t unicode_length(struct str s, enum unit unit) {
    if (unit == UNIT_BYTE) return s.len;
    size_t at = 0, length = 0;
    while (at < s.len) {
        size_t ascii = unicode_ascii(s, at);
        length += ascii - at;
        at = ascii;
        if (at == s.len) break;
        uint32_t code_point = unicode_next(s, &at);
        length += unit == UNIT_UTF16 && code_point != UNICODE_BAD && code_point > 0xFFFF ? 2 : 1;
    }
    return length;
}

uint32_t unicode_lower(uint32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return c > 0x10FFFF ? c : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static utf8proc_category_t category(uint32_t c) {
    return c > 0x10FFFF ? UTF8PROC_CATEGORY_CN : utf8proc_category((utf8proc_int32_t)c);
}

bool unicode_is_letter(uint32_t c) {
    if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
    utf8proc_category_t of = category(c);
    return of >= UTF8PROC_CATEGORY_LU && of <= UTF8PROC_CATEGORY_LO;
}

bool unicode_is_digit(uint32_t c) {
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

bool unicode_is_mark(uint32_t c) {
    if (c < 0x300) return false;
    utf8proc_category_t of = category(c);
    return of >= UTF8PROC_CATEGORY_MN && of <= UTF8PROC_CATEGORY_ME;
}

bool unicode_is_space(uint32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool unicode_is_punct(uint32_t c) {
    utf8proc_category_t of = category(c);
    return of >= UTF8PROC_CATEGORY_PC && of <= UTF8PROC_CATEGORY_PO;
}

enum unicode_bidi unicode_bidi(uint32_t c) {
    switch (c > 0x10FFFF ? 0 : utf8proc_get_property((utf8proc_int32_t)c)->bidi_class) {
    case UTF8PROC_BIDI_CLASS_L: return UNICODE_BIDI_LEFT;
    case UTF8PROC_BIDI_CLASS_R:
    case UTF8PROC_BIDI_CLASS_AL: return UNICODE_BIDI_RIGHT;
    case UTF8PROC_BIDI_CLASS_EN: return UNICODE_BIDI_EUROPEAN_NUMBER;
    case UTF8PROC_BIDI_CLASS_AN: return UNICODE_BIDI_ARABIC_NUMBER;
    default: return UNICODE_BIDI_OTHER;
    }
}

unsigned unicode_width(uint32_t c) {
    int width = c > 0x10FFFF ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
    return width < 0 ? 0 : (unsigned)width;
}

static bool has_capital(struct str s) {
    size_t at = 0;
    while (at < s.len && !(s.ptr[at] >= 'A' && s.ptr[at] <= 'Z')) at++;
    return at < s.len;
}

struct str unicode_lower_str(struct arena *arena, struct str s) {
    if (unicode_ascii(s, 0) == s.len) return has_capital(s) ? str_lower(arena, s) : s;
    struct buf out = {.arena = arena};
    for (size_t at = 0; at < s.len;) {
        size_t before = at;
        uint32_t c = unicode_next(s, &at);
        if (c == UNICODE_BAD)
            buf_add(&out, str_sub(s, before, at));
        else
            buf_add_utf8(&out, unicode_lower(c));
    }
    return buf_str(&out);
}

/* utf8proc sorts the marks of a run by swapping neighbours. Runs longer than those of Stream-Safe Text (UAX 15)
 * carry no language and would make that quadratic. */
static bool is_stream_safe(struct str s) {
    enum { LONGEST_RUN = 30 };
    unsigned run = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = unicode_next(s, &at);
        if (c == UNICODE_BAD) return false;
        run = c >= 0x300 && utf8proc_get_property((utf8proc_int32_t)c)->combining_class ? run + 1 : 0;
        if (run > LONGEST_RUN) return false;
    }
    return true;
}

static struct str normalise(struct arena *arena, struct str s, utf8proc_option_t options, bool strip) {
    if (unicode_ascii(s, 0) == s.len || !is_stream_safe(s)) return s;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.ptr;
    utf8proc_ssize_t size = (utf8proc_ssize_t)s.len;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, size, NULL, 0, options);
    if (count < 0) return s;
    utf8proc_int32_t *points = ARENA_ARRAY(arena, utf8proc_int32_t, (size_t)count + 1);
    count = utf8proc_decompose(bytes, size, points, count, options);
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (!strip || category((uint32_t)points[i]) != UTF8PROC_CATEGORY_MN) points[kept++] = points[i];
    utf8proc_ssize_t len = utf8proc_reencode(points, kept, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return len < 0 ? s : (struct str){(const char *)points, (size_t)len};
}

struct str unicode_nfc(struct arena *arena, struct str s) {
    return normalise(arena, s, UTF8PROC_DECOMPOSE, false);
}

struct str unicode_nfkc(struct arena *arena, struct str s) {
    return normalise(arena, s, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, false);
}

struct str unicode_strip_accents(struct arena *arena, struct str s) {
    return normalise(arena, s, UTF8PROC_DECOMPOSE, true);
}

bool unicode_is_unsafe(uint32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return c != '\t';
    return c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0x061C || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}
