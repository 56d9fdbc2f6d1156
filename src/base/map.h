/* map.h: part of base.h, which includes it: string keys to pointers, in insertion order. */
#ifndef CONTENTLINT_BASE_MAP_H
#define CONTENTLINT_BASE_MAP_H

#include "base/str.h"

struct map { /* zero-initialise; keys are borrowed and must outlive the map */
    struct map_entry {
        struct str key;
        uint64_t hash;
        void *value;
    } * entries;
    uint32_t *slots;
    size_t len, cap, slot_count;
};
void *map_get(const struct map *map, struct str key); /* NULL when absent */
/* Room for n keys in an empty map. */
void map_expect(struct arena *arena, struct map *map, size_t n);
/* The value's address, NULL inserted when new; valid until the next insertion. map_put: a value that is only read. */
void **map_slot(struct arena *arena, struct map *map, struct str key);
void map_put(struct arena *arena, struct map *map, struct str key, const void *value);

#endif
