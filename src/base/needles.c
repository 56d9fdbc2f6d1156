#include "base/base.h"

#include <assert.h>
#include <string.h>

/* Aho and Corasick, "Efficient string matching" (1975), as a complete table: one step per byte of text, whatever the
 * number of needles. */
enum { BYTES = 256, HIT = 0x8000 /* in `next`: needles end in that state */ };

struct needles {
    struct arena *arena;
    str_array list;
    uint32_t states;
    uint16_t *next;   /* states x BYTES */
    uint16_t *fail;   /* longest proper suffix that is a state */
    needle_set *ends; /* needles that end in a state, suffixes included */
};

struct needles *needles_new(struct arena *arena) {
    struct needles *needles = ARENA_NEW(arena, struct needles);
    needles->arena = arena;
    return needles;
}

unsigned needles_add(struct needles *needles, struct str text) {
    for (size_t i = 0; i < needles->list.len; i++)
        if (str_eq(needles->list.items[i], text)) return (unsigned)i;
    if (needles->list.len == NEEDLES_MAX || text.len == 0 || text.len > NEEDLE_MAX_BYTES) return NEEDLE_NONE;
    *ARRAY_PUSH(needles->arena, &needles->list) = text;
    return (unsigned)needles->list.len - 1;
}

static void insert(struct needles *needles, unsigned id) {
    struct str text = needles->list.items[id];
    uint32_t state = 0;
    for (size_t i = 0; i < text.len; i++) {
        uint16_t *to = &needles->next[state * BYTES + (uint8_t)text.ptr[i]];
        if (!*to) *to = (uint16_t)needles->states++;
        state = *to;
    }
    needles->ends[state].bits[id / 64] |= UINT64_C(1) << id % 64;
}

static void add_set(needle_set *to, const needle_set *from) {
    for (size_t i = 0; i < ARRAY_LEN(to->bits); i++) to->bits[i] |= from->bits[i];
}

/* Breadth first: a state's suffix is shorter, so it is complete before the state is. */
static void link_states(struct needles *needles) {
    uint16_t *queue = ARENA_ARRAY(needles->arena, uint16_t, needles->states);
    size_t head = 0, tail = 1;
    while (head < tail) {
        uint32_t state = queue[head++];
        if (state) add_set(&needles->ends[state], &needles->ends[needles->fail[state]]);
        for (uint32_t c = 0; c < BYTES; c++) {
            uint16_t *to = &needles->next[state * BYTES + c];
            uint16_t other = state ? needles->next[needles->fail[state] * BYTES + c] : 0;
            if (*to && *to != other) {
                needles->fail[*to] = other;
                queue[tail++] = *to;
            } else
                *to = other;
        }
    }
}

static bool is_empty(const needle_set *set) {
    for (size_t i = 0; i < ARRAY_LEN(set->bits); i++)
        if (set->bits[i]) return false;
    return true;
}

void needles_build(struct needles *needles) {
    size_t most = 1;
    for (size_t i = 0; i < needles->list.len; i++) most += needles->list.items[i].len;
    assert(most < HIT);
    needles->states = 1;
    needles->next = ARENA_ARRAY(needles->arena, uint16_t, most * BYTES);
    needles->fail = ARENA_ARRAY(needles->arena, uint16_t, most);
    needles->ends = ARENA_ARRAY(needles->arena, needle_set, most);
    for (size_t i = 0; i < needles->list.len; i++) insert(needles, (unsigned)i);
    link_states(needles);
    for (size_t i = 0; i < needles->states * (size_t)BYTES; i++)
        if (!is_empty(&needles->ends[needles->next[i]])) needles->next[i] |= HIT;
}

void needles_scan(const struct needles *needles, struct str text, needle_set *found) {
    const uint16_t *next = needles->next;
    const char *at = text.ptr, *end = at + text.len;
    for (uint32_t state = 0; at < end; at++) {
        state = next[state * BYTES + (uint8_t)*at];
        if (!(state & HIT)) continue;
        state &= ~(uint32_t)HIT;
        add_set(found, &needles->ends[state]);
    }
}

bool needle_found(const needle_set *found, unsigned id) {
    return id == NEEDLE_NONE || (found->bits[id / 64] >> id % 64 & 1);
}

bool needles_common(const needle_set *found, const needle_set *set) {
    uint64_t common = 0;
    if (!set) return true;
    for (size_t i = 0; i < ARRAY_LEN(found->bits); i++) common |= found->bits[i] & set->bits[i];
    return common != 0;
}
