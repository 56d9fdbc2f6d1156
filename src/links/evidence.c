/* evidence.c: whether a link that gets nowhere is a fault for certain: the one place that weighs what the graph, the page
 * and the generator leave open. What is unknown to begin with is no finding at all (RESOLUTION_UNKNOWN). */
#include "links/graph.h"

static struct evidence doubt(const char *reason) {
    return (struct evidence){EVIDENCE_DOUBT, reason};
}

/* ---- is the page published from this text? ---- */

static const char *page_doubt(const struct site_page *page) {
    if (!page) return NULL;
    if (page->flags & PAGE_DRAFT) return "the page is a draft: nobody follows its links yet";
    if (page->flags & PAGE_FUTURE) return "the page is not published yet";
    if (page->flags & PAGE_EXPIRED) return "the page has expired: nobody follows its links any more";
    if (page->flags & PAGE_PARENT_DROPPED)
        return "the section of the page is a draft: nobody follows its links yet";
    if (page->flags & PAGE_HEADLESS) return "the page is headless: it has no address of its own";
    if (page->flags & PAGE_LANGUAGE_OFF) return "the language of the page is switched off";
    return NULL;
}

/* ---- may another deployment serve what is missed? ---- */

/* "2019/12/": folders of dates are made as pages are. */
static bool is_of_date(struct str element) {
    if (element.len != 2 && element.len != 4) return false;
    for (size_t i = 0; i < element.len; i++)
        if (element.ptr[i] < '0' || element.ptr[i] > '9') return false;
    return true;
}

/* Does the site serve something beside that path, in a folder other than its root? */
static bool serves_folder_of(const struct links *links, struct str path) {
    const struct site *site = links->site;
    struct str base = site->language_count ? site->languages[0].base_path : STR("/");
    path = str_starts(path, base) ? str_sub(path, base.len, path.len) : str_sub(path, 1, path.len);
    while (str_ends(path, STR("/"))) path.len--;
    struct str folder = path_dir(path);
    while (is_of_date(path_base(folder))) folder = path_dir(folder);
    return folder.len && map_get(&links->served_folders, folder);
}

/* A host may show several deployments: an address with the host in it is this site's where its neighbours are. */
static const char *host_doubt(const struct asking *asking, const struct resolution *r) {
    bool missed = r->status == RESOLUTION_BROKEN && r->flags & RESOLUTION_OWN_HOST;
    if (str_eq(asking->link->element, STR("sitemap"))) return NULL; /* it lists this site's pages */
    if (!missed || serves_folder_of(asking->links, r->url)) return NULL;
    return "this site serves nothing beside that address of its host, where something else may";
}

/* ---- who publishes it? ---- */

static bool is_template(struct str text) {
    return str_find(text, STR("{{")) < text.len || str_find(text, STR("{%")) < text.len;
}

/* "docs/_includes/x.md": generators that know such folders make no page of what is in them. */
static bool is_in_piece_folder(struct str path) {
    while (path.len)
        if (str_starts(str_cut(&path, '/'), STR("_")) && path.len) return true;
    return false;
}

/* HTML without the element that a document has. */
static bool is_without_document(const struct page *page) {
    enum { LOOKED_AT = 4096 };
    struct str head = str_sub(page->source.text, 0, LOOKED_AT);
    for (size_t at; (at = str_find_char(head, '<')) < head.len; head = str_sub(head, at + 1, head.len)) {
        struct str tag = str_sub(head, at + 1, head.len);
        if (str_eq_nocase(str_sub(tag, 0, 4), STR("html")) ||
            str_eq_nocase(str_sub(tag, 0, 8), STR("!doctype")))
            return false;
    }
    return true;
}

bool evidence_is_piece(const struct page *page) {
    return is_template(page->source.text) || is_in_piece_folder(page->source.path) ||
           (page->format == PAGE_HTML && is_without_document(page));
}

/* "../b.md": a file of the checkout, whoever reads it. */
static bool names_source(const struct asking *asking, const struct resolution *r) {
    struct str suffix = path_ext(url_split(asking->link->target).path);
    bool source = str_eq_nocase(suffix, STR(".md")) || str_eq_nocase(suffix, STR(".mdx")) ||
                  str_eq_nocase(suffix, STR(".markdown"));
    return source && r->status == RESOLUTION_BROKEN && !str_starts(asking->link->target, STR("/"));
}

/* Front matter is for a generator, and none is known here: addresses and ids are what it makes of them. */
static const char *publisher_doubt(const struct asking *asking, const struct resolution *r) {
    const struct page *page = asking->page;
    if (!site_has(asking->links->site, SITE_AS_IS) || names_source(asking, r)) return NULL;
    if (page->has_front) return "the page has front matter, and the generator that it is for is not known";
    if (page->options.mdx) return "a generator that is not known makes pages of MDX";
    return asking->piece ? "the file is a piece of a page, and where it is shown is not known" : NULL;
}

/* ---- what the build says ---- */

struct evidence evidence_as_built(const struct asking *asking, const struct resolution *r) {
    if (r->doubt) return doubt(r->doubt);
    const char *host = host_doubt(asking, r);
    if (host) return doubt(host);
    if (r->status == RESOLUTION_MISSING_ANCHOR)
        return (struct evidence){EVIDENCE_CERTAIN,
                                 "the built page has this link, and the page it leads to has no such id"};
    return (struct evidence){EVIDENCE_CERTAIN,
                             "the built page has this link, and the build has no file at its address"};
}

struct evidence evidence_of(const struct asking *asking, const struct resolution *r) {
    const char *page = page_doubt(asking->site_page);
    if (page) return doubt(page);
    if (r->doubt) return doubt(r->doubt);
    const char *publisher = publisher_doubt(asking, r);
    if (publisher) return doubt(publisher);
    const char *host = host_doubt(asking, r);
    if (host) return doubt(host);
    return (struct evidence){
        EVIDENCE_CERTAIN,
        "the page is published from this text, and nothing unknown can supply what is missed"};
}
