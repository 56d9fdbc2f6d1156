#include "base/base.h"

#include <string.h>

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

/* Offset of the first byte that is not ASCII, from `at` on. */
static size_t skip_ascii(struct str s, size_t at) {
    for (uint64_t word; at + 8 <= s.len; at += 8) {
        memcpy(&word, s.ptr + at, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (at < s.len && !(s.ptr[at] & 0x80)) at++;
    return at;
}

size_t unicode_check(struct str s) {
    size_t at = 0;
    while ((at = skip_ascii(s, at)) < s.len) {
        size_t before = at;
        if (unicode_next(s, &at) == UNICODE_BAD) return before;
    }
    return s.len;
}

size_t unicode_length(struct str s, enum unit unit) {
    if (unit == UNIT_BYTE) return s.len;
    size_t at = 0, length = 0;
    while (at < s.len) {
        size_t ascii = skip_ascii(s, at);
        length += ascii - at;
        at = ascii;
        if (at == s.len) break;
        uint32_t code_point = unicode_next(s, &at);
        length += unit == UNIT_UTF16 && code_point != UNICODE_BAD && code_point > 0xFFFF ? 2 : 1;
    }
    return length;
}
