#include "base/base.h"

#include <string.h>

/* Of every needle two neighbouring pairs of bytes are chosen, rare ones; the text is looked at two bytes at a time, so
 * that one of the two is met wherever the needle begins. Only there is it compared. */
enum {
    PAIRS = 1 << 16,
    BUCKETS = 255,
    SHORTEST = 3 /* that has two neighbouring pairs; the others are searched for one by one */
};

struct anchor { /* a chosen pair */
    uint16_t needle, offset, pair;
    struct anchor *next; /* of the same bucket */
};

struct needles {
    struct arena *arena;
    str_array list;
    struct anchor *buckets[BUCKETS + 1];
    uint8_t *bucket_of; /* PAIRS: 0: no needle has chosen the pair */
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

static uint16_t pair_at(const char *at) {
    uint16_t pair;
    memcpy(&pair, at, sizeof pair);
    return pair;
}

/* How often a byte is met in prose, by rank. */
static unsigned weight(char c) {
    static const char common[] = "zqjxkvbywgpfmucdlhrsnioate ";
    const char *found = c ? strchr(common, c) : NULL;
    return found ? (unsigned)(found - common) + 3 : 2;
}

static size_t choose(struct str text) {
    size_t best = 0;
    unsigned least = UINT32_MAX;
    for (size_t i = 0; i + SHORTEST <= text.len; i++) {
        unsigned sum = weight(text.ptr[i + 1]) * (weight(text.ptr[i]) + weight(text.ptr[i + 2]));
        if (sum >= least) continue;
        least = sum;
        best = i;
    }
    return best;
}

static void add_anchor(struct needles *needles, size_t needle, size_t offset) {
    uint16_t pair = pair_at(needles->list.items[needle].ptr + offset);
    uint8_t bucket = (uint8_t)(1 + pair % BUCKETS);
    struct anchor *anchor = ARENA_NEW(needles->arena, struct anchor);
    *anchor = (struct anchor){(uint16_t)needle, (uint16_t)offset, pair, needles->buckets[bucket]};
    needles->buckets[bucket] = anchor;
    needles->bucket_of[pair] = bucket;
}

void needles_build(struct needles *needles) {
    needles->bucket_of = ARENA_ARRAY(needles->arena, uint8_t, PAIRS);
    for (size_t i = 0; i < needles->list.len; i++) {
        if (needles->list.items[i].len < SHORTEST) continue;
        size_t offset = choose(needles->list.items[i]);
        add_anchor(needles, i, offset);
        add_anchor(needles, i, offset + 1);
    }
}

static void add(needle_set *found, size_t id) {
    found->bits[id / 64] |= UINT64_C(1) << id % 64;
}

static inline void compare(const struct needles *needles, struct str text, size_t at, needle_set *found) {
    uint16_t pair = pair_at(text.ptr + at);
    const struct anchor *anchor = needles->buckets[needles->bucket_of[pair]];
    for (; anchor; anchor = anchor->next) {
        if (anchor->pair != pair || at < anchor->offset) continue;
        size_t start = at - anchor->offset;
        struct str needle = needles->list.items[anchor->needle];
        if (text.ptr[start] != needle.ptr[0] || needle_found(found, anchor->needle)) continue;
        if (str_starts(str_sub(text, start, text.len), needle)) add(found, anchor->needle);
    }
}

/* One or two bytes: the rarer one is looked for. */
static bool has_short(struct str text, struct str needle) {
    size_t rare = needle.len == 2 && weight(needle.ptr[1]) < weight(needle.ptr[0]);
    for (size_t at = rare; (at += str_find_char(str_sub(text, at, text.len), needle.ptr[rare])) < text.len;
         at++)
        if (str_starts(str_sub(text, at - rare, text.len), needle)) return true;
    return false;
}

void needles_scan(const struct needles *needles, struct str text, needle_set *found) {
    const uint8_t *bucket_of = needles->bucket_of;
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= text.len; at += sizeof word) {
        memcpy(&word, text.ptr + at, sizeof word);
        if (!(bucket_of[word & 0xFFFF] | bucket_of[word >> 16 & 0xFFFF] | bucket_of[word >> 32 & 0xFFFF] |
              bucket_of[word >> 48]))
            continue;
        for (size_t i = 0; i < sizeof word; i += 2) compare(needles, text, at + i, found);
    }
    for (; at + 1 < text.len; at += 2) compare(needles, text, at, found);
    for (size_t i = 0; i < needles->list.len; i++) {
        struct str needle = needles->list.items[i];
        if (needle.len < SHORTEST && has_short(text, needle)) add(found, i);
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
