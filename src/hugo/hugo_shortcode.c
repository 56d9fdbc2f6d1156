/* hugo_shortcode.c: which shortcodes have a template, and what it does with the text between the tags. Templates are not
 * run: what cannot be told from their text alone is unknown. */
#include "hugo/model.h"
#include "page/page.h"

enum { MAX_TEMPLATE = 64 << 10 /* bytes: a longer one is not looked into */ };

/* ---- actions ---- */

static bool is_word(char c) {
    return char_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

enum reading { NOT_READ, READ, MAYBE_READ };

/* Does an action name .Inner or .InnerDeindent outside of strings? Behind ")" Hugo does not see it. */
static enum reading reads_inner(struct str action) {
    static const struct str names[] = {{".InnerDeindent", 14}, {".Inner", 6}};
    char quote = '\0';
    for (size_t i = 0; i < action.len; i++) {
        char c = action.ptr[i];
        if (quote) {
            if (c == '\\' && quote == '"')
                i++;
            else if (c == quote)
                quote = '\0';
            continue;
        }
        if (c == '"' || c == '`') quote = c;
        for (size_t n = 0; n < ARRAY_LEN(names); n++) {
            size_t end = i + names[n].len;
            if (!str_starts(str_sub(action, i, action.len), names[n])) continue;
            if (end < action.len && is_word(action.ptr[end])) continue;
            return i > 0 && action.ptr[i - 1] == ')' ? MAYBE_READ : READ;
        }
    }
    return NOT_READ;
}

static bool begins_with(struct str action, const char *word) {
    struct str w = str_from(word);
    return str_starts(action, w) && (action.len == w.len || !is_word(action.ptr[w.len]));
}

/* Control and assignments print nothing by themselves. */
static bool prints(struct str action) {
    static const char *const words[] = {"if",     "with",  "range", "else",     "end",
                                        "define", "block", "break", "continue", "return"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (begins_with(action, words[i])) return false;
    size_t equals = str_find_char(action, '=');
    if (!str_starts(action, STR("$")) || equals == action.len) return action.len > 0;
    struct str name = str_sub(action, 0, equals);
    return str_find_char(name, '(') < name.len || str_find_char(name, '|') < name.len ||
           str_find_char(name, '"') < name.len;
}

/* Is the element opened last before `at`, of those that hold text as it is, still open? */
static bool in_element(struct str text, size_t at) {
    static const char *const elements[] = {"<pre", "<code", "<script", "<style", "<textarea", "<template"};
    struct str before = str_sub(text, 0, at);
    for (size_t i = 0; i < ARRAY_LEN(elements); i++) {
        struct str open = str_from(elements[i]);
        size_t from = 0, last = before.len;
        for (size_t found; (found = from + str_find(str_sub(before, from, before.len), open)) < before.len;
             from = found + open.len)
            last = found;
        struct str rest = str_sub(before, last, before.len);
        size_t end = str_find(rest, STR("</"));
        while (end < rest.len && !str_starts(str_sub(rest, end + 2, rest.len), str_sub(open, 1, open.len)))
            end += 2 + str_find(str_sub(rest, end + 2, rest.len), STR("</"));
        if (last < before.len && end >= rest.len) return true;
    }
    return false;
}

/* ---- one template ---- */

static bool is_highlighted(struct str action) {
    struct str lower = action;
    return str_find(lower, STR("highlight")) < lower.len || str_find(lower, STR("Highlight")) < lower.len;
}

/* Offset behind what is left out from `at` on: an HTML comment, which html/template drops with the actions in it, or what
 * stands below `if false`. `at` itself: nothing is. */
static size_t left_out(struct str text, size_t at, struct span action) {
    struct str before = str_sub(text, at, action.start);
    size_t open = str_find(before, STR("<!--"));
    if (open < before.len && str_find(str_sub(before, open, before.len), STR("-->")) == before.len - open) {
        struct str rest = str_sub(text, action.end, text.len);
        return action.end + str_find(rest, STR("-->"));
    }
    if (!str_eq(hugo_action_text(text, action), STR("if false"))) return at;
    struct str rest = str_sub(text, action.end, text.len);
    return action.end + str_find(rest, STR("end"));
}

/* What becomes of the inner text, where the template reads it. */
static enum inner_use use_of(struct str text) {
    size_t printed = 0, others = 0, code = 0;
    struct span action;
    for (size_t at = 0, from = 0; hugo_action_next(text, &at, &action);) {
        struct str words = hugo_action_text(text, action);
        size_t behind = left_out(text, from, action);
        if (behind > from) {
            at = from = behind;
            continue;
        }
        from = action.end;
        if (!prints(words)) continue;
        bool inner = reads_inner(words) != NOT_READ;
        printed += inner;
        others += !inner;
        code += inner && (is_highlighted(words) || in_element(text, action.start));
    }
    if (!printed && !others) return INNER_HIDDEN;
    return printed && code == printed && !others ? INNER_CODE : INNER_SHOWN;
}

static struct shortcode_template look_into(struct str text) {
    struct shortcode_template made = {.inner = TEMPLATE_IGNORES_INNER, .use = INNER_SHOWN};
    struct span action;
    bool doubt = text.len > MAX_TEMPLATE, read = false;
    for (size_t at = 0; !doubt && hugo_action_next(text, &at, &action);) {
        struct str words = hugo_action_text(text, action);
        enum reading reading = reads_inner(words);
        doubt |= reading == MAYBE_READ || begins_with(words, "define") || begins_with(words, "block") ||
                 begins_with(words, "template");
        read |= reading == READ;
    }
    if (doubt)
        made.inner = TEMPLATE_UNKNOWN;
    else if (read) {
        made.inner = TEMPLATE_READS_INNER;
        made.use = use_of(text);
    }
    return made;
}

/* ---- all of them ---- */

/* Hugo's own, of any release; which of them read what is between their tags. */
static const struct {
    const char *name;
    enum template_inner inner;
} own[] = {
    {"comment", TEMPLATE_READS_INNER},
    {"details", TEMPLATE_READS_INNER},
    {"figure", TEMPLATE_IGNORES_INNER},
    {"gist", TEMPLATE_UNKNOWN},
    {"highlight", TEMPLATE_READS_INNER},
    {"instagram", TEMPLATE_UNKNOWN},
    {"instagram_simple", TEMPLATE_UNKNOWN},
    {"param", TEMPLATE_IGNORES_INNER},
    {"qr", TEMPLATE_READS_INNER},
    {"ref", TEMPLATE_IGNORES_INNER},
    {"relref", TEMPLATE_IGNORES_INNER},
    {"speakerdeck", TEMPLATE_UNKNOWN},
    {"test", TEMPLATE_UNKNOWN},
    {"tweet", TEMPLATE_UNKNOWN},
    {"twitter", TEMPLATE_UNKNOWN},
    {"twitter_simple", TEMPLATE_UNKNOWN},
    {"vimeo", TEMPLATE_UNKNOWN},
    {"vimeo_simple", TEMPLATE_UNKNOWN},
    {"x", TEMPLATE_UNKNOWN},
    {"x_simple", TEMPLATE_UNKNOWN},
    {"youtube", TEMPLATE_UNKNOWN},
    {"__h_simple_assets", TEMPLATE_UNKNOWN},
    {"__h_simple_css", TEMPLATE_UNKNOWN},
};

/* "docs/note" of "shortcodes/docs/note.en.html"; since 0.146 the folder may be called _shortcodes and lie deeper. Absent:
 * it is no shortcode's. */
static struct str name_of(struct hugo *hugo, struct str path) {
    struct str rest = path;
    while (rest.ptr) {
        struct str element = str_cut(&rest, '/');
        if (!rest.ptr || (!str_eq(element, STR("shortcodes")) && !str_eq(element, STR("_shortcodes"))))
            continue;
        struct str base = path_base(rest);
        size_t length = rest.len - base.len + str_find_char(base, '.');
        return unicode_lower_str(hugo->arena, str_sub(rest, 0, length));
    }
    return (struct str){0};
}

/* Several templates of a name are for languages and formats: Hugo takes any of them for the question. */
static void add_template(struct hugo *hugo, struct str name, struct shortcode_template made) {
    void **slot = map_slot(hugo->arena, &hugo->shortcodes, name);
    struct shortcode_template *known = *slot;
    if (!known) {
        *slot = known = ARENA_NEW(hugo->arena, struct shortcode_template);
        *known = made;
    } else if (known->inner != made.inner || known->use != made.use)
        *known = (struct shortcode_template){.inner = TEMPLATE_UNKNOWN, .use = INNER_SHOWN};
}

void hugo_shortcodes_load(struct hugo *hugo) {
    struct arena scratch = {0};
    struct map seen = {0};
    for (size_t i = 0; i < hugo->layouts.len; i++) {
        const struct hugo_layout *layout = &hugo->layouts.items[i];
        struct str name = name_of(hugo, layout->path), text;
        void **first = name.ptr ? map_slot(hugo->arena, &seen, layout->path) : NULL;
        if (!first || *first) continue; /* an earlier module's takes its place */
        *first = hugo;
        if (hugo_layout_text(hugo, &scratch, layout, &text)) add_template(hugo, name, look_into(text));
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    /* A project without one template of its own may have been copied without them. */
    hugo->shortcodes_whole = hugo->absent.len == 0 && hugo->shortcodes.len > 0 && hugo->own_layouts;
    for (size_t i = 0; i < ARRAY_LEN(own); i++) {
        struct str name = str_from(own[i].name);
        if (!map_get(&hugo->shortcodes, name))
            add_template(hugo, name, (struct shortcode_template){.inner = own[i].inner, .use = INNER_SHOWN});
    }
}
