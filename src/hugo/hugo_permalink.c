/* hugo_permalink.c: patterns and their tokens (1.7), in `permalinks` and, since 0.131, in a front-matter url. */
#include <stdlib.h>
#include <string.h>

#include "hugo/model.h"

#define COLON_MARK "\x01" /* stands for `\:` while tokens are looked for */

typedef ARRAY_OF(struct str) names;

/* ---- what a token can be ---- */

static bool is_word(char c) {
    return char_is_alnum(c) || c == '_';
}

/* The token at or after *at, as in `:\w+(\[.+?\])?`; absent when there is none. */
static struct str next_token(struct str pattern, size_t *at) {
    for (size_t i = *at; i + 1 < pattern.len; i++) {
        if (pattern.ptr[i] != ':' || !is_word(pattern.ptr[i + 1])) continue;
        size_t end = i + 1;
        while (end < pattern.len && is_word(pattern.ptr[end])) end++;
        if (end + 1 < pattern.len && pattern.ptr[end] == '[') {
            size_t close = end + 2;
            while (close < pattern.len && pattern.ptr[close] != ']') close++;
            if (close < pattern.len) end = close + 1;
        }
        *at = end;
        return str_sub(pattern, i, end);
    }
    return (struct str){0};
}

static bool known_name(const struct hugo *hugo, struct str name) {
    static const char *const always[] = {"year",        "month",    "monthname",     "day",      "weekday",
                                         "weekdayname", "yearday",  "section",       "sections", "title",
                                         "slug",        "filename", "slugorfilename"};
    static const struct {
        const char *name;
        enum hugo_switch since;
    } later[] = {{"contentbasename", HUGO_TOKEN_CONTENTBASENAME},
                 {"slugorcontentbasename", HUGO_TOKEN_CONTENTBASENAME},
                 {"sectionslug", HUGO_TOKEN_SECTIONSLUG},
                 {"sectionslugs", HUGO_TOKEN_SECTIONSLUG}};
    for (size_t i = 0; i < ARRAY_LEN(always); i++)
        if (str_eq(name, str_from(always[i]))) return true;
    for (size_t i = 0; i < ARRAY_LEN(later); i++)
        if (str_eq(name, str_from(later[i].name))) return hugo_since(hugo->version, later[i].since);
    return false;
}

/* Deprecated in 0.144, which in time made them errors, until that was taken back. */
static bool refused_name(const struct hugo *hugo, struct str name) {
    return (str_eq(name, STR("filename")) || str_eq(name, STR("slugorfilename"))) &&
           hugo_since(hugo->version, HUGO_TOKEN_FILENAME_REFUSED) &&
           !hugo_since(hugo->version, HUGO_TOKEN_FILENAME_AGAIN);
}

static bool known_token(const struct hugo *hugo, struct arena *arena, struct str name) {
    if (known_name(hugo, name) || str_starts(name, STR("sections["))) return true;
    if (str_starts(name, STR("sectionslugs["))) return hugo_since(hugo->version, HUGO_TOKEN_SECTIONSLUG);
    struct buf out = {.arena = arena};
    struct date date = {.year = 2019, .month = 11, .day = 9, .hour = 23, .minute = 1, .second = 42};
    return hugo_layout_format(&out, name, &date);
}

/* Up to 0.136.0: starts with a slash and no element but the last is empty. */
static bool well_formed(struct str pattern) {
    struct str rest = str_sub(pattern, 1, pattern.len);
    while (rest.ptr) {
        struct str element = str_cut(&rest, '/');
        if (element.len == 0 && rest.ptr) return false;
    }
    return pattern.len > 0;
}

const char *hugo_permalink_fault(const struct hugo *hugo, struct str pattern) {
    bool strict = !hugo_since(hugo->version, HUGO_PATTERN_LOOSE);
    if (strict && !well_formed(pattern)) return "permalink ill-formed";
    struct str text = pattern;
    if (!strict) text = hugo_replace_all(hugo->arena, pattern, STR("\\:"), STR(COLON_MARK));
    struct str token;
    for (size_t at = 0; (token = next_token(text, &at)).ptr;) {
        struct str name = str_sub(token, 1, token.len);
        if (refused_name(hugo, name))
            return "the tokens :filename and :slugorfilename are refused by this release of Hugo; "
                   "use :contentbasename and :slugorcontentbasename";
        if (!known_token(hugo, hugo->arena, name))
            return strict ? "permalink ill-formed" : "permalink attribute not recognised";
    }
    return NULL;
}

/* ---- sections ---- */

static const struct hugo_page *current_section(const struct hugo_page *page) {
    return page->p.kind == KIND_PAGE && page->up ? page->up : page;
}

static void section_elements(struct arena *arena, const struct hugo_page *section, names *out) {
    struct str rest = section->section_path;
    if (rest.len == 0) return;
    while (rest.ptr) {
        struct str element = str_cut(&rest, '/');
        *ARRAY_PUSH(arena, out) = element;
    }
}

static struct str slug_or_title(const struct hugo *hugo, const struct hugo_page *page) {
    struct str title = page->title;
    if (hugo_since(hugo->version, HUGO_TITLE_SLASH))
        title = hugo_replace_all(hugo->arena, title, STR("/"), STR(" "));
    return hugo_name_urlize(hugo, hugo->arena, page->p.slug.len ? page->p.slug : title);
}

#define MAX_DEPTH 64
static void section_slugs(const struct hugo *hugo, const struct hugo_page *section, names *out) {
    const struct hugo_page *chain[MAX_DEPTH];
    size_t n = 0;
    for (; section && section->p.kind != KIND_HOME && n < MAX_DEPTH; section = section->up)
        chain[n++] = section;
    while (n > 0) *ARRAY_PUSH(hugo->arena, out) = slug_or_title(hugo, chain[--n]);
}

/* ---- slices: [n], [last], [a:b], [:last] … ---- */

static long bound(const struct hugo *hugo, struct str text, size_t n, bool low) {
    if (text.len == 0) return low ? 0 : (long)n;
    if (str_eq_nocase(text, STR("last"))) return (long)n - 1;
    long value = strtol(str_c(hugo->arena, text), NULL, 10);
    if (value < 0) value = 0;
    if (value < (long)n) return value;
    return low ? -1 : (long)n;
}

/* Up to 0.114 the list began with the home page's empty element, so that [:last] of one section kept it. */
static names slice(const struct hugo *hugo, struct str spec, names all) {
    names out = {0};
    if (spec.len < 3) return out;
    struct str inner = str_trim(str_sub(spec, 1, spec.len - 1)), rest = inner;
    size_t n = all.len;
    if (n == 0) return out;
    struct str low = str_cut(&rest, ':');
    long from = bound(hugo, low, n, true), to = rest.ptr ? bound(hugo, rest, n, false) : from + 1;
    if (!hugo_since(hugo->version, HUGO_SLICE_LAST) && rest.ptr && n == 1 && str_eq_nocase(rest, STR("last")))
        to = 1;
    for (long i = from; from >= 0 && i < to && i < (long)n; i++)
        *ARRAY_PUSH(hugo->arena, &out) = all.items[i];
    return out;
}

static void add_joined(struct buf *out, names list) {
    bool first = true;
    for (size_t i = 0; i < list.len; i++) {
        if (list.items[i].len == 0) continue;
        if (!first) buf_add_char(out, '/');
        buf_add(out, list.items[i]);
        first = false;
    }
}

static void add_sections(const struct hugo *hugo, struct buf *out, struct str token,
                         const struct hugo_page *page) {
    names all = {0};
    bool slugs = str_starts(token, STR("sectionslugs"));
    if (slugs)
        section_slugs(hugo, current_section(page), &all);
    else
        section_elements(hugo->arena, current_section(page), &all);
    size_t open = str_find_char(token, '[');
    add_joined(out, open < token.len ? slice(hugo, str_sub(token, open, token.len), all) : all);
}

/* ---- expansion ---- */

static struct str filename_value(const struct hugo *hugo, const struct hugo_page *page) {
    if (page->input == NULL || page->p.bundle == BUNDLE_BRANCH) return STR("");
    return hugo_name_urlize(hugo, hugo->arena, page->p.name);
}

static void add_section_slug(const struct hugo *hugo, struct buf *out, const struct hugo_page *page) {
    const struct hugo_page *section = current_section(page);
    while (section->up && section->up->p.kind != KIND_HOME) section = section->up;
    if (section->p.kind != KIND_HOME) buf_add(out, slug_or_title(hugo, section));
}

static void add_value(const struct hugo *hugo, struct buf *out, struct str token,
                      const struct hugo_page *page) {
    struct date none = {.year = 1, .month = 1, .day = 1};
    const struct date *date = page->p.has_date ? &page->p.date : &none;
    struct hugo_page untitled = *page;
    untitled.p.slug = (struct str){0};
    bool or_name = str_eq(token, STR("slugorfilename")) || str_eq(token, STR("slugorcontentbasename"));
    if (hugo_layout_token(out, token, date)) return;
    if (str_eq(token, STR("section")))
        buf_add(out, page->p.section);
    else if (str_eq(token, STR("sectionslug")))
        add_section_slug(hugo, out, page);
    else if (str_starts(token, STR("section")))
        add_sections(hugo, out, token, page);
    else if (str_eq(token, STR("title")))
        buf_add(out, slug_or_title(hugo, &untitled));
    else if (str_eq(token, STR("slug")) || (or_name && page->p.slug.len))
        buf_add(out, slug_or_title(hugo, page));
    else if (or_name || str_eq(token, STR("filename")) || str_eq(token, STR("contentbasename")))
        buf_add(out, filename_value(hugo, page));
    else
        hugo_layout_format(out, token, date);
}

struct str hugo_permalink_expand(const struct hugo *hugo, struct str pattern, const struct hugo_page *page) {
    struct arena scratch = {0};
    if (hugo_since(hugo->version, HUGO_PATTERN_LOOSE))
        pattern = hugo_replace_all(&scratch, pattern, STR("\\:"), STR(COLON_MARK));
    struct str out = pattern, token;
    for (size_t at = 0; out.len <= LIMIT_ADDRESS && (token = next_token(pattern, &at)).ptr;) {
        struct buf value = {.arena = &scratch};
        add_value(hugo, &value, str_sub(token, 1, token.len), page);
        out = hugo_replace_first(&scratch, out, token, buf_str(&value));
    }
    out = str_copy(hugo->arena, hugo_replace_all(&scratch, out, STR(COLON_MARK), STR(":")));
    arena_free(&scratch);
    return out;
}

/* ---- which pattern ---- */

static bool glob_or_any(struct str glob, struct str value) {
    return glob.ptr == NULL || hugo_glob(glob, value);
}

/* What a map key matches as a glob (0.161): the path itself and all below it, without a glob's cost. */
static bool is_below(struct str key, struct str path) {
    if (path.len <= key.len || !str_eq(str_sub(path, 1, key.len + 1), key)) return false;
    return path.len == key.len + 1 || path.ptr[key.len + 1] == '/';
}

static bool pattern_matches(const struct hugo *hugo, const struct hugo_pattern *pattern,
                            const struct hugo_page *page) {
    if (!(pattern->kinds & (1u << page->p.kind))) return false;
    if (pattern->below) return is_below(pattern->key, page->p.key);
    if (pattern->path.ptr || pattern->key.ptr == NULL) {
        const struct site_language *language = &hugo->site->languages[page->p.language];
        return glob_or_any(pattern->path, page->p.key) &&
               glob_or_any(pattern->kind, hugo_kind_name(page->p.kind)) &&
               glob_or_any(pattern->lang, language->code) &&
               glob_or_any(pattern->environment, hugo->site->environment);
    }
    return str_eq(pattern->key, page->pattern_key);
}

const struct hugo_pattern *hugo_permalink_find(const struct hugo *hugo, const struct hugo_page *page) {
    const struct hugo_settings *settings = &hugo->settings[page->p.language];
    for (size_t i = 0; i < settings->patterns.len; i++)
        if (pattern_matches(hugo, &settings->patterns.items[i], page)) return &settings->patterns.items[i];
    return NULL;
}
