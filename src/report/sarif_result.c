/* sarif_result.c: one finding as a SARIF result. */
#include "report/sarif.h"

#include <inttypes.h>

enum { RELATED_MAX = 100, FLOW_MAX = 1000 /* code scanning keeps no more */ };

/* A bracket from content would open a link, and a backslash before one would undo its escape. */
static void add_plain(struct buf *out, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : 0;
        bool escape = c == '[' || c == ']' || (c == '\\' && (next == '[' || next == ']'));
        if (escape) buf_add_char(out, '\\');
        buf_add_char(out, c);
    }
}

static uint32_t related_count(const struct diagnostic *item) {
    return item->related_count < RELATED_MAX ? item->related_count : RELATED_MAX;
}

/* The message, then a link to each related place: code scanning shows only places that are linked. */
static struct str message_text(struct arena *arena, const struct diagnostic *item) {
    struct buf text = {.arena = arena}, out = {.arena = arena};
    escape_sentence(&text, item->message);
    add_plain(&out, buf_str(&text));
    for (uint32_t i = 0; i < related_count(item); i++) {
        text.len = 0;
        escape_text(&text, item->related[i].message, MESSAGE_MAX);
        buf_add(&out, i ? STR(", [") : STR(" See ["));
        add_plain(&out, buf_str(&text));
        buf_printf(&out, "](%u)", i + 1);
    }
    if (item->related_count) buf_add_char(&out, '.');
    return buf_str(&out);
}

static void print_artifact(struct sarif *sarif, const struct source *source) {
    struct buf uri = {.arena = sarif->arena};
    escape_uri(&uri, result_path(sarif->arena, sarif->results->git_prefix, source->path));
    json_open(&sarif->json, "artifactLocation", '{');
    json_str(&sarif->json, "uri", buf_str(&uri));
    json_str(&sarif->json, "uriBaseId", STR("%SRCROOT%"));
    json_close(&sarif->json, '}');
}

static void print_region(struct json_writer *json, const char *key, struct place_range region) {
    json_open(json, key, '{');
    json_number(json, "startLine", region.start.line);
    json_number(json, "startColumn", region.start.column);
    json_number(json, "endLine", region.end.line);
    json_number(json, "endColumn", region.end.column);
    json_close(json, '}');
}

static void print_physical(struct sarif *sarif, const struct source *source, struct span span) {
    json_open(&sarif->json, "physicalLocation", '{');
    print_artifact(sarif, source);
    print_region(&sarif->json, "region", region_of(&sarif->regions, source, span, UNIT_UTF16));
    json_close(&sarif->json, '}');
}

static void print_message(struct sarif *sarif, struct str message) {
    struct buf text = {.arena = sarif->arena}, out = {.arena = sarif->arena};
    escape_sentence(&text, message);
    add_plain(&out, buf_str(&text));
    sarif_text(&sarif->json, "message", buf_str(&out));
}

static void print_related(struct sarif *sarif, const struct diagnostic *item) {
    if (!item->related_count) return;
    json_open(&sarif->json, "relatedLocations", '[');
    for (uint32_t i = 0; i < related_count(item); i++) {
        json_open(&sarif->json, NULL, '{');
        json_number(&sarif->json, "id", i + 1);
        print_physical(sarif, item->related[i].source, item->related[i].span);
        print_message(sarif, item->related[i].message);
        json_close(&sarif->json, '}');
    }
    json_close(&sarif->json, ']');
}

/* A redirect chain: one step per hop, every place inline. */
static void print_flow(struct sarif *sarif, const struct diagnostic *item) {
    struct json_writer *json = &sarif->json;
    if (!item->flow_count) return;
    json_open(json, "codeFlows", '[');
    json_open(json, NULL, '{');
    json_open(json, "threadFlows", '[');
    json_open(json, NULL, '{');
    json_open(json, "locations", '[');
    for (uint32_t i = 0; i < item->flow_count && i < FLOW_MAX; i++) {
        json_open(json, NULL, '{');
        json_open(json, "location", '{');
        print_physical(sarif, item->flow[i].source, item->flow[i].span);
        print_message(sarif, item->flow[i].message);
        json_close(json, '}');
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, ']');
}

/* insertedContent is there for a deletion too: consumers read it unguarded. */
static void print_edit(struct sarif *sarif, const struct source *source, const struct edit *edit) {
    json_open(&sarif->json, NULL, '{');
    print_region(&sarif->json, "deletedRegion",
                 region_exact(&sarif->regions, source, edit->span, UNIT_UTF16));
    sarif_text(&sarif->json, "insertedContent", edit->text);
    json_close(&sarif->json, '}');
}

/* Is the edit the finding's first in its file? */
static bool is_first_in_file(const struct diagnostic *item, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (edit_source(item, &item->edits[i]) == edit_source(item, &item->edits[at])) return false;
    return true;
}

static void print_change(struct sarif *sarif, const struct diagnostic *item, const struct source *source) {
    struct json_writer *json = &sarif->json;
    json_open(json, NULL, '{');
    print_artifact(sarif, source);
    json_open(json, "replacements", '[');
    for (uint32_t i = 0; i < item->edit_count; i++)
        if (edit_source(item, &item->edits[i]) == source) print_edit(sarif, source, &item->edits[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void print_fix(struct sarif *sarif, const struct diagnostic *item) {
    struct json_writer *json = &sarif->json;
    if (!item->edit_count) return;
    json_open(json, "fixes", '[');
    json_open(json, NULL, '{');
    struct buf title = {.arena = sarif->arena};
    escape_sentence(&title, item->fix.len ? item->fix : STR("Fix it"));
    sarif_text(json, "description", buf_str(&title));
    json_open(json, "artifactChanges", '[');
    for (uint32_t i = 0; i < item->edit_count; i++)
        if (is_first_in_file(item, i)) print_change(sarif, item, edit_source(item, &item->edits[i]));
    json_close(json, ']');
    json_open(json, "properties", '{');
    json_str(json, "safety", item->suggested ? STR("suggestion") : STR("safe"));
    json_close(json, '}');
    json_close(json, '}');
    json_close(json, ']');
}

static const struct line_hashes *line_hashes(struct sarif *sarif, const struct source *source) {
    void **slot = map_slot(sarif->arena, &sarif->hashes, source->path);
    if (!*slot) {
        struct line_hashes *hashes = ARENA_NEW(sarif->arena, struct line_hashes);
        fingerprint_lines(sarif->arena, source->text, hashes);
        *slot = hashes;
    }
    return *slot;
}

/* Equal findings of one file are numbered, so that each keeps an identity of its own. */
static struct str own_fingerprint(struct sarif *sarif, const struct diagnostic *item) {
    struct str path = result_path(sarif->arena, sarif->results->git_prefix, item->source->path);
    struct str hash = str_printf(sarif->arena, "%016" PRIx64, fingerprint_of(item, path));
    void **slot = map_slot(sarif->arena, &sarif->seen, hash);
    uintptr_t n = (uintptr_t)*slot + 1;
    *slot = (void *)n;
    return str_printf(sarif->arena, "%.*s:%u", STR_FMT(hash), (unsigned)n);
}

static void print_fingerprints(struct sarif *sarif, const struct diagnostic *item) {
    const struct line_hashes *hashes = line_hashes(sarif, item->source);
    struct place_range region = region_of(&sarif->regions, item->source, item->span, UNIT_BYTE);
    json_open(&sarif->json, "partialFingerprints", '{');
    if (region.start.line <= hashes->count) {
        uint32_t line = region.start.line - 1;
        json_str(&sarif->json, "primaryLocationLineHash",
                 str_printf(sarif->arena, "%" PRIx64 ":%u", hashes->hashes[line], hashes->repeated[line]));
    }
    json_str(&sarif->json, "contentlint/v1", own_fingerprint(sarif, item));
    json_close(&sarif->json, '}');
}

static void print_properties(struct json_writer *json, const struct diagnostic *item) {
    if (!item->property_count) return;
    json_open(json, "properties", '{');
    for (uint32_t i = 0; i < item->property_count; i++)
        json_member(json, item->properties[i].name, item->properties[i].value);
    json_close(json, '}');
}

/* A log has the state of all results or of none (3.27.24). Those of the baseline are not in it: code scanning would open
 * them. What the site as it was had is told as not fresh; without it, all that is told is new beside the baseline. */
static bool is_new(const struct lint_results *results, const struct diagnostic *item) {
    return item->fresh || !results->with_past;
}

void sarif_result(struct sarif *sarif, const struct diagnostic *item, size_t rule_index) {
    struct json_writer *json = &sarif->json;
    json_open(json, NULL, '{');
    json_str(json, "ruleId", item->rule->id);
    json_number(json, "ruleIndex", (int64_t)rule_index);
    json_str(json, "level", str_from(order_severity(item->severity)));
    sarif_text(json, "message", message_text(sarif->arena, item));
    json_open(json, "locations", '[');
    json_open(json, NULL, '{');
    print_physical(sarif, item->source, item->span);
    json_close(json, '}');
    json_close(json, ']');
    print_related(sarif, item);
    print_flow(sarif, item);
    print_fix(sarif, item);
    print_fingerprints(sarif, item);
    if (sarif->results->compared)
        json_str(json, "baselineState", is_new(sarif->results, item) ? STR("new") : STR("unchanged"));
    print_properties(json, item);
    json_close(json, '}');
}

void sarif_text(struct json_writer *json, const char *key, struct str text) {
    json_open(json, key, '{');
    json_str(json, "text", text);
    json_close(json, '}');
}
