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
