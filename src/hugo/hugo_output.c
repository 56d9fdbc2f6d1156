/* hugo_output.c: what a page is written as: HTML and other formats; and the files a site has besides its pages:
 * sitemaps, robots.txt, 404 pages, the redirect to or from the default language (1.10, 1.12.3). */
#include "hugo/model.h"

/* ---- formats of a page ---- */

size_t hugo_output_formats(const struct hugo *hugo, const struct hugo_page *page,
                           const struct hugo_format ***out) {
    const struct hugo_settings *settings = &hugo->settings[page->p.language];
    const struct node *own = hugo_front_get(hugo, page, STR("outputs"), NULL);
    const struct hugo_format **formats = settings->outputs[page->p.kind];
    size_t n = settings->output_count[page->p.kind], kept = 0;
    if (own && own->kind != NODE_NULL) n = hugo_format_list(hugo, own, &formats);
    *out = ARENA_ARRAY(hugo->arena, const struct hugo_format *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!(settings->disabled & DISABLE_RSS) || !str_eq(formats[i]->name, STR("rss")))
            (*out)[kept++] = formats[i];
    return kept;
}

static struct ref_target format_target(const struct hugo *hugo, const struct hugo_page *page,
                                       const struct hugo_format *format) {
    struct target_input in;
    hugo_url_input(hugo, page, &in);
    in.format = format;
    in.ugly = in.ugly || format->ugly;
    if (format->root && !hugo->old) in.prefix_file = in.prefix_link = STR("");
    return hugo_target_make(hugo, &in);
}

struct str hugo_output_link(const struct hugo *hugo, const struct hugo_page *page,
                            const struct hugo_format *format) {
    return format_target(hugo, page, format).link;
}

struct str hugo_output_folder(const struct hugo *hugo, const struct hugo_page *page,
                              const struct hugo_format *format) {
    return format_target(hugo, page, format).resources;
}

static enum site_url_kind url_kind(enum site_kind kind) {
    static const enum site_url_kind kinds[] = {URL_HOME, URL_SECTION, URL_PAGE, URL_TAXONOMY, URL_TERM};
    return kinds[kind];
}

static struct site_url *new_url(struct hugo *hugo, enum site_url_kind kind, unsigned language,
                                struct str file) {
    struct site_url *url = ARRAY_PUSH(hugo->arena, &hugo->urls);
    *url = (struct site_url){.kind = kind, .language = language, .file = file};
    return url;
}

struct site_url *hugo_output_add(struct hugo *hugo, enum site_url_kind kind, unsigned language,
                                 struct str file) {
    struct site_url *url = new_url(hugo, kind, language, file);
    url->link = hugo_alias_link(hugo, language == SITE_NO_LANGUAGE ? 0 : language, file);
    return url;
}

static bool rendered(const struct hugo_page *page) {
    return hugo_build_there(page) &&
           !(page->p.flags & (PAGE_NO_RENDER | PAGE_LINK_ONLY | PAGE_KIND_DISABLED));
}

void hugo_output_page(struct hugo *hugo, struct hugo_page *page) {
    if (!rendered(page)) return;
    const struct hugo_format **formats;
    size_t n = hugo_output_formats(hugo, page, &formats);
    for (size_t i = 0; i < n && hugo_limit_urls(hugo); i++) {
        bool html = str_eq(formats[i]->name, STR("html"));
        struct str file = html ? page->p.file : format_target(hugo, page, formats[i]).file;
        struct site_url *url =
            new_url(hugo, html ? url_kind(page->p.kind) : URL_OUTPUT, page->p.language, file);
        url->link = html ? page->p.link : hugo_alias_link(hugo, page->p.language, file);
        url->page = &page->p;
        url->source = page->p.source;
        url->racing = page->p.flags & PAGE_RACING;
        page->rendered |= html;
    }
    if (!page->rendered) page->p.file = page->p.link = (struct str){0};
}

/* ---- besides pages ---- */

static struct str in_language(const struct hugo *hugo, unsigned language, struct str name, bool always) {
    const struct site_language *l = &hugo->site->languages[language];
    struct str folder = hugo->site->multihost ? l->file_root : always ? l->code : l->prefix;
    return path_join(hugo->arena, folder, name);
}

static void add_sitemaps(struct hugo *hugo) {
    struct str name =
        node_text(site_config(hugo->site, SITE_NO_LANGUAGE, STR("sitemap.filename")), STR("sitemap.xml"));
    bool many = hugo->site->multilingual && !hugo->site->multihost, any = false;
    for (unsigned i = 0; i < hugo->site->language_count; i++) {
        if (hugo->settings[i].disabled & DISABLE_SITEMAP) continue;
        hugo_output_add(hugo, URL_SITEMAP, i, in_language(hugo, i, name, many));
        any = true;
    }
    if (many && any) hugo_output_add(hugo, URL_SITEMAP, SITE_NO_LANGUAGE, name);
}

/* Whether a 404 template exists is not known. */
static void add_others(struct hugo *hugo) {
    bool robots = node_is_true(site_config(hugo->site, SITE_NO_LANGUAGE, STR("enableRobotsTXT")));
    for (unsigned i = 0; i < hugo->site->language_count; i++) {
        unsigned off = hugo->settings[i].disabled;
        bool own = i == 0 || hugo->site->multihost;
        if (robots && own && !(off & DISABLE_ROBOTS))
            hugo_output_add(hugo, URL_ROBOTS, i,
                            path_join(hugo->arena, hugo->site->languages[i].file_root, STR("robots.txt")));
        if (!(off & DISABLE_404))
            hugo_output_add(hugo, URL_404, i, in_language(hugo, i, STR("404.html"), false))->uncertain = true;
    }
}

static void add_redirect(struct hugo *hugo) {
    struct site *site = hugo->site;
    const struct site_language *main = &site->languages[0];
    bool off = node_is_true(site_config(site, SITE_NO_LANGUAGE, STR("disableDefaultLanguageRedirect"))) &&
               hugo_since(hugo->version, HUGO_DEFAULT_LANGUAGE_REDIRECT);
    bool wanted = site->multilingual || main->prefix.len;
    const struct hugo_page *home = hugo_tree_branch(hugo, 0, STR(""));
    bool by_home = hugo_since(hugo->version, HUGO_REDIRECT_BY_HOME);
    if (off || site->multihost || !wanted || (by_home && !(home && home->rendered))) return;
    bool to_folder = main->prefix.len > 0;
    struct str file = to_folder ? STR("index.html") : path_join(hugo->arena, main->code, STR("index.html"));
    struct site_url *url = hugo_output_add(hugo, URL_REDIRECT, 0, file);
    if (by_home) url->source = home->p.source;
    url->target = hugo_url_absolute(
        hugo, 0, to_folder ? str_printf(hugo->arena, "/%.*s/", STR_FMT(main->code)) : STR("/"));
}

void hugo_output_site(struct hugo *hugo) {
    add_sitemaps(hugo);
    add_others(hugo);
    add_redirect(hugo);
}
