/* ascii.h: part of base.h, which includes it: classes of ASCII characters, whatever the locale, and hexadecimal. */
#ifndef CONTENTLINT_BASE_ASCII_H
#define CONTENTLINT_BASE_ASCII_H

#include "base/str.h"

static inline bool char_is_digit(int c) {
    return c >= '0' && c <= '9';
}
static inline bool char_is_lower(int c) {
    return c >= 'a' && c <= 'z';
}
static inline bool char_is_upper(int c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool char_is_letter(int c) {
    return char_is_lower(c | 32);
}
static inline bool char_is_alnum(int c) {
    return char_is_digit(c) || char_is_letter(c);
}
static inline bool char_is_blank(int c) {
    return c == ' ' || c == '\t';
}
static inline bool char_is_space(int c) { /* blanks and what ends or feeds a line or page */
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char char_lower(char c) {
    return char_is_upper(c) ? (char)(c | 32) : c;
}
/* The value of a hexadecimal digit, or -1. */
static inline int char_hex(int c) {
    if (char_is_digit(c)) return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
static inline bool char_is_hex(int c) {
    return char_hex(c) >= 0;
}
/* The value of 1 to 8 hexadecimal digits, or false. */
static inline bool hex_read(struct str digits, uint32_t *value) {
    *value = 0;
    if (digits.len == 0 || digits.len > 8) return false;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = char_hex(digits.ptr[i]);
        if (digit < 0) return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    return true;
}

#endif
