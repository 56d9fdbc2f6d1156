/* mdbook_move.c: [output.html.redirect] of book.toml, which a move of a chapter adds to. A target is written into the page as
 * it is (hbs_renderer/mod.rs, emit_redirects), so it is relative to the old address, or from the host's root. */
#include "routes/mdbook.h"

static const struct node *first_redirect(const struct mdbook *m) {
    const struct node *map = node_path(m->config, STR("output.html.redirect"));
    return map && map->kind == NODE_OBJECT ? map->child : NULL;
}

static bool read_config(const struct site *site, struct arena *arena, struct str *text) {
    struct error error = {0};
    return site->tree.read(site->tree.state, arena, STR(MDBOOK_CONFIG), text, &error);
}

/* "/guide/index.html": the file of the address, from the book's root. */
static struct str key_of(struct arena *arena, const struct site_page *page) {
    return str_printf(arena, "/%.*s", STR_FMT(page->file));
}

static struct str relative(struct arena *arena, const struct site_page *old, const struct site_page *page) {
    struct str folder = path_dir(key_of(arena, old));
    struct buf out = {.arena = arena};
    url_add_encoded(&out, path_relative(arena, folder.len ? folder : STR("/"), key_of(arena, page)), "/-._~");
    return buf_str(&out);
}

/* A table of its own, behind all others. False: the book may have no HTML, or the table is written in another way. */
static bool may_add_table(const struct mdbook *m) {
    const struct node *outputs = node_get(m->config, STR("output")),
                      *html = node_path(m->config, STR("output.html"));
    bool own = html && html->kind == NODE_OBJECT && !node_get(html, STR("redirect"));
    return m->config && (!outputs || own);
}

/* Where an entry of the table stands, without the blanks before it. */
static uint32_t line_of(struct str text, uint32_t at) {
    while (at > 0 && text.ptr[at - 1] != '\n') at--;
    return at;
}

bool mdbook_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                     const struct site_page *page, struct config_edit *out) {
    const struct mdbook *m = site->generator_state;
    const struct node *last = first_redirect(m);
    struct str text;
    struct buf entry = {.arena = arena};
    while (last && last->next) last = last->next;
    if ((!last && !may_add_table(m)) || !read_config(site, arena, &text)) return false;
    struct str newline = str_find_char(text, '\r') < text.len ? STR("\r\n") : STR("\n");
    uint32_t at = last ? last->span.end : (uint32_t)text.len;
    bool line =
        !last || !str_trim(str_sub(text, line_of(text, last->key_span.start), last->key_span.start)).len;
    if (last && last->kind != NODE_STRING) return false;
    if (!last) {
        bool ended = str_ends(text, STR("\n"));
        buf_printf(&entry, "%.*s%.*s[output.html.redirect]", STR_FMT(ended ? STR("") : newline),
                   STR_FMT(newline));
    }
    while (last && line && at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') at++;
    buf_add(&entry, line ? newline : STR(", "));
    scalar_quote(&entry, key_of(arena, old));
    buf_add(&entry, STR(" = "));
    bool rooted = last && str_starts(last->text, STR("/"));
    scalar_quote(&entry, rooted ? page->link : relative(arena, old, page));
    if (!last) buf_add(&entry, newline);
    *out = (struct config_edit){.path = STR(MDBOOK_CONFIG), .text = buf_str(&entry), .span = {at, at}};
    return true;
}

bool mdbook_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                       struct config_edit *out) {
    const struct mdbook *m = site->generator_state;
    const struct node *first = first_redirect(m), *entry = first;
    struct str text, own = str_sub(key_of(arena, page), 1, page->file.len + 1);
    while (
        entry &&
        !str_eq(str_starts(entry->key, STR("/")) ? str_sub(entry->key, 1, entry->key.len) : entry->key, own))
        entry = entry->next;
    if (!entry || !read_config(site, arena, &text)) return false;
    uint32_t start = line_of(text, entry->key_span.start), end = entry->span.end;
    while (end < text.len && text.ptr[end] != '\n') end++;
    end += end < text.len;
    if (str_trim(str_sub(text, start, entry->key_span.start)).len) return false; /* a table in braces */
    bool only = entry == first && !entry->next;
    struct str head = STR("\n[output.html.redirect]\n");
    bool ours = only && end == text.len && start >= head.len && str_ends(str_sub(text, 0, start), head);
    if (ours) start -= (uint32_t)head.len; /* with the table that mdbook_redirect adds */
    *out = (struct config_edit){.path = STR(MDBOOK_CONFIG), .text = STR(""), .span = {start, end}};
    return true;
}
