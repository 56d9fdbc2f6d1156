/* hover.c: what is known of the thing under the cursor, in a few lines of Markdown. */
#include "lsp/under.h"

/* Text of others within a line of Markdown: nothing of it is markup. */
static void add_plain(struct buf *out, struct str text) {
    struct buf shown = {.arena = out->arena};
    report_text(&shown, str_sub(text, 0, 2000));
    for (size_t i = 0; i < shown.len; i++) {
        if (strchr("\\`*_{}[]<>#|!&", shown.ptr[i])) buf_add_char(out, '\\');
        buf_add_char(out, shown.ptr[i] == '\n' ? ' ' : shown.ptr[i]);
    }
}

static void add_code(struct buf *out, struct str text) {
    struct buf shown = {.arena = out->arena};
    report_text(&shown, str_sub(text, 0, 2000));
    bool ticks = str_find_char(buf_str(&shown), '`') < shown.len;
    buf_add(out, ticks ? STR("`` ") : STR("`"));
    buf_add(out, buf_str(&shown));
    buf_add(out, ticks ? STR(" ``") : STR("`"));
}

/* ---- where something leads ------------------------------------------------------------------------------------------------ */

static void add_page(struct buf *out, const struct under *under, const struct site_page *page) {
    buf_add(out, STR("**"));
    add_plain(out, under_title(page));
    buf_add(out, STR("**"));
    if (page->link.len) {
        buf_add(out, STR(" at "));
        add_code(out, page->link);
    }
    if (page->source.len) {
        buf_add(out, STR(", from "));
        add_code(out, page->source);
    }
    if (!site_page_served(page)) buf_add(out, STR(" (not published)"));
    buf_add_char(out, '\n');
    (void)under;
}

static const char *status_text(enum resolution_status status) {
    switch (status) {
    case RESOLUTION_OK: return "Leads to";
    case RESOLUTION_EXTERNAL: return "On another host";
    case RESOLUTION_SKIPPED: return "Not judged";
    case RESOLUTION_UNKNOWN: return "It cannot be told where this leads";
    case RESOLUTION_BROKEN: return "Nothing is served there";
    case RESOLUTION_ALIAS: return "An alias, which redirects to";
    case RESOLUTION_REDIRECT: return "A redirect rule leads on to";
    case RESOLUTION_DROPPED: return "A page that is not published";
    case RESOLUTION_MISSING_ANCHOR: return "The page has no such anchor";
    case RESOLUTION_MISSING_REF: return "There is no such page, and the build fails";
    case RESOLUTION_AMBIGUOUS_REF: return "Several pages have that name, and the build fails";
    case RESOLUTION_SLASH: return "Works by the server's redirect to the trailing slash";
    case RESOLUTION_CASE: return "Exists with other upper and lower case only";
    case RESOLUTION_MALFORMED: return "No browser can make an address of it";
    }
    return "";
}

static void add_course(struct buf *out, const struct under *under, const struct redirect *rule) {
    struct course *course = ARENA_NEW(out->arena, struct course);
    if (!redirect_moves(rule)) return;
    links_follow(under->links, out->arena, rule, course);
    buf_add(out, STR("\nOn its way: "));
    add_code(out, rule->from);
    for (size_t i = 0; i < course->count; i++) {
        buf_add(out, STR(" → "));
        add_code(out, course->steps[i].path);
    }
    buf_printf(out, " (%d)\n", rule->status);
}

/* What the ledger says: the network is not asked. */
static void add_ledger(struct buf *out, const struct under *under, const struct link *link) {
    struct arena *arena = out->arena;
    struct lint_external external = {.crawl = crawl_defaults()};
    struct lint_request request = {.files = {&under->document->within, 1, 1}, .external = &external};
    struct lint_results results = {0};
    struct error error = {0};
    external.crawl.lane = LANE_OFFLINE;
    if (!session_run(under->site->session, arena, &request, &results, &error)) return;
    struct str fragment, url = url_cut_fragment(link->target, &fragment);
    for (size_t i = 0; i < results.crawl.count; i++) {
        const struct verdict *verdict = results.crawl.report->results[i].verdict;
        struct str asked = url_cut_fragment(results.crawl.links[i].url, &fragment);
        if (!str_eq(asked, url) || !verdict->in_ledger) continue;
        struct date good = date_at((int64_t)verdict->good * 86400),
                    bad = date_at((int64_t)verdict->failed * 86400);
        buf_printf(out, "\nThe ledger: **%s**", verdict_name(verdict->kind));
        if (verdict->status) buf_printf(out, ", answers %u", verdict->status);
        if (verdict->failed)
            buf_printf(out, ", fails since %04d-%02d-%02d", bad.year, bad.month, bad.day);
        else if (verdict->good)
            buf_printf(out, ", last good on %04d-%02d-%02d", good.year, good.month, good.day);
        struct str final = verdict->suggestion.len ? verdict->suggestion : verdict->final_url;
        if (verdict->kind == VERDICT_MOVED && final.len) {
            buf_add(out, STR(", moved to "));
            add_code(out, final);
        }
        buf_add_char(out, '\n');
        return;
    }
    buf_add(out, STR("\nThe ledger says nothing of it.\n"));
}

static void hover_link(struct buf *out, const struct under *under, uint32_t at) {
    const struct link *link = &under->page->links.items[at];
    const struct resolution *r = &under->resolutions[at];
    buf_add(out, str_from(status_text(r->status)));
    if (r->target) {
        buf_add(out, r->status == RESOLUTION_OK || r->status == RESOLUTION_ALIAS ||
                             r->status == RESOLUTION_REDIRECT
                         ? STR(" ")
                         : STR(": "));
        add_page(out, under, r->target);
    } else if (r->claim && r->claim->source.len) {
        buf_add(out, STR(" the file "));
        add_code(out, r->claim->source);
        buf_add_char(out, '\n');
    } else {
        buf_add_char(out, '\n');
    }
    if (r->url.len && r->status != RESOLUTION_EXTERNAL) {
        buf_add(out, STR("\nAddress: "));
        add_code(out, r->url);
        buf_add_char(out, '\n');
    }
    if (r->fragment.len) {
        buf_add(out, STR("\nAnchor: "));
        add_code(out, r->fragment);
        buf_add_char(out, '\n');
    }
    if (r->suggestion.len) {
        buf_add(out, STR("\nDid you mean "));
        add_code(out, r->suggestion);
        buf_add(out, STR("?\n"));
    }
    if (r->redirect) add_course(out, under, r->redirect);
    if (r->status == RESOLUTION_EXTERNAL) add_ledger(out, under, link);
}

/* ---- front matter ------------------------------------------------------------------------------------------------------------ */

static void hover_alias(struct buf *out, const struct under *under, const struct site_alias *alias) {
    if (alias->failure) {
        buf_add(out, STR("The build fails: "));
        add_plain(out, str_from(alias->failure));
        buf_add_char(out, '\n');
        return;
    }
    buf_add(out, STR("Redirects "));
    add_code(out, alias->link.len ? alias->link : alias->text);
    buf_add(out, STR(" to "));
    add_page(out, under, under->site_page);
    for (const struct site_url *claim = site_claims(under->loaded, alias->file); claim;
         claim = claim->next_claim) {
        if (claim->page == under->site_page) continue;
        buf_add(out, STR("\nAlso claimed by "));
        add_code(out, claim->source.len ? claim->source : claim->link);
        buf_add_char(out, '\n');
    }
}

static void add_allowed(struct buf *out, const struct node *schema) {
    const struct node *list = node_get(schema, STR("enum")), *only = node_get(schema, STR("const"));
    size_t count = 0;
    if (only) {
        buf_add(out, STR("\nAlways "));
        add_code(out, node_text(only, STR("")));
        buf_add_char(out, '\n');
    }
    if (!list) return;
    buf_add(out, STR("\nOne of "));
    for (const struct node *n = list->child; n && count < 30; n = n->next, count++) {
        if (count) buf_add(out, STR(", "));
        add_code(out, node_text(n, STR("")));
    }
    buf_add(out, list->count > count ? STR(" …\n") : STR("\n"));
}

static void hover_key(struct buf *out, const struct under *under, const struct under_path *path) {
    struct str keys[UNDER_DEPTH];
    struct schemas list = {0};
    size_t count = 0;
    for (size_t i = 0; i < path->count; i++) keys[count++] = path->nodes[i]->key;
    schemas_of_page(out->arena, under, &list);
    struct schemas found = schemas_at(out->arena, &list, keys, count);
    for (size_t i = 0; i < found.len; i++) {
        struct str title = node_text(node_get(found.items[i], STR("title")), STR(""));
        struct str text = node_text(node_get(found.items[i], STR("description")), STR(""));
        if (title.len) {
            buf_add(out, STR("\n**"));
            add_plain(out, title);
            buf_add(out, STR("**\n"));
        }
        if (text.len) {
            buf_add_char(out, '\n');
            add_plain(out, text);
            buf_add_char(out, '\n');
        }
        add_allowed(out, found.items[i]);
    }
}

/* ---- marks ----------------------------------------------------------------------------------------------------------------------- */

static void hover_mark(struct buf *out, const struct under *under) {
    struct lint_mark mark;
    const struct lint *lint;
    struct error error = {0};
    if (!session_lint(under->site->session, &lint, &error)) return;
    if (!lint_mark_at(out->arena, lint, under->page, under->offset, &mark)) return;
    buf_add(out, STR("**"));
    add_plain(out, mark.text);
    add_plain(out, mark.symbol);
    buf_add(out, STR("** is a mark of "));
    add_plain(out, mark.owner);
    buf_add_char(out, '\n');
    if (mark.notice.len) {
        buf_add(out, STR("\nNotice: "));
        add_plain(out, mark.notice);
        buf_add_char(out, '\n');
    }
    if (mark.source.len) {
        buf_add(out, STR("\nRules: "));
        add_plain(out, mark.source);
        buf_add_char(out, '\n');
    }
}

/* ---- the request -------------------------------------------------------------------------------------------------------------------- */

static struct span find_hover(struct buf *out, const struct under *under) {
    struct under_path path;
    const struct site_alias *alias = under_alias(under);
    uint32_t link = under_link(under);
    if (alias) {
        hover_alias(out, under, alias);
        return alias->node->span;
    }
    if (link != PAGE_NONE) {
        hover_link(out, under, link);
        return under->page->links.items[link].target_span;
    }
    if (under_front(under, &path)) {
        const struct node *node = path.nodes[path.count - 1];
        hover_key(out, under, &path);
        return path.on_key ? node->key_span : node->span;
    }
    hover_mark(out, under);
    return (struct span){under->offset, under->offset};
}

bool request_hover(struct lsp *lsp, struct arena *arena, const struct node *params, struct json_writer *json,
                   struct error *error) {
    struct under under;
    struct buf out = {.arena = arena};
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    struct span span = under.site_page ? find_hover(&out, &under) : (struct span){0};
    if (!out.len) {
        json_null(json, "result");
        return true;
    }
    json_open(json, "result", '{');
    json_open(json, "contents", '{');
    json_str(json, "kind", STR("markdown"));
    json_str(json, "value", str_trim(buf_str(&out)));
    json_close(json, '}');
    if (span.end > span.start) place_write(json, "range", &under.document->source, span, lsp->client.unit);
    json_close(json, '}');
    return true;
}
