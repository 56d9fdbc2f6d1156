/* idna.c: host names in other scripts, by libidn2. Browsers open what IDNA2008 disallows (symbols such as U+2603), so
 * such labels alone have a way of their own here: libidn2 2.3.3 offers no Punycode by itself. */
#include "base/base.h"

#include <idn2.h>
#include <string.h>

enum { LABEL_MAX = 63, HOST_MAX = 253 };

/* RFC 3492, 6.1. */
static uint32_t adapt(uint32_t delta, uint32_t points, bool first) {
    delta = first ? delta / 700 : delta / 2;
    delta += delta / points;
    uint32_t k = 0;
    for (; delta > 455; k += 36) delta /= 35;
    return k + 36 * delta / (delta + 38);
}

static void add_number(struct buf *out, uint32_t q, uint32_t bias) {
    for (uint32_t k = 36;; k += 36) {
        uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        uint32_t digit = q < t ? q : t + (q - t) % (36 - t);
        buf_add_char(out, "abcdefghijklmnopqrstuvwxyz0123456789"[digit]);
        if (q < t) return;
        q = (q - t) / (36 - t);
    }
}

/* RFC 3492, 6.3. With at most 63 code points delta stays below 64 * 0x110000. */
static void punycode(struct buf *out, const uint32_t *points, uint32_t count) {
    uint32_t basic = 0, n = 128, delta = 0, bias = 72;
    for (uint32_t i = 0; i < count; i++) {
        if (points[i] >= 128) continue;
        buf_add_char(out, (char)points[i]);
        basic++;
    }
    if (basic) buf_add_char(out, '-');
    for (uint32_t done = basic; done < count; delta++, n++) {
        uint32_t next = UINT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (points[i] >= n && points[i] < next) next = points[i];
        delta += (next - n) * (done + 1);
        n = next;
        for (uint32_t i = 0; i < count; i++) {
            if (points[i] < n) delta++;
            if (points[i] != n) continue;
            add_number(out, delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
    }
}

/* Forbidden in domains by the WHATWG URL standard (forbidden domain code points, 30 November 2026) and what no name
 * server has: controls, white space and ASCII punctuation but the hyphen, the dot and the underscore. */
static bool is_forbidden(char c) {
    return (unsigned char)c <= ' ' || c == 0x7F || strchr("#/:<>?@[\\]^|%\"{}`$&'()*,;=!+~", c);
}

/* What libidn2 disallows: NFKC, lower case, Punycode, which is what UTS 46 makes of symbols and the letters beside them.
 * A dot that comes of it ends no label: such characters are refused. */
static bool add_disallowed(struct arena *arena, struct str label, struct buf *out) {
    uint32_t points[LABEL_MAX], count = 0;
    struct str text = unicode_lower_str(arena, unicode_nfkc(arena, label));
    for (size_t at = 0; at < text.len;) {
        if (count == LABEL_MAX) return false;
        points[count] = unicode_next(text, &at);
        if (points[count] < 128 && !strchr("-_", (char)points[count]) && !char_is_alnum((char)points[count]))
            return false;
        count++;
    }
    buf_add(out, STR("xn--"));
    punycode(out, points, count);
    return true;
}

/* A label with other letters than ASCII. CheckHyphens is false in browsers, so that hyphens alone refuse nothing. */
static bool add_mapped(struct arena *arena, struct str label, struct buf *out) {
    uint8_t *ascii = NULL;
    int result =
        idn2_lookup_u8((const uint8_t *)str_c(arena, label), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (result == IDN2_OK) buf_add(out, str_from((const char *)ascii));
    idn2_free(ascii);
    if (result == IDN2_OK) return true;
    bool opened = result == IDN2_DISALLOWED || result == IDN2_2HYPHEN || result == IDN2_HYPHEN_STARTEND;
    return opened && add_disallowed(arena, label, out);
}

static bool add_label(struct arena *arena, struct str label, struct buf *out) {
    if (unicode_ascii(label, 0) < label.len) return add_mapped(arena, label, out);
    buf_add(out, str_lower(arena, label));
    return true;
}

/* The next label of *rest, which ends at one of the four dots of RFC 3490; absent when there is none. */
static struct str next_label(struct str *rest) {
    struct str whole = *rest;
    *rest = (struct str){0};
    for (size_t at = 0; at < whole.len;) {
        size_t start = at;
        uint32_t c = unicode_next(whole, &at);
        if (c != '.' && c != 0x3002 && c != 0xFF0E && c != 0xFF61) continue;
        *rest = (struct str){whole.ptr + at, whole.len - at};
        return str_sub(whole, 0, start);
    }
    return whole;
}

/* Mapping may make dots and what no host may have: judged at the end. */
static bool is_host(struct str ascii) {
    if (ascii.len == 0 || ascii.len > HOST_MAX) return false;
    for (size_t i = 0; i < ascii.len; i++)
        if (is_forbidden(ascii.ptr[i])) return false;
    for (struct str rest = ascii; rest.ptr;) {
        struct str label = str_cut(&rest, '.');
        if (label.len == 0 || label.len > LABEL_MAX) return false;
    }
    return true;
}

bool idna_host(struct arena *arena, struct str host, struct str *ascii) {
    struct buf out = {.arena = arena};
    *ascii = (struct str){0};
    if (host.len > 4 * HOST_MAX || unicode_check(host) < host.len) return false;
    if (str_find_char(host, '\0') < host.len) return false;
    for (struct str rest = host; rest.ptr;) {
        struct str label = next_label(&rest);
        if (!add_label(arena, label, &out)) return false;
        if (rest.ptr) buf_add_char(&out, '.');
    }
    if (!is_host(buf_str(&out))) return false;
    *ascii = buf_str(&out);
    return true;
}

/* ---- names that may be registered (RFC 5891, section 4) ---- */

static bool is_ascii_label(struct str label) {
    if (!char_is_alnum(label.ptr[0]) || !char_is_alnum(label.ptr[label.len - 1])) return false;
    for (size_t i = 0; i < label.len; i++)
        if (!char_is_alnum(label.ptr[i]) && label.ptr[i] != '-') return false;
    return label.len <= LABEL_MAX && !str_eq(str_sub(label, 2, 4), STR("--"));
}

/* A label in Punycode in its own letters; absent when it is no such label. */
static struct str decoded(struct arena *arena, struct str label) {
    char *letters = NULL;
    int result = idn2_to_unicode_8z8z(str_c(arena, str_lower(arena, label)), &letters, 0);
    struct str out = result == IDN2_OK ? str_copy(arena, str_from(letters)) : (struct str){0};
    idn2_free(letters);
    return out;
}

/* The length in ASCII of a label in its own letters that may be registered; 0 of one that may not. */
static size_t registered_length(struct arena *arena, struct str label) {
    if (label.len == 0) return 0;
    if (unicode_ascii(label, 0) == label.len) return is_ascii_label(label) ? label.len : 0;
    uint8_t *ascii = NULL;
    int result = idn2_register_u8((const uint8_t *)str_c(arena, label), NULL, &ascii, 0);
    size_t length = result == IDN2_OK ? strlen((const char *)ascii) : 0;
    idn2_free(ascii);
    return length;
}

/* What libidn2 2.3.3 leaves out of RFC 5893, section 2, for a label of a name that has right-to-left letters: the first
 * character is a letter (condition 1), and the numbers are of one kind (condition 4). */
static bool is_bidi_label(struct str label) {
    enum unicode_bidi kind = UNICODE_BIDI_OTHER;
    bool european = false, arabic = false, leftward = false;
    for (size_t at = 0; at < label.len;) {
        bool first = at == 0;
        kind = unicode_bidi(unicode_next(label, &at));
        if (first && kind != UNICODE_BIDI_LEFT && kind != UNICODE_BIDI_RIGHT) return false;
        leftward = leftward || (first && kind == UNICODE_BIDI_RIGHT);
        european = european || kind == UNICODE_BIDI_EUROPEAN_NUMBER;
        arabic = arabic || kind == UNICODE_BIDI_ARABIC_NUMBER;
    }
    return !(leftward && european && arabic);
}

static bool is_leftward(struct str label) {
    for (size_t at = 0; at < label.len;) {
        enum unicode_bidi kind = unicode_bidi(unicode_next(label, &at));
        if (kind == UNICODE_BIDI_RIGHT || kind == UNICODE_BIDI_ARABIC_NUMBER) return true;
    }
    return false;
}

bool idna_is_name(struct arena *arena, struct str name) {
    size_t total = 0;
    bool leftward = false, bidi = true;
    if (unicode_check(name) < name.len || str_find_char(name, '\0') < name.len) return false;
    for (struct str rest = name; rest.ptr;) {
        struct str label = next_label(&rest);
        bool tagged = str_eq_nocase(str_sub(label, 0, 4), STR("xn--"));
        if (tagged) label = decoded(arena, label);
        size_t length = registered_length(arena, label);
        if (length == 0 || (tagged && unicode_ascii(label, 0) == label.len)) return false;
        leftward = leftward || is_leftward(label);
        bidi = bidi && is_bidi_label(label);
        total += length + (rest.ptr ? 1 : 0);
    }
    return total > 0 && total <= HOST_MAX && (bidi || !leftward);
}
