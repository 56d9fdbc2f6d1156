/* meaning.c: what front matter means with edits made, compared with what it meant: an edit may change the values that it
 * touches, and no others. */
#include "lint/check.h"

#include <assert.h>
#include <stdlib.h>

struct meaning {
    struct arena *arena;
    const struct edit *edits; /* sorted, without overlap */
    size_t count;
};

/* ---- places -------------------------------------------------------------------------------------------------------- */

/* Does an edit touch what begins at start and ends where `end` begins something else? What is put in at its end is its; what
 * is put in before a key is not that key's. */
static bool is_touched(const struct meaning *c, uint32_t start, uint32_t end, bool keyed) {
    for (size_t i = 0; i < c->count; i++) {
        struct span span = c->edits[i].span;
        bool put_in = span.start == span.end && span.start + !keyed > start && span.start <= end;
        if (put_in || (span.start < end && span.end > start)) return true;
    }
    return false;
}

/* Does the place in the text with edits lie in what they put in? */
static bool is_put_in(const struct meaning *c, uint32_t at) {
    uint32_t shift_out = 0, shift_in = 0;
    for (size_t i = 0; i < c->count; i++) {
        uint32_t start = c->edits[i].span.start - shift_out + shift_in,
                 length = (uint32_t)c->edits[i].text.len;
        if (at >= start && at < start + length) return true;
        shift_out += c->edits[i].span.end - c->edits[i].span.start;
        shift_in += length;
    }
    return false;
}

/* A place that no edit takes away. */
static uint32_t moved(const struct meaning *c, uint32_t at) {
    int64_t shift = 0;
    for (size_t i = 0; i < c->count && c->edits[i].span.end <= at; i++)
        shift += (int64_t)c->edits[i].text.len - (c->edits[i].span.end - c->edits[i].span.start);
    return (uint32_t)(at + shift);
}

/* ---- values -------------------------------------------------------------------------------------------------------- */

static uint32_t start_of(const struct node *node) {
    return node->key_span.end > node->key_span.start ? node->key_span.start : node->span.start;
}

static bool is_kept(const struct meaning *c, const struct node *before, const struct node *after,
                    uint32_t end);

/* A member, or an element, which the next one ends. */
static bool is_child_kept(const struct meaning *c, const struct node *before, const struct node *after,
                          uint32_t end) {
    if (before->next && !before->next->shared) end = start_of(before->next);
    if (before->shared) return after && node_equal(before, after);
    if (!is_touched(c, start_of(before), end, before->key.ptr != NULL))
        return after && node_equal(before, after);
    return !after || is_kept(c, before, after, end);
}

static bool are_members_kept(const struct meaning *c, const struct node *before, const struct node *after,
                             uint32_t end) {
    struct map known = {0}, now = {0};
    for (const struct node *m = after->child; m; m = m->next) map_put(c->arena, &now, m->key, m);
    for (const struct node *m = before->child; m; m = m->next) map_put(c->arena, &known, m->key, m);
    for (const struct node *m = before->child; m; m = m->next) /* of two with one key the later counts */
        if (map_get(&known, m->key) == m && !is_child_kept(c, m, map_get(&now, m->key), end)) return false;
    for (const struct node *m = after->child; m; m = m->next)
        if (!map_get(&known, m->key) && !is_put_in(c, m->key_span.start)) return false;
    return true;
}

/* Those that no edit touches come in their order, whatever comes between them. */
static bool are_elements_kept(const struct meaning *c, const struct node *before, const struct node *after,
                              uint32_t end) {
    const struct node *now = after->child;
    for (const struct node *e = before->child; e; e = e->next) {
        uint32_t ends = e->next ? start_of(e->next) : end;
        if (before->count == after->count) {
            if (!is_child_kept(c, e, now, end)) return false;
            now = now->next;
        } else if (!is_touched(c, e->span.start, e->next ? ends : e->span.end, false)) {
            while (now && !node_equal(e, now)) now = now->next;
            if (!now) return false;
            now = now->next;
        }
    }
    return true;
}

static bool is_kept(const struct meaning *c, const struct node *before, const struct node *after,
                    uint32_t end) {
    if (before->kind == NODE_OBJECT && after->kind == NODE_OBJECT)
        return are_members_kept(c, before, after, end);
    if (before->kind == NODE_ARRAY && after->kind == NODE_ARRAY)
        return are_elements_kept(c, before, after, end);
    return true;
}

/* ---- front matter ---------------------------------------------------------------------------------------------------- */

static size_t count_front_faults(const struct page *page) {
    size_t count = 0;
    for (size_t i = 0; i < page->faults.len; i++)
        count += page->faults.items[i].span.start < page->body.start;
    return count;
}

static bool reads_alike(const struct meaning *c, const struct page *before, const struct page *after) {
    if (!page_front_whole(before)) return page_front_whole(after); /* what it meant is not known */
    if (!page_front_whole(after) || count_front_faults(after) > count_front_faults(before)) return false;
    if (before->has_front != after->has_front || before->front_format != after->front_format) return false;
    if (before->has_front && after->body.start != moved(c, before->body.start)) return false;
    if (!before->front || !after->front)
        return !before->front || is_touched(c, 0, before->front_span.end, false);
    return is_kept(c, before->front, after->front, before->front_span.end);
}

struct str edits_apply(struct arena *arena, struct str text, const struct edit *edits, size_t count) {
    struct buf out = {.arena = arena};
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        assert(at <= edits[i].span.start && edits[i].span.start <= edits[i].span.end &&
               edits[i].span.end <= text.len);
        buf_add(&out, str_sub(text, at, edits[i].span.start));
        buf_add(&out, edits[i].text);
        at = edits[i].span.end;
    }
    buf_add(&out, str_sub(text, at, text.len));
    return buf_str(&out);
}

static bool is_data(const struct page *page) {
    return page->has_front && !page->front_span.start && page->front_span.end == page->source.text.len;
}

void edits_read(struct arena *arena, const struct page *page, const struct edit *edits, size_t count,
                struct page *after) {
    struct str text = edits_apply(arena, page->source.text, edits, count);
    if (is_data(page))
        page_read_data(arena, after, page->source.path, text, page->front_format, &page->options);
    else
        page_read_front(arena, after, page->source.path, text, false, &page->options);
}

bool edits_keep_meaning(struct arena *arena, const struct page *page, const struct edit *edits,
                        size_t count) {
    struct arena scratch = arena_within(arena);
    struct meaning c = {&scratch, edits, count};
    struct page after;
    if (!count || (page->has_front && edits[0].span.start >= page->body.start && !is_data(page))) return true;
    edits_read(&scratch, page, edits, count, &after);
    bool kept = reads_alike(&c, page, &after);
    arena_free(&scratch);
    return kept;
}

/* ---- findings -------------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b) {
    const struct edit *x = a, *y = b;
    return (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

/* The edits of one finding that lie in its own file, in order. */
static size_t own_edits(const struct diagnostic *d, struct edit *out) {
    size_t count = 0;
    for (uint32_t i = 0; i < d->edit_count; i++)
        if (!d->edits[i].source || d->edits[i].source == d->source) out[count++] = d->edits[i];
    if (count) qsort(out, count, sizeof *out, by_start);
    return count;
}

void edits_drop_harmful(struct arena *arena, const struct page *page, diagnostics *list) {
    enum {
        TRIED_MAX = 256, /* findings whose edits are tried one by one: each reads the front matter again, */
        TRIED_BYTES = 32 << 20, /* which may be long */
        INTRO_MAX = 64          /* bytes at the start of a page without front matter that could become some */
    };
    size_t tried = 0, bytes = 0;
    uint32_t end = page->has_front ? page->body.start : INTRO_MAX;
    for (size_t i = 0; i < list->len; i++) {
        struct diagnostic *d = &list->items[i];
        struct edit *edits = ARENA_ARRAY(arena, struct edit, d->edit_count + 1u);
        size_t count = own_edits(d, edits);
        if (!count || (edits[0].span.start >= end && !is_data(page))) continue;
        bytes += is_data(page) ? page->source.text.len : end;
        bool may_try = tried++ < TRIED_MAX && bytes <= TRIED_BYTES;
        if (!may_try || !edits_keep_meaning(arena, page, edits, count)) d->edit_count = 0;
    }
}
