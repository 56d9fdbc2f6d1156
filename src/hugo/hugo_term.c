/* hugo_term.c: terms of a taxonomy whose names differ and whose address is one (1.10). */
#include "hugo/model.h"

#include <stdlib.h>

void hugo_term_use(struct hugo *hugo, const struct term_use *use) {
    *ARRAY_PUSH(hugo->arena, &hugo->terms) = *use;
}

/* What tells names apart: case does not. */
static struct str spelling(const struct hugo *hugo, const struct term_use *use) {
    return str_printf(hugo->arena, "%.*s\n%.*s", STR_FMT(use->term->p.file),
                      STR_FMT(unicode_lower_str(hugo->arena, str_trim(use->text))));
}

/* Since 0.123 a term is known by its name, with hyphens for blanks; before, by its address. */
static struct str identity(const struct hugo *hugo, const struct term_use *use) {
    return hugo_replace_all(hugo->arena, unicode_lower_str(hugo->arena, use->text), STR(" "), STR("-"));
}

/* The first use of a name, beside the first one of another name with that address. */
static void add_clash(struct hugo *hugo, const struct term_use *own, const struct term_use *other) {
    bool lost = !hugo->old && !str_eq(identity(hugo, own), identity(hugo, other));
    struct term_clash *clash = ARRAY_PUSH(hugo->arena, &hugo->site->term_clashes);
    *clash = (struct term_clash){own->node,   own->source,   own->text,         other->text,
                                 other->node, other->source, own->term->p.link, lost};
}

static int by_place(const void *a, const void *b) {
    const struct term_use *x = *(const struct term_use *const *)a, *y = *(const struct term_use *const *)b;
    int order = str_cmp(x->source->path, y->source->path);
    return order ? order
                 : (x->node->span.start > y->node->span.start) - (x->node->span.start < y->node->span.start);
}

/* Uses with a place, in the order of the files. */
static size_t sorted_uses(struct hugo *hugo, const struct term_use **uses) {
    size_t n = 0;
    for (size_t i = 0; i < hugo->terms.len; i++)
        if (hugo->terms.items[i].source && hugo->terms.items[i].term->rendered)
            uses[n++] = &hugo->terms.items[i];
    if (n) qsort(uses, n, sizeof *uses, by_place);
    return n;
}

void hugo_term_clashes(struct hugo *hugo) {
    const struct term_use **uses = ARENA_ARRAY(hugo->arena, const struct term_use *, hugo->terms.len + 1);
    struct map names = {0}, firsts = {0},
               told = {0}; /* FILE and name; FILE -> its first use; FILEs of two names */
    size_t n = sorted_uses(hugo, uses);
    for (size_t i = 0; i < n; i++) {
        const struct term_use *use = uses[i];
        void **name = map_slot(hugo->arena, &names, spelling(hugo, use));
        void **first = map_slot(hugo->arena, &firsts, use->term->p.file);
        if (*name) continue;
        *name = hugo;
        if (!*first) {
            *first = (void *)(uintptr_t)use;
            continue;
        }
        const struct term_use *other = *first;
        void **both = map_slot(hugo->arena, &told, use->term->p.file);
        if (!*both) add_clash(hugo, other, use);
        *both = hugo;
        add_clash(hugo, use, other);
    }
}
