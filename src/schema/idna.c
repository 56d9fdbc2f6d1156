/* Internationalised labels as IDNA2008 has them (RFC 5890 to 5893), with Punycode (RFC 3492). Code points are told by
 * their general category; scripts and joining types by block, which is as far as host names in front matter go. */
#include <string.h>

#include "schema/internal.h"

#define MAX_LABEL 63

struct label {
    uint32_t code[MAX_LABEL * 2];
    size_t len;
};

/* ---- Punycode ------------------------------------------------------------------------------------------------- */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first) {
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    uint32_t k = 0;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE) delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias) {
    return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0' + 26;
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* One generalised variable-length integer added to *i. */
static bool decode_delta(struct str s, size_t *at, uint32_t bias, uint32_t *i) {
    uint32_t weight = 1;
    for (uint32_t k = BASE;; k += BASE) {
        int digit = *at < s.len ? digit_value(s.ptr[(*at)++]) : -1;
        if (digit < 0 || (uint32_t)digit > (0x7FFFFFFF - *i) / weight) return false;
        *i += (uint32_t)digit * weight;
        uint32_t t = threshold(k, bias);
        if ((uint32_t)digit < t) return true;
        if (weight > 0x7FFFFFFF / (BASE - t)) return false;
        weight *= BASE - t;
    }
}

static bool punycode_decode(struct str s, struct label *label) {
    size_t dash = str_rfind_char(s, '-'), at = 0;
    label->len = 0;
    if (dash < s.len)
        for (; at < dash; at++)
            label->code[label->len++] =
                (unsigned char)(s.ptr[at] | (s.ptr[at] >= 'A' && s.ptr[at] <= 'Z' ? 0x20 : 0));
    at = dash < s.len ? dash + 1 : 0;
    uint32_t n = INITIAL_N, i = 0, bias = INITIAL_BIAS;
    while (at < s.len) {
        uint32_t before = i, points = (uint32_t)label->len + 1;
        if (points >= MAX_LABEL || !decode_delta(s, &at, bias, &i)) return false;
        bias = adapt(i - before, points, before == 0);
        n += i / points;
        i %= points;
        if (n > 0x10FFFF) return false;
        memmove(&label->code[i + 1], &label->code[i], (label->len - i) * sizeof label->code[0]);
        label->code[i++] = n;
        label->len++;
    }
    return true;
}

static char digit_char(uint32_t digit) {
    return (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}

static void encode_delta(struct buf *out, uint32_t delta, uint32_t bias) {
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = threshold(k, bias);
        if (delta < t) break;
        buf_add_char(out, digit_char(t + (delta - t) % (BASE - t)));
        delta = (delta - t) / (BASE - t);
    }
    buf_add_char(out, digit_char(delta));
}

static uint32_t next_code(const struct label *label, uint32_t n) {
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < label->len; i++)
        if (label->code[i] >= n && label->code[i] < next) next = label->code[i];
    return next;
}

/* The part after "xn--". Labels are short: no delta comes near 2^31. */
static struct str punycode_encode(struct arena *arena, const struct label *label) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < label->len; i++)
        if (label->code[i] < 0x80) buf_add_char(&out, (char)label->code[i]);
    uint32_t basic = (uint32_t)out.len, done = basic, n = INITIAL_N, delta = 0, bias = INITIAL_BIAS;
    if (basic > 0) buf_add_char(&out, '-');
    while (done < label->len) {
        uint32_t next = next_code(label, n);
        delta += (next - n) * (done + 1);
        n = next;
        for (size_t i = 0; i < label->len; i++) {
            if (label->code[i] < n) delta++;
            if (label->code[i] != n) continue;
            encode_delta(&out, delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
        n++;
    }
    return buf_str(&out);
}

/* ---- code points (RFC 5892) -------------------------------------------------------------------------------------- */

static bool in(uint32_t c, uint32_t low, uint32_t high) {
    return c >= low && c <= high;
}

static bool is_exception_valid(uint32_t c) {
    static const uint32_t valid[] = {0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007};
    for (size_t i = 0; i < ARRAY_LEN(valid); i++)
        if (c == valid[i]) return true;
    return false;
}

static bool is_disallowed(uint32_t c) {
    static const uint32_t listed[] = {0x640,  0x7FA,  0x302E, 0x302F, 0x3031,
                                      0x3032, 0x3033, 0x3034, 0x3035, 0x303B};
    for (size_t i = 0; i < ARRAY_LEN(listed); i++)
        if (c == listed[i]) return true;
    /* Enclosing marks, compatibility forms, old Hangul. */
    return in(c, 0x488, 0x489) || in(c, 0x1100, 0x11FF) || in(c, 0xFB00, 0xFB4F) || in(c, 0xFF00, 0xFFEF) ||
           in(c, 0x1D400, 0x1D7FF) || c == 0x2126 || c == 0x212A || c == 0x212B;
}

static bool is_greek(uint32_t c) {
    return in(c, 0x370, 0x3FF) || in(c, 0x1F00, 0x1FFF);
}

static bool is_hebrew(uint32_t c) {
    return in(c, 0x591, 0x5F4);
}

static bool is_kana_or_han(uint32_t c) {
    return (in(c, 0x3041, 0x30FF) && c != 0x30FB) || in(c, 0x3400, 0x9FFF) || in(c, 0x20000, 0x3FFFF) ||
           c == 0x3005 || c == 0x3007;
}

static bool is_virama(uint32_t c) {
    return (in(c, 0x900, 0xDFF) && (c & 0x7F) == 0x4D) || c == 0xDCA || c == 0xE3A || c == 0xF84 ||
           c == 0x1039;
}

/* Joining letters of Arabic and Syriac: ZWNJ stands between two of them (RFC 5892 appendix A.1). */
static bool is_joining(uint32_t c) {
    return (in(c, 0x620, 0x6D3) && !in(c, 0x622, 0x625) && c != 0x621 && c != 0x627 && !in(c, 0x62F, 0x632) &&
            c != 0x648) ||
           in(c, 0x712, 0x72F);
}

static bool any_kana_or_han(const struct label *label) {
    for (size_t i = 0; i < label->len; i++)
        if (is_kana_or_han(label->code[i])) return true;
    return false;
}

static bool any_between(const struct label *label, uint32_t low, uint32_t high) {
    for (size_t i = 0; i < label->len; i++)
        if (in(label->code[i], low, high)) return true;
    return false;
}

/* The contextual rules of RFC 5892 appendix A. -1: the code point has none. */
static int context_rule(const struct label *label, size_t i) {
    uint32_t before = i > 0 ? label->code[i - 1] : 0, after = i + 1 < label->len ? label->code[i + 1] : 0;
    switch (label->code[i]) {
    case 0xB7: return before == 'l' && after == 'l';
    case 0x375: return is_greek(after);
    case 0x5F3:
    case 0x5F4: return is_hebrew(before);
    case 0x30FB: return any_kana_or_han(label);
    case 0x200C: return is_virama(before) || (is_joining(before) && is_joining(after));
    case 0x200D: return is_virama(before);
    default: break;
    }
    if (in(label->code[i], 0x660, 0x669)) return !any_between(label, 0x6F0, 0x6F9);
    if (in(label->code[i], 0x6F0, 0x6F9)) return !any_between(label, 0x660, 0x669);
    return -1;
}

static bool is_valid_code(const struct label *label, size_t i) {
    uint32_t c = label->code[i];
    if (c < 0x80) return c == '-' || in(c, '0', '9') || in(c, 'a', 'z');
    int rule = context_rule(label, i);
    if (rule >= 0) return rule == 1;
    if (is_exception_valid(c)) return true;
    if (is_disallowed(c) || unicode_lower(c) != c) return false;
    return unicode_is_letter(c) || unicode_is_digit(c) || unicode_is_mark(c);
}

/* ---- right-to-left (RFC 5893) --------------------------------------------------------------------------------------- */

static bool is_right_to_left(uint32_t c) {
    return (in(c, 0x5BE, 0x8FF) || in(c, 0xFB1D, 0xFDFF) || in(c, 0x10800, 0x10FFF) ||
            in(c, 0x1E800, 0x1EFFF)) &&
           !unicode_is_mark(c) && !in(c, 0x660, 0x669) && !in(c, 0x6F0, 0x6F9);
}

static bool has_right_to_left(const struct label *label) {
    for (size_t i = 0; i < label->len; i++)
        if (is_right_to_left(label->code[i]) || in(label->code[i], 0x660, 0x669)) return true;
    return false;
}

/* Section 2: conditions 1 to 4 for a label of a name that has right-to-left letters. */
static bool is_bidi_label(const struct label *label) {
    bool european = any_between(label, '0', '9') || any_between(label, 0x6F0, 0x6F9);
    bool arabic = any_between(label, 0x660, 0x669);
    uint32_t first = label->code[0];
    if (!is_right_to_left(first)) return !has_right_to_left(label) && !in(first, '0', '9');
    for (size_t i = 0; i < label->len; i++) {
        uint32_t c = label->code[i];
        bool digit = in(c, '0', '9') || in(c, 0x660, 0x669) || in(c, 0x6F0, 0x6F9) || c == '-';
        if (!is_right_to_left(c) && !digit && !unicode_is_mark(c) && c != 0x200C && c != 0x200D) return false;
    }
    return !(european && arabic);
}

/* ---- labels and names ------------------------------------------------------------------------------------------------- */

static bool is_u_label(struct arena *arena, const struct label *label) {
    if (label->len == 0 || label->code[0] == '-' || label->code[label->len - 1] == '-') return false;
    if (label->len >= 4 && label->code[2] == '-' && label->code[3] == '-') return false;
    if (unicode_is_mark(label->code[0])) return false;
    bool ascii = true;
    for (size_t i = 0; i < label->len; i++) {
        if (!is_valid_code(label, i)) return false;
        ascii = ascii && label->code[i] < 0x80;
    }
    if (ascii) return label->len <= MAX_LABEL;
    return punycode_encode(arena, label).len + 4 <= MAX_LABEL &&
           (!has_right_to_left(label) || is_bidi_label(label));
}

static bool decode_a_label(struct arena *arena, struct str s, struct label *label) {
    struct str tail = str_lower(arena, str_sub(s, 4, s.len));
    if (tail.len == 0 || !punycode_decode(tail, label)) return false;
    bool ascii = true;
    for (size_t i = 0; i < label->len; i++) ascii = ascii && label->code[i] < 0x80;
    return !ascii && str_eq(punycode_encode(arena, label), tail) && is_u_label(arena, label);
}

bool idna_is_a_label(struct arena *arena, struct str s) {
    struct label label;
    return decode_a_label(arena, s, &label);
}

/* Reads up to the next of the four label separators (IDNA2003's dots are still typed). */
static bool read_label(struct str s, size_t *at, struct label *label, bool *more) {
    label->len = 0;
    *more = false;
    while (*at < s.len) {
        uint32_t c = unicode_next(s, at);
        *more = c == '.' || c == 0x3002 || c == 0xFF0E || c == 0xFF61;
        if (*more) return true;
        if (c == UNICODE_BAD || label->len == MAX_LABEL) return false;
        label->code[label->len++] = c < 0x80 && c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
    return true;
}

/* The label in ASCII form; 0 when it is not valid. *bidi when it has right-to-left letters. */
static size_t ascii_length(struct arena *arena, struct label *label, struct str text, bool *bidi) {
    bool a_label = label->len >= 4 && label->code[0] == 'x' && label->code[1] == 'n' &&
                   label->code[2] == '-' && label->code[3] == '-';
    if (a_label) return decode_a_label(arena, text, label) ? text.len : 0;
    if (!is_u_label(arena, label)) return 0;
    *bidi = *bidi || has_right_to_left(label);
    bool ascii = text.len == label->len;
    return ascii ? text.len : punycode_encode(arena, label).len + 4;
}

bool format_is_idn_hostname(struct arena *arena, struct str s) {
    size_t at = 0, total = 0;
    bool more = true, bidi = false, digit_first = false;
    if (unicode_check(s) != s.len || !str_eq(unicode_nfc(arena, s), s)) return false;
    while (more) {
        struct label label;
        size_t start = at;
        if (!read_label(s, &at, &label, &more) || label.len == 0) return false;
        size_t separator = !more ? 0 : at > start && (unsigned char)s.ptr[at - 1] >= 0x80 ? 3 : 1;
        digit_first = digit_first || in(label.code[0], '0', '9');
        size_t length = ascii_length(arena, &label, str_sub(s, start, at - separator), &bidi);
        if (length == 0) return false;
        total += length + (more ? 1 : 0);
    }
    return total <= 253 && !(bidi && digit_first);
}
