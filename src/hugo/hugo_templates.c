/* hugo_templates.c: what can be told from the text of templates, without running them: which destinations a link hook knows
 * by name, which pages show another body than their own, and which layouts have no place for a title. */
#include "hugo/model.h"
#include "page/page.h"

enum { MAX_TEMPLATE = 64 << 10, MAX_LITERALS = 500 };

static bool has(struct str text, const char *word) {
    return str_find(text, str_from(word)) < text.len;
}

/* The next text in quotation marks of an action. */
static bool next_literal(struct str action, size_t *at, struct str *literal) {
    for (; *at < action.len; (*at)++) {
        char quote = action.ptr[*at];
        if (quote != '"' && quote != '`') continue;
        struct str rest = str_sub(action, *at + 1, action.len);
        size_t end = str_find_char(rest, quote);
        *literal = str_sub(rest, 0, end);
        *at += end + 2;
        return end < rest.len;
    }
    return false;
}

/* ---- link hooks that compare ---- */

/* What every address may begin with says nothing of one. */
static bool is_common_prefix(struct str prefix) {
    static const char *const common[] = {
        "http",    "https", "http:", "https:", "http://", "https://", "mailto",
        "mailto:", "tel",   "tel:",  "www.",   "./",      "../",      "//"};
    if (prefix.len < 2) return true;
    for (size_t i = 0; i < ARRAY_LEN(common); i++)
        if (str_eq(prefix, str_from(common[i]))) return true;
    return str_starts(prefix, STR("/")) || str_starts(prefix, STR("#"));
}

static void read_hook(struct arena *arena, struct str text, struct outlook *out) {
    struct span action;
    for (size_t at = 0; hugo_action_next(text, &at, &action);) {
        struct str words = hugo_action_text(text, action), literal;
        bool prefix = has(words, "HasPrefix") || has(words, "hasPrefix") || has(words, "findRE");
        if (!prefix && !has(words, "eq ") && !has(words, "in ")) continue;
        for (size_t from = 0; next_literal(words, &from, &literal);) {
            str_array *list = prefix ? &out->hook_prefixes : &out->hook_marks;
            if (!literal.len || list->len >= MAX_LITERALS || (prefix && is_common_prefix(literal))) continue;
            if (prefix && literal.ptr[0] == '^') literal = str_sub(literal, 1, literal.len);
            if (!prefix || !is_common_prefix(literal)) *ARRAY_PUSH(arena, list) = str_copy(arena, literal);
        }
    }
}

/* ---- bodies from elsewhere ---- */

/* Does an action show a file, or another page, as the body? */
static bool takes_elsewhere(struct str action) {
    bool file = has(action, "readFile") || has(action, "ReadFile");
    bool rendered = has(action, "RenderString") || has(action, "markdownify");
    return (file && rendered) || (has(action, "GetPage") && has(action, ".Content"));
}

/* The keys of front matter that actions such as `.Params.source` name. */
static void read_keys(struct arena *arena, struct str action, struct outlook *out) {
    struct str name = STR(".Params.");
    for (size_t at = 0; (at += str_find(str_sub(action, at, action.len), name)) < action.len;) {
        struct str rest = str_sub(action, at + name.len, action.len);
        size_t end = 0;
        while (end < rest.len && (char_is_alnum(rest.ptr[end]) || rest.ptr[end] == '_')) end++;
        if (end && out->body_keys.len < MAX_LITERALS)
            *ARRAY_PUSH(arena, &out->body_keys) = str_copy(arena, str_sub(rest, 0, end));
        at += name.len;
    }
}

static void read_body_of(struct arena *arena, struct str text, struct outlook *out) {
    struct span action;
    for (size_t at = 0; hugo_action_next(text, &at, &action);) {
        struct str words = hugo_action_text(text, action);
        if (!takes_elsewhere(words)) continue;
        out->bodies_elsewhere = true;
        read_keys(arena, words, out);
    }
}

/* ---- fields as plain text ---- */

static void read_fields(struct str text, struct outlook *out) {
    static const char *const filters[] = {"markdownify", "safeHTML", "htmlUnescape", "RenderString",
                                          "plainify"};
    struct span action;
    for (size_t at = 0; hugo_action_next(text, &at, &action);) {
        struct str words = hugo_action_text(text, action);
        bool title = has(words, ".Title") || has(words, ".LinkTitle");
        bool field = title || has(words, "escription") || has(words, "title") || has(words, "ummary");
        out->fields_printed |= title;
        for (size_t i = 0; field && i < ARRAY_LEN(filters); i++)
            out->fields_rendered |= has(words, filters[i]);
    }
}

static bool is_shortcode(struct str path) {
    return has(path, "shortcodes/");
}

void hugo_templates_look(const struct hugo *hugo, struct arena *arena, struct outlook *out) {
    struct arena scratch = {0};
    out->fields_escaped = true;
    for (size_t i = 0; i < hugo->layouts.len; i++) {
        const struct hugo_layout *layout = &hugo->layouts.items[i];
        bool hook = str_starts(path_base(layout->path), STR("render-")) && has(layout->path, "_markup/");
        struct str text;
        bool wanted = str_ends(layout->path, STR(".html")) && !is_shortcode(layout->path);
        if (!wanted || !hugo_layout_text(hugo, &scratch, layout, &text) || text.len > MAX_TEMPLATE) continue;
        if (hook)
            read_hook(arena, text, out);
        else {
            read_body_of(arena, text, out);
            read_fields(text, out);
        }
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

/* ---- titles ---- */

/* Templates that bring in others may print one in these. */
static bool prints_title(struct str text) {
    static const char *const words[] = {"Title", "title",  "partial", "template",
                                        "block", "define", ".Render", "Page"};
    struct span action;
    for (size_t at = 0; hugo_action_next(text, &at, &action);)
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (has(hugo_action_text(text, action), words[i])) return true;
    return false;
}

bool hugo_templates_untitled(const struct site *site, struct arena *arena, const struct site_page *page) {
    const struct hugo *hugo = site->generator_state;
    struct str layout =
        page->page ? node_text(node_get_nocase(page->page->front, STR("layout")), STR("")) : STR("");
    struct str name = str_printf(arena, "%.*s.html", STR_FMT(layout)), text;
    bool found = false;
    for (size_t i = 0; layout.len && i < hugo->layouts.len; i++) {
        if (!str_eq(path_base(hugo->layouts.items[i].path), name)) continue;
        if (!hugo_layout_text(hugo, arena, &hugo->layouts.items[i], &text) || prints_title(text))
            return false;
        found = true;
    }
    return found;
}
