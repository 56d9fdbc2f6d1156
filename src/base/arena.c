#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer every allocation gets a poisoned gap behind it, so an overrun is seen although the
 * allocations of an arena share blocks. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(ptr, size)   ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(ptr, size) ((void)0)
enum { GAP = 0 };
#endif

enum { ALIGN = 16, BLOCK_MIN = 8 << 10, BLOCK_MAX = 256 << 10 };

struct arena_block {
    struct arena_block *next;
    size_t used, cap;
    max_align_t data[];
};
_Static_assert(_Alignof(max_align_t) <= ALIGN, "ALIGN must suit any type");

static _Noreturn void die(void) {
    fputs("contentlint: out of memory\n", stderr);
    abort();
}

static struct arena_block *block_new(size_t cap) {
    struct arena_block *block = cap < SIZE_MAX / 2 ? malloc(sizeof *block + cap) : NULL;
    if (!block) die();
    block->used = 0;
    block->cap = cap;
    ASAN_POISON_MEMORY_REGION(block->data, cap);
    return block;
}

/* A block with room for size bytes. An allocation too big for a common block gets one of its own, filed
 * second so that the room left in the newest is not lost. */
static struct arena_block *block_for(struct arena *arena, size_t size) {
    struct arena_block *newest = arena->block;
    if (newest && newest->cap - newest->used >= size) return newest;
    size_t cap = newest ? newest->cap * 2 : BLOCK_MIN;
    if (cap > BLOCK_MAX || cap < BLOCK_MIN) cap = BLOCK_MAX;
    if (size <= cap / 4 || !newest) {
        struct arena_block *block = block_new(size > cap ? size : cap);
        block->next = newest;
        return arena->block = block;
    }
    struct arena_block *block = block_new(size);
    block->next = newest->next;
    return newest->next = block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 4) die();
    size_t padded = (bytes + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct arena_block *block = block_for(arena, padded);
    char *ptr = (char *)block->data + block->used;
    block->used += padded;
    arena->used += padded;
    ASAN_UNPOISON_MEMORY_REGION(ptr, bytes);
    return memset(ptr, 0, bytes); /* here, not per block: most of a page's last block is never used */
}

void *arena_grow(struct arena *arena, const void *items, size_t *cap, size_t size) {
    size_t wanted = *cap ? *cap * 2 : 8;
    void *copy = arena_alloc(arena, wanted, size);
    if (*cap) memcpy(copy, items, *cap * size);
    *cap = wanted;
    return copy;
}

void arena_reset(struct arena *arena) {
    struct arena_block *kept = arena->block;
    if (!kept || kept->cap > BLOCK_MAX) {
        arena_free(arena);
        return;
    }
    arena->block = kept->next;
    arena_free(arena);
    ASAN_UNPOISON_MEMORY_REGION(kept->data, kept->cap);
    memset(kept->data, 0, kept->used);
    ASAN_POISON_MEMORY_REGION(kept->data, kept->cap);
    kept->used = 0;
    kept->next = NULL;
    arena->block = kept;
}

void arena_free(struct arena *arena) {
    struct arena_block *block = arena->block;
    while (block) {
        struct arena_block *next = block->next;
        ASAN_UNPOISON_MEMORY_REGION(block->data, block->cap);
        free(block);
        block = next;
    }
    *arena = (struct arena){0};
}

void arena_adopt(struct arena *arena, struct arena *other) {
    struct arena_block **end = &arena->block;
    while (*end) end = &(*end)->next;
    *end = other->block;
    arena->used += other->used;
    *other = (struct arena){0};
}
