/* docusaurus_link.c: links by file are looked for beside the page, in the folder of its content and in the site's; others
 * are addresses, to which the base path and the locale are added. */
#include "routes/docusaurus.h"

static struct destination made(enum destination_kind kind) {
    return (struct destination){.kind = kind};
}

/* Links by file reach what the same plugin's instance made. */
static bool is_reached(const struct route *from, const struct site_page *to, const struct routes *r) {
    const struct route *there = map_get(&r->routes, to->source);
    return from && there && str_eq(from->group, there->group);
}

static struct destination by_file(const struct docusaurus *d, struct arena *arena,
                                  const struct site_page *page, struct str path) {
    const struct routes *r = &d->r;
    const struct site_page *found = NULL;
    bool site = str_starts(path, STR("@site/")), rooted = site || str_starts(path, STR("/"));
    if (site) path = str_sub(path, 5, path.len);
    if (!rooted) found = routes_at(r, arena, page, path_dir(page->source), path);
    const struct route *from = map_get(&r->routes, page->source);
    if (!site && !found && from) found = routes_at(r, arena, page, from->root, path);
    if (!found) found = routes_at(r, arena, page, d->dir, path);
    if (!found || !is_reached(from, found, r)) {
        for (size_t i = 0; i < r->unknown.len; i++)
            if (!r->unknown.items[i].len) return made(DESTINATION_UNKNOWN);
        return made(DESTINATION_GONE);
    }
    return (struct destination){.kind = DESTINATION_PAGE, .page = found};
}

/* A file that the page publishes by linking to it: beside the page, in a static folder, or anywhere by "@site/". */
static bool is_file(const struct docusaurus *d, struct arena *arena, const struct site_page *page,
                    struct str path) {
    struct str plain = url_decode(arena, path), folder = path_dir(page->source);
    if (str_starts(plain, STR("@site/"))) {
        plain = str_sub(plain, 6, plain.len);
        folder = d->dir;
    } else if (str_starts(plain, STR("/"))) {
        plain = str_sub(plain, 1, plain.len);
        folder = path_join(arena, d->dir, STR("static"));
        if (routes_has(&d->r, path_clean(arena, path_join(arena, d->dir, plain)))) return true;
    }
    return plain.len && routes_has(&d->r, path_clean(arena, path_join(arena, folder, plain)));
}

static bool is_below(struct str path, struct str base) {
    struct str bare = str_sub(base, 0, base.len - 1);
    return str_starts(path, base) || str_eq(path, bare);
}

/* Is the address certainly none when no page has it: below the route of docs or of a blog? */
static bool is_certain(const struct docusaurus *d, struct str path) {
    for (size_t i = 0; i < d->instances.len; i++) {
        const struct instance *instance = &d->instances.items[i];
        if (!instance->route.len) continue;
        if (str_starts(path, instance->route) && path.len > instance->route.len &&
            path.ptr[instance->route.len] == '/')
            return true;
    }
    return false;
}

/* "/docs/a" below the base path, and below the locale. */
static struct destination by_address(const struct docusaurus *d, struct arena *arena,
                                     const struct site_page *page, struct str text) {
    struct str path = url_split(text).path, base = d->r.site->languages[0].base_path;
    struct str bare =
        is_below(path, base) && base.len > 1 ? str_sub(path, base.len, path.len) : str_sub(path, 1, path.len);
    struct str locale = d->locales.len && page->language ? d->locales.items[page->language] : STR("");
    bool has_locale = !locale.len || is_below(bare, str_printf(arena, "%.*s/", STR_FMT(locale)));
    struct str whole = has_locale ? bare : str_printf(arena, "%.*s/%.*s", STR_FMT(locale), STR_FMT(bare));
    if (d->open && !is_certain(d, bare)) {
        struct str address = str_printf(arena, "%.*s%.*s", STR_FMT(base), STR_FMT(whole));
        struct str file = site_file_of_link(arena, d->r.site, 0, address);
        bool there = file.ptr && (site_claims(d->r.site, file) ||
                                  site_claims(d->r.site, file_of_url(arena, file, false)));
        if (!there) return made(DESTINATION_UNKNOWN);
    }
    return destination_text(arena, str_printf(arena, "%.*s%.*s", STR_FMT(base), STR_FMT(whole)), text);
}

/* trailingSlash, which Link puts to every address but the root's, whatever lies there (utils-common/applyTrailingSlash). */
static struct destination with_slash(const struct docusaurus *d, struct arena *arena, struct str text) {
    struct str path = url_split(text).path;
    bool slash = str_ends(path, STR("/")), root = str_eq(path, d->r.site->languages[0].base_path);
    bool kept = d->slash == SLASH_UNSET || root || path.len < 2 || slash == (d->slash == SLASH_ALWAYS);
    if (kept) return destination_text(arena, path, text);
    if (slash)
        path.len--;
    else
        path = str_printf(arena, "%.*s/", STR_FMT(path));
    return destination_text(arena, path, text);
}

struct destination docusaurus_destination(const struct site *site, struct arena *arena,
                                          const struct site_page *page, const struct link *link,
                                          struct str text) {
    const struct docusaurus *d = site->generator_state;
    bool markdown = is_markdown_destination(link), front = link->kind == LINK_FRONT_MATTER;
    if (str_starts(text, STR("pathname://"))) {
        struct str path = str_sub(text, 11, text.len);
        return destination_text(arena, path, STR(""));
    }
    struct str path = url_split(text).path;
    if (is_external(text) || !path.len) return made(DESTINATION_AS_WRITTEN);
    bool page_file = has_extension(path, ".md .mdx");
    if (markdown && page_file && link->kind != LINK_IMAGE) return by_file(d, arena, page, path);
    if (front && page_file) return made(DESTINATION_UNKNOWN);
    if ((markdown || front) && path_ext(path).len && is_file(d, arena, page, path)) {
        bool slashed = markdown && link->kind != LINK_IMAGE && d->slash == SLASH_ALWAYS;
        return made(slashed ? DESTINATION_GONE : DESTINATION_FILE); /* its address gets a slash too */
    }
    /* Tags of HTML are left as they are; components such as Link get the base path, and <a> is one in MDX 1. */
    bool mapped = d->major < 3 && str_eq(link->element, STR("a"));
    bool html =
        link->kind == LINK_HTML && !mapped && !(link->element.len && char_is_upper(link->element.ptr[0]));
    bool rooted = str_starts(path, STR("/")),
         slashed = link->kind != LINK_IMAGE && !str_eq(link->name, STR("src"));
    if (html) return made(DESTINATION_AS_WRITTEN);
    if (!rooted) return slashed ? with_slash(d, arena, text) : made(DESTINATION_AS_WRITTEN);
    struct destination address = by_address(d, arena, page, text);
    return address.kind == DESTINATION_TEXT && slashed ? with_slash(d, arena, address.text) : address;
}
