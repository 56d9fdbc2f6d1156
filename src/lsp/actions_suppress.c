/* actions_suppress.c: a comment that hides one finding, with room for the reason. */
#include "lsp/actions.h"

static struct span line_of(const struct source *source, uint32_t offset) {
    uint32_t line = source_place(source, offset, UNIT_BYTE).line;
    struct str text = source_line(source, line);
    uint32_t start = source->lines[line - 1];
    return (struct span){start, start + (uint32_t)text.len};
}

static struct str indent_of(struct str line) {
    size_t at = 0;
    while (at < line.len && char_is_blank(line.ptr[at])) at++;
    return str_sub(line, 0, at);
}

/* Is all that readers and others see of the page the same with the edit made? */
static bool is_same(struct arena *arena, const struct page *page, struct str text) {
    struct page made;
    page_parse(arena, &made, page->source.path, text, &page->options);
    bool same = made.faults.len == page->faults.len && made.headings.len == page->headings.len &&
                made.links.len == page->links.len && made.blocks.len == page->blocks.len &&
                made.codes.len == page->codes.len && !made.front == !page->front;
    if (same && page->front) same = node_equal(made.front, page->front);
    for (size_t i = 0; same && i < page->headings.len; i++)
        same = str_eq(made.headings.items[i].id, page->headings.items[i].id);
    for (size_t i = 0; same && i < page->blocks.len; i++)
        same = str_eq(str_trim(made.blocks.items[i].text), str_trim(page->blocks.items[i].text));
    return same;
}

static struct str edited(struct arena *arena, struct str text, struct str added, uint32_t at) {
    struct edit edit = {.span = {at, at}, .text = added};
    return edits_apply(arena, text, &edit, 1);
}

/* Where a comment can stand: above the line, behind it, within the last cell of a table's row. */
static bool find_place(struct arena *arena, const struct page *page, const struct source *source,
                       const struct diagnostic *finding, struct edit *edit) {
    struct span line = line_of(source, finding->span.start);
    struct str text = str_sub(source->text, line.start, line.end), indent = indent_of(text);
    struct str rule = finding->rule->id;
    bool front = page->has_front && finding->span.start < page->body.start;
    bool json = front && page->front_format == FORMAT_JSON;
    struct str end = str_find(source->text, STR("\r\n")) < source->text.len ? STR("\r\n") : STR("\n");
    struct edit tries[3];
    size_t count = 0;
    if (front && !json) {
        tries[count++] =
            (struct edit){.span = {line.start, line.start},
                          .text = str_printf(arena, "%.*s# contentlint-disable-next-line %.*s: reason%.*s",
                                             STR_FMT(indent), STR_FMT(rule), STR_FMT(end))};
    } else if (!front) {
        struct str behind =
            str_printf(arena, " <!-- contentlint-disable-line %.*s: reason -->", STR_FMT(rule));
        struct str trimmed = str_trim(text);
        tries[count++] = (struct edit){
            .span = {line.start, line.start},
            .text = str_printf(arena, "%.*s<!-- contentlint-disable-next-line %.*s: reason -->%.*s",
                               STR_FMT(indent), STR_FMT(rule), STR_FMT(end))};
        tries[count++] = (struct edit){.span = {line.end, line.end}, .text = behind};
        if (str_ends(trimmed, STR("|"))) {
            uint32_t bar = line.start + (uint32_t)str_rfind_char(text, '|');
            tries[count++] = (struct edit){.span = {bar, bar}, .text = behind};
        }
    }
    for (size_t i = 0; i < count; i++) {
        *edit = tries[i];
        if (is_same(arena, page, edited(arena, source->text, edit->text, edit->span.start))) return true;
    }
    return false;
}

void actions_suppress(struct actions *actions, const struct diagnostic *finding) {
    struct source source;
    struct edit edit;
    const struct site *loaded;
    struct error error = {0};
    struct str within = actions->document->within;
    if (!session_site(actions->site->session, &loaded, &error)) return;
    const struct site_page *known = site_page_of(loaded, within);
    if (!known || !known->page || finding->grouped || finding->rest ||
        !document_source(actions->arena, actions->lsp, actions->site, within, &source))
        return;
    struct page page;
    page_parse(actions->arena, &page, within, source.text, &known->page->options);
    if (!find_place(actions->arena, &page, &source, finding, &edit)) return;
    struct workspace_edit out = {actions->lsp, actions->arena, actions->site, actions->json};
    actions_begin(actions, "quickfix",
                  str_printf(actions->arena, "Suppress %.*s here, with a reason", STR_FMT(finding->rule->id)),
                  finding, false);
    workspace_edit_begin(&out, "edit");
    workspace_edit_file(&out, within, &edit, 1);
    workspace_edit_end(&out);
    actions_end(actions);
}
