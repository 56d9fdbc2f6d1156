/* references.c */
#include "lint/references.h"

/* Values that no file of the site can stand for: URLs, expressions, empty ones. */
static bool is_foreign(struct str value) {
    return value.len == 0 || str_find(value, STR("://")) < value.len || str_starts(value, STR("//")) ||
           str_find(value, STR("{{")) < value.len || str_starts(value, STR("data:")) ||
           str_find_char(value, '#') < value.len || str_find_char(value, '?') < value.len;
}

static bool has_file(const struct uniques_query *q, struct str folder, struct str value) {
    struct arena scratch = {0};
    while (str_starts(value, STR("/"))) value = str_sub(value, 1, value.len);
    struct str path = path_clean(&scratch, folder.len ? path_join(&scratch, folder, value) : value);
    bool found = !str_starts(path, STR("..")) && tree_has(&q->site->tree, &scratch, path);
    arena_free(&scratch);
    return found;
}

static enum schema_answer page_answer(const struct uniques_query *q, struct str value) {
    struct arena scratch = {0};
    struct str key = path_clean(&scratch, str_printf(&scratch, "/%.*s", STR_FMT(value)));
    bool found = site_page_at(q->site, q->page->language, key) ||
                 site_page_at(q->site, q->page->language, str_lower(&scratch, key)) ||
                 site_claims(q->site, site_file_of_link(&scratch, q->site, q->page->language, value));
    arena_free(&scratch);
    return found ? SCHEMA_YES : str_starts(value, STR("/")) ? SCHEMA_NO : SCHEMA_UNKNOWN;
}

/* The term page of a value: terms are named in lower case with '-' for spaces (docs/hugo-urls.md, 1.3). */
static const struct site_page *term_of(struct arena *scratch, const struct uniques_query *q,
                                       struct str taxonomy, struct str value) {
    struct str text =
        unicode_lower_str(scratch, str_printf(scratch, "/%.*s/%.*s", STR_FMT(taxonomy), STR_FMT(value)));
    char *key = str_c(scratch, text);
    for (size_t i = 0; i < text.len; i++)
        if (key[i] == ' ') key[i] = '-';
    return site_page_at(q->site, q->page->language, (struct str){key, text.len});
}

/* A term exists once a page uses it; its own page's title, where it has one, says how the site writes it. */
static enum schema_answer term_answer(const struct uniques_query *q, struct str taxonomy, struct str value,
                                      struct str *nearest) {
    struct arena scratch = {0};
    struct str root = unicode_lower_str(&scratch, str_printf(&scratch, "/%.*s", STR_FMT(taxonomy)));
    const struct site_page *all = site_page_at(q->site, q->page->language, root);
    const struct site_page *term = all ? term_of(&scratch, q, taxonomy, value) : NULL;
    arena_free(&scratch);
    if (!all || all->kind != KIND_TAXONOMY) return SCHEMA_UNKNOWN;
    if (!term) return SCHEMA_NO;
    bool recased = term->source.len && str_eq_nocase(term->title, value) && !str_eq(term->title, value);
    if (recased && nearest) *nearest = term->title;
    return recased ? SCHEMA_NO : SCHEMA_YES;
}

enum schema_answer references_answer(void *query, enum schema_ref ref, struct str name, struct str value,
                                     struct str *nearest) {
    struct uniques_query *q = query;
    q->asked = true;
    if (ref == SCHEMA_REF_TAXONOMY) return term_answer(q, name, value, nearest);
    if (is_foreign(value)) return SCHEMA_UNKNOWN;
    bool here = has_file(q, path_dir(q->page->source), value);
    const struct generator *generator = q->site->generator;
    bool fixed = has_file(q, generator->static_folder, value),
         asset = has_file(q, generator->asset_folder, value);
    switch (ref) {
    case SCHEMA_REF_FILE: return here ? SCHEMA_YES : SCHEMA_NO;
    case SCHEMA_REF_STATIC: return fixed ? SCHEMA_YES : SCHEMA_NO;
    case SCHEMA_REF_ASSET: return asset ? SCHEMA_YES : SCHEMA_NO;
    case SCHEMA_REF_IMAGE: return here || fixed || asset ? SCHEMA_YES : SCHEMA_NO;
    case SCHEMA_REF_PAGE: return page_answer(q, value);
    case SCHEMA_REF_TAXONOMY: break; /* answered above */
    }
    return SCHEMA_UNKNOWN;
}
