#include "links/redirects_private.h"

#define MAX_CAPTURES 16

/* A regular expression, an optional part or a wildcard inside an element: forms that only path-to-regexp and
 * Azure have, and that are not read here. */
static bool is_opaque_element(struct str element) {
    for (size_t i = 0; i < element.len; i++) {
        char c = element.ptr[i];
        if (c == '(' || c == ')' || c == '{' || c == '}' || c == '?' || c == '+' || c == '\\') return true;
        if ((c == '*' || c == ':') && i > 0) return true;
    }
    return false;
}

static bool is_name_char(char c) {
    return char_is_alnum(c) || c == '_';
}

/* Reads one element of a rule's path. false: not a form that is read here. */
static bool read_element(struct str element, struct redirect_segment *segment) {
    *segment = (struct redirect_segment){SEGMENT_LITERAL, element};
    if (str_eq(element, STR("*"))) {
        *segment = (struct redirect_segment){SEGMENT_REST, STR("splat")};
        return true;
    }
    if (element.len < 2 || element.ptr[0] != ':') return !is_opaque_element(element);
    size_t end = 1;
    while (end < element.len && is_name_char(element.ptr[end])) end++;
    segment->text = str_sub(element, 1, end);
    struct str tail = str_sub(element, end, element.len);
    segment->kind = str_eq(tail, STR("*")) ? SEGMENT_REST : SEGMENT_ONE;
    return tail.len == 0 || segment->kind == SEGMENT_REST;
}

static bool uses_patterns(const struct redirect *rule) {
    struct str p = rule->path;
    bool named = str_find_char(p, '*') < p.len || str_find(p, STR("/:")) < p.len;
    if (rule->dialect != REDIRECT_VERCEL) return named;
    return named || str_find_char(p, '(') < p.len || str_find_char(p, '{') < p.len ||
           str_find_char(p, '?') < p.len;
}

void redirects_compile(struct arena *arena, struct redirect *rule) {
    if (!uses_patterns(rule)) return;
    rule->dynamic = true;
    ARRAY_OF(struct redirect_segment) found = {0};
    struct str rest = str_sub(rule->path, 1, rule->path.len);
    while (rest.ptr && !rule->opaque) {
        struct redirect_segment *segment = ARRAY_PUSH(arena, &found);
        struct str element = str_cut(&rest, '/');
        rule->opaque = !read_element(element, segment) || (segment->kind == SEGMENT_REST && rest.ptr);
        if (rule->opaque) found.len--;
    }
    rule->segments = found.items;
    rule->segment_count = (uint32_t)found.len;
}

struct str redirects_folder(const struct redirect *rule) {
    size_t end = 0;
    for (uint32_t i = 0; i < rule->segment_count && rule->segments[i].kind == SEGMENT_LITERAL; i++)
        end += 1 + rule->segments[i].text.len;
    return str_sub(rule->path, 0, end);
}

/* A final wildcard of Netlify and Vercel matches its bare folder too; of Cloudflare and Azure it does not. */
static bool rest_may_be_missing(const struct redirect *rule) {
    return rule->dialect != REDIRECT_CLOUDFLARE && rule->dialect != REDIRECT_AZURE;
}

/* Matches path; values (when not NULL) receives the text of each placeholder, in order. */
static bool match(const struct redirect *rule, struct str path, struct str *values) {
    struct str rest = path.len > 1 ? str_sub(path, 1, path.len) : (struct str){0};
    size_t value = 0;
    for (uint32_t i = 0; i < rule->segment_count; i++) {
        const struct redirect_segment *segment = &rule->segments[i];
        if (segment->kind == SEGMENT_REST) {
            if (values && value < MAX_CAPTURES) values[value] = rest;
            return rest.ptr || rest_may_be_missing(rule);
        }
        if (!rest.ptr) return false;
        struct str element = str_cut(&rest, '/');
        if (segment->kind == SEGMENT_LITERAL && !str_eq(segment->text, element)) return false;
        if (segment->kind == SEGMENT_ONE && !element.len) return false;
        if (segment->kind == SEGMENT_ONE && values && value < MAX_CAPTURES) values[value++] = element;
    }
    return rule->opaque || !rest.ptr;
}

bool redirects_matches(const struct redirect *rule, struct str path) {
    return match(rule, path, NULL);
}

/* Is everything that fits segment b[j..] sure to fit a? Both count the same elements up to here. */
static bool segment_covers(const struct redirect_segment *a, const struct redirect_segment *b) {
    if (b->kind == SEGMENT_REST) return false;
    return a->kind == SEGMENT_ONE || (b->kind == SEGMENT_LITERAL && str_eq(a->text, b->text));
}

bool redirects_covers(const struct redirect *earlier, const struct redirect *later) {
    if (!earlier->dynamic) return !later->dynamic && str_eq(earlier->path, later->path);
    if (!later->dynamic) return redirects_matches(earlier, later->path);
    uint32_t i = 0;
    for (; i < earlier->segment_count && earlier->segments[i].kind != SEGMENT_REST; i++)
        if (i >= later->segment_count || !segment_covers(&earlier->segments[i], &later->segments[i]))
            return false;
    if (i < earlier->segment_count) return i < later->segment_count || rest_may_be_missing(earlier);
    return i == later->segment_count;
}

/* The value of the placeholder called name; absent when the rule has none. */
static struct str captured(const struct redirect *rule, const struct str *values, struct str name) {
    size_t value = 0;
    for (uint32_t i = 0; i < rule->segment_count; i++) {
        if (rule->segments[i].kind == SEGMENT_LITERAL) continue;
        if (value < MAX_CAPTURES && str_eq(rule->segments[i].text, name))
            return values[value].ptr ? values[value] : STR("");
        value++;
    }
    return (struct str){0};
}

/* The value of the placeholder that text[at] = ':' starts, and its length with ":" and Vercel's "*"; absent
 * when it is none of the rule's ("https:", a port): such text stays as it is. */
static struct str placeholder(const struct redirect *rule, const struct str *values, size_t at,
                              size_t *length) {
    size_t end = at + 1;
    while (end < rule->to.len && is_name_char(rule->to.ptr[end])) end++;
    struct str value = captured(rule, values, str_sub(rule->to, at + 1, end));
    if (end < rule->to.len && rule->to.ptr[end] == '*') end++;
    *length = end - at;
    return value;
}

struct str redirects_target(struct arena *arena, const struct redirect *rule, struct str path) {
    if (rule->opaque) return (struct str){0};
    if (!rule->dynamic) return rule->to;
    struct str values[MAX_CAPTURES] = {{0}};
    if (!match(rule, path, values)) return (struct str){0};
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < rule->to.len;) {
        size_t length = 1;
        struct str value = {0};
        if (rule->to.ptr[i] == ':') value = placeholder(rule, values, i, &length);
        if (value.ptr)
            buf_add(&out, value);
        else
            buf_add_char(&out, rule->to.ptr[i]);
        i += value.ptr ? length : 1;
    }
    return buf_str(&out);
}
