/* run_keep.c: findings outlive the page they were made from, whose memory is used again. */
#include "lint/run.h"

/* A place of another page is the site's: it outlives the run. */
static struct related *keep_places(struct arena *keep, const struct related *places, uint32_t count,
                                   const struct source *own, const struct source *own_kept) {
    struct related *kept = ARENA_ARRAY(keep, struct related, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct source *source = places[i].source;
        if (source == own || str_eq(source->path, own->path)) source = own_kept;
        kept[i] = (struct related){source, places[i].span, str_copy(keep, places[i].message)};
    }
    return kept;
}

static struct edit keep_edit(struct arena *keep, const struct edit *edit, const struct source *own,
                             const struct source *own_kept) {
    struct edit kept = *edit;
    kept.text = str_copy(keep, edit->text);
    if (edit->source && (edit->source == own || str_eq(edit->source->path, own->path)))
        kept.source = own_kept;
    return kept;
}

static void keep_finding(struct arena *keep, struct diagnostic *d, const struct source *own,
                         const struct source *own_kept) {
    d->source = own_kept;
    d->message = str_copy(keep, d->message);
    d->fix = str_copy(keep, d->fix);
    d->origin = str_copy(keep, d->origin);
    struct property *properties = ARENA_ARRAY(keep, struct property, d->property_count);
    struct edit *edits = ARENA_ARRAY(keep, struct edit, d->edit_count);
    for (uint32_t i = 0; i < d->property_count; i++)
        properties[i] = (struct property){d->properties[i].name, str_copy(keep, d->properties[i].value)};
    for (uint32_t i = 0; i < d->edit_count; i++) edits[i] = keep_edit(keep, &d->edits[i], own, own_kept);
    for (size_t i = 0; i < d->causes.count; i++)
        d->causes.items[i].text = str_copy(keep, d->causes.items[i].text);
    d->related = keep_places(keep, d->related, d->related_count, own, own_kept);
    d->flow = keep_places(keep, d->flow, d->flow_count, own, own_kept);
    d->properties = properties;
    d->edits = edits;
}

/* What the tree keeps is not kept twice. */
static struct str keep_text(struct arena *keep, const struct run_file *file, struct str text) {
    bool lent = file->lent.ptr == text.ptr && text.len <= file->lent.len;
    return lent ? text : str_copy(keep, text);
}

void run_keep(struct arena *keep, struct run_file *file, const struct source *own, const diagnostics *list) {
    if (!list->len) return;
    const struct source *source = file->list.len ? file->list.items[0].source : NULL;
    if (!source) {
        struct source *copy = ARENA_NEW(keep, struct source);
        *copy = (struct source){.path = str_copy(keep, file->path), .text = keep_text(keep, file, own->text)};
        source = copy;
    }
    if (!file->list.cap) { /* mostly once, and then no larger than needed */
        file->list.cap = list->len;
        file->list.items = arena_alloc(keep, list->len, sizeof *list->items);
    }
    for (size_t i = 0; i < list->len; i++) {
        struct diagnostic *d = ARRAY_PUSH(keep, &file->list);
        *d = list->items[i];
        keep_finding(keep, d, own, source);
    }
}
