/* workspace_edit.c: changes of files, as "WorkspaceEdit" of LSP 3.17 has them. What the client has open is changed as it is there,
 * other files as they are on the disk. */
#include "lsp/parts.h"

/* With documentChanges files are changed in order, and each in the version that was read; without, in any. */
void workspace_edit_begin(struct workspace_edit *edit, const char *key) {
    json_open(edit->json, key, '{');
    if (edit->lsp->client.edits)
        json_open(edit->json, "documentChanges", '[');
    else
        json_open(edit->json, "changes", '{');
}

void workspace_edit_end(struct workspace_edit *edit) {
    json_close(edit->json, edit->lsp->client.edits ? ']' : '}');
    json_close(edit->json, '}');
}

static void begin_file(struct workspace_edit *edit, struct str uri, const struct document *document) {
    struct json_writer *json = edit->json;
    if (!edit->lsp->client.edits) {
        json_open(json, str_c(edit->arena, uri), '[');
        return;
    }
    json_open(json, NULL, '{');
    json_open(json, "textDocument", '{');
    json_str(json, "uri", uri);
    if (document)
        json_number(json, "version", document->version);
    else
        json_null(json, "version");
    json_close(json, '}');
    json_open(json, "edits", '[');
}

static void end_file(struct workspace_edit *edit) {
    json_close(edit->json, ']');
    if (edit->lsp->client.edits) json_close(edit->json, '}');
}

static void write_edit(struct workspace_edit *edit, const struct source *source, struct span span,
                       struct str text) {
    json_open(edit->json, NULL, '{');
    place_write(edit->json, "range", source, span, edit->lsp->client.unit);
    json_str(edit->json, "newText", text);
    json_close(edit->json, '}');
}

bool workspace_edit_file(struct workspace_edit *edit, struct str within, const struct edit *edits,
                         size_t count) {
    struct source source;
    if (!document_source(edit->arena, edit->lsp, edit->site, within, &source)) return false;
    begin_file(edit, document_uri(edit->arena, edit->lsp, edit->site, within),
               document_at(edit->lsp, edit->site, within));
    for (size_t i = 0; i < count; i++) write_edit(edit, &source, edits[i].span, edits[i].text);
    end_file(edit);
    return true;
}

/* ---- texts that differ -------------------------------------------------------------------------------------------------- */

static size_t split(struct arena *arena, const struct source *source, struct str **lines) {
    *lines = ARENA_ARRAY(arena, struct str, source->line_count + 1);
    for (uint32_t i = 0; i < source->line_count; i++) {
        size_t end = i + 1 < source->line_count ? source->lines[i + 1] : source->text.len;
        (*lines)[i] = str_sub(source->text, source->lines[i], end);
    }
    return source->line_count;
}

static struct span lines_span(const struct source *source, uint32_t first, uint32_t count) {
    uint32_t len = (uint32_t)source->text.len;
    uint32_t start = first < source->line_count ? source->lines[first] : len;
    uint32_t end = first + count < source->line_count ? source->lines[first + count] : len;
    return (struct span){start, end};
}

/* What both begin and end with stays. */
static struct edit narrowed(struct str before, struct span span, struct str text) {
    size_t head = 0, tail = 0, len = span.end - span.start;
    const char *old = before.ptr + span.start;
    while (head < len && head < text.len && old[head] == text.ptr[head]) head++;
    while (tail < len - head && tail < text.len - head &&
           old[len - 1 - tail] == text.ptr[text.len - 1 - tail])
        tail++;
    while (head && head < len && ((unsigned char)old[head] & 0xC0) == 0x80) head--; /* no character is cut */
    while (tail && ((unsigned char)old[len - tail] & 0xC0) == 0x80) tail--;
    struct span narrow = {span.start + (uint32_t)head, span.end - (uint32_t)tail};
    return (struct edit){.span = narrow, .text = str_sub(text, head, text.len - tail)};
}

void workspace_edit_text(struct workspace_edit *edit, struct str within, struct str uri, struct str after) {
    struct arena *arena = edit->arena;
    struct source before, now = {.text = after};
    struct str *old, *new;
    diff_hunks hunks = {0};
    if (!document_source(arena, edit->lsp, edit->site, within, &before)) return;
    source_lines(arena, &now);
    size_t old_count = split(arena, &before, &old), new_count = split(arena, &now, &new);
    diff_lines(arena, old, old_count, new, new_count, &hunks);
    begin_file(edit, uri, document_at(edit->lsp, edit->site, within));
    for (size_t i = 0; i < hunks.len; i++) {
        const struct diff_hunk *h = &hunks.items[i];
        struct span from = lines_span(&before, h->before, h->before_count);
        struct span to = lines_span(&now, h->after, h->after_count);
        struct edit one = narrowed(before.text, from, str_sub(after, to.start, to.end));
        write_edit(edit, &before, one.span, one.text);
    }
    end_file(edit);
}

static void write_operation(struct workspace_edit *edit, const char *kind, struct str uri, struct str to) {
    struct json_writer *json = edit->json;
    json_open(json, NULL, '{');
    json_str(json, "kind", str_from(kind));
    json_str(json, to.ptr ? "oldUri" : "uri", uri);
    if (to.ptr) json_str(json, "newUri", to);
    json_open(json, "options", '{');
    json_bool(json, "ignoreIfExists", false); /* a name that is taken is an error */
    json_close(json, '}');
    json_close(json, '}');
}

void workspace_edit_create(struct workspace_edit *edit, struct str within, struct str text) {
    struct source empty = {.text = STR("")};
    struct str uri = uri_of(edit->arena, path_join(edit->arena, edit->site->root, within));
    source_lines(edit->arena, &empty);
    write_operation(edit, "create", uri, (struct str){0});
    begin_file(edit, uri, NULL);
    write_edit(edit, &empty, (struct span){0, 0}, text);
    end_file(edit);
}

void workspace_edit_move(struct workspace_edit *edit, struct str from, struct str to) {
    write_operation(edit, "rename", document_uri(edit->arena, edit->lsp, edit->site, from),
                    uri_of(edit->arena, path_join(edit->arena, edit->site->root, to)));
}

void workspace_edit_remove(struct workspace_edit *edit, struct str within) {
    struct json_writer *json = edit->json;
    json_open(json, NULL, '{');
    json_str(json, "kind", STR("delete"));
    json_str(json, "uri", document_uri(edit->arena, edit->lsp, edit->site, within));
    json_close(json, '}');
}
