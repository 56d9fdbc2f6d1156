/* hugo_layouts.c: the templates of the project, its themes and modules. */
#include "hugo/model.h"

const struct node *hugo_module_mounts(const struct hugo_module *module) {
    if (module->no_mounts) return NULL;
    if (module->mounts && module->mounts->child) return module->mounts;
    return module->config ? node_path(module->config, STR("module.mounts")) : NULL;
}

static void add_folder(struct hugo *hugo, struct str folder, struct str below) {
    str_array files = {0};
    struct error error = {0};
    const struct tree *tree = &hugo->site->tree;
    if (!tree->list(tree->state, hugo->arena, folder, &files, &error)) return;
    for (size_t i = 0; i < files.len; i++)
        *ARRAY_PUSH(hugo->arena, &hugo->layouts) = (struct hugo_layout){
            path_join(hugo->arena, below, files.items[i]), path_join(hugo->arena, folder, files.items[i])};
    if (!files.len && tree_has(tree, hugo->arena, folder)) /* a single file is mounted */
        *ARRAY_PUSH(hugo->arena, &hugo->layouts) = (struct hugo_layout){below, folder};
}

/* A module's layouts, and what it mounts there. */
static void add_module(struct hugo *hugo, const struct hugo_module *module, struct str folder) {
    const struct node *mounts = hugo_module_mounts(module);
    add_folder(hugo, path_clean(hugo->arena, path_join(hugo->arena, module->dir, folder)), STR(""));
    for (const struct node *mount = mounts ? mounts->child : NULL; mount; mount = mount->next) {
        struct str target = node_text(node_get_nocase(mount, STR("target")), STR(""));
        struct str source = node_text(node_get_nocase(mount, STR("source")), STR(""));
        bool layouts = str_eq(str_cut(&target, '/'), STR("layouts"));
        if (layouts && (!str_eq(source, folder) || target.len))
            add_folder(hugo, path_clean(hugo->arena, path_join(hugo->arena, module->dir, source)),
                       target.ptr ? target : STR(""));
    }
}

void hugo_layouts_load(struct hugo *hugo) {
    struct str own = node_text(site_config(hugo->site, SITE_NO_LANGUAGE, STR("layoutDir")), STR("layouts"));
    for (size_t i = 0; i < hugo->module_count; i++) {
        add_module(hugo, &hugo->modules[i], i == 0 && own.len ? own : STR("layouts"));
        if (i == 0) hugo->own_layouts = hugo->layouts.len > 0;
    }
}

bool hugo_layout_text(const struct hugo *hugo, struct arena *arena, const struct hugo_layout *layout,
                      struct str *text) {
    const struct tree *tree = &hugo->site->tree;
    struct error error = {0};
    return tree->read(tree->state, arena, layout->source, text, &error);
}

/* ---- actions ---- */

bool hugo_action_next(struct str text, size_t *at, struct span *action) {
    while (*at < text.len) {
        size_t open = *at + str_find(str_sub(text, *at, text.len), STR("{{"));
        struct str rest = str_sub(text, open + 2, text.len);
        if (open >= text.len) return false;
        struct str start = str_sub(rest, str_starts(rest, STR("-")), rest.len);
        bool comment = str_starts(str_trim(str_sub(start, 0, 4)), STR("/*"));
        size_t skip = comment ? str_find(rest, STR("*/")) : 0;
        size_t close = skip + str_find(str_sub(rest, skip, rest.len), STR("}}"));
        *at = open + 2 + close + 2;
        if (close >= rest.len) return false;
        if (comment) continue;
        action->start = (uint32_t)open;
        action->end = (uint32_t)*at;
        return true;
    }
    return false;
}

struct str hugo_action_text(struct str text, struct span action) {
    struct str inside = str_sub(text, action.start + 2, action.end - 2);
    if (str_starts(inside, STR("-"))) inside = str_sub(inside, 1, inside.len);
    if (str_ends(inside, STR("-"))) inside.len--;
    return str_trim(inside);
}
