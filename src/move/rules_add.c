/* rules_add.c: redirect rules for addresses that went: copies of one that is there, with other addresses. */
#include "move/parts.h"

static bool is_model(const struct redirect *rule) {
    return rule->dialect != REDIRECT_PAGE && !rule->dynamic && !rule->conditional && !rule->opaque &&
           !rule->host.len && redirect_moves(rule) && !rule->force &&
           rule->from_span.end > rule->from_span.start && rule->to_span.end > rule->to_span.start &&
           str_starts(rule->to, STR("/"));
}

/* The last rule that can be copied, a permanent one if there is one: what is added stands behind it. */
static const struct redirect *model_rule(const struct moving *moving) {
    const struct redirects *redirects = links_redirects(moving->links_after);
    const struct redirect *found = NULL;
    for (size_t i = 0; i < redirects->rules.len; i++) {
        const struct redirect *rule = &redirects->rules.items[i];
        bool permanent = rule->status == 301 || rule->status == 308,
             other = found && found->status != 301 && found->status != 308;
        if (!is_model(rule) || str_starts(rule->source->path, STR(".."))) continue;
        if (!found || permanent || other) found = rule;
    }
    return found;
}

static uint32_t start_of_line(struct str text, uint32_t at) {
    while (at > 0 && text.ptr[at - 1] != '\n') at--;
    return at;
}

static uint32_t end_of_line(struct str text, uint32_t at) {
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') at++;
    return at;
}

/* The stretch of text that is the rule, from the beginning of its line where it stands on lines of its own. */
static struct span stretch_of(const struct redirect *rule) {
    struct str text = rule->source->text;
    struct span span = rule->span;
    if (rule->dialect != REDIRECT_TOML) return span;
    struct str head = STR("[[");
    while (span.start > 0 && !str_starts(str_sub(text, start_of_line(text, span.start), text.len), head)) {
        struct str line =
            str_trim(str_sub(text, start_of_line(text, span.start), end_of_line(text, span.start)));
        if (str_starts(line, head)) break;
        uint32_t start = start_of_line(text, span.start);
        if (!start) break;
        span.start = start - 1;
    }
    span.start = start_of_line(text, span.start);
    uint32_t last = rule->to_span.end > rule->from_span.end ? rule->to_span.end : rule->from_span.end;
    if (span.end < last) span.end = last;
    while (span.end < text.len) { /* to the last line before the next table or blank line */
        uint32_t end = end_of_line(text, span.end), next = end;
        while (next < text.len && (text.ptr[next] == '\r' || text.ptr[next] == '\n')) {
            if (text.ptr[next++] == '\n') break;
        }
        struct str line = str_trim(str_sub(text, next, end_of_line(text, next)));
        span.end = end;
        if (!line.len || line.ptr[0] == '[' || next == end) break;
        span.end = next;
    }
    return span;
}

static bool is_list(const struct redirect *rule) {
    return rule->dialect == REDIRECT_NETLIFY || rule->dialect == REDIRECT_CLOUDFLARE;
}

/* What stands between two rules of the file. */
static struct str separator(const struct moving *moving, const struct redirect *rule, struct span span) {
    struct str text = rule->source->text;
    struct str line = str_find_char(text, '\r') < text.len ? STR("\r\n") : STR("\n");
    if (rule->dialect == REDIRECT_TOML)
        return str_printf(moving->arena, "%.*s%.*s", STR_FMT(line), STR_FMT(line));
    if (is_list(rule)) return line;
    uint32_t start = start_of_line(text, span.start);
    struct str indent = str_sub(text, start, span.start);
    if (str_trim(indent).len) return STR(", ");
    return str_printf(moving->arena, ",%.*s%.*s", STR_FMT(line), STR_FMT(indent));
}

/* The blanks behind a word of `width` bytes whose place `model` with its blanks has: columns stay columns. */
static struct str padding(struct arena *arena, struct str model, struct str blanks, size_t width) {
    bool columns = blanks.len > 1 && blanks.ptr[0] == ' ';
    size_t count = model.len + blanks.len > width ? model.len + blanks.len - width : 1;
    if (!columns) return blanks;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < count; i++) buf_add_char(&out, ' ');
    return buf_str(&out);
}

/* A line of _redirects like the model's. */
static struct str line_like(const struct moving *moving, const struct redirect *rule, struct str from,
                            struct str to) {
    struct str text = rule->source->text;
    struct str between = str_sub(text, rule->from_span.end, rule->to_span.start);
    struct str tail = str_sub(text, rule->to_span.end, rule->span.end), status = str_trim(tail);
    struct str blanks = str_sub(tail, 0, (size_t)(status.len ? status.ptr - tail.ptr : 0));
    struct arena *arena = moving->arena;
    between = padding(arena, rule->from, between, from.len);
    blanks = padding(arena, rule->to, blanks, to.len);
    return str_printf(arena, "%.*s%.*s%.*s%.*s%.*s", STR_FMT(from), STR_FMT(between), STR_FMT(to),
                      STR_FMT(blanks), STR_FMT(status));
}

/* The text of the model with other addresses; spans of both lie in it. */
static struct str copy_of(const struct moving *moving, const struct redirect *rule, struct span span,
                          struct str from, struct str to) {
    struct str text = rule->source->text;
    edit_array edits = {0};
    struct span f = rule->from_span, t = rule->to_span;
    if (is_list(rule)) return line_like(moving, rule, from, to);
    *ARRAY_PUSH(moving->arena, &edits) =
        (struct edit){.span = {f.start - span.start, f.end - span.start}, .text = from};
    *ARRAY_PUSH(moving->arena, &edits) =
        (struct edit){.span = {t.start - span.start, t.end - span.start}, .text = to};
    return moving_edited(moving->arena, str_sub(text, span.start, span.end), &edits);
}

bool rules_add(struct moving *moving, const old_addresses *list) {
    const struct redirect *model = model_rule(moving);
    struct buf out = {.arena = moving->arena};
    edit_array edits = {0};
    if (!model) return false;
    struct span span = stretch_of(model);
    struct str text = model->source->text, between = separator(moving, model, span);
    uint32_t at = is_list(model) ? end_of_line(text, span.end) : span.end; /* a comment may follow */
    for (size_t i = 0; i < list->len; i++) {
        buf_add(&out, between);
        buf_add(&out, copy_of(moving, model, span, list->items[i].from, list->items[i].to));
    }
    *ARRAY_PUSH(moving->arena, &edits) = (struct edit){.span = {at, at}, .text = buf_str(&out)};
    moving_edit(moving, moving_renamed(moving, model->source->path), &edits);
    moving->plan->aliases += list->len;
    return true;
}
