/* Runs the cases of toml-test (github.com/toml-lang/toml-test): `conformance_toml FOLDER [LIST]`, where FOLDER is its
 * tests/ and LIST one of the files there that name the cases of a TOML version. A valid case must read as its tagged
 * JSON says; an invalid one must give a fault with a place. */
#include "unit.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static bool matches(const struct node *got, const struct node *want);

/* Base 10 to 2 digits with '_', as long long; want is plain decimal. */
static bool same_integer(struct arena *arena, struct str got, struct str want) {
    struct buf bare = {.arena = arena};
    for (size_t i = 0; i < got.len; i++)
        if (got.ptr[i] != '_') buf_add_char(&bare, got.ptr[i]);
    struct str digits = buf_str(&bare);
    int base = str_starts(digits, STR("0x")) ? 16 : str_starts(digits, STR("0o")) ? 8 : 10;
    if (str_starts(digits, STR("0b"))) base = 2;
    const char *from = str_c(arena, base == 10 ? digits : str_sub(digits, 2, digits.len));
    return strtoll(from, NULL, base) == strtoll(str_c(arena, want), NULL, 10);
}

static bool same_float(struct arena *arena, double got, struct str want) {
    double value = strtod(str_c(arena, want), NULL);
    return (isnan(got) && isnan(value)) || got == value;
}

/* One spelling for a date: T between day and time, Z for no offset, no zeros at a fraction's end. */
static struct str plain_date(struct arena *arena, struct str s) {
    struct buf out = {.arena = arena};
    bool fraction = false;
    for (size_t i = 0; i <= s.len; i++) {
        char c = i < s.len ? s.ptr[i] : '\0';
        if (fraction && !(c >= '0' && c <= '9')) {
            while (out.ptr[out.len - 1] == '0') out.len--;
            if (out.ptr[out.len - 1] == '.') out.len--;
            fraction = false;
        }
        if (c == '.') fraction = true;
        if (c) buf_add_char(&out, c == ' ' || c == 't' ? 'T' : c == 'z' ? 'Z' : c);
    }
    struct str date = buf_str(&out);
    return str_ends(date, STR("+00:00")) ? str_printf(arena, "%.*sZ", (int)date.len - 6, date.ptr) : date;
}

static bool same_scalar(const struct node *got, struct str type, struct str want) {
    struct arena arena = {0};
    bool same = false;
    if (str_eq(type, STR("string")))
        same = got->kind == NODE_STRING && str_eq(got->text, want);
    else if (str_eq(type, STR("integer")))
        same = got->kind == NODE_INTEGER && same_integer(&arena, got->text, want);
    else if (str_eq(type, STR("float")))
        same = got->kind == NODE_FLOAT && same_float(&arena, got->number, want);
    else if (str_eq(type, STR("bool")))
        same = got->kind == NODE_BOOL && got->boolean == str_eq(want, STR("true"));
    else
        same = got->kind == NODE_DATE && str_eq(plain_date(&arena, got->text), plain_date(&arena, want));
    arena_free(&arena);
    return same;
}

static bool same_members(const struct node *got, const struct node *want) {
    if (got->kind != NODE_OBJECT || got->count != want->count) return false;
    for (const struct node *m = want->child; m; m = m->next) {
        const struct node *other = node_get(got, m->key);
        if (!other || !matches(other, m)) return false;
    }
    return true;
}

static bool same_elements(const struct node *got, const struct node *want) {
    if (got->kind != NODE_ARRAY || got->count != want->count) return false;
    const struct node *a = got->child, *b = want->child;
    for (; a && b; a = a->next, b = b->next)
        if (!matches(a, b)) return false;
    return true;
}

static bool matches(const struct node *got, const struct node *want) {
    const struct node *type = node_get(want, STR("type")), *value = node_get(want, STR("value"));
    bool tagged =
        want->count == 2 && type && value && type->kind == NODE_STRING && value->kind == NODE_STRING;
    if (tagged) return same_scalar(got, type->text, value->text);
    return want->kind == NODE_ARRAY ? same_elements(got, want) : same_members(got, want);
}

static struct node *read_file(struct arena *arena, const char *folder, struct str name, enum format format,
                              node_errors *errors) {
    struct str text = {0};
    struct node_options options = {.format = format};
    char *path = str_c(arena, path_join(arena, str_from(folder), name));
    if (!file_read(arena, path, 0, &text, NULL)) {
        printf("%s cannot be read\n", path);
        exit(2);
    }
    return node_read(arena, text, (struct span){0, (uint32_t)text.len}, &options, errors);
}

static bool run_case(struct arena *arena, const char *folder, struct str name) {
    node_errors errors = {0};
    const struct node *got = read_file(arena, folder, name, FORMAT_TOML, &errors);
    if (str_starts(name, STR("invalid/"))) return errors.len > 0;
    struct str expected = str_printf(arena, "%.*s.json", (int)name.len - 5, name.ptr);
    const struct node *want = read_file(arena, folder, expected, FORMAT_JSON, &(node_errors){0});
    return errors.len == 0 && got && want && matches(got, want);
}

int main(int argc, char **argv) {
    struct arena arena = {0};
    struct str list = {0};
    if (argc < 2) {
        puts("usage: conformance_toml FOLDER [LIST]");
        return 2;
    }
    const char *name = argc > 2 ? argv[2] : "files-toml-1.0.0";
    char *path = str_c(&arena, path_join(&arena, str_from(argv[1]), str_from(name)));
    if (!file_read(&arena, path, 0, &list, NULL)) {
        printf("%s cannot be read\n", path);
        return 2;
    }
    while (list.ptr) {
        struct str line = str_cut(&list, '\n');
        if (!str_ends(line, STR(".toml"))) continue;
        struct arena scratch = {0};
        bool passed = run_case(&scratch, argv[1], line);
        if (passed)
            unit_passed++;
        else
            unit_failed++;
        if (!passed) printf("failed: %.*s\n", STR_FMT(line));
        arena_free(&scratch);
    }
    arena_free(&arena);
    return unit_report();
}
