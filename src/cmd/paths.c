/* paths.c: findings with paths as the working directory sees them. */
#include "cmd/targets.h"

struct rebase {
    struct arena *arena;
    struct str here, root;
    struct map seen; /* a source's path -> its copy */
};

static const struct source *rebased(struct rebase *rebase, const struct source *source) {
    void **slot = map_slot(rebase->arena, &rebase->seen, source->path);
    if (!*slot) {
        struct source *copy = ARENA_NEW(rebase->arena, struct source);
        *copy = *source;
        struct str absolute = path_join(rebase->arena, rebase->root, source->path);
        copy->path = path_relative(rebase->arena, rebase->here, absolute);
        *slot = copy;
    }
    struct source *copy = *slot;
    if (copy->text.len < source->text.len)
        copy->text = source->text; /* the site keeps a page's front matter only */
    return copy;
}

/* What SARIF paths start at: the git root around the working directory; without, the working directory, or the
 * site's folder when that is not below. */
static struct str sarif_base(const struct rebase *rebase, struct str git) {
    if (git.ptr && path_holds(git, rebase->here)) return git;
    return path_holds(rebase->here, rebase->root) ? rebase->here : rebase->root;
}

/* Who makes the site, as the first lines of a run say. */
static struct str maker_of(struct arena *arena, const struct target *target, const struct site *site) {
    struct buf out = {.arena = arena};
    if (str_eq(target->root, STR(".")))
        buf_add(&out, STR("This site"));
    else
        buf_printf(&out, "The site in %.*s", STR_FMT(target->root));
    buf_printf(&out, " is made by %s", site->generator->title);
    if (site->version_text.len) buf_printf(&out, " %.*s", STR_FMT(site->version_text));
    return buf_str(&out);
}

void paths_rebase(struct arena *arena, const struct target *target, const struct site *site,
                  struct lint_results *results) {
    struct rebase rebase = {arena, path_real(arena, STR(".")), target->absolute, {0}};
    struct str git = site->git_root.ptr ? path_real(arena, site->git_root) : (struct str){0};
    for (size_t i = 0; i < results->count; i++) {
        struct diagnostic *item = &results->items[i];
        for (uint32_t k = 0; k < item->edit_count; k++)
            if (item->edits[k].source) item->edits[k].source = rebased(&rebase, item->edits[k].source);
        item->source = rebased(&rebase, item->source);
        for (uint32_t k = 0; k < item->related_count; k++)
            item->related[k].source = rebased(&rebase, item->related[k].source);
        for (uint32_t k = 0; k < item->flow_count; k++)
            item->flow[k].source = rebased(&rebase, item->flow[k].source);
    }
    for (size_t i = 0; i < results->shared.len; i++)
        results->shared.items[i] =
            path_relative(arena, rebase.here, path_join(arena, rebase.root, results->shared.items[i]));
    if (site_has(site, SITE_TOLD)) *ARRAY_PUSH(arena, &results->makers) = maker_of(arena, target, site);
    results->working_prefix = STR("");
    results->git_prefix = path_relative(arena, sarif_base(&rebase, git), rebase.here);
}

struct str paths_patch(struct arena *arena, const struct target *target) {
    struct str git = git_root(arena, target->absolute), here = path_real(arena, STR("."));
    struct str prefix = path_relative(arena, git.ptr ? git : here, target->absolute);
    return str_starts(prefix, STR("..")) || str_eq(prefix, STR(".")) ? STR("") : prefix;
}
