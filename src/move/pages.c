/* pages.c: `contentlint move`. */
#include "move/parts.h"

static bool refuse(const struct moving *moving, struct str path, struct str why) {
    return error_set(moving->error, str_copy(moving->arena, path), 0, "%.*s", STR_FMT(why));
}

/* ---- what must not come of it ---- */

static bool becomes_nothing(const struct moving *moving, const struct site_page *before,
                            const struct site_page *after) {
    if (!after || !after->page) return true;
    if (!site_page_served(before)) return false;
    return !site_page_served(after) || (after->flags & (PAGE_SHADOWED | PAGE_RACING) & ~before->flags);
    (void)moving;
}

static struct str claimant(const struct moving *moving, const struct site_url *claim) {
    struct str source = claim->page && claim->page->source.len ? claim->page->source : claim->source;
    const char *what = claim->kind == URL_ALIAS ? "an alias of " : "that of ";
    if (!source.len) return str_printf(moving->arena, "that of a page that the generator makes");
    return str_printf(moving->arena, "%s%.*s", what, STR_FMT(source));
}

/* The address is another's. */
static bool is_taken(const struct moving *moving, const struct site_page *after, struct str *whose) {
    for (const struct site_url *c = site_claims(moving->after, after->file); c; c = c->next_claim) {
        bool own = c->page && str_eq(c->page->source, after->source);
        if (own || c->uncertain || c->kind > URL_FILE) continue;
        *whose = claimant(moving, c);
        return true;
    }
    return false;
}

static bool check_page(const struct moving *moving, const struct site_page *before,
                       const struct site_page *after) {
    struct str whose, to = moving_renamed(moving, before->source);
    if (becomes_nothing(moving, before, after))
        return refuse(moving, to, STR("would be no page of the site"));
    if (!site_page_served(before) || str_eq(before->file, after->file)) return true;
    if (!is_taken(moving, after, &whose)) return true;
    return refuse(moving, to,
                  str_printf(moving->arena, "would be served at %.*s, which is %.*s", STR_FMT(after->link),
                             STR_FMT(whose)));
}

static bool had_failure(const struct site *site, struct str message) {
    for (size_t i = 0; i < site->failures.len; i++)
        if (str_eq(site->failures.items[i].message, message)) return true;
    return false;
}

static bool check(struct moving *moving) {
    for (size_t i = 0; i < moving->before->page_count; i++) {
        const struct site_page *page = &moving->before->pages[i];
        if (!page->source.len || !map_get(&moving->to, page->source)) continue;
        if (!check_page(moving, page, moving->matches[i])) return false;
        moving->plan->pages++;
    }
    for (size_t i = 0; i < moving->after->failures.len; i++) {
        const struct site_failure *failure = &moving->after->failures.items[i];
        if (!had_failure(moving->before, failure->message))
            return refuse(moving, failure->path,
                          str_printf(moving->arena, "the build would fail: %.*s", STR_FMT(failure->message)));
    }
    return true;
}

static bool run(struct moving *moving, const str_array *from, struct str to) {
    if (!moving_begin(moving) || !operands_read(moving, from, to) || !moving_index(moving)) return false;
    contents_rewrite(moving);
    if (!moving_load(moving) || !check(moving) || !old_keep(moving)) return false;
    inbound_rewrite(moving);
    values_rewrite(moving);
    committed_prefer(moving);
    if (!moving_load(moving)) return false;
    old_report(moving);
    mentions_find(moving);
    return moving_end(moving);
}

bool move_pages(struct arena *arena, struct session *session, const struct move_options *options,
                const str_array *from, struct str to, struct move_plan *plan, struct error *error) {
    struct moving moving = {
        .arena = arena, .session = session, .options = options, .plan = plan, .error = error};
    *plan = (struct move_plan){0};
    bool good = run(&moving, from, to);
    moving_close(&moving);
    return good;
}
