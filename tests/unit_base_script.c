/* The reader of configurations that are programs: what is literal, what is not, and what is never run. */
#include "unit.h"

/* A value as one line: strings quoted, '?' for what is unknown, "…" behind what may have more. */
static void show(struct buf *out, const struct script *value) {
    static const char *const open[] = {[SCRIPT_ARRAY] = "[", [SCRIPT_OBJECT] = "{", [SCRIPT_CALL] = "("};
    static const char *const close[] = {[SCRIPT_ARRAY] = "]", [SCRIPT_OBJECT] = "}", [SCRIPT_CALL] = ")"};
    if (value->key.len) buf_printf(out, "%.*s:", STR_FMT(value->key));
    switch (value->kind) {
    case SCRIPT_UNKNOWN: buf_add_char(out, '?'); return;
    case SCRIPT_NULL: buf_add(out, STR("null")); return;
    case SCRIPT_BOOL: buf_add(out, value->boolean ? STR("true") : STR("false")); return;
    case SCRIPT_NUMBER: buf_add(out, value->text); return;
    case SCRIPT_STRING: buf_printf(out, "'%.*s'", STR_FMT(value->text)); return;
    case SCRIPT_FUNCTION:
        buf_add(out, STR("=>"));
        if (value->child) show(out, value->child);
        return;
    default: break;
    }
    buf_printf(out, "%.*s%s", STR_FMT(value->text), open[value->kind]);
    for (const struct script *child = value->child; child; child = child->next) {
        show(out, child);
        if (child->next) buf_add_char(out, ' ');
    }
    buf_printf(out, "%s%s", value->open ? "..." : "", close[value->kind]);
}

static const struct {
    const char *text, *value;
} cases[] = {
    {"export default {a: 1, 'b': \"x\", c: true, d: null, e: -2.5}", "{a:1 b:'x' c:true d:null e:-2.5}"},
    {"module.exports = { a: [1, [2], , 'three',], };", "{a:[1 [2] 'three']}"},
    {"exports.default = {a: undefined}", "{a:null}"},
    {"const config = {a: 1};\nexport default config;", "{a:1}"},
    {"export default config\nconst config = {a: 1}", "{a:1}"},
    {"/** @type {import('x').Config} */\nconst config = {\n  a: 'b', // c\n  /* d */ e: "
     "'f'\n};\nmodule.exports = config;",
     "{a:'b' e:'f'}"},
    {"import type {Config} from 'x';\nconst c: Config = {a: 1};\nexport default c satisfies Config;",
     "{a:1}"},
    {"export default {a: {b: 1} as const, c: x!, d: y as string}", "{a:{b:1} c:? d:?}"},
    {"export default defineConfig({a: 1})", "{a:1}"},
    {"export default withA(withB(defineConfig({a: 1})), 2)", "{a:1}"},
    {"module.exports = require('x')({y: 1})({a: 1})", "{a:1}"},
    {"export default defineConfig(({mode}) => ({a: 1}))", "{a:1}"},
    {"export default async function () {\n  const x = (await import('y')).default;\n  return {a: x, b: "
     "1};\n}",
     "{a:? b:1}"},
    {"module.exports = make;\nfunction make() { return {a: 1} }", "{a:1}"},
    {"export default function () { if (x) { return {a: 1} } return {a: 2} }", "?"},
    {"const base = '/a';\nexport default {b: base + '/c', d: base, base}", "{b:'/a/c' d:'/a' base:'/a'}"},
    {"const s = {d: 'docs'};\nexport default {a: s.d, b: s.x}", "{a:'docs' b:?}"},
    {"const s = {d: 'docs'};\ns.d = 'other';\nexport default {a: s.d}", "{a:?}"},
    {"const c = {a: 1};\nc.b = 2;\nexport default c;", "{a:1...}"},
    {"const more = {b: 2};\nexport default {a: 1, ...more, ...x}", "{a:1 b:2...}"},
    {"const list = [1];\nexport default {a: [...list, 2, ...y]}", "{a:[1 2...]}"},
    {"export default {[k]: 1, a: 2}", "{a:2...}"},
    {"export default {a: process.env.B || '/', c: d ? 1 : 2, e: !f, g: 1}", "{a:? c:? e:? g:1}"},
    {"export default {a: x && [1, {b: ')'}], c: 1}", "{a:? c:1}"},
    {"export default {a: `b`, c: `d${e}f`, g: `\\``}", "{a:'b' c:? g:'`'}"},
    {"export default {a: /[/}\"]\\/x/g, b: 'c'}", "{a:? b:'c'}"},
    {"export default {a: require.resolve('./b'), c: path.join(d, 'e')}",
     "{a:require.resolve('./b') c:path.join(? 'e')}"},
    {"export default {a(b) { return {c: 1} }, async d() {}, get e() { return 1 }, f: 1}",
     "{a:? async:? get:? f:1}"},
    {"export default {a: [x, b].filter(Boolean), c: [1].map(f), d: 1}", "{a:[? ?...] c:? d:1}"},
    {"export default {a: 'it\\'s', b: '\\u0041\\x42\\u{43}\\n'}", "{a:'it's' b:'ABC\n'}"},
    {"export default {a: () => 'b', c: d => ({e: 1}), f: function () { return 1 }}",
     "{a:=>'b' c:=>{e:1} f:=>1}"},
    {"export default {a: new Set([1]), b: class {}, c: import('d'), e: 1}", "{a:? b:? c:? e:1}"},
    {"export default {a: `${`x}`}`, b: 1}", "{a:? b:1}"},
    {"const a = b ??\n  {c: 1}\nexport default {d: 1}", "{d:1}"},
    {"export const other = {a: 1}", ""},
    {"", ""},
    {"export default", "?"},
    {"export default {a: {b: [", "{a:{b:[]}}"},
    {"export default {a: 'never closed\n, b: 1}", "{a:'never closed' b:1}"},
    {"}}}} export default {a: 1}", "{a:1}"},
};

static void test_values(struct arena *arena) {
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out = {.arena = arena};
        const struct script *value = script_read(arena, str_from(cases[i].text));
        if (value) show(&out, value);
        CHECK_STR(buf_str(&out), cases[i].value);
    }
}

static void test_questions(struct arena *arena) {
    const struct script *v = script_read(arena, STR("export default {a: {b: 'c', d: x}, e: true, ...f}"));
    struct str text = STR("before");
    bool boolean = false;
    CHECK(script_text(v, "a.b", &text) == SCRIPT_KNOWN);
    CHECK_STR(text, "c");
    CHECK(script_text(v, "a.d", &text) == SCRIPT_DOUBT && script_text(v, "a.x", &text) == SCRIPT_ABSENT);
    CHECK(script_text(v, "nobody", &text) == SCRIPT_DOUBT && script_text(NULL, "a", &text) == SCRIPT_ABSENT);
    CHECK(script_text(v, "e", &text) == SCRIPT_DOUBT && script_bool(v, "e", &boolean) == SCRIPT_KNOWN &&
          boolean);
    CHECK_STR(text, "c");
    CHECK(script_is_doubtful(v) && !script_is_doubtful(script_get(v, "e")) &&
          script_is_doubtful(script_get(v, "a")));
    v = script_assigned(arena, STR("<script>\nwindow.$config = {\n name: 'x', on: true }\n</script>"),
                        STR("window.$config"));
    CHECK(v && script_get(v, "on")->boolean);
    CHECK(script_assigned(arena, STR("window.$config == {}"), STR("window.$config")) == NULL);
}

/* What is nested too deeply is unknown; nothing takes more than linear time. */
static void test_limits(struct arena *arena) {
    enum { N = 200000 };
    static const char *const pieces[] = {"{a:",  "[",  "(",  "`${", "x=>",
                                         "a.b(", "/*", "\"", "...", "function(){return "};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        struct arena scratch = {0};
        struct buf out = {.arena = &scratch};
        buf_add(&out, STR("export default "));
        while (out.len < N) buf_add(&out, str_from(pieces[i]));
        script_read(&scratch, buf_str(&out));
        CHECK(scratch.used < 64u << 20);
        arena_free(&scratch);
    }
    struct str large = {arena_bytes(arena, SCRIPT_MAX_BYTES + 1), SCRIPT_MAX_BYTES + 1};
    memset((char *)(uintptr_t)large.ptr, ' ', large.len);
    CHECK(script_read(arena, large) == NULL);
}

int main(void) {
    struct arena arena = {0};
    test_values(&arena);
    test_questions(&arena);
    test_limits(&arena);
    arena_free(&arena);
    return unit_report();
}
