/* heading.c: `contentlint rename-heading`. */
#include "move/parts.h"

static bool refuse(const struct moving *moving, struct str path, const char *format, struct str text) {
    struct str message = str_printf(moving->arena, "%s `%.*s`", format, STR_FMT(text));
    return error_set(moving->error, path, 0, "%.*s", STR_FMT(message));
}

/* By its id, else by its text, which only one may have. */
static bool find_heading(const struct moving *moving, const struct page *page, struct str name,
                         size_t *found) {
    size_t count = 0;
    for (size_t i = 0; i < page->headings.len && !count; i++)
        if (page->headings.items[i].id.len && str_eq(page->headings.items[i].id, name)) *found = i, count++;
    for (size_t i = 0, by_id = count; i < page->headings.len && !by_id; i++)
        if (str_eq(str_trim(page->headings.items[i].text), str_trim(name))) *found = i, count++;
    struct str path = page->source.path;
    if (!count) return refuse(moving, path, "has no heading with the id or text", name);
    if (count > 1)
        return refuse(moving, path, "has several headings, which ids tell apart, with the text", name);
    if (page->headings.items[*found].field)
        return refuse(moving, path, "has in its front matter the heading", name);
    return true;
}

static bool is_id(struct str id) {
    for (size_t i = 0; i < id.len; i++)
        if ((unsigned char)id.ptr[i] <= ' ' || strchr("\"'<>{}#", id.ptr[i])) return false;
    return id.len > 0;
}

/* Where an id is written behind the heading's text: as the generator's Markdown has it. */
static struct edit id_edit(const struct moving *moving, const struct page *page,
                           const struct heading *heading, struct str id) {
    if (heading->id_span.end > heading->id_span.start)
        return (struct edit){.span = heading->id_span, .text = id};
    uint32_t end = heading->text_span.end;
    struct buf out = {.arena = moving->arena};
    buf_add(&out, page->options.attribute_lists ? STR(" { #") : STR(" {#"));
    buf_add(&out, id);
    buf_add(&out, page->options.attribute_lists ? STR(" }") : STR("}"));
    return (struct edit){.span = {end, end}, .text = buf_str(&out)};
}

static struct page *parse(const struct moving *moving, const struct site_page *page, struct str text) {
    struct page *made = ARENA_NEW(moving->arena, struct page);
    page_parse(moving->arena, made, page->source, text, &page->page->options);
    return made;
}

/* Each id that is another now, by its heading. */
static void map_anchors(struct moving *moving, const struct page *before, const struct page *after) {
    for (size_t i = 0; i < before->headings.len; i++) {
        struct str old = before->headings.items[i].id;
        struct str *new = &after->headings.items[i].id;
        if (old.len && new->len && !str_eq(old, *new)) map_put(moving->arena, &moving->anchors, old, new);
    }
}

/* The heading is what was meant, and the others are what they were. */
static bool holds(const struct page *before, const struct page *after, size_t at, bool id, struct str name) {
    if (before->headings.len != after->headings.len || before->links.len != after->links.len) return false;
    const struct heading *a = &before->headings.items[at], *b = &after->headings.items[at];
    if (a->level != b->level || a->html != b->html) return false;
    for (size_t i = 0; i < before->headings.len; i++)
        if (i != at && !str_eq(before->headings.items[i].text, after->headings.items[i].text)) return false;
    return id ? b->explicit_id && str_eq(b->id, name) && str_eq(a->text, b->text) : b->text.len > 0;
}

static bool has_id(const struct page *page, struct str id) {
    for (size_t i = 0; i < page->ids.len; i++)
        if (str_eq(page->ids.items[i].id, id)) return true;
    return false;
}

static bool edit_heading(struct moving *moving, struct str heading, struct str name) {
    const struct site_page *page = moving->anchored;
    struct str text = site_page_text(moving->arena, moving->before, page);
    struct page *before = parse(moving, page, text);
    bool id = str_starts(name, STR("#"));
    edit_array edits = {0};
    size_t at = 0;
    if (!find_heading(moving, before, heading, &at)) return false;
    const struct heading *found = &before->headings.items[at];
    if (id) name = str_sub(name, 1, name.len);
    bool fits = id ? is_id(name) : name.len && str_find_char(name, '\n') == name.len;
    if (!fits)
        return refuse(moving, page->source, id ? "cannot have the id" : "cannot have the heading", name);
    if (id && has_id(before, name)) return refuse(moving, page->source, "has already the id", name);
    *ARRAY_PUSH(moving->arena, &edits) =
        id ? id_edit(moving, before, found, name) : (struct edit){.span = found->text_span, .text = name};
    struct str now = moving_edited(moving->arena, text, &edits);
    struct page *after = parse(moving, page, now);
    if (!holds(before, after, at, id, name))
        return refuse(moving, page->source, id ? "cannot be given the id" : "would not have the heading",
                      name);
    map_anchors(moving, before, after);
    moving_put(moving, page->source, now);
    moving->plan->pages = 1;
    if (!found->id.len || !after->headings.items[at].id.len)
        moving_remark(moving, page->source, now, found->span.start,
                      STR("the anchor of this heading is not known, and no link to it was rewritten"));
    return true;
}

static bool run(struct moving *moving, struct str path, struct str heading, struct str name) {
    if (!moving_begin(moving)) return false;
    moving->anchored = site_page_of(moving->before, path);
    if (!moving->anchored || !moving->anchored->page)
        return error_set(moving->error, path, 0, "is no page of the site");
    if (!edit_heading(moving, heading, name) || !moving_load(moving)) return false;
    if (moving->anchors.len) {
        inbound_rewrite(moving);
        values_rewrite(moving);
    }
    return moving_end(moving);
}

bool move_heading(struct arena *arena, struct session *session, const struct move_options *options,
                  struct str page, struct str heading, struct str name, struct move_plan *plan,
                  struct error *error) {
    struct moving moving = {
        .arena = arena, .session = session, .options = options, .plan = plan, .error = error};
    *plan = (struct move_plan){0};
    bool good = run(&moving, page, heading, name);
    moving_close(&moving);
    return good;
}
