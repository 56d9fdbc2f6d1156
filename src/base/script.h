/* script.h: part of base.h, which includes it: the literal values of a configuration that is a program. */
#ifndef CONTENTLINT_BASE_SCRIPT_H
#define CONTENTLINT_BASE_SCRIPT_H

#include "base/source.h"
#include "base/str.h"

/* ---- script.c: JavaScript and TypeScript, read and never run --------------------------------------------------- */

enum script_kind {
    SCRIPT_UNKNOWN, /* whatever is not literal: an expression, a name from elsewhere, a regular expression */
    SCRIPT_NULL,    /* null, undefined */
    SCRIPT_BOOL,
    SCRIPT_NUMBER,
    SCRIPT_STRING, /* literals that are joined by '+' too */
    SCRIPT_ARRAY,
    SCRIPT_OBJECT,
    SCRIPT_CALL, /* text: what is called, "require.resolve"; absent: an expression. Children: the arguments */
    SCRIPT_FUNCTION /* child: what it returns, when that is one value; else none */
};
struct script {
    struct script *child, *next; /* first element, member, argument; the one behind this. Never modify */
    struct str key;              /* of a member of an object */
    struct str text;             /* decoded text of a string, a number as written */
    struct span span;            /* the value in the text; the same for all uses of a constant */
    enum script_kind kind;
    bool boolean; /* SCRIPT_BOOL */
    /* There may be more members or elements, or others: a spread, a computed key, a later change. */
    bool open;
};

#define SCRIPT_MAX_BYTES (1u << 20) /* of longer text nothing is read */

/* What the module exports: `export default`, `module.exports`; an identifier stands for its declaration, a wrapper such as
 * defineConfig(…) for the object it is given, a function for what it returns. Any text is accepted, in linear time, and
 * wrong one gives what could be read. NULL: it exports nothing, or it is too long. The tree borrows text. */
const struct script *script_read(struct arena *arena, struct str text);
/* The first object literal that is assigned to `name` (window.$config), wherever in the text; NULL without. */
const struct script *script_assigned(struct arena *arena, struct str text, struct str name);
/* The value of a dotted key; NULL when something is missing. */
const struct script *script_get(const struct script *object, const char *dotted);

enum script_answer {
    SCRIPT_ABSENT, /* nobody set it: the default holds */
    SCRIPT_KNOWN,
    SCRIPT_DOUBT /* it may have any value */
};
/* A string below `object`, which may be NULL (then ABSENT); *text is left alone unless it is KNOWN. */
enum script_answer script_text(const struct script *object, const char *dotted, struct str *text);
enum script_answer script_bool(const struct script *object, const char *dotted, bool *value);
/* Offset behind the bracket that closes the one at `at`, with the strings, comments and templates between left alone; the
 * text's end without one. */
size_t script_bracket(struct str text, size_t at);
/* Is the value, or any below it, unknown or open? */
bool script_is_doubtful(const struct script *value);

#endif
