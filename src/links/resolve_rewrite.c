/* What to write instead of a target that gets where it leads by a detour: its own notation, with the address it ends at.
 * A target is rewritten only when a reader of the new one gets to the same place with no detour. */
#include "links/graph.h"

/* The part of a target from its query or fragment on. */
static size_t tail_at(struct str target) {
    size_t query = str_find_char(target, '?'), fragment = str_find_char(target, '#');
    return query < fragment ? query : fragment;
}

/* Characters that end a target, or start something else, in Markdown, HTML, YAML, a shortcode or Liquid. */
static bool is_plain(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c <= ' ' || c == '<' || c == '>' || c == '(' || c == ')' || c == '"' || c == '\'' || c == '{')
            return false;
    }
    return text.len > 0;
}

static struct str base_of(const struct asking *asking) {
    const struct site *site = asking->links->site;
    const struct site_page *page = asking->site_page;
    bool known = page && page->language < site->language_count;
    struct str base = known ? site->languages[page->language].base_path : STR("/");
    return str_sub(base, 0, base.len - 1); /* "" or "/sub" */
}

static bool is_below(struct str path, struct str base) {
    return str_starts(path, base) && (path.len == base.len || path.ptr[base.len] == '/');
}

/* The address as the site's pages write it: without the base path where something else puts that in. */
static struct str as_written(const struct asking *asking, struct str path, bool with_base) {
    struct str base = base_of(asking);
    return base.len && !with_base && is_below(path, base) ? str_sub(path, base.len, path.len) : path;
}

/* ---- the notations ---- */

/* "{{site.url}}{{site.baseurl}}/a/": what stands behind the objects changes. */
static struct str behind_objects(const struct asking *asking, struct str target, struct str final) {
    size_t end = str_rfind_char(target, '}') + 1;
    if (end >= target.len || target.ptr[end] != '/') return (struct str){0};
    struct str objects = str_sub(target, 0, end);
    const struct site *site = asking->links->site;
    struct expansion before = site->generator->expand(site, asking->arena, asking->site_page, objects);
    if (!before.known || before.named || !is_below(final, before.text)) return (struct str){0};
    return str_printf(asking->arena, "%.*s%.*s", STR_FMT(objects),
                      STR_FMT(str_sub(final, before.text.len, final.len)));
}

/* "{{ '/a/' | relative_url }}": what is in quotes changes. */
static struct str in_quotes(const struct asking *asking, struct str target, struct str final) {
    char quote = str_find_char(target, '"') < target.len ? '"' : '\'';
    size_t start = str_find_char(target, quote) + 1, end = str_rfind_char(target, quote);
    bool filtered = str_find(target, STR("relative_url")) < target.len ||
                    str_find(target, STR("absolute_url")) < target.len;
    if (start >= end || !filtered || !str_ends(target, STR("}}"))) return (struct str){0};
    return str_printf(asking->arena, "%.*s%.*s%.*s", STR_FMT(str_sub(target, 0, start)),
                      STR_FMT(as_written(asking, final, false)), STR_FMT(str_sub(target, end, target.len)));
}

static struct str in_liquid(const struct asking *asking, struct str target, struct str final) {
    if (!site_has(asking->links->site, SITE_LIQUID) || !str_starts(target, STR("{{"))) return (struct str){0};
    struct str text = in_quotes(asking, target, final);
    return text.ptr ? text : behind_objects(asking, target, final);
}

/* A template may put something before a value that is no path from the root. */
static bool is_shown_by_template(const struct link *link) {
    return link->kind == LINK_FRONT_MATTER || link->kind == LINK_SHORTCODE;
}

static struct str in_path(const struct asking *asking, struct str target, struct str final, bool own_host) {
    bool rooted = str_starts(target, STR("/"));
    if (own_host) return as_written(asking, final, !asking->links->outlook.rooted);
    if (!rooted && is_shown_by_template(asking->link)) return (struct str){0};
    bool with_base = !asking->links->outlook.rooted && (!rooted || is_below(target, base_of(asking)));
    return as_written(asking, final, with_base);
}

/* ---- putting it together ---- */

/* The path an address on the own host has; absent when it is another host's. */
static struct str path_of(const struct asking *asking, struct str address) {
    struct url url = url_split(address);
    if (url.scheme.ptr && !url.authority.ptr) return (struct str){0};
    if (url.authority.ptr && !links_is_own_host(asking->links, url.authority)) return (struct str){0};
    return url.path.len ? url.path : STR("/");
}

static struct str rewritten(const struct asking *asking, const struct resolution *r, struct str final) {
    struct str target = str_trim(asking->link->target);
    struct str head = str_sub(target, 0, tail_at(target)), tail = str_sub(target, head.len, target.len);
    bool own_host = r->flags & RESOLUTION_OWN_HOST;
    if (!own_host && url_split(target).authority.ptr) return (struct str){0}; /* another language's host */
    bool liquid = str_find(target, STR("{{")) < target.len;
    struct str path = liquid ? in_liquid(asking, head, final) : in_path(asking, head, final, own_host);
    if (!liquid && r->status == RESOLUTION_SLASH && !own_host)
        path = str_printf(asking->arena, "%.*s/", STR_FMT(head));
    bool two = str_find_char(final, '#') < final.len && tail.len;
    if (!path.len || two) return (struct str){0};
    return str_printf(asking->arena, "%.*s%.*s", STR_FMT(path), STR_FMT(tail));
}

/* ---- where a detour ends ---- */

static bool is_detour(const struct resolution *r) {
    return r->status == RESOLUTION_ALIAS || r->status == RESOLUTION_REDIRECT ||
           r->status == RESOLUTION_SLASH || r->status == RESOLUTION_CASE;
}

/* Goes on from detour to detour, so that `final` is where a reader ends. false: that isn't known to be served. */
static bool follow(const struct asking *asking, struct resolution *r) {
    for (int hops = 0; hops < REDIRECT_MAX_HOPS; hops++) {
        struct str path = path_of(asking, r->final);
        if (!path.len) return false;
        struct resolution next = resolve_path(asking, path);
        bool ends = !is_detour(&next) || !next.final.len;
        if (ends && next.target) r->target = next.target;
        if (ends) return next.status == RESOLUTION_OK;
        struct str fragment = str_sub(r->final, str_find_char(r->final, '#'), r->final.len);
        bool has_own = str_find_char(next.final, '#') < next.final.len;
        r->final = has_own ? next.final
                           : str_printf(asking->arena, "%.*s%.*s", STR_FMT(next.final), STR_FMT(fragment));
        r->target = next.target;
    }
    return false;
}

/* Does the page at the end have the anchor that the link, or the redirect, asks for? */
static bool has_anchor(const struct asking *asking, const struct resolution *r) {
    struct resolution end = *r;
    struct str own = url_split(r->final).fragment;
    if (own.ptr) end.fragment = url_decode(asking->arena, own);
    if (!end.fragment.len || !end.target || !end.target->page) return true;
    end.status = RESOLUTION_OK;
    resolve_anchor(asking, &end);
    return end.status != RESOLUTION_MISSING_ANCHOR;
}

void resolve_rewrite(const struct asking *asking, struct resolution *r) {
    bool nearest = r->status == RESOLUTION_BROKEN && r->suggestion.len;
    if (nearest && asking->links->outlook.rooted) r->suggestion = as_written(asking, r->suggestion, false);
    if (is_detour(r) && r->final.len) {
        bool served = follow(asking, r), anchor = !served || has_anchor(asking, r);
        if (!anchor) r->flags |= RESOLUTION_NO_ANCHOR;
        if (served && anchor && is_plain(r->final)) r->rewrite = rewritten(asking, r, r->final);
    } else if (r->status == RESOLUTION_OK && r->flags & RESOLUTION_OWN_HOST) {
        struct str path = path_of(asking, url_as_browsers_read(asking->arena, asking->link->target));
        if (is_plain(path)) r->rewrite = rewritten(asking, r, path);
    }
}
