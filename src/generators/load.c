/* load.c: a site of any generator. */
#include "generators/parts.h"

bool site_load(struct arena *arena, const struct site_options *options, struct site **out,
               struct error *error) {
    struct site *site = ARENA_NEW(arena, struct site);
    site->arena = arena;
    site->root = str_copy(arena, options->root);
    if (options->tree)
        site->tree = *options->tree;
    else if (!tree_disk(arena, options->root, options->keep_texts, &site->tree, error))
        return false;
    if (options->root.len) site->git_root = detect_git_root(arena, options->root, &site->levels);
    site->generator = options->generator ? options->generator : &plain_generator;
    site->traits = site->generator->traits;
    if (!site->generator->load(site, options, error)) return false;
    site_index(site);
    *out = site;
    return true;
}
