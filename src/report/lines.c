/* lines.c: "json-lines", one object per finding; and one, without a rule, for what kept the run from being whole. */
#include "report/text.h"

static void print_path(struct json_writer *json, struct arena *arena, const struct lint_results *results,
                       const struct source *source) {
    json_str(json, "path", result_path(arena, results->working_prefix, source->path));
}

static void print_region(struct json_writer *json, struct place_range region) {
    json_number(json, "line", region.start.line);
    json_number(json, "column", region.start.column);
    json_number(json, "endLine", region.end.line);
    json_number(json, "endColumn", region.end.column);
}

static void print_related(struct json_writer *json, struct regions *regions,
                          const struct lint_results *results, const struct diagnostic *item) {
    json_open(json, "related", '[');
    for (uint32_t i = 0; i < item->related_count; i++) {
        const struct related *related = &item->related[i];
        json_open(json, NULL, '{');
        print_path(json, regions->arena, results, related->source);
        print_region(json, region_of(regions, related->source, related->span, UNIT_CHARACTER));
        json_str(json, "message", related->message);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void print_fix(struct json_writer *json, struct regions *regions, const struct lint_results *results,
                      const struct diagnostic *item) {
    json_open(json, "fix", '{');
    json_str(json, "title", item->fix);
    json_bool(json, "safe", !item->suggested);
    json_open(json, "edits", '[');
    for (uint32_t i = 0; i < item->edit_count; i++) {
        const struct source *source = edit_source(item, &item->edits[i]);
        json_open(json, NULL, '{');
        print_path(json, regions->arena, results, source);
        print_region(json, region_exact(regions, source, item->edits[i].span, UNIT_CHARACTER));
        json_str(json, "text", item->edits[i].text);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void print_item(struct json_writer *json, struct regions *regions, const struct lint_results *results,
                       const struct diagnostic *item) {
    json_open(json, NULL, '{');
    json_str(json, "rule", item->rule->id);
    json_str(json, "severity", str_from(order_severity(item->severity)));
    print_path(json, regions->arena, results, item->source);
    print_region(json, region_of(regions, item->source, item->span, UNIT_CHARACTER));
    json_str(json, "message", item->message);
    print_related(json, regions, results, item);
    json_bool(json, "fixable", item->edit_count > 0);
    if (item->edit_count) print_fix(json, regions, results, item);
    if (item->changed) json_bool(json, "changed", true);
    if (item->fresh) json_bool(json, "new", true);
    json_open(json, "properties", '{');
    for (uint32_t i = 0; i < item->property_count; i++)
        json_member(json, item->properties[i].name, item->properties[i].value);
    json_close(json, '}');
    json_close(json, '}');
}

static void print_notification(struct json_writer *json, const struct notification *notification) {
    json_open(json, NULL, '{');
    json_str(json, "severity", str_from(order_severity(notification->severity)));
    json_str(json, "message", notification->message);
    json_close(json, '}');
}

void lines_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                 const struct report_options *options) {
    (void)options;
    struct regions regions = {.arena = arena};
    for (size_t i = 0; i < results->count; i++) {
        struct json_writer json = {.out = out};
        print_item(&json, &regions, results, &results->items[i]);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < results->notification_count; i++) {
        struct json_writer json = {.out = out};
        if (results->notifications[i].severity != SEVERITY_ERROR) continue;
        print_notification(&json, &results->notifications[i]);
        buf_add_char(out, '\n');
    }
}
