/* hostname (RFC 1123), ipv4 (RFC 2673), ipv6 (RFC 4291) and e-mail addresses (RFC 5321, 6531). */
#include "schema/internal.h"

static bool is_label(struct arena *arena, struct str label) {
    if (label.len == 0 || label.len > 63 || label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (!char_is_alnum(label.ptr[i]) && label.ptr[i] != '-') return false;
    bool tagged = label.len >= 4 && str_eq(str_sub(label, 2, 4), STR("--"));
    bool punycode = tagged && str_eq_nocase(str_sub(label, 0, 2), STR("xn"));
    return !punycode || idna_is_name(arena, label);
}

bool format_is_hostname(struct arena *arena, struct str s) {
    if (s.len == 0 || s.len > 253 || s.ptr[s.len - 1] == '.') return false;
    while (s.ptr != NULL)
        if (!is_label(arena, str_cut(&s, '.'))) return false;
    return true;
}

bool format_is_ipv4(struct arena *arena, struct str s) {
    (void)arena;
    int parts = 0;
    while (s.ptr != NULL) {
        struct str part = str_cut(&s, '.');
        int value = 0;
        if (part.len == 0 || part.len > 3 || (part.len > 1 && part.ptr[0] == '0')) return false;
        for (size_t i = 0; i < part.len; i++) {
            if (part.ptr[i] < '0' || part.ptr[i] > '9') return false;
            value = value * 10 + (part.ptr[i] - '0');
        }
        if (value > 255) return false;
        parts++;
    }
    return parts == 4;
}

static bool is_group(struct str group) {
    if (group.len == 0 || group.len > 4) return false;
    for (size_t i = 0; i < group.len; i++) {
        char c = group.ptr[i];
        if (!char_is_hex(c)) return false;
    }
    return true;
}

/* Number of 16-bit groups in "a:b:c" (an IPv4 address at the end counts two), -1 when malformed. */
static int count_groups(struct arena *arena, struct str s, bool last) {
    int groups = 0;
    if (s.len == 0) return 0;
    while (s.ptr != NULL) {
        struct str group = str_cut(&s, ':');
        if (is_group(group))
            groups++;
        else if (last && s.ptr == NULL && format_is_ipv4(arena, group))
            groups += 2;
        else
            return -1;
    }
    return groups;
}

bool format_is_ipv6(struct arena *arena, struct str s) {
    if (s.len < 2 || s.len > 45) return false;
    size_t gap = str_find(s, STR("::"));
    if (gap == s.len) return count_groups(arena, s, true) == 8;
    int before = count_groups(arena, str_sub(s, 0, gap), false);
    int after = count_groups(arena, str_sub(s, gap + 2, s.len), true);
    return before >= 0 && after >= 0 && before + after <= 7;
}

/* ---- e-mail ----------------------------------------------------------------------------------------------------- */

static bool is_atext(char c, bool idn) {
    if ((unsigned char)c >= 0x80) return idn;
    return char_is_alnum(c) || (c != '\0' && str_find_char(STR("!#$%&'*+-/=?^_`{|}~"), c) < 19);
}

static bool is_quoted(struct str s, bool idn) {
    for (size_t i = 1; i + 1 < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\\') i++;
        if (i + 1 >= s.len || (c >= 0x80 && !idn) || c < 0x20 || c == 0x7f || c == '"') return false;
    }
    return s.len >= 2 && s.ptr[s.len - 1] == '"';
}

static bool is_local_part(struct str s, bool idn) {
    if (s.len == 0 || s.len > 64) return false;
    if (s.ptr[0] == '"') return is_quoted(s, idn);
    while (s.ptr != NULL) {
        struct str atom = str_cut(&s, '.');
        if (atom.len == 0) return false;
        for (size_t i = 0; i < atom.len; i++)
            if (!is_atext(atom.ptr[i], idn)) return false;
    }
    return true;
}

static bool is_mail_domain(struct arena *arena, struct str s, bool idn) {
    if (s.len < 2 || s.ptr[0] != '[')
        return format_is_hostname(arena, s) || (idn && idna_is_name(arena, unicode_nfc(arena, s)));
    if (s.ptr[s.len - 1] != ']') return false;
    s = str_sub(s, 1, s.len - 1);
    if (str_starts(s, STR("IPv6:"))) return format_is_ipv6(arena, str_sub(s, 5, s.len));
    return format_is_ipv4(arena, s);
}

static bool is_email(struct arena *arena, struct str s, bool idn) {
    size_t at = str_rfind_char(s, '@');
    return at < s.len && is_local_part(str_sub(s, 0, at), idn) &&
           is_mail_domain(arena, str_sub(s, at + 1, s.len), idn);
}

bool format_is_email(struct arena *arena, struct str s) {
    return is_email(arena, s, false);
}

bool format_is_idn_email(struct arena *arena, struct str s) {
    return unicode_check(s) == s.len && is_email(arena, s, true);
}
