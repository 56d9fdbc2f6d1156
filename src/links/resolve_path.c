/* A path below the host becomes what is served there: a page, a file, an alias, a redirect rule, or nothing. */
#include "links/graph.h"

#define INDEX "index.html"

bool resolution_works(const struct resolution *resolution) {
    switch (resolution->status) {
    case RESOLUTION_OK:
    case RESOLUTION_ALIAS:
    case RESOLUTION_REDIRECT:
    case RESOLUTION_UNKNOWN:
    case RESOLUTION_EXTERNAL:
    case RESOLUTION_SKIPPED: return true;
    default: return false;
    }
}

static struct resolution with(struct resolution r, enum resolution_status status) {
    r.status = status;
    return r;
}

/* The claim that is served: the first that doesn't lose its file. */
static const struct site_url *served(const struct site_url *claim) {
    while (claim && claim->overwritten) claim = claim->next_claim;
    return claim;
}

static struct resolution from_claim(struct resolution r, const struct site_url *claim) {
    r.claim = claim;
    if (claim->kind == URL_ALIAS) {
        r.status = RESOLUTION_ALIAS;
        r.target = claim->page;
        if (claim->page) r.final = claim->page->link;
        return r;
    }
    bool is_page = claim->kind <= URL_TERM;
    if (is_page) r.target = claim->page;
    return with(r, RESOLUTION_OK);
}

/* Another spelling of a folder's or page's address: with a slash, or without its extension. */
static bool find_spelling(const struct asking *asking, struct str file, struct resolution *r) {
    const struct links *links = asking->links;
    struct str index = str_printf(asking->arena, "%.*s/" INDEX, STR_FMT(file));
    const struct site_url *claim = served(site_claims(links->site, index));
    if (claim) {
        *r = from_claim(*r, claim);
        if (r->status != RESOLUTION_OK) return true;
        bool wanted = site_has(links->site, SITE_SLASH) && !links->redirects.cuts_slash;
        r->status = wanted ? RESOLUTION_SLASH : RESOLUTION_OK;
        r->final = claim->link;
        return true;
    }
    claim = served(site_claims(links->site, str_printf(asking->arena, "%.*s.html", STR_FMT(file))));
    if (claim) *r = from_claim(*r, claim);
    return claim != NULL;
}

/* A page of HTML is served by a host that shows a folder's index page or nothing; Markdown is read where folders are listed. */
static bool shows_folders(const struct asking *asking) {
    return !asking->page || asking->page->format != PAGE_HTML;
}

/* Index pages of other servers than those of plain files. */
static bool has_other_index(const struct asking *asking, struct str folder) {
    static const char *const names[] = {"index.htm", "index.xhtml", "index.shtml",
                                        "index.php", "default.htm", "default.html"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (tree_has(&asking->links->site->tree, asking->arena,
                     path_join(asking->arena, folder, str_from(names[i]))))
            return true;
    return false;
}

static bool find_folder(const struct asking *asking, struct str file, struct resolution *r) {
    if (!site_has(asking->links->site, SITE_AS_IS)) return false;
    if (str_ends(file, STR("/" INDEX)))
        file.len -= sizeof("/" INDEX) - 1;
    else if (str_eq(file, STR(INDEX)))
        file.len = 0;
    r->status = RESOLUTION_OK;
    return map_get(&asking->links->folders, file) && (shows_folders(asking) || has_other_index(asking, file));
}

/* What a redirect rule makes of the path. */
static struct resolution from_rule(const struct asking *asking, struct resolution r,
                                   const struct redirect *rule) {
    r.redirect = rule;
    if (rule->conditional || rule->opaque) return with(r, RESOLUTION_UNKNOWN);
    if (rule->status >= 400) return with(r, RESOLUTION_BROKEN);
    if (!redirect_moves(rule)) return with(r, RESOLUTION_OK);
    r.final = redirects_target(asking->arena, rule, r.url);
    return with(r, RESOLUTION_REDIRECT);
}

/* Aliases that a redirect file is to carry (disableAliases), pages that aren't published, other case. */
static bool find_absent(const struct asking *asking, struct str file, struct resolution *r) {
    const struct links *links = asking->links;
    const struct site_page *page = map_get(&links->idle_aliases, file);
    if (page) {
        r->target = page;
        r->final = page->link;
        r->status = RESOLUTION_ALIAS;
        return true;
    }
    page = map_get(&links->dropped, file);
    if (page) {
        r->target = page;
        r->status = RESOLUTION_DROPPED;
        return true;
    }
    const struct site_url *claim = served(site_claims_nocase(links->site, file));
    if (!claim) return false;
    r->claim = claim;
    r->target = claim->kind <= URL_ALIAS ? claim->page : NULL;
    r->final = claim->link;
    r->status = RESOLUTION_CASE;
    return true;
}

static bool is_elsewhere(const struct asking *asking, struct str file) {
    const struct map *map = &asking->links->elsewhere;
    return map_get(map, file) || map_get(map, str_printf(asking->arena, "%.*s/" INDEX, STR_FMT(file)));
}

static struct resolution find_file(const struct asking *asking, struct resolution r, struct str file) {
    const struct links *links = asking->links;
    const struct redirect *rule = redirects_find(&links->redirects, r.url, 0);
    const struct site_url *claim = served(site_claims(links->site, file));
    if (rule && redirect_beats_file(rule) && redirect_moves(rule) && !rule->conditional)
        return from_rule(asking, r, rule);
    if (claim) return from_claim(r, claim);
    bool folder = str_ends(file, STR("/" INDEX)) || str_eq(file, STR(INDEX));
    if (!folder && find_spelling(asking, file, &r)) return r;
    if (find_folder(asking, file, &r)) return r;
    if (rule) return from_rule(asking, r, rule);
    if (find_absent(asking, file, &r)) return r;
    if (!folder && find_absent(asking, str_printf(asking->arena, "%.*s/" INDEX, STR_FMT(file)), &r)) return r;
    bool unknown = is_elsewhere(asking, file) || links_is_unknown(links, file) ||
                   links_is_made_elsewhere(asking, r.url, file);
    if (unknown || links->redirects.incomplete) return with(r, RESOLUTION_UNKNOWN);
    if (links->outlook.redirects_generated)
        r.doubt = "redirects are written when the site is built, and may answer there";
    return with(r, RESOLUTION_BROKEN);
}

static struct resolution find_path(const struct asking *asking, struct str path) {
    const struct site *site = asking->links->site;
    unsigned language = asking->site_page ? asking->site_page->language : SITE_NO_LANGUAGE;
    struct resolution r = {.url = url_decode(asking->arena, path)};
    struct str file = site_file_of_link(asking->arena, site, language, path);
    if (file.ptr) return find_file(asking, r, file);
    const struct redirect *rule = redirects_find(&asking->links->redirects, r.url, 0);
    if (rule) return from_rule(asking, r, rule);
    return with(r, RESOLUTION_UNKNOWN); /* below another folder of the host: another site's business */
}

static struct str base_path(const struct asking *asking) {
    const struct site *site = asking->links->site;
    bool known = asking->site_page && asking->site_page->language < site->language_count;
    return known ? site->languages[asking->site_page->language].base_path : STR("/");
}

/* Hosts where the root is another site's for sure; elsewhere a server may well redirect it to the base path. */
static bool is_shared_host(struct str base_url) {
    struct str host = url_split(base_url).authority;
    return str_ends(host, STR(".github.io")) || str_ends(host, STR(".gitlab.io"));
}

struct resolution resolve_rooted(const struct asking *asking, struct str path) {
    struct str base = asking->links->outlook.rooted ? base_path(asking) : STR("/");
    path = str_sub(path, 1, path.len);
    return resolve_path(asking, str_printf(asking->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(path)));
}

struct resolution resolve_path(const struct asking *asking, struct str path) {
    struct str base = base_path(asking);
    struct resolution r = find_path(asking, path);
    if (base.len <= 1) return r;
    struct str below =
        str_printf(asking->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(str_sub(path, 1, path.len)));
    struct resolution rooted = find_path(asking, below);
    if (r.status != RESOLUTION_UNKNOWN || !resolution_works(&rooted) || rooted.status == RESOLUTION_UNKNOWN)
        return r;
    if (asking->links->outlook.custom_link_hook || str_starts(path, base)) return rooted;
    r.status = RESOLUTION_BROKEN; /* the base path was forgotten */
    if (!is_shared_host(asking->links->site->base_url))
        r.doubt = "a server may well redirect its root to the path that the site lies below";
    r.suggestion = below;
    return r;
}

/* The path below a base address that the deployment gives, read below the configured one. */
static struct resolution below_other_base(const struct asking *asking, struct str path, struct str base) {
    struct str own = base_path(asking);
    path = str_sub(path, base.len, path.len);
    return resolve_path(asking, str_printf(asking->arena, "%.*s%.*s", STR_FMT(own), STR_FMT(path)));
}

struct resolution resolve_below_bases(const struct asking *asking, struct str path, struct resolution r,
                                      bool host) {
    const struct links *links = asking->links;
    if (!links->bases.len || resolution_works(&r)) return r;
    for (size_t i = 0; i < links->bases.len; i++) {
        struct str base = links->bases.items[i];
        if (!str_starts(path, base) || base.len <= 1) continue;
        struct resolution there = below_other_base(asking, path, base);
        if (host || resolution_works(&there)) return there;
    }
    if (host) r = (struct resolution){.status = RESOLUTION_EXTERNAL}; /* another part of the host */
    return r;
}
