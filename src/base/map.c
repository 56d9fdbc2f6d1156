#include "base/base.h"

#include <assert.h>
#include <string.h>

/* Open addressing: slots hold an entry's number plus one, a power of two of them, at most two thirds in use.
 */

static uint32_t *find_slot(const struct map *map, struct str key, uint64_t hash) {
    size_t mask = map->slot_count - 1;
    assert(map->slot_count > map->len && !(map->slot_count & mask)); /* else the search may not end */
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        uint32_t *slot = &map->slots[at];
        if (*slot == 0) return slot;
        const struct map_entry *entry = &map->entries[*slot - 1];
        if (entry->hash == hash && str_eq(entry->key, key)) return slot;
    }
}

void *map_get(const struct map *map, struct str key) {
    if (map->len == 0) return NULL;
    uint32_t slot = *find_slot(map, key, str_hash(key));
    return slot ? map->entries[slot - 1].value : NULL;
}

void map_expect(struct arena *arena, struct map *map, size_t n) {
    if (map->cap || n == 0) return;
    for (map->slot_count = 16; (n + 1) * 3 > map->slot_count * 2;) map->slot_count *= 2;
    map->slots = ARENA_ARRAY(arena, uint32_t, map->slot_count);
    map->entries = ARENA_ARRAY(arena, struct map_entry, n);
    map->cap = n;
}

static void rehash(struct arena *arena, struct map *map) {
    map->slot_count = map->slot_count ? map->slot_count * 2 : 16;
    map->slots = ARENA_ARRAY(arena, uint32_t, map->slot_count);
    for (size_t i = 0; i < map->len; i++)
        *find_slot(map, map->entries[i].key, map->entries[i].hash) = (uint32_t)i + 1;
}

void **map_slot(struct arena *arena, struct map *map, struct str key) {
    if ((map->len + 1) * 3 > map->slot_count * 2) rehash(arena, map);
    uint64_t hash = str_hash(key);
    uint32_t *slot = find_slot(map, key, hash);
    if (*slot) return &map->entries[*slot - 1].value;
    if (map->len == map->cap)
        map->entries = arena_grow(arena, map->entries, &map->cap, sizeof map->entries[0]);
    map->entries[map->len] = (struct map_entry){.key = key, .hash = hash};
    *slot = (uint32_t)++map->len;
    assert(map->len <= map->cap);
    return &map->entries[map->len - 1].value;
}

void map_put(struct arena *arena, struct map *map, struct str key, const void *value) {
    *map_slot(arena, map, key) = (void *)(uintptr_t)value;
}
