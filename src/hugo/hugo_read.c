/* hugo_read.c: the front matter of every page, read in parallel. */
#include "hugo/model.h"
#include "page/page.h"

#define MAX_WORKERS 64

struct reading {
    struct hugo *hugo;
    size_t *todo;                 /* indexes into hugo->content of the page files */
    struct page_options *options; /* per language */
    struct arena arenas[MAX_WORKERS], scratch[MAX_WORKERS];
};

/* ---- how this Hugo version reads a page ---- */

static bool goldmark(const struct hugo *hugo, unsigned language, const char *key, bool otherwise) {
    struct str path = str_printf(hugo->arena, "markup.goldmark.%s", key);
    const struct node *node = site_config(hugo->site, language, path);
    return node ? node_is_true(node) : otherwise;
}

static enum id_style id_style(const struct hugo *hugo, unsigned language) {
    if (!goldmark(hugo, language, "parser.autoHeadingID", true)) return ID_NONE;
    const struct node *old =
        site_config(hugo->site, language, STR("markup.goldmark.parser.autoHeadingIDType"));
    const struct node *new_key = site_config(hugo->site, language, STR("markup.goldmark.parser.autoIDType"));
    bool renamed = hugo_since(hugo->version, HUGO_ID_TYPE_KEY);
    struct str type = node_text(renamed && new_key ? new_key : old, STR("github"));
    if (str_eq(type, STR("github-ascii"))) return ID_GITHUB_ASCII;
    if (str_eq(type, STR("blackfriday"))) return ID_BLACKFRIDAY;
    return ID_GITHUB;
}

/* Absent: a dash, which the default is by another spelling, as what else begins with '&' is here: no id keeps it. */
static struct str dash(const struct node *typographer, struct str key) {
    const struct node *node = node_get_nocase(typographer, key);
    struct str text = node_text(node, (struct str){0});
    return str_starts(text, STR("&")) ? (struct str){0} : text;
}

/* A boolean, since 0.112 also a map with `disable` and what is put for each mark (run with 0.147.9 and 0.168.0). */
static void read_typographer(const struct hugo *hugo, unsigned language, struct page_options *options) {
    const struct node *node =
        site_config(hugo->site, language, STR("markup.goldmark.extensions.typographer"));
    bool map = node && node->kind == NODE_OBJECT;
    options->no_typographer =
        map ? node_is_true(node_get_nocase(node, STR("disable"))) : node && !node_is_true(node);
    if (!map) return;
    options->en_dash = dash(node, STR("enDash"));
    options->em_dash = dash(node, STR("emDash"));
}

/* markup.goldmark.extensions.passthrough: pairs of marks for blocks and within a line, which are read alike. */
static void read_math(const struct hugo *hugo, unsigned language, struct page_options *options) {
    static const char *const kinds[] = {"block", "inline"};
    ARRAY_OF(struct math_marks) found = {0};
    if (!goldmark(hugo, language, "extensions.passthrough.enable", false)) return;
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        struct str key =
            str_printf(hugo->arena, "markup.goldmark.extensions.passthrough.delimiters.%s", kinds[k]);
        const struct node *list = site_config(hugo->site, language, key);
        for (const struct node *pair = list ? list->child : NULL; pair; pair = pair->next) {
            struct str open = pair->child ? node_text(pair->child, STR("")) : STR("");
            struct str close = pair->child ? node_text(pair->child->next, STR("")) : STR("");
            if (open.len && close.len) *ARRAY_PUSH(hugo->arena, &found) = (struct math_marks){open, close};
        }
    }
    options->math = found.items;
    options->math_count = found.len;
}

static struct page_options page_options_of(const struct hugo *hugo, unsigned language) {
    struct page_options options = {.shortcodes = true, .templates = &hugo->shortcodes};
    options.templates_whole = hugo->shortcodes_whole;
    options.yaml_1_1 = !hugo_since(hugo->version, HUGO_YAML_1_2);
    options.leading_comment = !hugo_since(hugo->version, HUGO_LEADING_COMMENT);
    options.ids_from_source = !hugo_since(hugo->version, HUGO_IDS_FROM_TEXT);
    options.id_style = id_style(hugo, language);
    options.no_attributes = !goldmark(hugo, language, "parser.attribute.title", true);
    options.no_linkify = !goldmark(hugo, language, "extensions.linkify", true);
    read_typographer(hugo, language, &options);
    read_math(hugo, language, &options);
    return options;
}

/* ---- reading ---- */

static bool is_html(const struct hugo_file *file) {
    return str_eq_nocase(file->ext, STR("html")) || str_eq_nocase(file->ext, STR("htm"));
}

/* Before 0.123 an HTML file that begins with '<' is copied, not rendered. */
static bool copied_html(const struct hugo *hugo, const struct hugo_file *file, struct str text) {
    return hugo->old && is_html(file) && str_starts(str_trim(text), STR("<"));
}

struct head_text { /* of a page file, or what of it has been read */
    const struct hugo *hugo;
    const struct hugo_file *file;
    struct arena *scratch;
    struct str text;
    bool whole;
};

static bool read_whole(struct head_text *page, struct error *error) {
    const struct tree *tree = &page->hugo->site->tree;
    page->whole = true;
    return tree->read(tree->state, page->scratch, page->file->source, &page->text, error);
}

static bool read_head(struct head_text *page, struct error *error) {
    enum { HEAD = 4096 }; /* holds nearly every page's front matter */
    const struct tree *tree = &page->hugo->site->tree;
    if (!tree->read_head || str_eq_nocase(page->file->ext, STR("org"))) return read_whole(page, error);
    if (!tree->read_head(tree->state, page->scratch, page->file->source, HEAD, &page->text, error))
        return false;
    page->whole = page->text.len < HEAD;
    return page->whole || str_trim(page->text).len || read_whole(page, error);
}

/* How much of the text page_read_front needs: up to the end of the second line that begins like the first, and next
 * to nothing where no front matter can be. 0: more than has been read. */
static size_t front_guess(const struct head_text *page) {
    enum { PREFIX = 512 };
    struct str text = page->text, start = str_trim(str_sub(text, 0, PREFIX)), fence = str_sub(start, 0, 3);
    if (str_starts(start, STR("\xEF\xBB\xBF"))) fence = str_sub(start, 3, 6);
    size_t all = page->whole ? text.len : 0;
    if (!str_eq(fence, STR("---")) && !str_eq(fence, STR("+++"))) {
        bool may_begin = fence.len == 0 || str_find_char(STR("{<\xEF"), fence.ptr[0]) < 3;
        return may_begin || text.len < PREFIX ? all : PREFIX;
    }
    size_t at = str_find(text, fence) + 3;
    do at += str_find_char(str_sub(text, at, text.len), '\n') + 1;
    while (at < text.len && !str_starts(str_sub(text, at, text.len), fence));
    at += str_find_char(str_sub(text, at, text.len), '\n') + 1;
    return at < text.len ? at : all;
}

/* Keeps of a page what its front matter needs: bodies are read again, one at a time, when they are checked. */
static bool read_front(struct arena *arena, struct head_text *page, const struct page_options *options,
                       struct error *error) {
    const struct hugo_file *file = page->file;
    size_t guess = front_guess(page);
    if (guess == 0 && !page->whole) {
        if (!read_whole(page, error)) return false;
        guess = front_guess(page);
    }
    struct str head = str_copy(arena, str_sub(page->text, 0, guess));
    bool is_head = !page->whole || guess < page->text.len;
    if (page_read_front(arena, file->front, file->source, head, is_head, options) == FRONT_READ) return true;
    if (!page->whole && !read_whole(page, error)) return false;
    page_read_front(arena, file->front, file->source, str_copy(arena, page->text), false, options);
    return true;
}

static void read_one(void *context, size_t i, unsigned worker) {
    struct reading *reading = context;
    const struct hugo *hugo = reading->hugo;
    struct hugo_file *file = &hugo->content.items[reading->todo[i]];
    struct arena *arena = &reading->arenas[worker];
    struct head_text page = {.hugo = hugo, .file = file, .scratch = &reading->scratch[worker]};
    struct error error = {0};
    arena_reset(page.scratch);
    bool read = read_head(&page, &error);
    if (read && copied_html(hugo, file, page.text)) {
        file->page = file->leaf = file->branch = false;
        return;
    }
    unsigned language = file->language == SITE_NO_LANGUAGE ? 0 : file->language;
    file->front = ARENA_NEW(arena, struct page);
    if (read) read = read_front(arena, &page, &reading->options[language], &error);
    if (!read) {
        file->unreadable = str_copy(arena, str_from(error.message));
        page.text = STR("");
        page.whole = true;
        read_front(arena, &page, &reading->options[language], &error);
    }
    if (str_eq_nocase(file->ext, STR("org"))) hugo_org_front(arena, file->front, str_copy(arena, page.text));
}

void hugo_read_pages(struct hugo *hugo) {
    struct reading *reading = ARENA_NEW(hugo->arena, struct reading);
    size_t n = 0;
    unsigned threads = hugo->options->threads;
    reading->hugo = hugo;
    reading->todo = ARENA_ARRAY(hugo->arena, size_t, hugo->content.len + 1);
    for (size_t i = 0; i < hugo->content.len; i++)
        if (hugo->content.items[i].page) reading->todo[n++] = i;
    reading->options = ARENA_ARRAY(hugo->arena, struct page_options, hugo->site->language_count);
    for (unsigned i = 0; i < hugo->site->language_count; i++) reading->options[i] = page_options_of(hugo, i);
    parallel_for(n, threads < 1 ? 1 : threads < MAX_WORKERS ? threads : MAX_WORKERS, read_one, reading);
    for (size_t i = 0; i < MAX_WORKERS; i++) {
        arena_adopt(hugo->arena, &reading->arenas[i]);
        arena_free(&reading->scratch[i]);
    }
}

/* ---- what makes the build fail ---- */

/* A pattern that takes too many steps is said once, and then no type is called forbidden. */
static bool find_allowed(struct hugo *hugo, struct str type) {
    const struct node *list = site_config(hugo->site, SITE_NO_LANGUAGE, STR("security.allowContent"));
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        struct regex *regex = regex_compile(hugo->arena, item->text, 0, NULL);
        enum regex_result result = regex ? regex_search(regex, type, 0, NULL, 0, NULL) : REGEX_NO_MATCH;
        regex_free(regex);
        if (result == REGEX_MATCH) return true;
        if (result == REGEX_NO_MATCH) continue;
        hugo_failure_add(hugo, item,
                         "the pattern takes too many steps on \"%.*s\": whether such content is allowed is "
                         "unknown",
                         STR_FMT(type));
        return hugo->allows_unknown = true;
    }
    return false;
}

static bool content_allowed(struct hugo *hugo, bool html) {
    const bool **known = html ? &hugo->allows_html : &hugo->allows_org;
    if (hugo->allows_unknown) return true;
    if (!*known) {
        bool *found = ARENA_NEW(hugo->arena, bool);
        *found = find_allowed(hugo, html ? STR("text/html") : STR("text/org"));
        *known = found;
    }
    return **known;
}

static void check_type(struct hugo *hugo, const struct hugo_page *page) {
    bool html = is_html(page->input), org = str_eq_nocase(page->input->ext, STR("org"));
    enum hugo_switch since = html ? HUGO_HTML_CONTENT : HUGO_ORG_CONTENT;
    struct str type = html ? STR("text/html") : STR("text/org");
    if ((!html && !org) || !hugo_since(hugo->version, since) || content_allowed(hugo, html)) return;
    hugo_failure_page(hugo, page, NULL,
                      "access denied: \"%.*s\" is not whitelisted in policy \"security.allowContent\"",
                      STR_FMT(type));
    hugo_failure_since(hugo, since);
}

void hugo_read_check(struct hugo *hugo, const struct hugo_page *page) {
    const struct page *front = page->p.page;
    check_type(hugo, page);
    if (page->input->unreadable.ptr)
        hugo_failure_page(hugo, page, NULL, "cannot be read: %.*s", STR_FMT(page->input->unreadable));
    for (size_t i = 0; i < front->faults.len; i++) {
        const struct page_fault *fault = &front->faults.items[i];
        bool fatal = fault->kind == PAGE_FAULT_FENCE_UNCLOSED || fault->kind == PAGE_FAULT_FENCE_LONG ||
                     fault->kind == PAGE_FAULT_FRONT_NOT_MAP ||
                     (fault->kind == PAGE_FAULT_FRONT && fault->node != FAULT_DUPLICATE_KEY &&
                      fault->node != FAULT_EMPTY_KEY);
        if (fatal) hugo_failure_page(hugo, page, NULL, "front matter: %.*s", STR_FMT(fault->message));
    }
}
