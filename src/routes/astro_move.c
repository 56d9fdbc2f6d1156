/* astro_move.c: `redirects` of the configuration, which a move of a page adds to: {'/old': '/new'}. */
#include "routes/astro.h"

#include <string.h>

/* A member with its key in quotes and a string as its value, in the text. */
struct entry {
    uint32_t start;         /* of the key's quote */
    struct span key, value; /* without quotes */
};

static bool entry_of(struct str text, const struct script *one, struct entry *out) {
    uint32_t at = one->span.start;
    if (one->kind != SCRIPT_STRING || one->span.end > text.len || one->span.end < at + 2) return false;
    out->value = (struct span){at + 1, one->span.end - 1};
    if (!str_eq(str_sub(text, out->value.start, out->value.end), one->text)) return false;
    while (at > 0 && strchr(" \t\r\n", text.ptr[at - 1])) at--;
    if (!at || text.ptr[--at] != ':') return false;
    while (at > 0 && strchr(" \t\r\n", text.ptr[at - 1])) at--;
    if (at < one->key.len + 2 || !strchr("'\"`", text.ptr[at - 1])) return false;
    out->key = (struct span){at - 1 - (uint32_t)one->key.len, at - 1};
    out->start = out->key.start - 1;
    return text.ptr[out->start] == text.ptr[at - 1] &&
           str_eq(str_sub(text, out->key.start, out->key.end), one->key);
}

static const struct script *first_redirect(const struct astro *a) {
    const struct script *list = script_get(a->config, "redirects");
    return list && list->kind == SCRIPT_OBJECT && !list->open ? list->child : NULL;
}

static bool read_config(const struct site *site, struct arena *arena, struct str *text) {
    const struct astro *a = site->generator_state;
    struct error error = {0};
    return a->path.len && site->tree.read(site->tree.state, arena, a->path, text, &error);
}

static struct str bare(struct str address) {
    while (address.len > 1 && address.ptr[address.len - 1] == '/') address.len--;
    return address;
}

/* From the root of the site, with a slash at its end where the model has one. */
static struct str address_like(struct arena *arena, const struct site *site, struct str link,
                               struct str model) {
    struct str base = site->languages[0].base_path, text = url_decode(arena, link);
    if (base.len > 1 && str_starts(text, base)) text = str_sub(text, base.len - 1, text.len);
    text = bare(text);
    bool ended = model.len > 1 && str_ends(model, STR("/")) && !str_ends(text, STR("/"));
    return ended ? str_printf(arena, "%.*s/", STR_FMT(text)) : text;
}

/* Can the address stand in quotes of any kind, as a route and not as a pattern? */
static bool is_plain(struct str address) {
    for (size_t i = 0; i < address.len; i++)
        if (strchr("'\"`\\[]${}\r\n", address.ptr[i])) return false;
    return true;
}

bool astro_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                    const struct site_page *page, struct config_edit *out) {
    const struct astro *a = site->generator_state;
    const struct script *last = first_redirect(a);
    struct str text;
    struct entry entry;
    while (last && last->next) last = last->next;
    /* A base path is part of a target, or not, by the version. */
    bool based = site->languages[0].base_path.len > 1;
    if (!last || based || !read_config(site, arena, &text) || !entry_of(text, last, &entry)) return false;
    if (!str_starts(last->key, STR("/")) || !str_starts(last->text, STR("/"))) return false;
    struct str from = address_like(arena, site, old->link, last->key),
               to = address_like(arena, site, page->link, last->text);
    if (!is_plain(from) || !is_plain(to)) return false;
    uint32_t line = entry.start;
    while (line > 0 && text.ptr[line - 1] != '\n') line--;
    struct str indent = str_sub(text, line, entry.start);
    bool own_line = line > 0 && !str_trim(indent).len;
    const char *newline = line > 1 && text.ptr[line - 2] == '\r' ? "\r\n" : "\n";
    out->path = a->path;
    out->span = (struct span){last->span.end, last->span.end};
    out->text = str_printf(arena, ",%s%.*s%c%.*s%.*s%.*s%c", own_line ? newline : " ",
                           STR_FMT(own_line ? indent : STR("")), text.ptr[entry.start], STR_FMT(from),
                           STR_FMT(str_sub(text, entry.key.end, entry.value.start)), STR_FMT(to),
                           text.ptr[entry.value.end]);
    return true;
}

/* An entry behind another one: with the comma between them. */
bool astro_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                      struct config_edit *out) {
    const struct astro *a = site->generator_state;
    const struct script *before = first_redirect(a);
    struct str text, own = bare(url_decode(arena, page->link));
    struct entry entry;
    while (before && before->next && !str_eq(bare(before->next->key), own)) before = before->next;
    if (!before || !before->next || !read_config(site, arena, &text) || !entry_of(text, before->next, &entry))
        return false;
    *out = (struct config_edit){
        .path = a->path, .text = STR(""), .span = {before->span.end, before->next->span.end}};
    return before->span.end < entry.start;
}
