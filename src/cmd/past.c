/* past.c: a site as revisions of git have it. */
#include "cmd/past.h"

struct past *past_open(struct arena *arena, const struct arguments *arguments, const struct target *target,
                       struct session *session) {
    struct past *past = ARENA_NEW(arena, struct past);
    *past = (struct past){.arena = arena, .arguments = arguments, .target = target, .session = session};
    return past;
}

/* Of a site that is new, or was in another folder, nothing is known: said, lest silence be taken for an answer. */
static void note_none(struct past *past, struct str ref, const char *option) {
    *ARRAY_PUSH(past->arena, &past->notes) =
        str_printf(past->arena, "--%s %.*s: that revision has no site in this folder to compare with", option,
                   STR_FMT(ref));
}

/* Which generator made the site then? Without one it was no site, unless it is none today either. */
static bool was_site(struct arena *arena, const struct tree *tree, const struct target *now,
                     const struct generator **generator) {
    *generator = site_generator(arena, tree);
    return !site_is_plain(*generator) || site_is_plain(now->generator);
}

static bool load(struct past *past, struct str ref, const struct site **out, struct error *error) {
    struct tree *tree = ARENA_NEW(past->arena, struct tree);
    const struct generator *generator;
    struct site *site = NULL;
    if (!revision_open(past->arena, past->target->root, ref, tree, error)) return false;
    bool was = was_site(past->arena, tree, past->target, &generator);
    if (was && !session_load(past->session, past->arena, tree, generator, &site, error)) return false;
    *out = site;
    return true;
}

bool past_site(struct past *past, struct str ref, const char *option, const struct site **site,
               struct error *error) {
    const struct past_site *known = NULL;
    for (size_t i = 0; i < past->sites.len; i++)
        if (str_eq(past->sites.items[i].ref, ref)) known = &past->sites.items[i];
    *site = known ? known->site : NULL;
    if (!known && !load(past, ref, site, error)) return false;
    if (!known) *ARRAY_PUSH(past->arena, &past->sites) = (struct past_site){ref, *site};
    if (!*site && option) note_none(past, ref, option);
    return true;
}

const struct site *past_known(const struct past *past, enum option_id option) {
    struct str ref = arguments_value(past->arguments, option, (struct str){0});
    for (size_t i = 0; i < past->sites.len; i++)
        if (str_eq(past->sites.items[i].ref, ref)) return past->sites.items[i].site;
    return NULL;
}
