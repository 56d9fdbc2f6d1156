/* script.c: literals of JavaScript and TypeScript. Statements at the top of a module and of a function are looked at,
 * expressions are read as far as they are literals and skipped to their end where they are not. */
#include "base/base.h"
#include "base/script_token.h"

enum { MAX_DEPTH = 64, MAX_VALUES = 100000 };

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    unsigned depth, values;
    struct map names;        /* declarations -> struct script */
    struct script *exported; /* the last export */
    struct str export_name;  /* of an identifier that was exported before it was declared */
};

static struct script *read_value(struct reader *r);

static struct script *make(struct reader *r, enum script_kind kind, size_t start) {
    struct script *value = ARENA_NEW(r->arena, struct script);
    r->values++;
    *value = (struct script){.kind = kind, .span = {(uint32_t)start, (uint32_t)r->at}};
    return value;
}

static char peek(const struct reader *r) {
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static void spaces(struct reader *r) {
    r->at = script_spaces(r->text, r->at);
}

static struct str word_at(const struct reader *r) {
    return str_sub(r->text, r->at, script_word(r->text, r->at));
}

static bool take(struct reader *r, const char *what) {
    bool here = str_starts(str_sub(r->text, r->at, r->text.len), str_from(what));
    if (here) r->at += strlen(what);
    return here;
}

static bool take_word(struct reader *r, const char *word) {
    struct str here = word_at(r);
    if (!str_eq(here, str_from(word))) return false;
    r->at += here.len;
    spaces(r);
    return true;
}

/* ---- what holds others ------------------------------------------------------------------------------------- */

/* A copy, so that it can be a member of another list. */
static struct script *append(struct reader *r, struct script *list, struct script **last,
                             const struct script *value) {
    struct script *copy = ARENA_NEW(r->arena, struct script);
    r->values++;
    *copy = *value;
    copy->next = NULL;
    *(*last ? &(*last)->next : &list->child) = copy;
    *last = copy;
    return copy;
}

/* "...value": its members, where they are known. */
static void spread(struct reader *r, struct script *list, struct script **last) {
    const struct script *value = read_value(r);
    bool same = value->kind == list->kind && r->values < MAX_VALUES;
    if (!same || value->open) list->open = true;
    for (const struct script *child = same ? value->child : NULL; child && r->values < MAX_VALUES;
         child = child->next)
        append(r, list, last, child);
}

/* Elements or arguments up to `close`. */
static struct script *read_list(struct reader *r, enum script_kind kind, char close) {
    struct script *list = make(r, kind, r->at++), *last = NULL;
    for (spaces(r); r->at < r->text.len && peek(r) != close; spaces(r)) {
        size_t before = r->at;
        if (take(r, ","))
            continue;
        else if (take(r, "..."))
            spread(r, list, &last);
        else
            append(r, list, &last, read_value(r));
        if (r->at == before) break;
    }
    take(r, close == ')' ? ")" : "]");
    list->span.end = (uint32_t)r->at;
    return list;
}

/* The key of a member; absent: it is computed. */
static struct str read_key(struct reader *r) {
    char c = peek(r);
    if (c == '"' || c == '\'') return script_string(r->arena, r->text, &r->at);
    struct str word = word_at(r);
    r->at += word.len;
    return word;
}

static struct script *read_member(struct reader *r, struct str key, size_t start) {
    spaces(r);
    if (take(r, ":")) return spaces(r), read_value(r);
    char c = peek(r);
    if (c == ',' || c == '}') {
        const struct script *known = map_get(&r->names, key);
        struct script *value = make(r, SCRIPT_UNKNOWN, start);
        if (known) *value = *known;
        return value;
    }
    struct script *value = make(r, SCRIPT_UNKNOWN, start); /* a method, an accessor */
    r->at = script_skip(r->text, r->at, false);
    return value;
}

static struct script *read_object(struct reader *r) {
    struct script *object = make(r, SCRIPT_OBJECT, r->at++), *last = NULL;
    for (spaces(r); r->at < r->text.len && peek(r) != '}'; spaces(r)) {
        size_t before = r->at;
        if (take(r, ",")) continue;
        if (take(r, "...")) {
            spread(r, object, &last);
            continue;
        }
        struct str key = read_key(r);
        if (!key.len) {
            object->open = true;
            r->at = script_skip(r->text, r->at, false);
            if (r->at == before) break;
            continue;
        }
        append(r, object, &last, read_member(r, key, before))->key = key;
    }
    take(r, "}");
    object->span.end = (uint32_t)r->at;
    return object;
}

static void read_statement(struct reader *r, struct script *function);

/* "{ … }": its declarations count, and what it returns. */
static void read_body(struct reader *r, struct script *function) {
    if (!take(r, "{")) return;
    for (spaces(r); r->at < r->text.len && peek(r) != '}'; spaces(r)) {
        size_t before = r->at;
        read_statement(r, function);
        if (r->at == before) r->at++;
    }
    take(r, "}");
}

/* "function name(a, b) { … }", from behind `function`. */
static struct script *read_function(struct reader *r, struct str *name) {
    struct script *function = make(r, SCRIPT_FUNCTION, r->at);
    spaces(r);
    take(r, "*");
    spaces(r);
    *name = word_at(r);
    r->at += name->len;
    spaces(r);
    if (peek(r) == '(') r->at = script_bracket(r->text, r->at);
    spaces(r);
    if (peek(r) == ':') r->at += str_find_char(str_sub(r->text, r->at, r->text.len), '{');
    read_body(r, function);
    return function;
}

/* From behind "=>". */
static struct script *read_arrow(struct reader *r) {
    struct script *function = make(r, SCRIPT_FUNCTION, r->at);
    spaces(r);
    if (peek(r) == '{')
        read_body(r, function);
    else
        function->child = read_value(r);
    return function;
}

/* Behind the bracket of "(a, b) =>" or "(a): T =>": the offset behind the arrow; 0: it is none. */
static size_t arrow_after(const struct reader *r, size_t close) {
    size_t at = script_spaces(r->text, close);
    if (at < r->text.len && r->text.ptr[at] == ':') {
        struct str type = str_sub(r->text, at, at + 200);
        size_t arrow = str_find(type, STR("=>"));
        if (arrow < type.len && str_find_char(str_sub(type, 0, arrow), ';') == arrow) at += arrow;
    }
    return str_starts(str_sub(r->text, at, r->text.len), STR("=>")) ? at + 2 : 0;
}

static struct script *read_parenthesis(struct reader *r) {
    size_t close = script_bracket(r->text, r->at), arrow = arrow_after(r, close);
    if (arrow) {
        r->at = arrow;
        return read_arrow(r);
    }
    r->at++;
    spaces(r);
    struct script *value = read_value(r);
    spaces(r);
    if (!take(r, ")")) { /* a comma expression, or worse */
        r->at = close;
        return make(r, SCRIPT_UNKNOWN, r->at);
    }
    return value;
}

static struct script *constant(struct reader *r, struct str word, size_t start) {
    bool yes = str_eq(word, STR("true")), no = str_eq(word, STR("false"));
    bool nothing = str_eq(word, STR("null")) || str_eq(word, STR("undefined"));
    if (!yes && !no && !nothing) return NULL;
    struct script *value = make(r, nothing ? SCRIPT_NULL : SCRIPT_BOOL, start);
    value->boolean = yes;
    return value;
}

/* A declaration, or a member of one. */
static struct script *resolve(struct reader *r, struct str name, size_t start) {
    struct str rest = name;
    const struct script *value = map_get(&r->names, str_cut(&rest, '.'));
    bool doubtful = false;
    while (value && rest.ptr) {
        doubtful |= value->open;
        struct str key = str_cut(&rest, '.');
        value = script_get(value, str_c(r->arena, key));
    }
    struct script *made = make(r, SCRIPT_UNKNOWN, start);
    if (value && !doubtful) {
        *made = *value;
        made->next = NULL;
    }
    return made;
}

/* "name", "a.b.c", "name(…)", "name => …". */
static struct script *read_name(struct reader *r) {
    size_t start = r->at;
    struct str word = word_at(r), ignored;
    r->at += word.len;
    struct script *value = constant(r, word, start);
    if (value) return value;
    if (str_eq(word, STR("async")) || str_eq(word, STR("await"))) {
        spaces(r);
        return script_word(r->text, r->at) > r->at || peek(r) == '(' ? read_value(r)
                                                                     : resolve(r, word, start);
    }
    if (str_eq(word, STR("function"))) return read_function(r, &ignored);
    if (str_eq(word, STR("new")) || str_eq(word, STR("class")) || str_eq(word, STR("import"))) {
        r->at = script_skip(r->text, r->at, true);
        return make(r, SCRIPT_UNKNOWN, start);
    }
    while (peek(r) == '.' && script_word(r->text, r->at + 1) > r->at + 1)
        r->at = script_word(r->text, r->at + 1);
    struct str name = str_sub(r->text, start, r->at);
    size_t after = script_spaces(r->text, r->at);
    if (str_starts(str_sub(r->text, after, r->text.len), STR("=>"))) {
        r->at = after + 2;
        return read_arrow(r);
    }
    if (peek(r) != '(') return resolve(r, name, start);
    struct script *call = read_list(r, SCRIPT_CALL, ')');
    call->text = name;
    call->span.start = (uint32_t)start;
    return call;
}

/* ---- expressions ----------------------------------------------------------------------------------------------- */

static struct script *read_text(struct reader *r, size_t start) {
    bool literal = true;
    bool template = peek(r) == '`';
    struct str text = template ? script_template(r->arena, r->text, &r->at, &literal)
                               : script_string(r->arena, r->text, &r->at);
    struct script *value = make(r, literal ? SCRIPT_STRING : SCRIPT_UNKNOWN, start);
    value->text = text;
    return value;
}

static struct script *read_number(struct reader *r, size_t start) {
    if (peek(r) == '-') r->at++;
    size_t end = script_word(r->text, r->at);
    while (end < r->text.len && r->text.ptr[end] == '.') end = script_word(r->text, end + 1);
    r->at = end;
    struct script *value = make(r, SCRIPT_NUMBER, start);
    value->text = str_sub(r->text, start, end);
    return value;
}

static struct script *read_primary(struct reader *r) {
    size_t start = r->at;
    char c = peek(r), next = start + 1 < r->text.len ? r->text.ptr[start + 1] : '\0';
    if (c == '{') return read_object(r);
    if (c == '[') return read_list(r, SCRIPT_ARRAY, ']');
    if (c == '(') return read_parenthesis(r);
    if (c == '"' || c == '\'' || c == '`') return read_text(r, start);
    if (!c) return make(r, SCRIPT_UNKNOWN, start);
    if (strchr("0123456789", c == '-' ? next : c)) return read_number(r, start);
    if (script_word(r->text, start) > start) return read_name(r);
    r->at = script_skip(r->text, start, true);
    return make(r, SCRIPT_UNKNOWN, start);
}

/* ".filter(Boolean)" leaves elements out; what other methods make is unknown. */
static struct script *read_method(struct reader *r, struct script *value) {
    bool filters =
        str_starts(str_sub(r->text, r->at, r->text.len), STR(".filter(")) && value->kind == SCRIPT_ARRAY;
    if (!filters) {
        r->at = script_skip(r->text, r->at, true);
        return make(r, SCRIPT_UNKNOWN, value->span.start);
    }
    r->at = script_bracket(r->text, r->at + STR(".filter").len);
    value->open = true;
    return value;
}

static struct script *joined(struct reader *r, struct script *a, const struct script *b) {
    struct script *value = make(r, SCRIPT_UNKNOWN, a->span.start);
    if (a->kind != SCRIPT_STRING || b->kind != SCRIPT_STRING) return value;
    value->kind = SCRIPT_STRING;
    value->text = str_printf(r->arena, "%.*s%.*s", STR_FMT(a->text), STR_FMT(b->text));
    return value;
}

/* What follows a value: a type, a call, an operator. A line's end ends it, unless the next one goes on. */
static struct script *read_rest(struct reader *r, struct script *value) {
    for (unsigned steps = 0; steps < MAX_DEPTH; steps++) {
        size_t before = r->at;
        spaces(r);
        char c = peek(r), next = r->at + 1 < r->text.len ? r->text.ptr[r->at + 1] : '\0';
        if (str_eq(word_at(r), STR("as")) || str_eq(word_at(r), STR("satisfies"))) {
            r->at = script_skip(r->text, r->at, true);
        } else if (c == '!' && next != '=') {
            r->at++;
        } else if (c == '(' && value->kind == SCRIPT_CALL) {
            value = read_list(r, SCRIPT_CALL, ')');
        } else if (c == '.') {
            value = read_method(r, value);
        } else if (c == '+' && next != '+' && next != '=') {
            r->at++;
            spaces(r);
            value = joined(r, value, read_primary(r));
        } else if (c && strchr("?|&*/%<>=^-(`[", c) && !(c == '/' && (next == '/' || next == '*'))) {
            r->at = script_skip(r->text, r->at, true);
            return make(r, SCRIPT_UNKNOWN, value->span.start);
        } else {
            r->at = before;
            return value;
        }
    }
    r->at = script_skip(r->text, r->at, true);
    return make(r, SCRIPT_UNKNOWN, value->span.start);
}

static struct script *read_value(struct reader *r) {
    size_t start = r->at;
    if (r->depth >= MAX_DEPTH || r->values >= MAX_VALUES) {
        r->at = script_skip(r->text, r->at, false);
        return make(r, SCRIPT_UNKNOWN, start);
    }
    r->depth++;
    struct script *value = read_rest(r, read_primary(r));
    r->depth--;
    return value;
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

/* "name: Type = value", from behind const, let or var. */
static void read_declaration(struct reader *r) {
    struct str name = word_at(r);
    r->at += name.len;
    spaces(r);
    if (peek(r) == ':') {
        size_t line = str_find_char(str_sub(r->text, r->at, r->text.len), '\n');
        struct str type = str_sub(r->text, r->at, r->at + line);
        r->at += str_find_char(type, '=');
    }
    if (!name.len || !take(r, "=")) {
        r->at = script_skip(r->text, r->at, true);
        return;
    }
    spaces(r);
    map_put(r->arena, &r->names, name, read_value(r));
}

static void read_export(struct reader *r) {
    spaces(r);
    r->export_name = word_at(r);
    size_t end = r->at + r->export_name.len;
    struct script *value = read_value(r);
    bool name = r->at == end && value->kind == SCRIPT_UNKNOWN && r->export_name.len;
    if (!name) r->export_name = (struct str){0};
    r->exported = value;
}

/* "name.key = …", "name.push(…)": what was declared is no longer all there is. */
static void read_change(struct reader *r) {
    struct str name = word_at(r);
    struct script *known = map_get(&r->names, name);
    size_t after = r->at + name.len;
    bool changes = known && after < r->text.len && (r->text.ptr[after] == '.' || r->text.ptr[after] == '[');
    if (changes) known->open = true;
    r->at = script_skip(r->text, r->at, true);
}

/* What CommonJS has for `export default`. */
static bool takes_export(struct reader *r) {
    size_t before = r->at;
    bool named = take(r, "module") ? take(r, ".exports") : take(r, "exports.default");
    spaces(r);
    if (named && take(r, "=") && peek(r) != '=') return true;
    r->at = before;
    return false;
}

static void read_return(struct reader *r, struct script *function) {
    struct script *value = read_value(r);
    if (function->child) value = make(r, SCRIPT_UNKNOWN, r->at); /* one of several */
    function->child = value;
}

/* A block that may return early: what stands behind it is not all that can come. */
static void skip_block(struct reader *r, struct script *function) {
    size_t start = r->at;
    r->at = script_skip(r->text, r->at, true);
    struct str block = str_sub(r->text, start, r->at);
    if (function && str_find(block, STR("return")) < block.len && !function->child)
        function->child = make(r, SCRIPT_UNKNOWN, start);
}

static void read_named_function(struct reader *r, bool is_default) {
    struct str name;
    struct script *function = read_function(r, &name);
    if (name.len) map_put(r->arena, &r->names, name, function);
    if (is_default) r->exported = function;
}

/* `function`: the one the statement stands in; NULL: the module. */
static void read_statement(struct reader *r, struct script *function) {
    if (r->depth >= MAX_DEPTH || r->values >= MAX_VALUES) {
        r->at = r->text.len;
        return;
    }
    r->depth++;
    bool exports = take_word(r, "export"), is_default = exports && take_word(r, "default");
    if (take_word(r, "const") || take_word(r, "let") || take_word(r, "var"))
        read_declaration(r);
    else if (str_eq(word_at(r), STR("async")) && take_word(r, "async") && take_word(r, "function"))
        read_named_function(r, is_default);
    else if (take_word(r, "function"))
        read_named_function(r, is_default);
    else if (is_default || (!exports && takes_export(r)))
        read_export(r);
    else if (function && take_word(r, "return"))
        read_return(r, function);
    else if (script_word(r->text, r->at) > r->at && map_get(&r->names, word_at(r)))
        read_change(r);
    else
        skip_block(r, function);
    spaces(r);
    take(r, ";");
    r->depth--;
}

/* The object that wrappers and functions stand around. */
static const struct script *unwrap(const struct script *value) {
    for (unsigned i = 0; value && i < MAX_DEPTH; i++) {
        if (value->kind == SCRIPT_FUNCTION) {
            value = value->child;
        } else if (value->kind == SCRIPT_CALL) {
            const struct script *argument = value->child;
            while (argument && argument->kind != SCRIPT_OBJECT && argument->kind != SCRIPT_CALL &&
                   argument->kind != SCRIPT_FUNCTION)
                argument = argument->next;
            value = argument;
        } else {
            return value;
        }
    }
    return value;
}

const struct script *script_read(struct arena *arena, struct str text) {
    struct reader r = {.arena = arena, .text = text};
    if (text.len > SCRIPT_MAX_BYTES) return NULL;
    for (spaces(&r); r.at < text.len; spaces(&r)) {
        size_t before = r.at;
        read_statement(&r, NULL);
        if (r.at == before) r.at++;
    }
    if (r.export_name
            .len) { /* a function may stand behind its use; a declaration may have been changed since */
        const struct script *known = map_get(&r.names, r.export_name);
        if (known) return unwrap(known);
    }
    return unwrap(r.exported);
}
