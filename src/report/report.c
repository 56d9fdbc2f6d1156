/* report.c: the formats by name, and the way to each. */
#include "report/text.h"

#include <string.h>

static const struct report_format formats[] = {
    /* Finding, source line, carets, related places, summary line. */
    {.name = "full", .print = full_print, .guarded = true},
    /* path:line:column: severity: message [rule] */
    {.name = "concise", .print = concise_print, .guarded = true},
    /* SARIF 2.1.0 as GitHub code scanning reads it. */
    {.name = "sarif", .print = sarif_print, .for_machines = true},
    /* One object per finding. */
    {.name = "json-lines", .print = lines_print, .for_machines = true},
    /* Workflow commands. */
    {.name = "github", .print = github_print},
    /* Markdown for a job summary. */
    {.name = "summary", .print = summary_print, .guarded = true},
};

const struct report_format *report_formats(size_t *count) {
    *count = ARRAY_LEN(formats);
    return formats;
}

const struct report_format *report_format_named(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_eq(name, str_from(formats[i].name))) return &formats[i];
    return NULL;
}

struct str report_format_names(struct arena *arena) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        buf_printf(&out, "%s%s", i == 0 ? "" : i + 1 < ARRAY_LEN(formats) ? ", " : " or ", formats[i].name);
    return buf_str(&out);
}

/* What content or a server says may hold a secret that no log, comment or alert is to repeat. */
static void redact_related(struct arena *arena, struct related **all, uint32_t count) {
    struct related *copy = ARENA_ARRAY(arena, struct related, count);
    for (uint32_t i = 0; i < count; i++) {
        copy[i] = (*all)[i];
        copy[i].message = redact(arena, copy[i].message);
    }
    *all = copy;
}

/* A fix is applied as it is printed: one that holds a secret is left out. */
static void redact_item(struct arena *arena, struct diagnostic *item) {
    struct property *properties = ARENA_ARRAY(arena, struct property, item->property_count);
    item->message = redact(arena, item->message);
    redact_related(arena, &item->related, item->related_count);
    redact_related(arena, &item->flow, item->flow_count);
    for (uint32_t i = 0; i < item->property_count; i++)
        properties[i] = (struct property){item->properties[i].name, redact(arena, item->properties[i].value)};
    item->properties = properties;
    for (uint32_t i = 0; i < item->edit_count; i++)
        if (redact_needed(item->edits[i].text)) item->edit_count = 0;
}

static bool item_needs_redacting(const struct diagnostic *item) {
    bool needed = redact_needed(item->message);
    for (uint32_t i = 0; i < item->related_count && !needed; i++)
        needed = redact_needed(item->related[i].message);
    for (uint32_t i = 0; i < item->flow_count && !needed; i++) needed = redact_needed(item->flow[i].message);
    for (uint32_t i = 0; i < item->property_count && !needed; i++)
        needed = redact_needed(item->properties[i].value);
    for (uint32_t i = 0; i < item->edit_count && !needed; i++) needed = redact_needed(item->edits[i].text);
    return needed;
}

/* The results as every format may print them. Most have no secret, and are copied for none. */
static struct lint_results redact_results(struct arena *arena, const struct lint_results *results) {
    struct lint_results out = *results;
    struct diagnostic *items = NULL;
    out.notifications = ARENA_ARRAY(arena, struct notification, results->notification_count);
    for (size_t i = 0; i < results->notification_count; i++)
        out.notifications[i] = (struct notification){results->notifications[i].severity,
                                                     redact(arena, results->notifications[i].message)};
    for (size_t i = 0; i < results->count; i++) {
        if (!item_needs_redacting(&results->items[i])) continue;
        if (!items) {
            items = ARENA_ARRAY(arena, struct diagnostic, results->count);
            memcpy(items, results->items, results->count * sizeof items[0]);
            out.items = items;
        }
        redact_item(arena, &items[i]);
    }
    return out;
}

void report_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                  const struct report_format *format, const struct report_options *options) {
    static const struct report_options none = {0};
    const struct lint_results redacted = redact_results(arena, results);
    format->print(arena, out, &redacted, options ? options : &none);
}

void report_text(struct buf *out, struct str text) {
    escape_text(out, redact(out->arena, text), MESSAGE_MAX);
}
