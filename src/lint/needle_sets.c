/* needle_sets.c: the texts without which a rule has nothing to look for on a page. */
#include "lint/check.h"

const needle_set *lint_needles(struct arena *arena, const struct lint *lint, const str_array *texts) {
    if (lint->needles_built) return NULL;
    needle_set *set = ARENA_NEW(arena, needle_set);
    for (size_t i = 0; i < texts->len; i++) {
        unsigned id = needles_add(lint->needles, texts->items[i]);
        if (id == NEEDLE_NONE) return NULL;
        set->bits[id / 64] |= UINT64_C(1) << id % 64;
    }
    return texts->len ? set : NULL;
}
