/* eleventy.c: Eleventy 2 and 3: a template becomes a folder with an index.html unless a permalink says otherwise; links are
 * left as written, nothing is copied that the configuration does not name (src/TemplatePermalink.js, src/TemplateData.js). */
#include "routes/model.h"

static const char *const names[] = {"eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs",
                                    ".eleventy.js",       "eleventy.config.ts",  NULL};

struct eleventy {
    struct routes r; /* first: generator_state points at it */
    struct str input, output, includes, data, layouts;
    struct str program;                /* the configuration's text */
    struct str ignored, ignored_input; /* .eleventyignore of the root and of `input` */
    bool by_input;                     /* InputPathToUrlTransformPlugin */
    bool prefixes;                     /* HtmlBasePlugin puts the base path before absolute links */
    enum id_style style;
};

static bool eleventy_is_here(const struct spot *spot, bool guess) {
    return guess ? spot_depends(spot, "@11ty/eleventy") : spot_first(spot, names) != NULL;
}

static bool is_within(struct str path, struct str folder) {
    if (!folder.len) return true;
    return str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/';
}

static bool is_template(struct str path) {
    return has_extension(path, ".md .html .njk .liquid .hbs .mustache .ejs .pug .haml") ||
           str_ends(path, STR(".11ty.js"));
}

static struct str read_ignore(const struct eleventy *e, struct str folder) {
    static const char *const name[] = {".eleventyignore", NULL};
    struct str path;
    return program_text(&e->r, folder, name, &path);
}

/* Does the text of an .eleventyignore name the path, or a folder above it? Each line is a glob from its folder. */
static bool is_ignored(const struct eleventy *e, struct str text, struct str path) {
    bool ignored = false;
    while (text.ptr) {
        struct str line = str_trim(str_cut(&text, '\n'));
        bool negated = str_starts(line, STR("!"));
        line = path_clean(e->r.arena, str_sub(line, negated, line.len));
        bool deep = str_find_char(line, '/') < line.len || str_find_char(path, '/') == path.len;
        if (line.len && line.ptr[0] != '#' && (is_within(path, line) || (deep && glob_match(line, path))))
            ignored = !negated;
    }
    return ignored;
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct eleventy *e = (const void *)r;
    const struct str left_out[] = {e->output, path_join(r->arena, e->input, e->includes),
                                   path_join(r->arena, e->input, e->data),
                                   path_join(r->arena, e->input, e->layouts), STR("node_modules")};
    for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
        if (left_out[i].len && !str_eq(left_out[i], e->input) && is_within(path, left_out[i])) return false;
    for (struct str rest = path; rest.ptr;)
        if (str_starts(str_cut(&rest, '/'), STR("."))) return false;
    options->id_style = e->style;
    options->liquid = has_extension(path, ".md .html .liquid .njk");
    options->no_linkify = true;
    return is_within(path, e->input) && is_template(path) && !is_ignored(e, e->ignored, path) &&
           !is_ignored(e, e->ignored_input, routes_within(e->input, path));
}

/* ---- permalinks ---- */

static const struct node *json_value(const struct eleventy *e, struct str path, const char *key) {
    struct str text;
    node_errors errors = {0};
    struct node_options options = {.format = FORMAT_JSON};
    const struct tree *tree = &e->r.site->tree;
    if (!routes_has(&e->r, path) || !tree->read(tree->state, e->r.arena, path, &text, &(struct error){0}))
        return NULL;
    const struct node *root =
        node_read(e->r.arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    return root && root->kind == NODE_OBJECT ? node_path(root, str_from(key)) : NULL;
}

/* In the data files of the folder and of those above it: "blog/blog.json", "blog/blog.11tydata.json". *doubt: a program may
 * say something. */
static const struct node *directory_value(const struct eleventy *e, struct str source, const char *key,
                                          bool *doubt) {
    static const char *const suffixes[] = {".11tydata.json", ".json"}, *const programs[] = {".11tydata.js",
                                                                                            ".11tydata.mjs",
                                                                                            ".11tydata.cjs"};
    struct arena *arena = e->r.arena;
    for (struct str folder = path_dir(source);; folder = path_dir(folder)) {
        struct str stem = path_join(arena, folder, folder.len ? path_base(folder) : STR("index"));
        for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
            const struct node *value =
                json_value(e, str_printf(arena, "%.*s%s", STR_FMT(stem), suffixes[i]), key);
            if (value) return value;
        }
        for (size_t i = 0; i < ARRAY_LEN(programs); i++)
            *doubt |= routes_has(&e->r, str_printf(arena, "%.*s%s", STR_FMT(stem), programs[i]));
        if (!folder.len || str_eq(folder, e->input)) return NULL;
    }
}

/* "2026-01-05-first" is "first". */
static struct str file_slug(struct str source) {
    struct str name = path_base(source);
    name = str_sub(name, 0, str_find_char(name, '.'));
    if (str_eq(name, STR("index"))) name = path_base(path_dir(source));
    bool dated = name.len > 11 && name.ptr[4] == '-' && name.ptr[7] == '-' && name.ptr[10] == '-' &&
                 char_is_digit(name.ptr[0]) && char_is_digit(name.ptr[9]);
    return dated ? str_sub(name, 11, name.len) : name;
}

/* "{{ page.date | date: '%Y/%m' }}" of a page whose name or front matter has a date; absent: not known. */
static struct str date_value(const struct eleventy *e, const struct page *page, struct str source,
                             struct str filter) {
    struct str format = str_trim(str_sub(filter, 5, filter.len)), name = path_base(source), none = {0};
    struct buf out = {.arena = e->r.arena};
    struct date date;
    if (!str_starts(filter, STR("date:")) || format.len < 2) return none;
    const struct node *own = page && page->front ? node_get(page->front, STR("date")) : NULL;
    bool dated = own ? date_parse(node_text(own, STR("")), &date) : date_parse(str_sub(name, 0, 10), &date);
    if (!dated || date.has_time) return none;
    for (size_t i = 1; i + 1 < format.len; i++) {
        char c = format.ptr[i], part = i + 2 < format.len ? format.ptr[i + 1] : '\0';
        if (c != '%') {
            buf_add_char(&out, c);
            continue;
        }
        if (!part || !strchr("Ymd", part)) return none;
        buf_printf(&out, part == 'Y' ? "%04d" : "%02d",
                   part == 'Y'   ? date.year
                   : part == 'm' ? date.month
                                 : date.day);
        i++;
    }
    return buf_str(&out);
}

/* What "{{ … }}" stands for; absent: it is computed in a way that is not read here. */
static struct str object_value(const struct eleventy *e, const struct page *page, struct str source,
                               struct str object) {
    struct str filter = object, name = str_trim(str_cut(&filter, '|')), none = {0};
    struct str value = none;
    if (str_eq(name, STR("page.fileSlug")))
        value = file_slug(source);
    else if (str_find_char(name, '.') == name.len)
        value = front_text(page, str_c(e->r.arena, name));
    filter = filter.ptr ? str_trim(filter) : none;
    if (str_eq(name, STR("page.date"))) return date_value(e, page, source, filter);
    if (!value.ptr || !filter.ptr) return value;
    if (str_eq(filter, STR("slugify"))) return anchor_from_text(e->r.arena, value, ID_ELEVENTY);
    bool slug = str_eq(filter, STR("slug"));
    bool ascii = unicode_ascii(value, 0) == value.len && str_find_char(value, '&') == value.len;
    return slug && ascii ? anchor_from_text(e->r.arena, value, ID_VITEPRESS) : none;
}

/* A permalink with its objects filled in; absent: not known. */
static struct str expanded(const struct eleventy *e, const struct page *page, struct str source,
                           struct str text) {
    struct buf out = {.arena = e->r.arena};
    if (str_find(text, STR("{%")) < text.len) return (struct str){0};
    while (text.len) {
        size_t open = str_find(text, STR("{{"));
        buf_add(&out, str_sub(text, 0, open));
        if (open == text.len) break;
        text = str_sub(text, open + 2, text.len);
        size_t close = str_find(text, STR("}}"));
        struct str value = object_value(e, page, source, str_sub(text, 0, close));
        if (!value.ptr || close == text.len) return (struct str){0};
        buf_add(&out, value);
        text = str_sub(text, close + 2, text.len);
    }
    return buf_str(&out);
}

/* ---- pages ---- */

static struct str default_url(const struct eleventy *e, struct str source) {
    struct str path = routes_within(e->input, source), folder = path_dir(path), name = path_base(path);
    struct str stem =
        str_ends(name, STR(".11ty.js")) ? str_sub(name, 0, name.len - 8) : without_extension(name);
    bool index = str_eq(stem, STR("index")) || (folder.len && str_eq(stem, path_base(folder)));
    struct str url = index ? folder : path_join(e->r.arena, folder, stem);
    return url.len ? str_printf(e->r.arena, "%.*s/", STR_FMT(url)) : STR("");
}

static void add_at(struct eleventy *e, struct str source, struct str url) {
    while (url.len && url.ptr[0] == '/') url = str_sub(url, 1, url.len);
    bool folder = !url.len || str_ends(url, STR("/"));
    struct str file = folder ? str_printf(e->r.arena, "%.*sindex.html", STR_FMT(url)) : url;
    if (str_ends(url, STR("/index.html"))) url.len -= 10;
    const struct page *page = map_get(&e->r.pages, source);
    if (page && has_extension(source, ".md .html"))
        routes_page(&e->r, source, url, file)->path = routes_within(e->input, source);
    else
        routes_output(&e->r, URL_PAGE, url, file)->source = source;
}

/* What is known of a computed address: what stands before the first object. */
static void add_unknown(struct eleventy *e, struct str permalink) {
    struct str known = str_sub(permalink, 0, str_find_char(permalink, '{'));
    while (known.len && known.ptr[0] == '/') known = str_sub(known, 1, known.len);
    size_t slash = str_rfind_char(known, '/');
    routes_unknown(&e->r, slash < known.len ? str_sub(known, 0, slash) : STR(""));
}

static void add_template(struct eleventy *e, struct str source) {
    const struct page *page = map_get(&e->r.pages, source);
    bool doubt = false;
    const struct node *own =
        page && page->front ? node_path(page->front, STR("eleventyComputed.permalink")) : NULL;
    if (!own) own = directory_value(e, source, "eleventyComputed.permalink", &doubt);
    if (!own && page && page->front) own = node_get(page->front, STR("permalink"));
    if (!own) own = directory_value(e, source, "permalink", &doubt);
    bool pages = page && page->front && node_get(page->front, STR("pagination"));
    bool off = own && own->kind == NODE_BOOL && !node_is_true(own);
    if (off) return;
    struct str permalink = node_text(own, (struct str){0});
    if (str_ends(source, STR(".11ty.js")) || (doubt && !permalink.ptr)) {
        routes_unknown(&e->r, STR(""));
        return;
    }
    struct str url = permalink.ptr ? expanded(e, page, source, permalink) : default_url(e, source);
    if (!url.ptr || pages) add_unknown(e, permalink.ptr ? permalink : url);
    if (url.ptr)
        add_at(e, source, url);
    else if (page && has_extension(source, ".md .html")) /* its text is still read */
        routes_page(&e->r, source, default_url(e, source), source)->flags |= PAGE_NO_RENDER;
}

/* ---- configuration ---- */

static void copy(struct eleventy *e, struct str from, struct str to) {
    struct arena *arena = e->r.arena;
    from = path_clean(arena, from);
    to = path_clean(arena, str_printf(arena, "/%.*s", STR_FMT(to)));
    to = str_sub(to, 1, to.len);
    if (is_within(from, e->input) && e->input.len && str_eq(to, from)) to = routes_within(e->input, from);
    if (str_find_char(from, '*') < from.len) {
        for (size_t i = 0; i < e->r.files.len; i++)
            if (glob_match(from, e->r.files.items[i]))
                routes_file(&e->r, e->r.files.items[i], e->r.files.items[i]);
    } else if (routes_has(&e->r, from)) {
        bool folder = !to.len || !path_ext(to).len;
        routes_file(&e->r, from, folder ? path_join(arena, to, path_base(from)) : to);
    } else {
        routes_folder(&e->r, from, to);
    }
}

/* addPassthroughCopy("img"), addPassthroughCopy({"public": "/"}), wherever they stand. */
static void read_copies(struct eleventy *e) {
    struct str call = STR("addPassthroughCopy("), text = e->program;
    for (size_t at = 0; (at += str_find(str_sub(text, at, text.len), call)) < text.len;) {
        at += call.len;
        size_t end = script_bracket(text, at - 1);
        struct str arguments = str_sub(text, at, end ? end - 1 : end);
        const struct script *list =
            script_read(e->r.arena, str_printf(e->r.arena, "export default [%.*s]", STR_FMT(arguments)));
        const struct script *first = list ? list->child : NULL;
        if (!first || script_is_doubtful(first)) e->r.redirects_unknown = true;
        if (first && first->kind == SCRIPT_STRING) copy(e, first->text, first->text);
        for (const struct script *m = first && first->kind == SCRIPT_OBJECT ? first->child : NULL; m;
             m = m->next)
            if (m->kind == SCRIPT_STRING) copy(e, m->key, m->text);
    }
}

static bool says(const struct eleventy *e, const char *word) {
    return str_find(e->program, str_from(word)) < e->program.len;
}

/* Who makes ids of headings: nobody but a plugin. With options of its own, or beside another one, it cannot be told. */
static enum id_style style_of(const struct eleventy *e) {
    bool others = says(e, "nchor") || says(e, "setLibrary") || says(e, "amendLibrary");
    if (!says(e, "IdAttributePlugin")) return others ? ID_UNKNOWN : ID_NOTHING;
    return others || !says(e, "addPlugin(IdAttributePlugin)") ? ID_UNKNOWN : ID_ELEVENTY;
}

static void read_settings(struct eleventy *e) {
    struct arena *arena = e->r.arena;
    const struct script *config = e->program.ptr ? script_read(arena, e->program) : NULL;
    struct str input = STR("."), output = STR("_site"), prefix = STR("/");
    e->includes = STR("_includes");
    e->data = STR("_data");
    bool doubt = script_text(config, "dir.input", &input) == SCRIPT_DOUBT ||
                 script_text(config, "dir.output", &output) == SCRIPT_DOUBT;
    doubt |= script_text(config, "dir.includes", &e->includes) == SCRIPT_DOUBT ||
             script_text(config, "dir.data", &e->data) == SCRIPT_DOUBT;
    script_text(config, "dir.layouts", &e->layouts);
    if (script_text(config, "pathPrefix", &prefix) == SCRIPT_DOUBT || script_get(config, "templateFormats") ||
        says(e, "setTemplateFormats") || says(e, "setInputDirectory") || says(e, "addTemplate(") ||
        says(e, "ignores.add") || says(e, "addExtension("))
        doubt = true;
    e->prefixes = says(e, "HtmlBasePlugin");
    e->input = path_clean(arena, input);
    if (str_eq(e->input, STR("."))) e->input = STR("");
    package_tells_version(&e->r, STR("package.json"), "@11ty/eleventy");
    e->output = path_clean(arena, output);
    e->ignored = read_ignore(e, STR(""));
    if (e->input.len) e->ignored_input = read_ignore(e, e->input);
    e->by_input = says(e, "InputPathToUrlTransformPlugin");
    e->style = style_of(e);
    routes_base(&e->r, (struct str){0}, prefix);
    if (doubt ||
        routes_has(&e->r,
                   path_join(arena, path_join(arena, e->input, e->data), STR("eleventyComputed.js"))) ||
        routes_has(&e->r, path_join(arena, path_join(arena, e->input, e->data), STR("permalink.js"))))
        routes_unknown(&e->r, STR(""));
}

static bool eleventy_load(struct site *site, const struct site_options *options, struct error *error) {
    struct eleventy *e = ARENA_NEW(site->arena, struct eleventy);
    struct str path;
    if (!routes_begin(&e->r, site, options, error)) return false;
    e->program = program_text(&e->r, STR(""), names, &path);
    read_settings(e);
    routes_read(&e->r, wanted);
    for (size_t i = 0; i < e->r.pages.len; i++) add_template(e, e->r.pages.entries[i].key);
    read_copies(e);
    return routes_end(&e->r, error);
}

/* ---- links ---- */

/* With HtmlBasePlugin the base path stands before an absolute link, a second time where the author wrote it. */
static struct destination prefixed(const struct eleventy *e, struct arena *arena, struct str text) {
    struct str base = e->r.site->languages[0].base_path;
    if (!e->prefixes || text.ptr[0] != '/' || base.len <= 1)
        return (struct destination){.kind = DESTINATION_AS_WRITTEN};
    return (struct destination){
        .kind = DESTINATION_TEXT,
        .text = str_printf(arena, "%.*s%.*s", STR_FMT(str_sub(base, 0, base.len - 1)), STR_FMT(text))};
}

static struct destination eleventy_destination(const struct site *site, struct arena *arena,
                                               const struct site_page *page, const struct link *link,
                                               struct str text) {
    const struct eleventy *e = site->generator_state;
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN};
    struct str path = url_split(text).path;
    if (is_external(text) || !path.len || link->kind == LINK_FRONT_MATTER) return as_written;
    bool encoded = str_find_char(path, '&') < path.len; /* as "&amp;" the transform does not know it */
    if (!e->by_input || !is_template(path) || encoded) return prefixed(e, arena, text);
    const struct site_page *found =
        path.ptr[0] == '/' ? NULL : routes_at(&e->r, arena, page, path_dir(page->source), path);
    if (!found) found = routes_at(&e->r, arena, page, e->input, path);
    if (!found) found = routes_at(&e->r, arena, page, STR(""), path);
    return found ? (struct destination){.kind = DESTINATION_PAGE, .page = found} : prefixed(e, arena, text);
}

static void eleventy_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static struct expansion eleventy_expand(const struct site *site, struct arena *arena,
                                        const struct site_page *page, struct str text) {
    (void)site, (void)arena, (void)page, (void)text;
    return (struct expansion){0};
}

static const char *const marks[] = {"eleventy.config", ".eleventy", "package", NULL};
const struct generator eleventy_generator = {
    .name = "eleventy",
    .title = "Eleventy",
    .marks = marks,
    .traits = SITE_TOLD | SITE_LIQUID,
    .is_here = eleventy_is_here,
    .load = eleventy_load,
    .outlook = eleventy_outlook,
    .expand = eleventy_expand,
    .destination = eleventy_destination,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){"_site", NULL},
};
