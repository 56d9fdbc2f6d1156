/* Where one link leads, as the generator and the browser see it; anchors come later (resolve_anchor.c). */
#include "links/graph.h"

static struct resolution result(enum resolution_status status) {
    return (struct resolution){.status = status};
}

static bool has_template(struct str text) {
    return str_find(text, STR("{{")) < text.len || str_find(text, STR("{%")) < text.len ||
           str_find(text, STR("<%")) < text.len || str_find(text, STR("${")) < text.len ||
           str_find(text, STR("%7B%7B")) < text.len;
}

static struct str page_link(const struct asking *asking) {
    const struct site_page *page = asking->site_page;
    if (asking->page->base_href.ptr) {
        struct url base = url_split(asking->page->base_href);
        if (!base.authority.ptr && base.path.len)
            return url_join(asking->arena, page && page->link.ptr ? page->link : STR("/"), base.path);
    }
    return page && page->link.ptr ? page->link : (struct str){0};
}

/* Its text is shown, if at all, in other pages, at their addresses. */
static bool is_shown_elsewhere(const struct site_page *page) {
    return !page || page->flags & (PAGE_NO_RENDER | PAGE_HEADLESS);
}

/* A path as a browser resolves it. */
static struct resolution as_browser(const struct asking *asking, struct str path) {
    if (str_starts(path, STR("/"))) {
        struct str rooted = url_join(asking->arena, STR("/"), path);
        return resolve_below_bases(asking, rooted, resolve_rooted(asking, rooted), false);
    }
    struct str base = page_link(asking);
    if (!base.ptr || is_shown_elsewhere(asking->site_page)) return result(RESOLUTION_UNKNOWN);
    if (asking->links->redirects.cuts_slash && base.len > 1 && str_ends(base, STR("/"))) base.len--;
    return resolve_path(asking, url_join(asking->arena, base, path));
}

static struct resolution same_page(const struct asking *asking) {
    const struct site_page *page = asking->site_page;
    if (is_shown_elsewhere(page) || !page->link.ptr) return result(RESOLUTION_UNKNOWN);
    if (!str_eq(page->source, asking->page->source.path))
        return result(RESOLUTION_UNKNOWN); /* its own page is left out of the site for another file's */
    struct resolution r = result(RESOLUTION_OK);
    r.target = page;
    r.url = page->link;
    return r;
}

/* A file that lies beside the page's source: a page resource of its bundle, an asset, a file of the repository. */
static bool has_file(const struct asking *asking, struct str folder, struct str path) {
    struct str full =
        path_clean(asking->arena, path_join(asking->arena, folder, url_decode(asking->arena, path)));
    return !str_starts(full, STR("..")) && tree_has(&asking->links->site->tree, asking->arena, full);
}

static bool is_resource(const struct asking *asking, struct str path) {
    const struct site_page *page = asking->site_page;
    if (!page || !page->source.len || page->bundle == BUNDLE_SINGLE || !path.len) return false;
    if (str_starts(path, STR("/"))) return false;
    return has_file(asking, path_dir(page->source), path);
}

static bool is_asset(const struct asking *asking, struct str path) {
    if (str_starts(path, STR("/"))) path = str_sub(path, 1, path.len);
    return path.len && has_file(asking, asking->links->site->generator->asset_folder, path);
}

/* A file of the page's bundle, published beside it. */
static struct resolution as_resource(const struct asking *asking, struct str path) {
    struct str folder = path_dir(asking->site_page->file), name = url_decode(asking->arena, path);
    struct str file = path_clean(asking->arena, path_join(asking->arena, folder, name));
    struct resolution r = result(RESOLUTION_OK);
    r.claim = site_claims(asking->links->site, file);
    if (r.claim) r.url = url_decode(asking->arena, r.claim->link);
    return r;
}

/* What a render hook that looks pages and resources up by their content path makes of a destination. */
static struct resolution as_hook(const struct asking *asking, struct str path, bool image) {
    struct str plain = str_starts(path, STR("./")) ? str_sub(path, 2, path.len) : path;
    struct resolution r = result(RESOLUTION_BROKEN);
    if (!image) {
        r = resolve_ref(asking, url_decode(asking->arena, plain), (struct str){0}, false);
        if (r.status == RESOLUTION_OK || r.status == RESOLUTION_DROPPED) return r;
    }
    if (is_resource(asking, plain)) return as_resource(asking, plain);
    bool file = is_asset(asking, plain);
    r.status = file ? RESOLUTION_OK : r.status == RESOLUTION_UNKNOWN ? RESOLUTION_UNKNOWN : RESOLUTION_BROKEN;
    return r;
}

/* The better of two readings of one link: what works first, then the one that says more. */
static struct resolution better(struct resolution a, struct resolution b) {
    if (b.status == RESOLUTION_OK && a.status != RESOLUTION_OK) return b;
    if (!resolution_works(&a) && resolution_works(&b)) return b;
    bool tells = b.status == RESOLUTION_DROPPED || b.status == RESOLUTION_AMBIGUOUS_REF;
    return a.status == RESOLUTION_BROKEN && tells ? b : a;
}

static bool is_image(const struct link *link) {
    return link->kind == LINK_IMAGE || str_eq_nocase(link->element, STR("img"));
}

static bool is_markdown_link(const struct link *link) {
    return link->kind <= LINK_BARE || link->kind == LINK_DEFINITION;
}

/* A word that the site's hook knows: what it makes of it, only the template says. */
static bool is_hook_mark(const struct outlook *outlook, struct str target) {
    for (size_t i = 0; i < outlook->hook_marks.len; i++)
        if (str_eq(target, outlook->hook_marks.items[i])) return true;
    for (size_t i = 0; i < outlook->hook_prefixes.len; i++)
        if (str_starts(target, outlook->hook_prefixes.items[i])) return true;
    return false;
}

/* A Markdown destination, through its render hook if there is one. */
static struct resolution as_destination(const struct asking *asking, struct str path) {
    const struct links *links = asking->links;
    bool image = is_image(asking->link);
    bool embedded = image ? links->outlook.embedded_image_hook : links->outlook.embedded_link_hook;
    bool custom = image ? links->outlook.custom_image_hook : links->outlook.custom_link_hook;
    if (asking->link->kind == LINK_DEFINITION) embedded |= links->outlook.embedded_image_hook;
    if (asking->link->kind == LINK_DEFINITION) custom |= links->outlook.custom_image_hook;
    if (!embedded && !custom) return as_browser(asking, path);
    if (custom && is_hook_mark(&links->outlook, str_trim(asking->link->target)))
        return result(RESOLUTION_SKIPPED);
    struct resolution hook = as_hook(asking, path, image);
    if (embedded && !custom && hook.status == RESOLUTION_OK) return hook;
    struct resolution r = better(as_browser(asking, path), hook);
    if (custom && !resolution_works(&r) && !str_starts(path, STR("/")))
        r.doubt = links->outlook.own_hooks
                      ? "a render hook of the site reads destinations in its own way"
                      : "templates are not here, and may read destinations in their own way";
    return r;
}

/* The path behind the site's base path, as relURL makes it. */
static struct resolution below_base(const struct asking *asking, struct str path) {
    const struct site *site = asking->links->site;
    unsigned language = asking->site_page ? asking->site_page->language : 0;
    struct str base = language < site->language_count ? site->languages[language].base_path : STR("/");
    if (str_starts(path, STR("/"))) path = str_sub(path, 1, path.len);
    return resolve_path(asking, str_printf(asking->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(path)));
}

/* An argument or a front-matter value: any reading a template may give it. */
static struct resolution as_any(const struct asking *asking, struct str path) {
    struct resolution r = as_browser(asking, path);
    struct str rooted = str_printf(asking->arena, "/%.*s", STR_FMT(path));
    if (!resolution_works(&r) && !str_starts(path, STR("/"))) r = better(r, resolve_path(asking, rooted));
    if (!resolution_works(&r)) r = better(r, below_base(asking, path));
    if (!resolution_works(&r)) r = better(r, as_hook(asking, path, false));
    if (!resolution_works(&r) && has_file(asking, asking->links->site->generator->static_folder, path))
        r.status = RESOLUTION_OK;
    if (!resolution_works(&r) && has_file(asking, STR(""), path)) r.status = RESOLUTION_OK;
    return r;
}

/* Templates put something before a value that doesn't begin with "/". */
static struct resolution as_value(const struct asking *asking, struct str path) {
    struct resolution r = as_any(asking, path);
    if (resolution_works(&r)) return r;
    r.doubt = "what becomes of a value is its template's business";
    if (!str_starts(path, STR("/"))) r.status = RESOLUTION_UNKNOWN;
    return r;
}

/* And before arguments of any kind ("https://cdn.example.org" before "/a.png"): their templates are asked. */
static struct resolution as_argument(const struct asking *asking, struct str path) {
    struct resolution r = as_any(asking, path);
    if (resolution_works(&r)) return r;
    enum argument_use use = argument_use(asking);
    if (use != ARGUMENT_KNOWN) r.doubt = "what becomes of an argument is its template's business";
    if (use == ARGUMENT_UNKNOWN) r.status = RESOLUTION_UNKNOWN;
    return r;
}

static bool is_page_file(struct str path) {
    struct str extension = path_ext(path);
    return str_eq_nocase(extension, STR(".md")) || str_eq_nocase(extension, STR(".markdown"));
}

/* Where links to sources are rewritten: "b.md" leads to the page made from it. */
static bool as_source(const struct asking *asking, struct str path, struct resolution *r) {
    const struct site_page *from = asking->site_page;
    bool rooted = str_starts(path, STR("/"));
    if (!asking->links->outlook.relative_md || !from || !is_page_file(path)) return false;
    struct str folder = rooted ? STR("") : path_dir(from->source);
    struct str file =
        str_printf(asking->arena, "%.*s/%.*s", STR_FMT(folder), STR_FMT(url_decode(asking->arena, path)));
    file = path_clean(asking->arena, file);
    if (str_starts(file, STR("/"))) file = str_sub(file, 1, file.len);
    const struct site_page *page = site_page_of(asking->links->site, file);
    if (!page) return false;
    *r = result(page->flags & PAGE_DROPPED ? RESOLUTION_DROPPED : RESOLUTION_OK);
    r->target = page;
    r->url = page->link;
    r->flags = RESOLUTION_BY_NAME;
    return true;
}

static struct resolution resolve_local(const struct asking *asking, struct str path) {
    const struct link *link = asking->link;
    struct resolution r;
    if (as_source(asking, path, &r)) return r;
    if (link->kind == LINK_FRONT_MATTER) return as_value(asking, path);
    if (link->kind == LINK_SHORTCODE) return as_argument(asking, path);
    return is_markdown_link(link) ? as_destination(asking, path) : as_browser(asking, path);
}

/* The host is another one, or the address isn't a web address at all. */
static bool is_elsewhere(const struct asking *asking, const struct url *url, struct resolution *r) {
    bool web = !url->scheme.ptr || str_eq_nocase(url->scheme, STR("http")) ||
               str_eq_nocase(url->scheme, STR("https"));
    *r = result(RESOLUTION_EXTERNAL);
    if (!web) return true;
    if (!url->authority.ptr) return false;
    if (links_own_repository(asking, url, r)) return true;
    return !links_is_own_host(asking->links, url->authority);
}

/* An address with the site's host in it. Another language's host has pages of its own, and can't be left out. */
static struct resolution on_own_host(const struct asking *asking, const struct url *url) {
    struct asking there = *asking;
    const struct site_page *home = links_home_of_host(asking->links, asking->site_page, url->authority);
    if (home) there.site_page = home;
    struct str path = url->path.len ? url_join(asking->arena, STR("/"), url->path) : STR("/");
    struct resolution here = resolve_path(&there, path);
    struct resolution r = resolve_below_bases(&there, path, here, true);
    bool moved = !resolution_works(&here) && resolution_works(&r); /* its path is the deployment's */
    if (!home && !moved) r.flags |= RESOLUTION_OWN_HOST;
    return r;
}

/* Markdown that no generator publishes here may be published by one elsewhere, at other addresses: there files lead to
 * files, and what else it finds nothing for is unknown. Placeholders are for whoever publishes it. */
static struct resolution doubt_publisher(const struct asking *asking, struct str path, struct resolution r) {
    bool plain = site_has(asking->links->site, SITE_AS_IS) && asking->page->format == PAGE_MARKDOWN;
    if (resolution_works(&r) || r.status == RESOLUTION_CASE) return r;
    if (address_is_mail(path)) return result(RESOLUTION_MALFORMED);
    bool placeholder = address_has_placeholder(path), file = path_ext(path).len > 1;
    if (plain && (placeholder || !file)) return result(RESOLUTION_UNKNOWN);
    if (placeholder) r.doubt = "the address has a placeholder in it, which something may replace";
    if (plain && str_starts(path, STR("/"))) r.doubt = "who publishes this folder, and where, is not known";
    return r;
}

struct resolution resolve_text(const struct asking *asking, struct str text) {
    bool html = asking->link->kind == LINK_HTML; /* Markdown encodes what is odd in an address */
    if (html) text = url_as_browsers_read(asking->arena, text);
    struct resolution r;
    if (resolve_destination(asking, &text, &r)) return r;
    struct url url = url_split(text);
    bool host = str_starts(text, STR("www.")); /* a scheme was forgotten; a bare one gets it from Markdown */
    if (host && asking->link->kind == LINK_BARE) return result(RESOLUTION_EXTERNAL);
    if (host || address_is_malformed(&url, text)) return result(RESOLUTION_MALFORMED);
    if (is_elsewhere(asking, &url, &r)) return r;
    if (url.authority.ptr)
        r = on_own_host(asking, &url);
    else
        r = url.path.len ? doubt_publisher(asking, url.path, resolve_local(asking, url.path))
                         : same_page(asking);
    if (url.fragment.ptr) r.fragment = url_decode(asking->arena, url.fragment);
    return r;
}

static const struct argument *named_argument(const struct shortcode *shortcode, const char *name) {
    for (size_t i = 0; i < shortcode->arguments.len; i++)
        if (str_eq(shortcode->arguments.items[i].name, str_from(name))) return &shortcode->arguments.items[i];
    return NULL;
}

/* ref and relref: {{< ref "path" >}}, {{< relref path="p" lang="fr" >}}. */
static struct resolution resolve_shortcode(const struct asking *asking, struct str target) {
    const struct link *link = asking->link;
    bool known = link->shortcode < asking->page->shortcodes.len;
    const struct shortcode *shortcode = known ? &asking->page->shortcodes.items[link->shortcode] : NULL;
    if (shortcode && shortcode->escaped) return result(RESOLUTION_SKIPPED);
    const struct built_in *built_in = site_built_in(asking->links->site, link->element);
    if (!built_in || !built_in->refers) return resolve_text(asking, target);
    const struct argument *language = shortcode ? named_argument(shortcode, "lang") : NULL;
    bool path = str_eq(link->name, STR("0")) || str_eq(link->name, STR("path"));
    if (!path) return result(RESOLUTION_SKIPPED);
    return resolve_ref(asking, target, language ? language->value : (struct str){0}, true);
}

/* "{{< ref "y" >}}#part": the reference is a link of its own; here it's only the fragment's page. */
static struct resolution resolve_prefixed(const struct asking *asking) {
    const struct page *page = asking->page;
    const struct link *link = asking->link;
    struct resolution r = result(RESOLUTION_SKIPPED);
    if (link->shortcode >= page->shortcodes.len) return r;
    const struct shortcode *shortcode = &page->shortcodes.items[link->shortcode];
    size_t end = str_find(link->target, STR("}}"));
    struct str tail = str_sub(link->target, end + 2, link->target.len);
    const struct built_in *built_in = site_built_in(asking->links->site, shortcode->name);
    bool plain =
        built_in && built_in->refers && shortcode->arguments.len == 1 && str_starts(link->target, STR("{{"));
    if (!plain || !str_starts(tail, STR("#")) || has_template(tail)) return r;
    struct resolution ref = resolve_ref(asking, shortcode->arguments.items[0].value, (struct str){0}, true);
    if (ref.status != RESOLUTION_OK) return r;
    ref.fragment = url_decode(asking->arena, str_sub(tail, 1, tail.len));
    return ref;
}

/* Front-matter keys that name the page itself or something that is no link. */
static bool is_own_key(struct str key) {
    static const char *const keys[] = {
        "url",       "slug",   "aliases",        "permalink",   "redirect_from", "layout", "type",
        "canonical", "id",     "translationKey", "redirect_to", "redirects",     "from",   "to",
        "path",      "source", "slugorigin",     "date",        "redirectto"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (str_eq_nocase(key, str_from(keys[i]))) return true;
    return false;
}

/* Of those the ones that may name a page of another site: it can be dead like any link's. */
static struct resolution resolve_own_key(const struct asking *asking, struct str target) {
    static const char *const keys[] = {"canonical", "source", "redirect_to", "redirectto"};
    struct url url = url_split(target);
    struct resolution r;
    bool may = false;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        may |= str_eq_nocase(asking->link->element, str_from(keys[i]));
    may = may && url.scheme.len && url.authority.len && !has_template(target) &&
          !address_is_malformed(&url, target);
    if (may && is_elsewhere(asking, &url, &r) && r.status == RESOLUTION_EXTERNAL) return r;
    return result(RESOLUTION_SKIPPED);
}

/* A target with Liquid in it. */
static struct resolution resolve_liquid(const struct asking *asking, struct str target) {
    const struct site *site = asking->links->site;
    struct expansion expansion = site->generator->expand(site, asking->arena, asking->site_page, target);
    if (!expansion.known) return result(RESOLUTION_SKIPPED);
    struct str text = expansion.text;
    if (!expansion.named) return resolve_text(asking, text.len ? text : STR("/"));
    const struct site_page *page = expansion.page;
    struct resolution r = {.flags = RESOLUTION_BY_NAME, .target = page};
    struct url url = url_split(text);
    bool dropped = page && page->flags & PAGE_DROPPED, found = page || expansion.file;
    r.status = dropped ? RESOLUTION_DROPPED : found ? RESOLUTION_OK : RESOLUTION_MISSING_REF;
    if (url.fragment.ptr) r.fragment = url_decode(asking->arena, url.fragment);
    return r;
}

struct resolution resolve_link(const struct asking *asking) {
    const struct link *link = asking->link;
    struct str target = str_trim(link->target);
    if (!target.len) return result(RESOLUTION_SKIPPED);
    if (link->kind == LINK_HTML && !asking->links->outlook.raw_html) return result(RESOLUTION_SKIPPED);
    if (link->kind == LINK_FRONT_MATTER && is_own_key(link->element)) return resolve_own_key(asking, target);
    if (link->kind == LINK_SHORTCODE && !has_template(target)) return resolve_shortcode(asking, target);
    if (!has_template(target)) return resolve_text(asking, target);
    if (site_has(asking->links->site, SITE_LIQUID)) return resolve_liquid(asking, target);
    return resolve_prefixed(asking);
}
