#include "base/node_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a plain scalar means. With yaml_1_1: gopkg.in/yaml.v2, which Hugo used up to 0.151. Without:
 * goccy/go-yaml, Hugo's reader since 0.152 (YAML 1.2 core, but a leading zero still means octal). Timestamps
 * are dates in both, because Hugo makes dates of them either way. */

struct word {
    const char *text;
    enum node_kind kind;
    bool boolean;
    bool only_1_1;
    double number;
};

static const struct word words[] = {
    {"~", NODE_NULL, false, false, 0},
    {"null", NODE_NULL, false, false, 0},
    {"Null", NODE_NULL, false, false, 0},
    {"NULL", NODE_NULL, false, false, 0},
    {"true", NODE_BOOL, true, false, 0},
    {"True", NODE_BOOL, true, false, 0},
    {"TRUE", NODE_BOOL, true, false, 0},
    {"false", NODE_BOOL, false, false, 0},
    {"False", NODE_BOOL, false, false, 0},
    {"FALSE", NODE_BOOL, false, false, 0},
    {"y", NODE_BOOL, true, true, 0},
    {"Y", NODE_BOOL, true, true, 0},
    {"yes", NODE_BOOL, true, true, 0},
    {"Yes", NODE_BOOL, true, true, 0},
    {"YES", NODE_BOOL, true, true, 0},
    {"on", NODE_BOOL, true, true, 0},
    {"On", NODE_BOOL, true, true, 0},
    {"ON", NODE_BOOL, true, true, 0},
    {"n", NODE_BOOL, false, true, 0},
    {"N", NODE_BOOL, false, true, 0},
    {"no", NODE_BOOL, false, true, 0},
    {"No", NODE_BOOL, false, true, 0},
    {"NO", NODE_BOOL, false, true, 0},
    {"off", NODE_BOOL, false, true, 0},
    {"Off", NODE_BOOL, false, true, 0},
    {"OFF", NODE_BOOL, false, true, 0},
    {".nan", NODE_FLOAT, false, false, NAN},
    {".NaN", NODE_FLOAT, false, false, NAN},
    {".NAN", NODE_FLOAT, false, false, NAN},
    {".inf", NODE_FLOAT, false, false, HUGE_VAL},
    {".Inf", NODE_FLOAT, false, false, HUGE_VAL},
    {".INF", NODE_FLOAT, false, false, HUGE_VAL},
    {"+.inf", NODE_FLOAT, false, false, HUGE_VAL},
    {"+.Inf", NODE_FLOAT, false, false, HUGE_VAL},
    {"+.INF", NODE_FLOAT, false, false, HUGE_VAL},
    {"-.inf", NODE_FLOAT, false, false, -HUGE_VAL},
    {"-.Inf", NODE_FLOAT, false, false, -HUGE_VAL},
    {"-.INF", NODE_FLOAT, false, false, -HUGE_VAL},
};

static bool resolve_word(struct node *node, bool yaml_1_1) {
    if (node->text.len > 5) return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        const struct word *word = &words[i];
        if (word->text[0] != node->text.ptr[0] || (word->only_1_1 && !yaml_1_1)) continue;
        if (!str_eq(node->text, str_from(word->text))) continue;
        node->kind = word->kind;
        node->boolean = word->boolean;
        node->number = word->number;
        return true;
    }
    return false;
}

static size_t digits(struct str s, size_t *at) {
    size_t start = *at;
    while (*at < s.len && char_is_digit(s.ptr[*at])) ++*at;
    return *at - start;
}

static bool one_of(struct str s, size_t *at, const char *set) {
    if (*at >= s.len || s.ptr[*at] == '\0' || !strchr(set, s.ptr[*at])) return false;
    ++*at;
    return true;
}

/* The digits without sign, prefix and '_'; the base they are in, or 0 for a decimal number. */
static int number_base(const char *bare, const char **start) {
    *start = bare + (*bare == '+' || *bare == '-');
    const char *p = *start;
    if (p[0] != '0' || p[1] == '\0') return 10;
    *start = p + 2;
    if (p[1] == 'x' || p[1] == 'X') return 16;
    if (p[1] == 'o' || p[1] == 'O') return 8;
    if (p[1] == 'b' || p[1] == 'B') return 2;
    *start = p + 1;
    return 8;
}

static bool all_digits(const char *s, int base) {
    if (!*s) return false;
    for (; *s; s++) {
        int value = char_hex(*s);
        if (value < 0 || value >= base) return false;
    }
    return true;
}

/* Go's ParseInt and ParseUint with base 0: what does not fit 64 bits is not an integer. */
static bool resolve_integer(struct node *node, const char *bare) {
    const char *start;
    int base = number_base(bare, &start);
    if (!all_digits(start, base)) return false;
    uint64_t value = 0, limit = bare[0] == '-' ? (uint64_t)INT64_MAX + 1 : UINT64_MAX;
    for (const char *p = start; *p; p++) {
        uint64_t digit = (uint64_t)(char_is_digit(*p) ? *p - '0' : (*p | 32) - 'a' + 10);
        if (value > (limit - digit) / (uint64_t)base) return false;
        value = value * (uint64_t)base + digit;
    }
    node->kind = NODE_INTEGER;
    node->number = bare[0] == '-' ? -(double)value : (double)value;
    return true;
}

/* ^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$ */
static bool resolve_float(struct node *node, const char *bare) {
    struct str s = str_from(bare);
    size_t at = 0;
    one_of(s, &at, "+-");
    size_t whole = digits(s, &at), fraction = 0;
    if (one_of(s, &at, ".")) fraction = digits(s, &at);
    if (whole + fraction == 0) return false;
    if (one_of(s, &at, "eE")) {
        one_of(s, &at, "+-");
        if (digits(s, &at) == 0) return false;
    }
    if (at != s.len) return false;
    node->kind = NODE_FLOAT;
    node->number = strtod(bare, NULL);
    return true;
}

static void resolve_number(struct node *node, bool yaml_1_1) {
    enum { LONGEST = 400 }; /* no number that Go's float64 tells from infinity needs more */
    char bare[LONGEST + 1];
    size_t len = 0;
    if (node->text.len > LONGEST) return;
    for (size_t i = 0; i < node->text.len; i++)
        if (node->text.ptr[i] != '_') bare[len++] = node->text.ptr[i];
    bare[len] = '\0';
    if (resolve_integer(node, bare)) return;
    /* "08" is no octal number: yaml.v2 goes on to read a float, goccy leaves a string. */
    const char *start;
    bool octal = number_base(bare, &start) == 8 && !strchr(bare, '.');
    if (!octal || yaml_1_1) resolve_float(node, bare);
}

void yaml_resolve(struct node *node, bool yaml_1_1) {
    struct str text = node->text;
    if (text.len == 0) {
        node->kind = NODE_NULL;
        return;
    }
    struct date date;
    char first = text.ptr[0];
    if (char_is_digit(first) || strchr("+-.", first)) {
        if (text.len >= 8 && date_timestamp(text, &date))
            node->kind = NODE_DATE;
        else if (!resolve_word(node, yaml_1_1))
            resolve_number(node, yaml_1_1);
    } else if (strchr("~nNtTfFyYoO", first)) {
        resolve_word(node, yaml_1_1);
    }
}
