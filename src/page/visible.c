/* The visible text of leaf blocks: pieces come in source order, regions divide them into blocks. */
#include "page/parse.h"

#include <assert.h>
#include <string.h>

static bool is_prose(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (i + 2 < text.len && memcmp(text.ptr + i, PAGE_OBJECT, 3) == 0)
            i += 2;
        else if (!char_is_space(text.ptr[i]))
            return true;
    }
    return false;
}

/* Text that stands unchanged in the file is borrowed from it. */
static struct str keep_text(struct parser *p) {
    struct str text = buf_str(&p->visible);
    if (!p->map && p->visible_map.len == 1) {
        uint32_t at = p->visible_map.items[0].at;
        struct str same = str_sub(p->page->source.text, at, at + text.len);
        if (str_eq(same, text)) return same;
    }
    return str_copy(p->arena, text);
}

/* Raw HTML has no regions of its own: the block is where its text stands. */
static struct span text_extent(const segments *map, size_t length) {
    const struct segment *first = &map->items[0], *last = &map->items[map->len - 1];
    uint32_t end = last->at + ((uint32_t)length - last->from);
    return (struct span){first->at, end > first->at ? end : first->at};
}

static void keep_block(struct parser *p, struct str text) {
    assert(p->leaf.region < p->leaf.regions.len);
    const struct region *region = &p->leaf.regions.items[p->leaf.region];
    if (!parser_room(p, p->page->blocks.len, p->flow.excerpt)) return;
    struct text_block *block = ARRAY_PUSH(p->arena, &p->page->blocks);
    block->kind = region->kind;
    block->text = text;
    bool html = region->kind == BLOCK_HTML || region->kind == BLOCK_TITLE;
    block->span = html ? text_extent(&p->visible_map, text.len) : flow_span(p, region->start, region->end);
    block->quoted = p->leaf.quoted;
    block->checked = p->leaf.checked;
    block->field = p->field;
    size_t pieces = p->visible_map.len;
    block->map.len = block->map.cap = pieces + 1;
    block->map.items = ARENA_ARRAY(p->arena, struct segment, pieces + 1);
    memcpy(block->map.items, p->visible_map.items, pieces * sizeof(struct segment));
    const struct segment *last = &block->map.items[pieces - 1];
    uint32_t length = (uint32_t)text.len;
    block->map.items[pieces] = (struct segment){length, last->at + (length - last->from)};
}

static void resolve_pending(struct parser *p, struct str text) {
    for (size_t i = 0; i < p->pending.len; i++) {
        const struct pending *pending = &p->pending.items[i];
        struct str part = str_sub(text, pending->from, pending->to);
        if (pending->html)
            p->raw_html.tags.items[pending->index].text = part;
        else
            p->page->links.items[pending->index].text = part;
    }
    p->pending.len = 0;
}

void visible_finish(struct parser *p) {
    bool prose = is_prose(buf_str(&p->visible));
    if (prose || p->pending.len) {
        struct str text = keep_text(p);
        if (prose) keep_block(p, text);
        resolve_pending(p, text);
    }
    p->visible.len = 0;
    p->visible_map.len = 0;
    p->leaf.number++;
}

/* Moves on to the region that holds flow offset `at`, or ends behind it. */
static const struct region *region_at(struct parser *p, uint32_t at) {
    while (p->leaf.region < p->leaf.regions.len && p->leaf.regions.items[p->leaf.region].end <= at) {
        if (p->leaf.region + 1 == p->leaf.regions.len) return NULL;
        visible_finish(p);
        p->leaf.region++;
    }
    return &p->leaf.regions.items[p->leaf.region];
}

static void add_segment(struct parser *p, uint32_t file) {
    uint32_t from = (uint32_t)p->visible.len;
    if (p->visible_map.len) {
        const struct segment *last = &p->visible_map.items[p->visible_map.len - 1];
        if (last->at + (from - last->from) == file) return;
    }
    *ARRAY_PUSH(&p->scratch, &p->visible_map) = (struct segment){from, file};
}

/* Offset behind `at` where the excerpt's own map starts a new piece. */
static uint32_t piece_end(const struct parser *p, uint32_t at) {
    if (!p->map) return UINT32_MAX;
    size_t low = 0, high = p->map->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->map->items[middle].from <= at)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || p->map->items[low - 2].from <= p->map->items[low - 1].from);
    return low < p->map->len ? p->map->items[low].from : UINT32_MAX;
}

static void note_object(struct parser *p) {
    for (size_t i = 0; i < p->open.len; i++) p->open.items[i].object = true;
}

static void add_text(struct parser *p, struct str text, uint32_t excerpt) {
    if (p->leaf.plain) buf_add(p->leaf.plain, text);
    if (p->leaf.code_tags) {
        note_object(p);
        return;
    }
    while (text.len) {
        uint32_t end = piece_end(p, excerpt);
        size_t n = end - excerpt < text.len ? end - excerpt : text.len;
        add_segment(p, parser_span(p, excerpt, excerpt).start);
        buf_add(&p->visible, str_sub(text, 0, n));
        text = str_sub(text, n, text.len);
        excerpt += (uint32_t)n;
    }
}

static void add_object(struct parser *p, uint32_t excerpt) {
    add_segment(p, parser_span(p, excerpt, excerpt).start);
    buf_add(&p->visible, STR(PAGE_OBJECT));
    note_object(p);
}

/* Text in which shortcodes may stand, all on one line of the flow. */
static void add_masked(struct parser *p, struct str text, uint32_t excerpt) {
    while (text.len) {
        const struct mask *mask = p->masks.len ? mask_in(p, excerpt, excerpt + (uint32_t)text.len) : NULL;
        size_t before = !mask ? text.len : mask->span.start > excerpt ? mask->span.start - excerpt : 0;
        add_text(p, str_sub(text, 0, before), excerpt);
        if (!mask) return;
        p->leaf.masked = true;
        if (mask->kind == MASK_SHORTCODE || mask->kind == MASK_LIQUID || mask->kind == MASK_EXPRESSION)
            add_object(p, mask->span.start);
        size_t after = mask->span.end - excerpt;
        text = str_sub(text, after, text.len);
        excerpt += (uint32_t)after;
    }
}

void visible_add(struct parser *p, struct str text, uint32_t at) {
    while (text.len) {
        const struct region *region = region_at(p, at);
        if (!region) return;
        uint32_t start = region->start > p->skip_until ? region->start : p->skip_until;
        if (at < start) {
            text = str_sub(text, start - at, text.len);
            at = start;
            continue;
        }
        size_t n = region->end - at < text.len ? region->end - at : text.len;
        add_masked(p, str_sub(text, 0, n), flow_at(&p->flow, at));
        text = str_sub(text, n, text.len);
        at += (uint32_t)n;
    }
}

void visible_object(struct parser *p, uint32_t at) {
    const struct region *region = at >= p->skip_until ? region_at(p, at) : NULL;
    if (region && at >= region->start) add_object(p, flow_at(&p->flow, at));
}

void visible_link_text(struct parser *p, size_t index, const struct open_link *open) {
    uint32_t from = open->block == p->leaf.number ? open->text_from : 0, to = (uint32_t)p->visible.len;
    struct link *link = &p->page->links.items[index];
    link->text = STR("");
    link->empty_text = !open->object && str_trim(str_sub(buf_str(&p->visible), from, to)).len == 0;
    *ARRAY_PUSH(&p->scratch, &p->pending) = (struct pending){false, (uint32_t)index, from, to};
}
