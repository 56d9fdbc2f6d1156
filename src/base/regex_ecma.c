#include "base/regex_ecma.h"

#include <string.h>

/* White space and line terminators of ECMA-262, for use inside a class. */
#define SPACES "\\s\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"

struct ecma {
    struct buf out;
    struct str in;
    size_t at;
    bool in_class, class_escape; /* the last thing in the class was \d or the like */
    bool quantified;             /* the last thing was a quantifier */
    struct error *error;
};

static bool refuse(struct ecma *e, size_t at, const char *what) {
    return error_set(e->error, (struct str){0}, 0, "%s at character %zu of the pattern", what,
                     unicode_length(str_sub(e->in, 0, at), UNIT_CHARACTER) + 1);
}

static char at(const struct ecma *e, size_t offset) {
    return offset < e->in.len ? e->in.ptr[offset] : '\0';
}

/* The value of the `digits` hexadecimal digits at `from`, or UNICODE_BAD. */
static uint32_t hex(const struct ecma *e, size_t from, size_t digits) {
    uint32_t value = 0;
    if (digits == 0 || digits > 6) return UNICODE_BAD;
    for (size_t i = from; i < from + digits; i++) {
        int digit = char_hex(at(e, i));
        if (digit < 0) return UNICODE_BAD;
        value = value << 4 | (uint32_t)digit;
    }
    return value;
}

/* \xHH, \uHHHH, \uHHHH\uHHHH (a surrogate pair), \u{H...}; e->at is at the letter. */
static bool take_code_point(struct ecma *e) {
    size_t start = e->at, digits = at(e, start) == 'x' ? 2 : 4, from = start + 1;
    bool braces = digits == 4 && at(e, from) == '{';
    if (braces) {
        digits = str_find_char(str_sub(e->in, ++from, e->in.len), '}');
        if (from + digits >= e->in.len) digits = 0;
    }
    uint32_t value = hex(e, from, digits);
    e->at = from + digits + braces;
    if (value >= 0xD800 && value < 0xDC00 && at(e, e->at) == '\\' && at(e, e->at + 1) == 'u') {
        uint32_t low = hex(e, e->at + 2, 4);
        if (low >= 0xDC00 && low < 0xE000) {
            value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
            e->at += 6;
        }
    }
    if (value > 0x10FFFF) return refuse(e, start, "hexadecimal digits are missing");
    if (value >= 0xD800 && value < 0xE000) return refuse(e, start, "half of a surrogate pair stands alone");
    buf_printf(&e->out, "\\x{%x}", (unsigned)value);
    return true;
}

static const struct category {
    const char *name, *code;
} categories[] = {
    {"Cased_Letter", "L&"},
    {"Close_Punctuation", "Pe"},
    {"Combining_Mark", "M"},
    {"Connector_Punctuation", "Pc"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Currency_Symbol", "Sc"},
    {"Dash_Punctuation", "Pd"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Enclosing_Mark", "Me"},
    {"Final_Punctuation", "Pf"},
    {"Format", "Cf"},
    {"Initial_Punctuation", "Pi"},
    {"LC", "L&"},
    {"Letter", "L"},
    {"Letter_Number", "Nl"},
    {"Line_Separator", "Zl"},
    {"Lowercase_Letter", "Ll"},
    {"Mark", "M"},
    {"Math_Symbol", "Sm"},
    {"Modifier_Letter", "Lm"},
    {"Modifier_Symbol", "Sk"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Open_Punctuation", "Ps"},
    {"Other", "C"},
    {"Other_Letter", "Lo"},
    {"Other_Number", "No"},
    {"Other_Punctuation", "Po"},
    {"Other_Symbol", "So"},
    {"Paragraph_Separator", "Zp"},
    {"Private_Use", "Co"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Spacing_Mark", "Mc"},
    {"Surrogate", "Cs"},
    {"Symbol", "S"},
    {"Titlecase_Letter", "Lt"},
    {"Unassigned", "Cn"},
    {"Uppercase_Letter", "Lu"},
};

/* \p{Letter}, \p{gc=L}, \p{Script=Greek}; e->at is at the p. */
static bool take_property(struct ecma *e) {
    size_t start = e->at, end = start + str_find_char(str_sub(e->in, start, e->in.len), '}');
    if (at(e, start + 1) != '{' || end >= e->in.len) return refuse(e, start, "\\p needs a name in braces");
    struct str name = str_sub(e->in, start + 2, end);
    size_t equals = str_find_char(name, '=');
    struct str kind = str_sub(name, 0, equals < name.len ? equals : 0);
    struct str value = equals < name.len ? str_sub(name, equals + 1, name.len) : name;
    e->at = end + 1;
    buf_printf(&e->out, "\\%c{", at(e, start));
    if (str_eq(kind, STR("Script")) || str_eq(kind, STR("sc"))) buf_add(&e->out, STR("sc:"));
    if (str_eq(kind, STR("Script_Extensions")) || str_eq(kind, STR("scx"))) buf_add(&e->out, STR("scx:"));
    for (size_t i = 0;
         i < ARRAY_LEN(categories) && !str_starts(kind, STR("S")) && !str_starts(kind, STR("s")); i++)
        if (str_eq(value, str_from(categories[i].name))) value = str_from(categories[i].code);
    buf_printf(&e->out, "%.*s}", STR_FMT(value));
    return true;
}

static void take_space(struct ecma *e, bool negated) {
    if (e->in_class)
        buf_add(&e->out, negated ? STR("\\S") : STR(SPACES));
    else
        buf_add(&e->out, negated ? STR("[^" SPACES "]") : STR("[" SPACES "]"));
    e->at++;
}

static bool take_control(struct ecma *e) {
    char letter = at(e, e->at + 1);
    if ((letter | 32) < 'a' || (letter | 32) > 'z') return refuse(e, e->at, "\\c needs a letter");
    buf_printf(&e->out, "\\x{%x}", (unsigned)letter & 31);
    e->at += 2;
    return true;
}

static bool copy_escape(struct ecma *e) {
    buf_printf(&e->out, "\\%c", at(e, e->at));
    e->at++;
    return true;
}

static bool take_backslash(struct ecma *e) {
    char c = at(e, ++e->at);
    bool digit = char_is_digit(c), letter = char_is_letter(c);
    e->class_escape = c && strchr("dDwWsSpP", c);
    if (c == '\0') return refuse(e, e->at - 1, "nothing follows the backslash");
    if (c == 'x' || c == 'u') return take_code_point(e);
    if (c == 'p' || c == 'P') return take_property(e);
    if (c == 's' || c == 'S') return take_space(e, c == 'S'), true;
    if (c == 'c') return take_control(e);
    if (c == 'v' || c == '0') {
        buf_add(&e->out, c == 'v' ? STR("\\x{b}") : STR("\\x{0}"));
        e->at++;
        return true;
    }
    bool known = strchr(e->in_class ? "dDwWbfnrt" : "dDwWbBfnrtk", c) || (digit && !e->in_class);
    if ((letter || digit) && !known) return refuse(e, e->at - 1, "this is no escape of ECMA-262");
    if (c & 0x80) return true; /* the character itself */
    return copy_escape(e);
}

/* A hyphen beside \d and the like is itself; between two characters it makes a range. */
static bool is_literal_hyphen(const struct ecma *e) {
    char next = at(e, e->at + 1), escaped = at(e, e->at + 2);
    return e->class_escape || (next == '\\' && escaped && strchr("dDwWsSpP", escaped));
}

static bool take_in_class(struct ecma *e) {
    char c = at(e, e->at);
    if (c == '\\') return take_backslash(e);
    if (c == '[') buf_add_char(&e->out, '\\');
    if (c == '-' && is_literal_hyphen(e)) buf_add_char(&e->out, '\\');
    e->class_escape = false;
    e->in_class = c != ']';
    buf_add_char(&e->out, c);
    e->at++;
    return true;
}

static bool take_class(struct ecma *e) {
    struct str rest = str_sub(e->in, e->at, e->in.len);
    size_t length = 1;
    if (str_starts(rest, STR("[^]")))
        buf_add(&e->out, STR("(?s:.)")), length = 3;
    else if (str_starts(rest, STR("[]")))
        buf_add(&e->out, STR("(?!)")), length = 2;
    else if (str_starts(rest, STR("[^")))
        buf_add(&e->out, STR("[^")), length = 2;
    else
        buf_add_char(&e->out, '[');
    e->in_class = at(e, e->at + length - 1) != ']';
    e->class_escape = false;
    e->at += length;
    return true;
}

static bool take_group(struct ecma *e) {
    struct str rest = str_sub(e->in, e->at + 1, e->in.len);
    if (str_starts(rest, STR("*"))) return refuse(e, e->at + 1, "there is nothing to repeat");
    if (str_starts(rest, STR("?"))) {
        char kind = at(e, e->at + 2), name = at(e, e->at + 3);
        bool named =
            kind == '<' && (name == '=' || name == '!' || name == '_' || name == '$' || (name | 32) >= 'a');
        if (!named && kind != ':' && kind != '=' && kind != '!')
            return refuse(e, e->at, "this is no group of ECMA-262");
        buf_add(&e->out, STR("(?"));
        e->at += 2;
        return true;
    }
    buf_add_char(&e->out, '(');
    e->at++;
    return true;
}

/* Length of {n}, {n,} or {n,m} at the cursor, or 0: any other brace is itself. */
static size_t braces_length(const struct ecma *e) {
    size_t end = e->at + 1, digits = end;
    while (char_is_digit(at(e, end))) end++;
    if (end == digits) return 0;
    if (at(e, end) == ',') end++;
    while (char_is_digit(at(e, end))) end++;
    return at(e, end) == '}' ? end + 1 - e->at : 0;
}

static bool take_quantifier(struct ecma *e, size_t length) {
    if (e->quantified) return refuse(e, e->at, "there is nothing to repeat");
    buf_add(&e->out, str_sub(e->in, e->at, e->at + length));
    e->at += length;
    e->quantified = true;
    if (at(e, e->at) == '?') {
        buf_add_char(&e->out, '?');
        e->at++;
    }
    return true;
}

static bool take_atom(struct ecma *e) {
    char c = at(e, e->at);
    size_t braces = c == '{' ? braces_length(e) : 0;
    if (c == '*' || c == '+' || c == '?' || braces) return take_quantifier(e, braces ? braces : 1);
    e->quantified = false;
    if (c == '\\') return take_backslash(e);
    if (c == '[') return take_class(e);
    if (c == '(') return take_group(e);
    if (c == '{' || c == '}') buf_add_char(&e->out, '\\');
    if (c == '.')
        buf_add(&e->out, STR("[^\\n\\r\\x{2028}\\x{2029}]"));
    else
        buf_add_char(&e->out, c);
    e->at++;
    return true;
}

bool regex_ecma(struct arena *arena, struct str pattern, struct str *translated, struct error *error) {
    struct ecma e = {.out = {.arena = arena}, .in = pattern, .error = error};
    while (e.at < pattern.len)
        if (!(e.in_class ? take_in_class(&e) : take_atom(&e))) return false;
    if (e.in_class) return refuse(&e, pattern.len, "a \"]\" is missing");
    *translated = buf_str(&e.out);
    return true;
}
