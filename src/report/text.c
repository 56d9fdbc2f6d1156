/* text.c: the reports that people and editors read, "full" and "concise". */
#include "report/text.h"

#include <string.h>

struct text_report {
    struct arena *arena;
    struct buf *out;
    const struct lint_results *results;
    const struct report_options *options;
    bool full;
    struct regions regions;
    const struct source *source; /* of the last finding, and its path as it is printed */
    struct buf path;
};

static const char *paint(const struct text_report *report, enum severity severity) {
    if (!report->options->color) return "";
    switch (severity) {
    case SEVERITY_ERROR: return "\033[1;31m";
    case SEVERITY_WARNING: return "\033[1;33m";
    default: return "\033[1;36m";
    }
}

static const char *plain(const struct text_report *report) {
    return report->options->color ? "\033[0m" : "";
}

static struct str printed_path(struct text_report *report, const struct source *source) {
    if (source == report->source) return buf_str(&report->path);
    report->source = source;
    report->path.len = 0;
    escape_path(&report->path, result_path(report->arena, report->results->working_prefix, source->path));
    return buf_str(&report->path);
}

/* "path:line:column" */
static void print_place(struct text_report *report, const struct source *source, struct span span) {
    struct place place = region_start(&report->regions, source, span, UNIT_CHARACTER);
    buf_add(report->out, printed_path(report, source));
    buf_printf(report->out, ":%u:%u", place.line, place.column);
}

static void print_related(struct text_report *report, const struct related *related) {
    print_place(report, related->source, related->span);
    buf_printf(report->out, ": %snote%s: ", paint(report, SEVERITY_NOTE), plain(report));
    escape_text(report->out, related->message, MESSAGE_MAX);
    buf_add_char(report->out, '\n');
}

static void print_item(struct text_report *report, const struct diagnostic *item) {
    print_place(report, item->source, item->span);
    buf_printf(report->out, ": %s%s%s: ", paint(report, item->severity), order_severity(item->severity),
               plain(report));
    escape_sentence(report->out, item->message);
    buf_printf(report->out, " [%.*s]\n", STR_FMT(item->rule->id));
    if (report->full) {
        frame_print(report->out, region_source(&report->regions, item->source), item->span,
                    paint(report, item->severity));
        if (item->edit_count && item->fix.len) {
            buf_add(report->out, STR("      = fix: "));
            escape_text(report->out, item->fix, MESSAGE_MAX);
            buf_add(report->out, item->suggested ? STR(" (a suggestion)\n") : STR("\n"));
        }
    }
    for (uint32_t i = 0; i < item->flow_count; i++) print_related(report, &item->flow[i]);
    for (uint32_t i = 0; i < item->related_count; i++) print_related(report, &item->related[i]);
}

static void print_items(struct text_report *report) {
    const struct diagnostic **items = order_items(report->arena, report->results, ORDER_CHANGED);
    for (size_t i = 0; i < report->results->count; i++) {
        print_item(report, items[i]);
        if (report->full) buf_add_char(report->out, '\n');
    }
}

/* One row per rule, with an example place: what a first run on an old site needs. */
static void print_wall(struct text_report *report) {
    struct tally *tallies;
    size_t n = order_tallies(report->arena, report->results, &tallies);
    buf_printf(report->out, "%8s %6s  %-8s %-30s %s\n", "findings", "files", "severity", "rule",
               "the first one");
    for (size_t i = 0; i < n; i++) {
        const struct tally *tally = &tallies[i];
        buf_printf(report->out, "%8zu %6zu  %s%-8s%s %-30.*s ", tally->count, tally->files,
                   paint(report, tally->severity), order_severity(tally->severity), plain(report),
                   STR_FMT(tally->rule->id));
        print_place(report, tally->first->source, tally->first->span);
        buf_add_char(report->out, '\n');
    }
    buf_add(report->out,
            STR("\nToo many to list. `--only RULE` shows the findings of one rule, `--changed REF` "
                "those of a change first,\n`--report concise` all of them; `contentlint explain RULE` "
                "says what a rule is about.\n\n"));
}

/* Those from a severity on. */
static void print_notifications(struct text_report *report, enum severity least) {
    for (size_t i = 0; i < report->results->notification_count; i++) {
        const struct notification *notification = &report->results->notifications[i];
        if (notification->severity < least) continue;
        buf_printf(report->out, "%s%s%s: ", paint(report, notification->severity),
                   order_severity(notification->severity), plain(report));
        escape_sentence(report->out, notification->message);
        buf_add_char(report->out, '\n');
    }
}

/* The first lines: an address, an id and a link are what the generator makes of them. */
static void print_makers(struct text_report *report) {
    for (size_t i = 0; i < report->results->makers.len; i++) {
        escape_sentence(report->out, report->results->makers.items[i]);
        buf_add_char(report->out, '\n');
    }
    if (report->results->makers.len && report->results->count) buf_add_char(report->out, '\n');
}

static void print_all(struct text_report *report) {
    const struct report_options *options = report->options;
    report->regions.arena = report->path.arena = report->arena;
    if (report->full && !options->quiet) print_makers(report);
    if (report->full && options->wall && report->results->count > options->wall)
        print_wall(report);
    else
        print_items(report);
    print_notifications(report, report->full && !options->quiet ? SEVERITY_NOTE : SEVERITY_ERROR);
    if (!report->full || options->quiet) return;
    order_totals(report->out, report->results);
    buf_add(report->out, STR(".\n"));
}

void full_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                const struct report_options *options) {
    print_all(&(struct text_report){
        .arena = arena, .out = out, .results = results, .options = options, .full = true});
}

void concise_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                   const struct report_options *options) {
    print_all(&(struct text_report){.arena = arena, .out = out, .results = results, .options = options});
}
