#include "crawl/parts.h"

#include <string.h>

enum { LABEL_MAX = 63, HOST_MAX = 253, POINTS_MAX = 63 };

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

/* Forbidden in hosts by the WHATWG URL standard, besides controls. */
static bool is_forbidden(uint32_t c) {
    return c <= ' ' || c == 0x7F || (c < 0x7F && strchr("#/:<>?@[\\]^|%\"{}`$&'()*,;=!+~", (char)c));
}

static bool is_dot(uint32_t c) {
    return c == '.' || c == 0x3002 || c == 0xFF0E || c == 0xFF61;
}

static bool add_label(struct buf *out, const uint32_t *points, uint32_t count) {
    size_t start = out->len;
    bool ascii = true;
    for (uint32_t i = 0; i < count; i++) ascii = ascii && points[i] < 128;
    if (ascii)
        for (uint32_t i = 0; i < count; i++) buf_add_char(out, (char)points[i]);
    else {
        buf_add(out, STR("xn--"));
        punycode(out, points, count);
    }
    return count > 0 && out->len - start <= LABEL_MAX;
}

bool idn_ascii(struct arena *arena, struct str host, struct str *ascii) {
    if (host.len == 0 || host.len > 4 * HOST_MAX || unicode_check(host) < host.len) return false;
    struct str text = unicode_nfc(arena, unicode_lower_str(arena, host));
    struct buf out = {.arena = arena};
    uint32_t label[POINTS_MAX], count = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        if (c == 0xAD) continue; /* soft hyphen: mapped to nothing */
        if (is_dot(c)) {
            if (!add_label(&out, label, count)) return false;
            buf_add_char(&out, '.');
            count = 0;
            continue;
        }
        if (is_forbidden(c) || count == POINTS_MAX) return false;
        label[count++] = c;
    }
    *ascii = (struct str){0};
    if (!add_label(&out, label, count) || out.len > HOST_MAX) return false;
    *ascii = buf_str(&out);
    return true;
}
