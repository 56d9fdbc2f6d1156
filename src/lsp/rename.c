/* rename.c: another name for a heading, a page, a label or a term, with all that leads there. */
#include "lsp/under.h"

#include <stdlib.h>

#include "move/move.h"

/* What has a name at a place. */
enum named { NAMED_NOTHING, NAMED_HEADING, NAMED_LABEL, NAMED_SLUG, NAMED_TERM };
struct naming {
    enum named kind;
    struct span span;
    struct str name;
    const struct heading *heading;
    uint32_t definition;
    struct str taxonomy;
};

static bool is_at(struct span span, uint32_t offset) {
    return span.start <= offset && offset <= span.end && span.start < span.end;
}

static bool find_label(const struct under *under, struct naming *naming) {
    const struct page *page = under->page;
    for (size_t i = 0; i < page->definitions.len; i++)
        if (is_at(page->definitions.items[i].label_span, under->offset)) {
            *naming = (struct naming){.kind = NAMED_LABEL, .definition = (uint32_t)i};
            naming->span = page->definitions.items[i].label_span;
            naming->name = page->definitions.items[i].label;
            return true;
        }
    uint32_t at = under_link(under);
    if (at == PAGE_NONE) return false;
    const struct link *link = &page->links.items[at];
    bool use = (link->kind == LINK_REFERENCE || link->kind == LINK_IMAGE) &&
               link->definition < page->definitions.len && is_at(link->target_span, under->offset);
    if (!use) return false;
    *naming = (struct naming){.kind = NAMED_LABEL, .definition = link->definition, .span = link->target_span};
    naming->name = page->definitions.items[link->definition].label;
    return true;
}

/* The key of front matter that lists terms, as the site has it. */
static bool is_taxonomy(const struct site *site, struct str key) {
    static const char *const usual[] = {"tags", "categories"};
    for (size_t i = 0; site->taxonomies && i < site->taxonomies->len; i++)
        if (str_eq_nocase(site->taxonomies->items[i], key)) return true;
    for (size_t i = 0; !site->taxonomies && i < ARRAY_LEN(usual); i++)
        if (str_eq_nocase(str_from(usual[i]), key)) return true;
    return false;
}

static bool find_value(const struct under *under, struct naming *naming) {
    struct under_path path;
    if (!under_front(under, &path) || path.on_key) return false;
    const struct node *key = path.nodes[0], *value = path.nodes[path.count - 1];
    if (value->kind != NODE_STRING) return false;
    *naming = (struct naming){.span = value->span, .name = value->text, .taxonomy = key->key};
    if (path.count == 1 && str_eq_nocase(key->key, STR("slug"))) naming->kind = NAMED_SLUG;
    if (path.count <= 2 && is_taxonomy(under->loaded, key->key)) naming->kind = NAMED_TERM;
    return naming->kind != NAMED_NOTHING;
}

static struct naming find_name(const struct under *under) {
    struct naming naming = {0};
    if (!under->site_page || find_label(under, &naming) || find_value(under, &naming)) return naming;
    naming = (struct naming){0};
    const struct heading *heading = under_heading(under);
    if (!heading || heading->field) return naming;
    naming = (struct naming){.kind = NAMED_HEADING, .span = heading->text_span, .heading = heading};
    naming.name = span_str(&under->page->source, heading->text_span);
    return naming;
}

bool request_prepare_rename(struct lsp *lsp, struct arena *arena, const struct node *params,
                            struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    struct naming naming = find_name(&under);
    if (naming.kind == NAMED_NOTHING) {
        json_null(json, "result");
        return true;
    }
    json_open(json, "result", '{');
    place_write(json, "range", &under.document->source, naming.span, lsp->client.unit);
    json_str(json, "placeholder", naming.name);
    json_close(json, '}');
    return true;
}

/* ---- edits ------------------------------------------------------------------------------------------------------------------- */

/* Is the file one that the client moves itself, or below a folder that it moves? */
static bool moves_itself(const str_array *moved, struct str path) {
    for (size_t i = 0; i < moved->len; i++)
        if (str_eq(moved->items[i], path) ||
            (str_starts(path, moved->items[i]) && path.ptr[moved->items[i].len] == '/'))
            return true;
    return false;
}

static bool can_write(const struct lsp *lsp, const fix_changes *changes, const str_array *moved,
                      struct error *error) {
    for (size_t i = 0; i < changes->len; i++) {
        const struct fix_change *change = &changes->items[i];
        bool able = change->act == FIX_CREATE   ? lsp->client.creates
                    : change->act == FIX_MOVE   ? lsp->client.renames || moves_itself(moved, change->path)
                    : change->act == FIX_REMOVE ? lsp->client.removes
                                                : true;
        if (!able || (change->act != FIX_WRITE && !lsp->client.edits && !moves_itself(moved, change->path)))
            return error_set(error, change->path, 0, "the editor cannot create, move and remove files");
    }
    return true;
}

/* Texts first, by the names that the files have now; then names. */
static void write_changes(struct workspace_edit *edit, const fix_changes *changes, const str_array *moved) {
    for (size_t i = 0; i < changes->len; i++) {
        const struct fix_change *change = &changes->items[i];
        struct str uri = document_uri(edit->arena, edit->lsp, edit->site, change->path);
        bool text = change->act == FIX_WRITE || (change->act == FIX_MOVE && change->after.ptr);
        if (text && !(change->act == FIX_MOVE && str_eq(change->before, change->after)))
            workspace_edit_text(edit, change->path, uri, change->after);
        if (change->act == FIX_CREATE) workspace_edit_create(edit, change->path, change->after);
    }
    for (size_t i = 0; i < changes->len; i++) {
        const struct fix_change *change = &changes->items[i];
        if (change->act == FIX_MOVE && !moves_itself(moved, change->path))
            workspace_edit_move(edit, change->path, change->to);
        if (change->act == FIX_REMOVE) workspace_edit_remove(edit, change->path);
    }
}

static void show_remarks(struct lsp *lsp, struct arena *arena, const struct move_plan *plan) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < plan->remarks.len && i < 5; i++) {
        const struct move_remark *remark = &plan->remarks.items[i];
        buf_printf(&out, "%s%.*s", i ? "\n" : "", STR_FMT(remark->path));
        if (remark->line) buf_printf(&out, ":%u", remark->line);
        buf_printf(&out, ": %.*s", STR_FMT(remark->message));
    }
    if (plan->remarks.len > 5) buf_printf(&out, "\nand %zu more", plan->remarks.len - 5);
    if (out.len) message_show(lsp, arena, true, 2, buf_str(&out));
}

static bool write_plan(struct lsp *lsp, struct arena *arena, struct opened *site,
                       const struct move_plan *plan, const str_array *moved, struct json_writer *json,
                       struct error *error) {
    struct workspace_edit edit = {lsp, arena, site, json};
    if (!can_write(lsp, &plan->changes, moved, error)) return false;
    show_remarks(lsp, arena, plan);
    workspace_edit_begin(&edit, "result");
    write_changes(&edit, &plan->changes, moved);
    workspace_edit_end(&edit);
    return true;
}

/* ---- a label ------------------------------------------------------------------------------------------------------------------ */

static int by_start(const void *a, const void *b) {
    const struct edit *x = a, *y = b;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static bool label_fits(const struct under *under, struct arena *arena, struct str name) {
    struct str label = page_label(arena, name);
    for (size_t i = 0; i < under->page->definitions.len; i++)
        if (str_eq(page_label(arena, under->page->definitions.items[i].label), label)) return false;
    for (size_t i = 0; i < name.len; i++)
        if (strchr("[]\\\n\r", name.ptr[i])) return false;
    return str_trim(name).len > 0 && name.len < 999;
}

static bool rename_label(const struct under *under, struct arena *arena, const struct naming *naming,
                         struct str name, struct json_writer *json, struct error *error) {
    struct workspace_edit out = {under->lsp, arena, under->site, json};
    ARRAY_OF(struct edit) edits = {0};
    struct str label = page_label(arena, naming->name);
    if (!label_fits(under, arena, name))
        return error_set(error, (struct str){0}, 0, "a label of that name is there, or cannot be");
    for (size_t i = 0; i < under->page->definitions.len; i++)
        if (str_eq(page_label(arena, under->page->definitions.items[i].label), label))
            *ARRAY_PUSH(arena, &edits) =
                (struct edit){.span = under->page->definitions.items[i].label_span, .text = name};
    for (size_t i = 0; i < under->page->links.len; i++) {
        const struct link *link = &under->page->links.items[i];
        bool use = (link->kind == LINK_REFERENCE || link->kind == LINK_IMAGE) &&
                   link->definition == naming->definition && link->exact;
        struct str written = span_str(&under->page->source, link->target_span);
        struct edit edit = {.span = link->target_span, .text = name};
        if (!use || !str_eq(page_label(arena, written), label)) continue;
        /* "[text]" and "[text][]" show the label: they keep their text. */
        struct str behind =
            str_sub(under->page->source.text, link->target_span.end, link->target_span.end + 3);
        bool full =
            link->target_span.start >= 2 && under->page->source.text.ptr[link->target_span.start - 2] == ']';
        if (!full) {
            bool empty = str_starts(behind, STR("][]"));
            edit.span = (struct span){link->target_span.end + 1, link->target_span.end + (empty ? 3 : 1)};
            edit.text = str_printf(arena, "[%.*s]", STR_FMT(name));
        }
        *ARRAY_PUSH(arena, &edits) = edit;
    }
    qsort(edits.items, edits.len, sizeof edits.items[0], by_start);
    workspace_edit_begin(&out, "result");
    workspace_edit_file(&out, under->document->within, edits.items, edits.len);
    workspace_edit_end(&out);
    return true;
}

/* ---- the requests --------------------------------------------------------------------------------------------------------------- */

bool request_rename(struct lsp *lsp, struct arena *arena, const struct node *params, struct json_writer *json,
                    struct error *error) {
    struct under under;
    struct str name = node_text(node_get(params, STR("newName")), STR(""));
    const struct move_options options = {.threads = lsp->options->threads};
    const str_array none = {0};
    struct move_plan plan = {0};
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    struct naming naming = find_name(&under);
    struct session *session = under.site ? under.site->session : NULL;
    struct str within = under.document ? under.document->within : (struct str){0};
    bool good = false;
    switch (naming.kind) {
    case NAMED_NOTHING: return error_set(error, (struct str){0}, 0, "there is nothing here that has a name");
    case NAMED_LABEL: return rename_label(&under, arena, &naming, name, json, error);
    case NAMED_HEADING: {
        struct str old = naming.heading->id.len ? naming.heading->id : naming.heading->text;
        good = move_heading(arena, session, &options, within, old, name, &plan, error);
        break;
    }
    case NAMED_SLUG: good = move_slug(arena, session, &options, within, name, &plan, error); break;
    case NAMED_TERM:
        good = move_term(arena, session, &options, naming.taxonomy, naming.name, name, &plan, error);
        break;
    }
    return good && write_plan(lsp, arena, under.site, &plan, &none, json, error);
}

/* From files of the client to operands of a move: one to a name of its own, several into one folder. */
static bool read_files(struct lsp *lsp, struct arena *arena, const struct node *files, struct opened **site,
                       str_array *from, struct str *to) {
    for (const struct node *n = files ? files->child : NULL; n; n = n->next) {
        struct str old, new, old_within, new_within;
        if (!uri_path(arena, node_text(node_get(n, STR("oldUri")), STR("")), &old) ||
            !uri_path(arena, node_text(node_get(n, STR("newUri")), STR("")), &new))
            return false;
        struct opened *of = sites_of(lsp, arena, old, &old_within);
        if ((*site && *site != of) || sites_of(lsp, arena, new, &new_within) != of) return false;
        struct str folder = path_dir(new_within);
        bool into = str_eq(path_base(old_within), path_base(new_within));
        if (from->len && !(into && str_eq(*to, str_printf(arena, "%.*s/", STR_FMT(folder))))) return false;
        *to = files->count > 1 ? str_printf(arena, "%.*s/", STR_FMT(folder)) : new_within;
        if (files->count > 1 && !into) return false;
        *site = of;
        *ARRAY_PUSH(arena, from) = old_within;
    }
    return *site && !(*site)->single;
}

bool request_will_rename(struct lsp *lsp, struct arena *arena, const struct node *params,
                         struct json_writer *json, struct error *error) {
    const struct move_options options = {.threads = lsp->options->threads};
    struct opened *site = NULL;
    struct move_plan plan = {0};
    str_array from = {0};
    struct str to = {0};
    struct error refused = {0};
    bool good = read_files(lsp, arena, node_get(params, STR("files")), &site, &from, &to) &&
                sites_ready(lsp, site, error);
    if (error->message[0]) return false;
    /* What the move of a page does not know is the editor's affair, and goes on without us. */
    good = good && move_pages(arena, site->session, &options, &from, to, &plan, &refused);
    if (good && plan.changes.len) return write_plan(lsp, arena, site, &plan, &from, json, error);
    if (refused.message[0])
        message_show(lsp, arena, true, 2,
                     str_printf(arena, "contentlint: %.*s: %s", STR_FMT(refused.path), refused.message));
    json_null(json, "result");
    return true;
}
