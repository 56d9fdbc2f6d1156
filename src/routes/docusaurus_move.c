/* docusaurus_move.c: what the configuration says of pages that a move changes: ids in sidebars, and redirects. */
#include "routes/docusaurus.h"

struct str docusaurus_id(const struct site *site, struct arena *arena, const struct site_page *page) {
    struct str own = page->page ? front_text(page->page, "id") : (struct str){0}, path = page->path;
    struct buf out = {.arena = arena};
    (void)site;
    if (!path.len) return (struct str){0};
    path = without_extension(path);
    for (struct str rest = path; rest.ptr;) {
        struct str name = docusaurus_unnumbered(str_cut(&rest, '/'));
        buf_add(&out, rest.ptr || !own.len ? name : own);
        if (rest.ptr) buf_add_char(&out, '/');
    }
    return buf_str(&out);
}

/* versioned_docs/version-1.0/a.md is in versioned_sidebars/version-1.0-sidebars.json, pages of other folders in files beside
 * the configuration. */
bool docusaurus_lists_page(struct str path, const struct site_page *page) {
    struct str rest = page->source, folder = str_cut(&rest, '/'), version = str_cut(&rest, '/');
    struct str docs = STR("versioned_docs"), sidebars = STR("versioned_sidebars"),
               end = STR("-sidebars.json");
    if (!str_ends(folder, docs)) return str_find_char(path, '/') == path.len;
    struct str plugin = str_sub(folder, 0, folder.len - docs.len), name = path_base(path),
               in = path_dir(path);
    return str_starts(in, plugin) && str_eq(str_sub(in, plugin.len, in.len), sidebars) &&
           str_starts(name, version) && str_eq(str_sub(name, version.len, name.len), end);
}

/* The redirects of the plugin client-redirects. */
static const struct script *list_of(const struct script *plugin) {
    const struct script *options = plugin->kind == SCRIPT_ARRAY && plugin->child ? plugin->child->next : NULL;
    return options ? script_get(options, "redirects") : NULL;
}

/* The last {from: '…', to: '…'} of them. */
static const struct script *last_redirect(const struct docusaurus *d) {
    const struct script *plugins = script_get(d->config, "plugins"), *found = NULL;
    for (const struct script *p = plugins ? plugins->child : NULL; p; p = p->next) {
        const struct script *list = list_of(p);
        for (const struct script *one = list && list->kind == SCRIPT_ARRAY ? list->child : NULL; one;
             one = one->next) {
            const struct script *from = script_get(one, "from"), *to = script_get(one, "to");
            bool plain = from && to && from->kind == SCRIPT_STRING && to->kind == SCRIPT_STRING;
            found = plain && !one->next ? one : NULL;
        }
    }
    return found;
}

static struct str below_base(const struct site *site, struct str link) {
    struct str base = site->languages[0].base_path;
    return base.len > 1 && str_starts(link, base) ? str_sub(link, base.len - 1, link.len) : link;
}

/* The text of the entry with other addresses; both are literals of their own length in it. */
static bool entry_like(struct arena *arena, struct str text, const struct script *one, struct str from,
                       struct str to, struct buf *out) {
    const struct script *a = script_get(one, "from"), *b = script_get(one, "to");
    bool swapped = a->span.start > b->span.start;
    const struct script *first = swapped ? b : a, *second = swapped ? a : b;
    struct span whole = one->span;
    bool inside = whole.start < first->span.start && first->span.end <= second->span.start &&
                  second->span.end <= whole.end && whole.end <= text.len &&
                  first->span.end > first->span.start + 1;
    (void)arena;
    if (!inside) return false;
    buf_add(out, str_sub(text, whole.start, first->span.start + 1));
    buf_add(out, swapped ? to : from);
    buf_add(out, str_sub(text, first->span.end - 1, second->span.start + 1));
    buf_add(out, swapped ? from : to);
    buf_add(out, str_sub(text, second->span.end - 1, whole.end));
    return true;
}

bool docusaurus_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                         const struct site_page *page, struct config_edit *out) {
    const struct docusaurus *d = site->generator_state;
    const struct script *one = last_redirect(d);
    struct str text;
    struct error error = {0};
    struct buf entry = {.arena = arena};
    if (!one || !d->path.len || !site->tree.read(site->tree.state, arena, d->path, &text, &error))
        return false;
    uint32_t start = one->span.start;
    while (start > 0 && text.ptr[start - 1] != '\n') start--;
    struct str indent = str_sub(text, start, one->span.start);
    buf_add(&entry, str_trim(indent).len ? STR(", ") : STR(",\n"));
    if (!str_trim(indent).len) buf_add(&entry, indent);
    if (!entry_like(arena, text, one, below_base(site, old->link), below_base(site, page->link), &entry))
        return false;
    *out = (struct config_edit){
        .path = d->path, .text = buf_str(&entry), .span = {one->span.end, one->span.end}};
    return true;
}

/* An entry behind another one: with the comma between them. */
bool docusaurus_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                           struct config_edit *out) {
    const struct docusaurus *d = site->generator_state;
    const struct script *plugins = script_get(d->config, "plugins");
    struct str own = below_base(site, page->link);
    (void)arena;
    for (const struct script *p = plugins ? plugins->child : NULL; p; p = p->next) {
        const struct script *list = list_of(p);
        const struct script *last = list && list->kind == SCRIPT_ARRAY ? list->child : NULL;
        for (; last && last->next; last = last->next) {
            const struct script *from = script_get(last->next, "from");
            if (!from || from->kind != SCRIPT_STRING || !str_eq(from->text, own)) continue;
            *out = (struct config_edit){
                .path = d->path, .text = STR(""), .span = {last->span.end, last->next->span.end}};
            return last->span.end < last->next->span.end;
        }
    }
    return false;
}
