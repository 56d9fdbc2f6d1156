/* github.c: workflow commands that the Actions runner turns into annotations. It keeps ten of each level per
 * step and drops the rest without a word, so the ten that matter most are printed, and how many there are
 * besides. */
#include "report/text.h"

enum { ANNOTATIONS_MAX = 10 };

/* Escapes as the runner's toolkit does: data, and more in properties. */
static void add_escaped(struct buf *out, struct str s, bool property) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            buf_printf(out, "%%%02X", (unsigned char)c);
        else
            buf_add_char(out, c);
    }
}

static void add_path(struct arena *arena, struct buf *out, const struct lint_results *results,
                     const struct source *source, bool property) {
    struct buf path = {.arena = arena};
    escape_text(&path, result_path(arena, results->git_prefix, source->path), 0);
    add_escaped(out, buf_str(&path), property);
}

static void add_message(struct regions *regions, struct buf *out, const struct lint_results *results,
                        const struct diagnostic *item) {
    struct buf text = {.arena = regions->arena};
    escape_sentence(&text, item->message);
    add_escaped(out, buf_str(&text), false);
    for (uint32_t i = 0; i < item->related_count && i < ANNOTATIONS_MAX; i++) {
        const struct related *related = &item->related[i];
        struct place_range region = region_of(regions, related->source, related->span, UNIT_CHARACTER);
        buf_add(out, STR("%0A"));
        add_path(regions->arena, out, results, related->source, false);
        buf_printf(out, ":%u:%u: ", region.start.line, region.start.column);
        text.len = 0;
        escape_text(&text, related->message, MESSAGE_MAX);
        add_escaped(out, buf_str(&text), false);
    }
}

/* Columns are read only when the annotation is on one line. */
static void print_item(struct regions *regions, struct buf *out, const struct lint_results *results,
                       const struct diagnostic *item) {
    struct place_range region = region_of(regions, item->source, item->span, UNIT_CHARACTER);
    const char *level = item->severity == SEVERITY_NOTE ? "notice" : order_severity(item->severity);
    buf_printf(out, "::%s file=", level);
    add_path(regions->arena, out, results, item->source, true);
    buf_printf(out, ",line=%u,endLine=%u", region.start.line, region.end.line);
    if (region.start.line == region.end.line)
        buf_printf(out, ",col=%u,endColumn=%u", region.start.column, region.end.column);
    buf_printf(out, ",title=%.*s::", STR_FMT(item->rule->id));
    add_message(regions, out, results, item);
    buf_add_char(out, '\n');
}

/* What kept the run from being whole. */
static void print_notification(struct arena *arena, struct buf *out,
                               const struct notification *notification) {
    struct buf text = {.arena = arena};
    escape_sentence(&text, notification->message);
    buf_add(out, STR("::error title=contentlint::"));
    add_escaped(out, buf_str(&text), false);
    buf_add_char(out, '\n');
}

void github_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                  const struct report_options *options) {
    (void)options;
    struct regions regions = {.arena = arena};
    const struct diagnostic **items = order_items(arena, results, ORDER_CHANGED_SEVERITY);
    for (size_t i = 0; i < results->notification_count; i++)
        if (results->notifications[i].severity == SEVERITY_ERROR)
            print_notification(arena, out, &results->notifications[i]);
    size_t printed[SEVERITY_ERROR + 1] = {0}, total = 0;
    size_t fit[SEVERITY_ERROR + 1] = {0, results->notes, results->warnings, results->errors};
    bool more = fit[SEVERITY_ERROR] > ANNOTATIONS_MAX || fit[SEVERITY_WARNING] > ANNOTATIONS_MAX ||
                fit[SEVERITY_NOTE] > ANNOTATIONS_MAX;
    for (size_t i = 0; i < results->count; i++) {
        enum severity severity = items[i]->severity;
        size_t max = severity == SEVERITY_NOTE && more ? ANNOTATIONS_MAX - 1 : ANNOTATIONS_MAX;
        if (printed[severity] == max) continue;
        printed[severity]++;
        total++;
        print_item(&regions, out, results, items[i]);
    }
    if (total < results->count)
        buf_printf(out, "::notice title=contentlint::%zu more findings: see the log or the summary.\n",
                   results->count - total);
}
