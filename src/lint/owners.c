/* owners.c: reads rules/trademarks/<owner>.yaml and the site's own files into the registry. */
#include "lint/owners.h"
#include "lint/own.h"
#include "lint/settings.h"

#include <stdlib.h>

#define FOLDER          "rules/trademarks"
#define SCHEMA          "rules/trademarks.schema.yaml"
#define OWNER_MAX_BYTES (256u << 10)

struct loading {
    struct arena *arena;
    struct owner *owners;
    size_t count, marks;
};

static bool read_file(struct loading *l, struct str path, struct str text, struct owner *owner, bool own,
                      struct error *error) {
    node_errors errors = {0};
    struct span all = {0, (uint32_t)text.len};
    struct source *source = ARENA_NEW(l->arena, struct source);
    *source = (struct source){.path = path, .text = text};
    struct node_options options = {.format = FORMAT_YAML};
    const struct node *root = node_read(l->arena, text, all, &options, &errors);
    if (errors.len)
        return error_at(error, source, errors.items[0].span, "%.*s", STR_FMT(errors.items[0].message));
    if (!root || root->kind != NODE_OBJECT) return error_set(error, path, 1, "an owner's file is a map");
    if (own && !settings_validate(l->arena, STR(SCHEMA), source, root, error)) return false;
    if (!owner_read(l->arena, path, text, root, owner, error)) return false;
    owner->built_in = !own;
    l->marks += owner->mark_count;
    return l->marks <= MARKS_MAX || error_set(error, path, 0, "there are more than %d marks", MARKS_MAX);
}

static bool is_owner_file(struct str path) {
    return str_eq(path_dir(path), STR(FOLDER)) && str_ends(path, STR(".yaml"));
}

static bool add_built_in(struct loading *l, struct error *error) {
    for (size_t i = 0; i < embedded_count; i++) {
        struct str path = str_from(embedded_files[i].path);
        if (!is_owner_file(path)) continue;
        struct str text = {(const char *)embedded_files[i].bytes, embedded_files[i].len};
        if (!read_file(l, path, text, &l->owners[l->count++], false, error)) return false;
    }
    return true;
}

static bool add_own(struct loading *l, const struct own_file *file, struct error *error) {
    if (l->count == OWNERS_MAX)
        return error_set(error, file->shown, 0, "there are more than %d trademark owners", OWNERS_MAX);
    struct str id = str_sub(file->name, 0, file->name.len - path_ext(file->name).len);
    size_t at = 0;
    while (at < l->count && !str_eq(l->owners[at].id, id)) at++;
    if (at < l->count) l->marks -= l->owners[at].mark_count;
    l->count += at == l->count;
    return read_file(l, file->shown, file->text, &l->owners[at], true, error);
}

static int by_id(const void *a, const void *b) {
    return str_cmp(((const struct owner *)a)->id, ((const struct owner *)b)->id);
}

bool owners_load(struct arena *arena, const struct own_folder *folder, struct registry *registry,
                 struct error *error) {
    static const char *const suffixes[] = {".yaml", ".yml", NULL};
    struct loading l = {.arena = arena, .owners = ARENA_ARRAY(arena, struct owner, OWNERS_MAX)};
    own_files files = {0};
    if (!add_built_in(&l, error) || !own_read(arena, folder, suffixes, OWNER_MAX_BYTES, &files, error))
        return false;
    for (size_t i = 0; i < files.len; i++)
        if (!add_own(&l, &files.items[i], error)) return false;
    qsort(l.owners, l.count, sizeof *l.owners, by_id);
    registry_build(arena, registry, l.owners, l.count);
    return true;
}
