#include "links/redirects_private.h"

#define NO_RULE  UINT32_MAX
#define WALK_MAX 1024 /* rules of one path that are looked at for one that hides another */

void redirects_fault(struct arena *arena, struct redirects *set, const struct source *source,
                     struct span span, struct str message) {
    *ARRAY_PUSH(arena, &set->faults) = (struct redirect_fault){source, span, message};
}

/* "/a/b" of "/a/b/", "https://host/a/b?x" and "a/b". */
static struct str plain_path(struct arena *arena, struct str path) {
    path = url_decode(arena, path);
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    if (str_starts(path, STR("/"))) return path;
    return str_printf(arena, "/%.*s", STR_FMT(path));
}

void redirects_add(struct arena *arena, struct redirects *set, struct redirect rule) {
    struct url url = url_split(rule.from);
    bool absolute = url.authority.ptr != NULL;
    if (!absolute) url.path = str_sub(rule.from, 0, str_find_char(rule.from, '?'));
    if (rule.dialect != REDIRECT_VERCEL) rule.conditional |= str_find_char(rule.from, '?') < rule.from.len;
    rule.host = absolute ? url.authority : (struct str){0};
    rule.path = plain_path(arena, rule.dialect == REDIRECT_VERCEL && !absolute ? rule.from : url.path);
    redirects_compile(arena, &rule);
    bool full =
        set->rules.len == REDIRECTS_MAX_RULES || (rule.dynamic && set->dynamic == REDIRECTS_MAX_DYNAMIC);
    if (full && !set->incomplete)
        redirects_fault(arena, set, rule.source, rule.span,
                        str_printf(arena,
                                   "more than %d redirect rules, or %d with placeholders: the others are not "
                                   "read, and links that need them are not judged",
                                   REDIRECTS_MAX_RULES, REDIRECTS_MAX_DYNAMIC));
    set->incomplete |= full;
    if (full) return;
    set->dynamic += rule.dynamic;
    rule.order = (uint32_t)set->rules.len;
    *ARRAY_PUSH(arena, &set->rules) = rule;
}

/* The maps hold rule numbers plus one, so that NULL stays "absent". */
static uint32_t first_rule(const struct map *map, struct str key) {
    uintptr_t value = (uintptr_t)map_get(map, key);
    return value ? (uint32_t)(value - 1) : NO_RULE;
}

void redirects_index(struct arena *arena, struct redirects *set) {
    set->next_same = ARENA_ARRAY(arena, uint32_t, set->rules.len + 1);
    for (uint32_t i = (uint32_t)set->rules.len; i-- > 0;) { /* backwards: each list comes out in order */
        const struct redirect *rule = &set->rules.items[i];
        struct map *map = rule->dynamic ? &set->prefixes : &set->exact;
        void **slot = map_slot(arena, map, rule->dynamic ? redirects_folder(rule) : rule->path);
        set->next_same[i] = *slot ? (uint32_t)((uintptr_t)*slot - 1) : NO_RULE;
        *slot = (void *)(uintptr_t)(i + 1);
    }
}

/* The first rule of the list that starts at `rule`, from `order` on, that matches; NO_RULE without. */
static uint32_t first_match(const struct redirects *set, uint32_t rule, struct str path, uint32_t order) {
    for (; rule != NO_RULE; rule = set->next_same[rule]) {
        const struct redirect *candidate = &set->rules.items[rule];
        if (rule < order || candidate->host.ptr) continue;
        if (!candidate->dynamic || redirects_matches(candidate, path)) return rule;
    }
    return NO_RULE;
}

const struct redirect *redirects_find(const struct redirects *set, struct str path, uint32_t order) {
    if (!set->next_same) return NULL;
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    uint32_t best = first_match(set, first_rule(&set->exact, path), path, order);
    struct str folder = path;
    while (set->dynamic) { /* "/a/b", "/a", "" */
        uint32_t rule = first_match(set, first_rule(&set->prefixes, folder), path, order);
        if (rule < best) best = rule;
        if (!folder.len) break;
        folder.len = str_rfind_char(folder, '/');
    }
    return best == NO_RULE ? NULL : &set->rules.items[best];
}

static bool same_host(const struct redirect *a, const struct redirect *b) {
    return str_eq_nocase(a->host, b->host);
}

/* The first rule of a list before `later` that runs whenever `later` would. */
static uint32_t first_cover(const struct redirects *set, uint32_t rule, const struct redirect *later) {
    for (unsigned n = 0; rule != NO_RULE && rule < later->order && n < WALK_MAX;
         rule = set->next_same[rule], n++) {
        const struct redirect *earlier = &set->rules.items[rule];
        if (earlier->conditional || earlier->opaque || !same_host(earlier, later)) continue;
        if (redirect_beats_file(later) && !redirect_beats_file(earlier)) continue;
        if (redirects_covers(earlier, later)) return rule;
    }
    return NO_RULE;
}

const struct redirect *redirects_hidden_by(const struct redirects *set, const struct redirect *rule) {
    if (!set->next_same || rule->opaque) return NULL;
    uint32_t best = rule->dynamic ? NO_RULE : first_cover(set, first_rule(&set->exact, rule->path), rule);
    struct str folder = rule->dynamic ? redirects_folder(rule) : rule->path;
    while (set->dynamic) {
        uint32_t found = first_cover(set, first_rule(&set->prefixes, folder), rule);
        if (found < best) best = found;
        if (!folder.len) break;
        folder.len = str_rfind_char(folder, '/');
    }
    return best == NO_RULE ? NULL : &set->rules.items[best];
}

bool redirect_moves(const struct redirect *rule) {
    return rule->status >= 300 && rule->status < 400;
}

bool redirect_beats_file(const struct redirect *rule) {
    switch (rule->dialect) {
    case REDIRECT_CLOUDFLARE: return redirect_moves(rule);
    case REDIRECT_VERCEL: return redirect_moves(rule);
    case REDIRECT_AZURE: return true;
    case REDIRECT_NETLIFY:
    case REDIRECT_TOML:
    case REDIRECT_PAGE: break;
    }
    return rule->force;
}
