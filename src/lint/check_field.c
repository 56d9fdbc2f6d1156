/* check_field.c: title, description and other front-matter fields that are missing or empty. A field that most pages of
 * the site have is missed on the others; one that hardly any page has is not. */
#include "built/built.h"
#include "lint/checks.h"

static bool is_blank_value(const struct node *node) {
    if (node->kind == NODE_NULL) return true;
    return node->kind == NODE_STRING && str_trim(node->text).len == 0;
}

static bool in_collection(struct str path) {
    for (struct str rest = path_dir(path); rest.ptr;)
        if (str_starts(str_cut(&rest, '/'), STR("_"))) return true;
    return false;
}

/* Texts that other pages include stand in folders such as _includes/. */
static bool in_private_folder(struct str path) {
    struct str rest = path_dir(path);
    while (rest.ptr) {
        struct str part = str_cut(&rest, '/');
        if (part.len && part.ptr[0] == '_' && !str_eq(part, STR("_posts")) && !str_eq(part, STR("_drafts")))
            return true;
    }
    return false;
}

/* The home page shows the site's own title; nobody lists an error or a search page. */
static bool is_special(const struct subject *subject, const struct site_page *page) {
    static const struct str names[] = {{"404", 3}, {"search", 6}, {"index", 5}};
    struct str base = path_base(subject->source->path),
               name = str_sub(base, 0, base.len - path_ext(base).len);
    if (page && page->kind == KIND_HOME) return true;
    for (size_t i = 0; i < ARRAY_LEN(names) - (page && page->bundle == BUNDLE_LEAF); i++)
        if (str_eq(name, names[i])) return true;
    return false;
}

/* Pages whose fields somebody sees: served by the generator, with front matter, as a page of their own. */
static bool is_shown_page(const struct subject *subject) {
    bool documents = site_has(subject->site, SITE_UNDERSCORE);
    if (!documents && in_private_folder(subject->source->path)) return false;
    if (!subject->site_page_count) return site_has(subject->site, SITE_AS_IS);
    const struct site_page *page = &subject->site_pages[0];
    return site_page_served(page) && page->bundle != BUNDLE_RESOURCE;
}

/* Does the schema already say that the key is missing? */
static bool schema_says(const struct subject *subject, struct str key) {
    for (size_t i = 0; subject->schema && i < subject->schema->len; i++) {
        const struct schema_finding *f = &subject->schema->items[i];
        if (f->missing && str_find(f->message, key) < f->message.len) return true;
    }
    return false;
}

/* Have at least `percent` of the site's other pages the key, and one of them at all? */
static bool is_usual(const struct rule *rule, const struct subject *subject, struct str key) {
    const struct site_facts *facts = subject->facts;
    size_t have = str_eq(key, STR("title")) ? facts->with_title : facts->with_description;
    size_t others = facts->pages ? facts->pages - 1 : 0;
    return have > 0 && (double)have * 100 >= option_number(rule, "percent", 0) * (double)others;
}

/* A page without a title key that shows one all the same: an HTML title, a top heading, or the title that is made
 * of the name of a post or another document of a collection. */
static bool has_other_title(const struct subject *subject, const struct page *page) {
    bool documents = site_has(subject->site, SITE_UNDERSCORE);
    if (page->title.len || (documents && in_collection(subject->source->path))) return true;
    for (size_t i = 0; i < page->headings.len; i++)
        if (page->headings.items[i].level == 1) return true;
    return false;
}

/* A redirect page has nothing to show. */
static bool is_redirect(const struct node *front) {
    static const struct str keys[] = {
        {"redirect_to", 11}, {"redirectto", 10}, {"redirect", 8}, {"manualLink", 10}};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (node_get_nocase(front, keys[i])) return true;
    return false;
}

/* A template fills in what the page does not say: readers and search engines get one. */
static bool is_filled_in(const struct subject *subject, struct str key) {
    const struct built_page *built = subject->built;
    if (!built) return false;
    return str_eq(key, STR("title")) ? built->title.len > 0
                                     : str_eq(key, STR("description")) && built->described;
}

static void run_missing(const struct rule *rule, const struct subject *subject, struct findings *findings,
                        struct str key) {
    const struct page *page = subject->page;
    const struct site_page *site_page = subject->site_page_count ? &subject->site_pages[0] : NULL;
    if (!page->has_front || !page->front || !is_shown_page(subject) || is_redirect(page->front)) return;
    if (!page_front_whole(page) || is_special(subject, site_page)) return;
    if (node_get_nocase(page->front, key) || schema_says(subject, key)) return;
    if (!is_usual(rule, subject, key) || is_filled_in(subject, key)) return;
    if (str_eq(key, STR("title")) && has_other_title(subject, page)) return;
    bool (*untitled)(const struct site *, struct arena *, const struct site_page *) =
        subject->site->generator->untitled;
    bool place = !untitled || !site_page || !str_eq(key, STR("title"));
    if (!place && untitled(subject->site, findings->arena, site_page)) return;
    struct diagnostic *d = finding_add(findings, page->fence);
    finding_set(findings, d, "key", key);
}

static void run_empty(const struct subject *subject, struct findings *findings, struct str key) {
    const struct node *node = subject->page->front ? node_get_nocase(subject->page->front, key) : NULL;
    if (!node || !is_blank_value(node) || !is_shown_page(subject)) return;
    struct diagnostic *d = finding_add(findings, node->key_span);
    finding_set(findings, d, "key", node->key);
}

/* A text that whoever lists pages cuts off, or has too little of. Characters as a reader counts them. */
static void run_length(const struct rule *rule, const struct subject *subject, struct findings *findings,
                       struct str key) {
    const struct node *node = subject->page->front ? node_get_nocase(subject->page->front, key) : NULL;
    if (!node || node->kind != NODE_STRING || is_blank_value(node) || !is_shown_page(subject)) return;
    double length = (double)unicode_length(str_trim(node->text), UNIT_CHARACTER);
    double least = option_number(rule, "min", 0), most = option_number(rule, "max", 0);
    if (length >= least && (most == 0 || length <= most)) return;
    bool shorter = length < least;
    struct diagnostic *d = finding_add(findings, node->span);
    finding_set(findings, d, "key", node->key);
    finding_set(findings, d, "length", str_printf(findings->arena, "%.0f", length));
    finding_set(findings, d, "expected", shorter ? STR("at least") : STR("at most"));
    finding_set(findings, d, "limit", str_printf(findings->arena, "%.0f", shorter ? least : most));
}

void check_field(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    str_array keys = {0};
    option_texts(findings->arena, rule, "keys", &keys);
    bool missing = option_is(rule, "problem", "missing");
    for (size_t i = 0; i < keys.len; i++) {
        if (missing)
            run_missing(rule, subject, findings, keys.items[i]);
        else if (option_is(rule, "problem", "length"))
            run_length(rule, subject, findings, keys.items[i]);
        else
            run_empty(subject, findings, keys.items[i]);
    }
}
