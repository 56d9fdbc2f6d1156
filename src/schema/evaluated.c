/* Which members or elements of one value have been evaluated: a bit each, on the stack up to 256. */
#include <string.h>

#include "schema/internal.h"

static size_t words(const struct node *value) {
    return (value->count + 63u) / 64u;
}

void evaluated_init(struct arena *arena, struct evaluated *evaluated, const struct node *value) {
    memset(evaluated->small, 0, sizeof evaluated->small);
    bool small = words(value) <= ARRAY_LEN(evaluated->small);
    evaluated->bits = small ? evaluated->small : ARENA_ARRAY(arena, uint64_t, words(value));
}

void evaluated_mark(struct evaluated *evaluated, uint32_t index) {
    if (evaluated != NULL) evaluated->bits[index / 64] |= UINT64_C(1) << (index % 64);
}

bool evaluated_has(const struct evaluated *evaluated, uint32_t index) {
    return evaluated != NULL && (evaluated->bits[index / 64] >> (index % 64) & 1) != 0;
}

void evaluated_merge(struct evaluated *into, const struct evaluated *from, const struct node *value) {
    if (into == NULL || from == NULL) return;
    for (size_t i = 0; i < words(value); i++) into->bits[i] |= from->bits[i];
}
