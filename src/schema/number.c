/* multipleOf without rounding: 19.99 is a multiple of 0.01. Numbers are read from their text as m * 10^e. */
#include <math.h>

#include "schema/internal.h"

struct decimal {
    uint64_t mantissa;
    int exponent;
};
#define MAX_DIGITS   18
#define MAX_EXPONENT 400 /* doubles end at 308 */

static int parse_exponent(struct str text) {
    bool negative = text.len > 0 && text.ptr[0] == '-';
    int value = 0;
    for (size_t i = 0; i < text.len && value < 100000; i++)
        if (char_is_digit(text.ptr[i])) value = value * 10 + (text.ptr[i] - '0');
    return negative ? -value : value;
}

/* False for what is not a plain decimal number of at most 18 digits (hexadecimal, infinity …). */
static bool decimal_parse(struct str text, struct decimal *out) {
    *out = (struct decimal){0};
    bool fraction = false;
    int digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (char_is_digit(c)) {
            if ((digits > 0 || c != '0') && ++digits > MAX_DIGITS) return false;
            out->mantissa = out->mantissa * 10 + (uint64_t)(c - '0');
            if (fraction) out->exponent--;
        } else if (c == '.' && !fraction) {
            fraction = true;
        } else if ((c == 'e' || c == 'E') && i > 0) {
            int exponent = parse_exponent(str_sub(text, i + 1, text.len));
            out->exponent += exponent;
            return exponent >= -MAX_EXPONENT && exponent <= MAX_EXPONENT;
        } else if (c != '_' && !(i == 0 && (c == '-' || c == '+'))) {
            return false;
        }
    }
    return text.len > 0;
}

/* a * b mod m for m below 2^63, by doubling: no 128-bit type in ISO C. */
static uint64_t multiply_mod(uint64_t a, uint64_t b, uint64_t m) {
    uint64_t result = 0;
    for (a %= m; b > 0; b >>= 1) {
        if (b & 1) result = (result + a) % m;
        a = a * 2 % m;
    }
    return result;
}

static bool decimal_is_multiple(struct decimal value, struct decimal divisor) {
    int shift = value.exponent - divisor.exponent;
    for (; shift < 0 && value.mantissa != 0 && value.mantissa % 10 == 0; shift++) value.mantissa /= 10;
    for (; shift < 0; shift++) {
        if (divisor.mantissa > UINT64_MAX / 10) return value.mantissa == 0;
        divisor.mantissa *= 10;
    }
    if (divisor.mantissa > INT64_MAX) return value.mantissa == 0;
    uint64_t rest = value.mantissa % divisor.mantissa;
    for (; shift > 0 && rest != 0; shift--) rest = multiply_mod(rest, 10, divisor.mantissa);
    return rest == 0;
}

bool number_is_multiple(const struct node *value, const struct node *divisor) {
    struct decimal a, b;
    if (decimal_parse(value->text, &a) && decimal_parse(divisor->text, &b) && b.mantissa != 0)
        return decimal_is_multiple(a, b);
    return fmod(value->number, divisor->number) == 0;
}
