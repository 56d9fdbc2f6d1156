/* summary.c: a Markdown page for a job summary, which GitHub refuses whole when it is over one mebibyte. */
#include "report/text.h"

enum {
    SUMMARY_MAX_BYTES = 1000 * 1000,
    SUMMARY_ROW_CHARACTERS = 300, /* of a message */
    SUMMARY_PATH_CHARACTERS = 200,
};

static void print_tallies(struct arena *arena, struct buf *out, const struct lint_results *results) {
    struct tally *tallies;
    size_t n = order_tallies(arena, results, &tallies);
    buf_add(out, STR("| Findings | Files | Severity | Rule | |\n|---:|---:|---|---|---|\n"));
    for (size_t i = 0; i < n; i++) {
        const struct tally *tally = &tallies[i];
        buf_printf(out, "| %zu | %zu | %s | `%.*s` | ", tally->count, tally->files,
                   order_severity(tally->severity), STR_FMT(tally->rule->id));
        escape_markdown(out, tally->rule->title, SUMMARY_ROW_CHARACTERS);
        buf_add(out, STR(" |\n"));
    }
}

static void print_item(struct regions *regions, struct buf *out, const struct lint_results *results,
                       const struct diagnostic *item) {
    struct place_range region = region_of(regions, item->source, item->span, UNIT_CHARACTER);
    buf_printf(out, "| %s | ", order_severity(item->severity));
    escape_markdown(out, result_path(regions->arena, results->git_prefix, item->source->path),
                    SUMMARY_PATH_CHARACTERS);
    buf_printf(out, ":%u:%u | ", region.start.line, region.start.column);
    escape_markdown(out, item->message, SUMMARY_ROW_CHARACTERS);
    buf_printf(out, " | `%.*s` |\n", STR_FMT(item->rule->id));
}

static void print_items(struct arena *arena, struct buf *out, const struct lint_results *results) {
    struct regions regions = {.arena = arena};
    const struct diagnostic **items = order_items(arena, results, ORDER_CHANGED_SEVERITY);
    buf_add(out, STR("\n| Severity | Place | Finding | Rule |\n|---|---|---|---|\n"));
    for (size_t i = 0; i < results->count; i++) {
        size_t before = out->len;
        print_item(&regions, out, results, items[i]);
        if (out->len <= SUMMARY_MAX_BYTES) continue;
        out->len = before;
        buf_printf(out, "\n%zu more findings do not fit here.\n", results->count - i);
        return;
    }
}

void summary_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                   const struct report_options *options) {
    (void)options;
    struct buf page = {.arena = arena};
    buf_add(&page, STR("## contentlint\n\n"));
    order_totals(&page, results);
    buf_add(&page, STR(".\n\n"));
    for (size_t i = 0; i < results->notification_count && page.len < SUMMARY_MAX_BYTES / 2; i++) {
        buf_printf(&page, "- %s: ", order_severity(results->notifications[i].severity));
        escape_markdown(&page, results->notifications[i].message, SUMMARY_ROW_CHARACTERS);
        buf_add_char(&page, '\n');
    }
    if (results->count) {
        buf_add_char(&page, '\n');
        print_tallies(arena, &page, results);
        print_items(arena, &page, results);
    }
    buf_add(out, buf_str(&page));
}
