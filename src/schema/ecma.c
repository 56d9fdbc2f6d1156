/* A pattern as ECMA-262 reads it (unicode mode), rewritten for PCRE2 where the two differ; what ECMA-262 does not have
 * is refused, so that a schema means the same here and in a JavaScript validator. */
#include <string.h>

#include "schema/internal.h"

struct pattern {
    struct str text;
    size_t at;
    struct buf out;
    bool syntax_only; /* lookbehinds of any width: only whether it is well formed counts */
    bool in_class;
    bool
        quantified; /* the last thing was a quantifier: another one, or PCRE2's possessive '+', is an error */
    const char *fault;
};

/* WhiteSpace and LineTerminator, ECMA-262 sections 12.2 and 12.3; and what '.' leaves out. */
#define SPACES                                                                                               \
    "\\t\\n\\x0b\\f\\r \xC2\xA0\xE1\x9A\x80\xE2\x80\x80-\xE2\x80\x8A\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAF"    \
    "\xE2\x81\x9F\xE3\x80\x80\xEF\xBB\xBF"
#define LINE_ENDS "\\n\\r\xE2\x80\xA8\xE2\x80\xA9"

static bool fail(struct pattern *p, const char *fault) {
    if (p->fault == NULL) p->fault = fault;
    return false;
}

static char peek(const struct pattern *p, size_t ahead) {
    return p->at + ahead < p->text.len ? p->text.ptr[p->at + ahead] : '\0';
}

static bool is_alpha(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* ---- escapes ---------------------------------------------------------------------------------------------------- */

/* Long names of general categories that PCRE2 does not know. */
static struct str category_name(struct str name) {
    static const char *const names[][2] = {
        {"Letter", "L"},
        {"Cased_Letter", "L&"},
        {"LC", "L&"},
        {"Uppercase_Letter", "Lu"},
        {"Lowercase_Letter", "Ll"},
        {"Titlecase_Letter", "Lt"},
        {"Modifier_Letter", "Lm"},
        {"Other_Letter", "Lo"},
        {"Mark", "M"},
        {"Nonspacing_Mark", "Mn"},
        {"Spacing_Mark", "Mc"},
        {"Enclosing_Mark", "Me"},
        {"Number", "N"},
        {"Decimal_Number", "Nd"},
        {"digit", "Nd"},
        {"Letter_Number", "Nl"},
        {"Other_Number", "No"},
        {"Punctuation", "P"},
        {"punct", "P"},
        {"Symbol", "S"},
        {"Math_Symbol", "Sm"},
        {"Currency_Symbol", "Sc"},
        {"Separator", "Z"},
        {"Space_Separator", "Zs"},
        {"Other", "C"},
        {"Control", "Cc"},
        {"Format", "Cf"},
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, str_from(names[i][0]))) return str_from(names[i][1]);
    return name;
}

static bool property(struct pattern *p, char kind) {
    struct str rest = str_sub(p->text, p->at + 2, p->text.len);
    size_t end = str_find_char(rest, '}');
    if (peek(p, 2) != '{' || end == rest.len) return fail(p, "\\p needs a property in braces");
    struct str name = str_sub(rest, 1, end), value = name;
    size_t equals = str_find_char(name, '=');
    if (equals < name.len) value = str_sub(name, equals + 1, name.len);
    buf_printf(&p->out, "\\%c{%.*s}", kind, STR_FMT(category_name(value)));
    p->at += 2 + end + 1;
    return true;
}

static uint32_t hex_value(struct str digits) {
    uint32_t value = 0;
    if (digits.len == 0 || digits.len > 6) return UNICODE_BAD;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        if (c >= '0' && c <= '9')
            value = value * 16 + (uint32_t)(c - '0');
        else if (is_alpha(c) && (c | 0x20) <= 'f')
            value = value * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return UNICODE_BAD;
    }
    return value <= 0x10FFFF ? value : UNICODE_BAD;
}

static uint32_t four_digits(const struct pattern *p, size_t ahead) {
    if (p->at + ahead + 6 > p->text.len || peek(p, ahead) != '\\' || peek(p, ahead + 1) != 'u')
        return UNICODE_BAD;
    return hex_value(str_sub(p->text, p->at + ahead + 2, p->at + ahead + 6));
}

static void literal(struct pattern *p, uint32_t c) {
    bool plain = c >= 0x80 || is_alpha((char)c) || (c >= '0' && c <= '9');
    if (c < 0x20)
        buf_printf(&p->out, "\\x%02x", c);
    else if (!plain)
        buf_printf(&p->out, "\\%c", (char)c);
    else
        buf_add_utf8(&p->out, c);
}

/* \u{1F432}, \u1234, and a pair of surrogates. */
static bool unicode_escape(struct pattern *p) {
    if (peek(p, 2) == '{') {
        struct str rest = str_sub(p->text, p->at + 3, p->text.len);
        size_t end = str_find_char(rest, '}');
        uint32_t c = hex_value(str_sub(rest, 0, end));
        if (c == UNICODE_BAD || end == rest.len) return fail(p, "\\u{…} is not a code point");
        literal(p, c);
        p->at += 3 + end + 1;
        return true;
    }
    uint32_t c = four_digits(p, 0), low = four_digits(p, 6);
    if (c == UNICODE_BAD) return fail(p, "\\u needs four hexadecimal digits");
    bool pair = c >= 0xD800 && c <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF;
    if (!pair && c >= 0xD800 && c <= 0xDFFF) return fail(p, "\\u names half of a surrogate pair");
    literal(p, pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : c);
    p->at += pair ? 12 : 6;
    return true;
}

static bool space_escape(struct pattern *p, char kind) {
    if (p->in_class && kind == 'S') return fail(p, "\\S within [] is not supported");
    buf_printf(&p->out, p->in_class ? "%s%s%s" : "[%s%s%s", kind == 'S' ? "^" : "", SPACES,
               p->in_class ? "" : "]");
    p->at += 2;
    return true;
}

static bool escape(struct pattern *p) {
    char c = peek(p, 1);
    p->quantified = false;
    if (c == 'p' || c == 'P') return property(p, c);
    if (c == 'u') return unicode_escape(p);
    if (c == 's' || c == 'S') return space_escape(p, c);
    if (c == '\0') return fail(p, "it ends in a backslash");
    if (is_alpha(c) && strchr("bBcdDfknrtvwWx", c) == NULL) return fail(p, "ECMA-262 has no such escape");
    if (c == 'v')
        buf_add(&p->out, STR("\\x0b")); /* PCRE2: any vertical space */
    else if (c == 'b' && p->in_class)
        buf_add(&p->out, STR("\\x08"));
    else
        buf_add(&p->out, str_sub(p->text, p->at, p->at + 2));
    p->at += 2;
    return true;
}

/* ---- groups, classes, quantifiers --------------------------------------------------------------------------------- */

/* (?ims-ims: … ): flags for a group, never for the rest of the pattern. */
static bool modifiers(const struct pattern *p) {
    size_t i = 2;
    while (strchr("ims-", peek(p, i)) != NULL && peek(p, i) != '\0') i++;
    return i > 2 && peek(p, i) == ':';
}

static bool group(struct pattern *p) {
    char c = peek(p, 2), d = peek(p, 3);
    p->quantified = false;
    if (peek(p, 1) == '*') return fail(p, "\"(*\" repeats nothing");
    if (peek(p, 1) == '?') {
        bool behind = c == '<' && (d == '=' || d == '!');
        bool plain =
            c == ':' || c == '=' || c == '!' || (c == '<' && (behind || is_alpha(d) || d == '_' || d == '$'));
        if (!plain && !modifiers(p)) return fail(p, "ECMA-262 has no such group");
        if (behind && p->syntax_only) {
            buf_printf(&p->out, "(?%c", d);
            p->at += 4;
            return true;
        }
    }
    buf_add_char(&p->out, '(');
    p->at++;
    return true;
}

/* The '?' after '(' is no quantifier. */
static bool quantifier(struct pattern *p, char c) {
    bool opens = p->at > 0 && p->text.ptr[p->at - 1] == '(' && !(p->at > 1 && p->text.ptr[p->at - 2] == '\\');
    if (c == '?' && opens) {
        buf_add_char(&p->out, c);
        p->at++;
        return true;
    }
    if (p->quantified && c != '?') return fail(p, "it repeats a repetition");
    p->quantified = !p->quantified || c != '?';
    buf_add_char(&p->out, c);
    p->at++;
    return true;
}

static bool class_start(struct pattern *p) {
    bool negative = peek(p, 1) == '^';
    p->at += negative ? 2 : 1;
    p->quantified = false;
    if (peek(p, 0) == ']') { /* [] matches nothing, [^] anything */
        buf_add(&p->out, negative ? STR("(?s:.)") : STR("(?!)"));
        p->at++;
        return true;
    }
    buf_add(&p->out, negative ? STR("[^") : STR("["));
    p->in_class = true;
    return true;
}

static bool in_class(struct pattern *p, char c) {
    if (c == '\\') return escape(p);
    if (c == ']') p->in_class = false;
    if (c == '[') buf_add_char(&p->out, '\\'); /* else "[:alpha:]" would be a class of PCRE2's */
    buf_add_char(&p->out, c);
    p->at++;
    return true;
}

static bool step(struct pattern *p) {
    char c = peek(p, 0);
    if (p->in_class) return in_class(p, c);
    if (c == '\\') return escape(p);
    if (c == '(') return group(p);
    if (c == '[') return class_start(p);
    if (c == '*' || c == '+' || c == '?') return quantifier(p, c);
    p->quantified = c == '}';
    if (c == '.')
        buf_add(&p->out, STR("[^" LINE_ENDS "]"));
    else
        buf_add_char(&p->out, c);
    p->at++;
    return true;
}

struct str ecma_translate(struct arena *arena, struct str text, bool syntax_only, const char **fault) {
    struct pattern p = {.text = text, .out = {.arena = arena}, .syntax_only = syntax_only};
    while (p.at < text.len && step(&p)) continue;
    if (p.in_class) fail(&p, "\"[\" is not closed");
    *fault = p.fault;
    return p.fault == NULL ? buf_str(&p.out) : (struct str){0};
}
