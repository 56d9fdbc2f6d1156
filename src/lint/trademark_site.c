/* trademark_site.c: notices that the whole site carries, in templates and in its configuration. */
#include "lint/built_pages.h"
#include "lint/trademark.h"
#include "lint/types.h"

enum { TEMPLATES_MAX = 4000 };

struct site_notices {
    notice_array list;
    struct map shortcodes; /* name -> notice_array: on the pages that use it */
    shared_texts shared;   /* the site's own files that have them, or signs of marks */
};

struct reading {
    struct arena *arena;
    const struct lint *lint;
    const struct site *site;
    struct site_notices *out;
};

static void read_template(const struct reading *r, struct str path, notice_array *out) {
    struct shared_text *shared = trademark_read_template(r->arena, r->lint, r->site, path, out);
    if (shared) *ARRAY_PUSH(r->arena, &r->out->shared) = shared;
}

static bool list_files(const struct reading *r, struct str folder, str_array *files) {
    struct error error = {0};
    return r->site->tree.list(r->site->tree.state, r->arena, folder, files, &error);
}

static void read_shortcodes(const struct reading *r, struct str folder) {
    str_array files = {0};
    if (!list_files(r, folder, &files)) return;
    for (size_t i = 0; i < files.len && i < TEMPLATES_MAX; i++) {
        notice_array found = {0};
        struct str name = files.items[i];
        read_template(r, path_join(r->arena, folder, name), &found);
        if (!found.len) continue;
        notice_array *copy = ARENA_NEW(r->arena, notice_array);
        *copy = found;
        map_put(r->arena, &r->out->shortcodes, str_sub(name, 0, name.len - path_ext(name).len), copy);
    }
}

static bool is_below(struct str path, const str_array *folders) {
    for (size_t i = 0; i < folders->len; i++)
        if (str_starts(path, folders->items[i]) && path.len > folders->items[i].len &&
            path.ptr[folders->items[i].len] == '/')
            return true;
    return false;
}

/* Which template shows on which page is not known: one that says it is taken to be on all. */
static void read_templates(const struct reading *r, const struct outlook *outlook) {
    for (size_t i = 0; i < outlook->templates.len; i++) {
        str_array files = {0};
        if (!list_files(r, outlook->templates.items[i], &files)) continue;
        for (size_t k = 0; k < files.len && k < TEMPLATES_MAX; k++) {
            struct str path = path_join(r->arena, outlook->templates.items[i], files.items[k]);
            if (!is_below(path, &outlook->shortcodes)) read_template(r, path, &r->out->list);
        }
    }
    for (size_t i = 0; i < outlook->shortcodes.len; i++) read_shortcodes(r, outlook->shortcodes.items[i]);
}

/* A text of the configuration, such as a copyright line that the theme prints. */
static void read_value(const struct reading *r, const struct node *node, unsigned depth) {
    enum { DEPTH = 16 };
    if (!node || depth > DEPTH) return;
    size_t before = r->out->list.len;
    if (node->kind == NODE_STRING) notice_find(r->arena, &r->lint->marks, node->text, &r->out->list);
    if (r->out->list.len > before) trademark_read_value(r->arena, r->site, node, &r->out->shared);
    for (const struct node *n = node->child; n; n = n->next) read_value(r, n, depth + 1);
}

/* Templates are read only where a page may need a notice. */
static bool has_duties(const struct lint *lint, const struct site *site) {
    for (size_t i = 0; i < lint->config.types.len; i++)
        if (lint->config.types.items[i].trademarks.len) return true;
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i].page && types_is_course(site->pages[i].page->front)) return true;
    return false;
}

void trademark_site(struct arena *arena, const struct lint *lint, const struct site *site,
                    const struct outlook *outlook, struct site_facts *facts) {
    struct outlook own = {.raw_html = true};
    struct reading r = {
        .arena = arena, .lint = lint, .site = site, .out = ARENA_NEW(arena, struct site_notices)};
    if (!outlook && site->generator->outlook) site->generator->outlook(site, arena, &own);
    if (!outlook) outlook = &own;
    facts->raw_html = outlook->raw_html;
    facts->notices = r.out;
    if (!has_duties(lint, site)) return;
    read_templates(&r, outlook);
    read_value(&r, site->config, 0);
}

const shared_texts *trademark_site_shared(const struct site_facts *facts) {
    static const shared_texts none = {0};
    return facts->notices ? &facts->notices->shared : &none;
}

const struct shared_text *trademark_site_text(const struct site_facts *facts, struct str path) {
    const shared_texts *all = trademark_site_shared(facts);
    for (size_t i = 0; i < all->len; i++)
        if (str_eq(trademark_shared_source(all->items[i])->path, path)) return all->items[i];
    return NULL;
}

size_t trademark_site_count(const struct site_facts *facts) {
    return facts->notices ? facts->notices->list.len + facts->notices->shortcodes.len : 0;
}

/* Rightly or wrongly: a wrong one is found where it stands. */
static bool is_credited_in(const notice_array *list, const struct mark *mark) {
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].credits && notice_covers(&list->items[i], mark)) return true;
    return false;
}

/* What readers of the built page get, from whichever template. */
static bool is_credited_when_built(const struct subject *subject, const struct mark *mark) {
    if (!subject->built) return false;
    const struct built_notices *notices = lint_built_notices(subject->build, subject->built);
    for (size_t i = 0; i < notices->len; i++)
        if (is_credited_in(notices->items[i], mark)) return true;
    return false;
}

bool trademark_site_covers(const struct subject *subject, const struct mark *mark) {
    const struct site_notices *notices = subject->facts->notices;
    if (is_credited_when_built(subject, mark)) return true;
    if (!notices) return false;
    if (is_credited_in(&notices->list, mark)) return true;
    for (size_t i = 0; notices->shortcodes.len && i < subject->page->shortcodes.len; i++) {
        const notice_array *own = map_get(&notices->shortcodes, subject->page->shortcodes.items[i].name);
        if (own && is_credited_in(own, mark)) return true;
    }
    return false;
}

/* ---- how old the facts are ---------------------------------------------------------------------------------------- */

struct str trademark_old_facts(struct arena *arena, const struct lint *lint) {
    const int64_t year = INT64_C(366) * 24 * 60 * 60;
    struct buf names = {.arena = arena};
    for (size_t i = 0; i < lint->marks.owner_count; i++) {
        const struct owner *owner = &lint->marks.owners[i];
        if (!trademark_is_configured_anywhere(lint, owner) ||
            lint->options.now - date_seconds(&owner->checked_date) <= year)
            continue;
        buf_printf(&names, "%s%.*s (%.*s)", names.len ? ", " : "", STR_FMT(owner->id),
                   STR_FMT(owner->checked));
    }
    if (!names.len) return (struct str){0};
    return str_printf(arena, "what is known of these trademark owners was read more than a year ago: %.*s",
                      STR_FMT(buf_str(&names)));
}
