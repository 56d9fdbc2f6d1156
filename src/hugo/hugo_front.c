/* hugo_front.c: front-matter values, a page's own or cascaded to it (1.9.4), and how Hugo converts them. */
#include <math.h>

#include "hugo/model.h"
#include "page/page.h"

/* ---- cascade ---- */

static struct str target_glob(struct arena *arena, const struct node *target, struct str key) {
    const struct node *node = target ? node_get_nocase(target, key) : NULL;
    struct str text = node_text(node, (struct str){0});
    return text.len ? unicode_lower_str(arena, text) : (struct str){0};
}

static void add_cascade(struct hugo *hugo, hugo_cascades *out, const struct node *params,
                        const struct source *source) {
    if (params->kind != NODE_OBJECT) return;
    const struct node *target = node_get_nocase(params, STR("_target"));
    if (target == NULL && hugo_since(hugo->version, HUGO_CASCADE_TARGET))
        target = node_get_nocase(params, STR("target"));
    hugo_glob_check(hugo, target);
    struct hugo_cascade *made = ARRAY_PUSH(hugo->arena, out);
    *made = (struct hugo_cascade){.params = params, .source = source};
    made->path = target_glob(hugo->arena, target, STR("path"));
    made->kind = target_glob(hugo->arena, target, STR("kind"));
    made->lang = target_glob(hugo->arena, target, STR("lang"));
    made->environment = target_glob(hugo->arena, target, STR("environment"));
}

void hugo_cascade_read(struct hugo *hugo, hugo_cascades *out, const struct node *node,
                       const struct source *source) {
    if (node == NULL) return;
    if (node->kind != NODE_ARRAY) {
        add_cascade(hugo, out, node, source);
        return;
    }
    for (const struct node *item = node->child; item; item = item->next) add_cascade(hugo, out, item, source);
}

static bool any_or(struct str glob, struct str value) {
    return glob.ptr == NULL || hugo_glob(glob, value);
}

static bool cascade_applies(const struct hugo *hugo, const struct hugo_cascade *cascade,
                            const struct hugo_page *page) {
    struct str path = page->p.key.len ? page->p.key : STR("/");
    return any_or(cascade->path, path) && any_or(cascade->kind, hugo_kind_name(page->p.kind)) &&
           any_or(cascade->lang, hugo->site->languages[page->p.language].code) &&
           any_or(cascade->environment, hugo->site->environment);
}

static const struct node *cascaded(const struct hugo *hugo, const hugo_cascades *list,
                                   const struct hugo_page *page, struct str key,
                                   const struct source **source) {
    for (size_t i = 0; i < list->len; i++) {
        const struct hugo_cascade *cascade = &list->items[i];
        const struct node *node = node_get_nocase(cascade->params, key);
        if (node == NULL || !cascade_applies(hugo, cascade, page)) continue;
        if (source) *source = cascade->source;
        return node;
    }
    return NULL;
}

const struct node *hugo_front_get(const struct hugo *hugo, const struct hugo_page *page, struct str key,
                                  const struct source **source) {
    const struct node *node = page->front ? node_get_nocase(page->front, key) : NULL;
    if (node) {
        if (source) *source = page->source;
        return node;
    }
    for (const struct hugo_page *at = page->cascade_up; at; at = at->up ? at->up->cascade_up : NULL)
        if ((node = cascaded(hugo, &at->cascade, page, key, source))) return node;
    return cascaded(hugo, &hugo->settings[page->p.language].cascade, page, key, source);
}

/* ---- conversions ---- */

struct str hugo_front_text(struct arena *arena, const struct node *node) {
    if (node == NULL) return STR("");
    switch (node->kind) {
    case NODE_STRING: return node->text;
    case NODE_BOOL: return node->boolean ? STR("true") : STR("false");
    case NODE_INTEGER: return str_printf(arena, "%.0f", node->number);
    case NODE_FLOAT: return isfinite(node->number) ? str_printf(arena, "%.15g", node->number) : node->text;
    case NODE_DATE: return node->text;
    default: return STR("");
    }
}

bool hugo_front_true(const struct node *node) {
    static const char *const yes[] = {"1", "t", "T", "TRUE", "true", "True"};
    if (node == NULL) return false;
    if (node->kind == NODE_INTEGER || node->kind == NODE_FLOAT) return node->number != 0;
    for (size_t i = 0; i < ARRAY_LEN(yes); i++)
        if (node->kind == NODE_STRING && str_eq(node->text, str_from(yes[i]))) return true;
    return node_is_true(node);
}

/* ---- what a page says about itself ---- */

static struct str trim_dashes(struct str s) {
    while (s.len && s.ptr[0] == '-') s = str_sub(s, 1, s.len);
    while (s.len && s.ptr[s.len - 1] == '-') s.len--;
    return s;
}

/* `build` since 0.123; `_build` until it was removed. */
static const struct node *build_node(struct hugo *hugo, const struct hugo_page *page) {
    const struct node *old = hugo_front_get(hugo, page, STR("_build"), NULL);
    const struct node *node = hugo->old ? NULL : hugo_front_get(hugo, page, STR("build"), NULL);
    if (old && hugo_since(hugo->version, HUGO_BUILD_KEY)) {
        hugo_failure_page(hugo, page, old, "the \"_build\" key was removed from Hugo; use \"build\"");
        hugo_failure_since(hugo, HUGO_BUILD_KEY);
        return node;
    }
    return node ? node : old;
}

/* Deprecated in 0.144, which made them errors until that was taken back. */
static void refuse_old_keys(struct hugo *hugo, const struct hugo_page *page) {
    static const char *const old[] = {"kind", "lang"};
    bool then = hugo_since(hugo->version, HUGO_FRONT_KIND_REFUSED) &&
                !hugo_since(hugo->version, HUGO_FRONT_KIND_AGAIN);
    for (size_t i = 0; i < ARRAY_LEN(old) && then && page->front; i++) {
        const struct node *node = node_get_nocase(page->front, str_from(old[i]));
        if (node)
            hugo_failure_page(hugo, page, node, "the \"%s\" key is refused by this release of Hugo", old[i]);
    }
}

static void read_build(struct hugo *hugo, struct hugo_page *page) {
    const struct node *build = build_node(hugo, page);
    const struct node *render =
        build && build->kind == NODE_OBJECT ? node_get_nocase(build, STR("render")) : NULL;
    struct str text = hugo_front_text(hugo->arena, render);
    if (render && (str_eq_nocase(text, STR("never")) || str_eq_nocase(text, STR("false"))))
        page->p.flags |= PAGE_NO_RENDER;
    if (str_eq_nocase(text, STR("link"))) page->p.flags |= PAGE_LINK_ONLY;
    const struct node *publish =
        build && build->kind == NODE_OBJECT ? node_get_nocase(build, STR("publishResources")) : NULL;
    if (publish && !hugo_front_true(publish)) page->p.flags |= PAGE_NO_RESOURCES;
    bool can_headless = hugo_since(hugo->version, HUGO_HEADLESS_SINGLE) || page->p.bundle == BUNDLE_LEAF;
    if (can_headless && hugo_front_true(hugo_front_get(hugo, page, STR("headless"), NULL)))
        page->p.flags |= PAGE_HEADLESS | PAGE_NO_RENDER;
}

static void read_draft(struct hugo *hugo, struct hugo_page *page) {
    const struct node *draft = hugo_front_get(hugo, page, STR("draft"), NULL);
    const struct node *published = hugo_front_get(hugo, page, STR("published"), NULL);
    bool hidden = hugo_front_true(draft);
    if (draft == NULL && published && published->kind == NODE_BOOL) hidden = !published->boolean;
    if (hidden && !hugo->settings[page->p.language].drafts) page->p.flags |= PAGE_DRAFT;
}

static void read_url(struct hugo *hugo, struct hugo_page *page) {
    const struct node *node = hugo_front_get(hugo, page, STR("url"), NULL);
    page->url = hugo_front_text(hugo->arena, node);
    bool scheme = str_starts(page->url, STR("http://")) || str_starts(page->url, STR("https://"));
    if (scheme) {
        hugo_failure_page(hugo, page, node, "URLs with protocol (http*) not supported: \"%.*s\"",
                          STR_FMT(page->url));
        page->url = STR("");
    }
    bool tokens = hugo_since(hugo->version, HUGO_URL_TOKENS) && str_find_char(page->url, ':') < page->url.len;
    const char *fault = tokens && page->p.kind != KIND_HOME ? hugo_permalink_fault(hugo, page->url) : NULL;
    if (fault) hugo_failure_page(hugo, page, node, "url: \"%.*s\": %s", STR_FMT(page->url), fault);
    page->url_tokens = tokens && fault == NULL;
}

void hugo_front_read(struct hugo *hugo, struct hugo_page *page) {
    const struct node *title = hugo_front_get(hugo, page, STR("title"), NULL);
    const struct node *slug = hugo_front_get(hugo, page, STR("slug"), NULL);
    if (title) page->p.title = hugo_front_text(hugo->arena, title);
    page->p.slug = trim_dashes(hugo_front_text(hugo->arena, slug));
    read_url(hugo, page);
    refuse_old_keys(hugo, page);
    read_build(hugo, page);
    read_draft(hugo, page);
    hugo_date_read(hugo, page);
}
