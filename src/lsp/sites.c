/* sites.c: which site a file belongs to, and the sites that are open. */
#include "lsp/under.h"

#include <stdlib.h>
#include <time.h>

/* Without symbolic links, also of a file that is not there yet. */
static struct str real_of(struct arena *arena, struct str path) {
    struct str real = path_real(arena, path);
    if (real.ptr || path.len < 2) return real.ptr ? real : path;
    return path_join(arena, real_of(arena, path_dir(path).len ? path_dir(path) : STR("/")), path_base(path));
}

/* The folder, or the nearest one above it that is there. */
static struct str folder_there(struct arena *arena, struct str path) {
    struct str folder = path_dir(path);
    while (folder.len && !dir_exists(str_c(arena, folder))) folder = path_dir(folder);
    return folder.len ? folder : STR("/");
}

/* A folder of the workspace that the file lies in, the innermost. */
static struct str workspace_of(const struct lsp *lsp, struct str path) {
    struct str found = {0};
    for (size_t i = 0; i < lsp->folders.len; i++)
        if (path_holds(lsp->folders.items[i], path) && lsp->folders.items[i].len >= found.len)
            found = lsp->folders.items[i];
    return found;
}

static bool is_home(struct arena *arena, struct str folder) {
    struct str home = str_from(getenv("HOME"));
    return str_eq(folder, STR("/")) || (home.ptr && str_eq(folder, path_clean(arena, home)));
}

/* Without a generator the folder of the nearest configuration is the site's, or git's; without these nothing but the client
 * says where it begins. All that lies below somebody's home is none. */
static struct str plain_root(const struct lsp *lsp, struct arena *arena, struct str path, struct str found,
                             bool *single) {
    struct str configuration = config_find(arena, folder_there(arena, path));
    struct str git = git_root(arena, real_of(arena, found)), folder = workspace_of(lsp, path);
    *single = false;
    if (configuration.len && !is_home(arena, path_dir(configuration))) return path_dir(configuration);
    if (git.ptr && !is_home(arena, git)) return found;
    if (folder.len && !is_home(arena, folder)) return folder;
    *single = true;
    return path_dir(path);
}

/* Does it hold sites? They are looked at for themselves, and of the rest only what is open. */
static bool holds_sites(struct arena *arena, struct str root) {
    struct site_root *roots = NULL;
    struct error error = {0};
    size_t count = 0;
    return site_detect_all(arena, root, &roots, &count, &error) && count > 0;
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static bool open_session(const struct lsp *lsp, struct opened *site, struct error *error) {
    const struct lsp_options *o = lsp->options;
    struct session_options options = {
        .lint = {.config = o->config,
                 .start = site->root,
                 .rules_dir = o->rules_dir,
                 .now = o->now ? o->now : (int64_t)time(NULL),
                 .threads = o->threads,
                 .each = true},
        .root = site->root,
        .generator = site_detect(&site->arena, site->root).generator,
        .maker = o->maker,
        .version = o->version,
        .built = o->built,
        .env = o->env,
        .tree = site->single ? &site->nothing : NULL,
    };
    site->parts = !site->single && site_is_plain(options.generator) && holds_sites(&site->arena, site->root);
    if (site->single) options.generator = NULL;
    return session_open(&options, &site->session, error);
}

static void put_documents(const struct lsp *lsp, struct opened *site) {
    for (const struct document *d = lsp->documents; d; d = d->next)
        if (d->site == site) session_put(site->session, d->within, d->source.text);
}

bool sites_ready(struct lsp *lsp, struct opened *site, struct error *error) {
    if (site->session) return true;
    if (!open_session(lsp, site, error)) return false;
    put_documents(lsp, site);
    return true;
}

static struct opened *open_site(struct lsp *lsp, struct str root, struct str real, bool single) {
    struct arena arena = {0};
    struct opened *site = ARENA_NEW(&arena, struct opened);
    site->arena = arena;
    site->root = str_copy(&site->arena, root);
    site->real = str_copy(&site->arena, real);
    site->single = single;
    site->stale = true;
    site->nothing = memory_tree(&site->none);
    site->next = lsp->sites;
    lsp->sites = site;
    return site;
}

struct opened *sites_of(struct lsp *lsp, struct arena *arena, struct str path, struct str *within) {
    struct arena scratch = {0};
    struct site_root found = site_detect(&scratch, folder_there(&scratch, path));
    bool single = false;
    struct str root = found.path;
    if (site_is_plain(found.generator)) root = plain_root(lsp, &scratch, path, found.path, &single);
    struct str real = real_of(&scratch, root);
    struct opened *site = lsp->sites;
    while (site && !(str_eq(site->real, real) && site->single == single)) site = site->next;
    if (!site) site = open_site(lsp, root, real, single);
    *within = str_copy(arena, path_relative(&scratch, real, real_of(&scratch, path)));
    arena_free(&scratch);
    return site;
}

void sites_open_folders(struct lsp *lsp) {
    struct arena scratch = {0};
    for (size_t i = 0; i < lsp->folders.len; i++) {
        struct site_root *roots = NULL;
        struct error error = {0};
        size_t count = 0;
        struct str within;
        if (is_home(&scratch, lsp->folders.items[i])) continue;
        if (!site_detect_all(&scratch, lsp->folders.items[i], &roots, &count, &error)) continue;
        for (size_t k = 0; k < count; k++)
            sites_of(lsp, &scratch, path_join(&scratch, roots[k].path, STR("x")), &within);
        if (!count) sites_of(lsp, &scratch, path_join(&scratch, lsp->folders.items[i], STR("x")), &within);
    }
    arena_free(&scratch);
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

void sites_changed(struct opened *site) {
    site->stale = true;
    site->changes++;
    site->answer = (struct session_answer){0};
}

void sites_touch(struct lsp *lsp, struct arena *arena, struct str path) {
    struct str real = real_of(arena, path);
    for (struct opened *site = lsp->sites; site; site = site->next) {
        struct str within = path_relative(arena, site->real, real);
        if (site->single || !path_holds(site->real, real)) {
            /* Configurations above the site hold for it. */
            if (!str_eq(path_base(path), STR(CONFIG_NAME)) || site->single) continue;
        }
        if (site->session) session_touch(site->session, within);
        sites_changed(site);
        if (!document_at(lsp, site, within)) site->known = false;
    }
}

void sites_sort(struct lsp *lsp) {
    for (struct document *d = lsp->documents; d; d = d->next) {
        struct str within;
        if (!d->path.ptr) continue;
        struct opened *site = sites_of(lsp, &d->arena, d->path, &within);
        if (site == d->site) continue;
        if (d->site && d->site->session) session_drop(d->site->session, d->within);
        if (d->site) sites_changed(d->site);
        d->site = site;
        d->within = within;
        d->stale = true;
        sites_changed(site);
        if (site->session) session_put(site->session, within, d->source.text);
    }
}

void sites_free(struct opened *site) {
    inbound_free(site->inbound);
    session_close(site->session);
    arena_free(&site->shown_memory);
    arena_free(&site->trouble_memory);
    arena_free(&site->times_memory);
    struct arena arena = site->arena; /* it lies in there itself */
    arena_free(&arena);
}

void sites_close_unused(struct lsp *lsp) {
    for (struct opened **at = &lsp->sites; *at;) {
        struct opened *site = *at;
        bool used = workspace_of(lsp, site->root).len > 0;
        for (const struct document *d = lsp->documents; d && !used; d = d->next) used = d->site == site;
        if (used) {
            at = &site->next;
            continue;
        }
        *at = site->next;
        sites_free(site);
    }
}
