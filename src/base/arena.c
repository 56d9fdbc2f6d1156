#include "base/base.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

enum { ALIGN = 16, BLOCK_MIN = 2048, BLOCK_MAX = 256 << 10, SPARE_MAX = 4 << 20 /* bytes kept */ };

struct arena_block {
    struct arena_block *next;
    size_t used, cap;
    max_align_t data[];
};
_Static_assert(_Alignof(max_align_t) <= ALIGN, "ALIGN must suit any type");

void memory_exhausted(void) {
    static const char sentence[] = "contentlint: out of memory\n";
    /* The one mutable global: several threads may meet the same wall, one of them says so and ends the program. */
    static atomic_flag said = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&said))
        for (;;) pause();
    ssize_t ignored = write(STDERR_FILENO, sentence, sizeof sentence - 1);
    (void)ignored;
    _exit(2);
}

void *memory_needed(void *ptr) {
    if (!ptr) memory_exhausted();
    return ptr;
}

static struct arena_block *block_new(size_t cap, bool zeroed) {
    size_t bytes = sizeof(struct arena_block) + cap;
    if (cap >= SIZE_MAX / 2) memory_exhausted();
    struct arena_block *block = memory_needed(zeroed ? calloc(1, bytes) : malloc(bytes));
    block->used = 0;
    block->cap = cap;
    ASAN_POISON_MEMORY_REGION(block->data, cap);
    return block;
}

static void block_free(struct arena_block *block) {
    ASAN_UNPOISON_MEMORY_REGION(block->data, block->cap);
    free(block);
}

/* Spare blocks all have BLOCK_MAX bytes: any of them will do. */
static struct arena_block *spare_take(struct arena *arena) {
    struct arena *owner = arena->lender ? arena->lender : arena;
    struct arena_block *block = owner->spare;
    if (!block) return block_new(BLOCK_MAX, false);
    owner->spare = block->next;
    owner->spare_bytes -= block->cap;
    return block;
}

static void spare_put(struct arena *owner, struct arena_block *block) {
    if (block->cap != BLOCK_MAX || owner->spare_bytes >= SPARE_MAX) {
        block_free(block);
        return;
    }
    ASAN_POISON_MEMORY_REGION(block->data, block->cap);
    block->used = 0;
    block->next = owner->spare;
    owner->spare = block;
    owner->spare_bytes += block->cap;
}

/* A new block with room for size bytes. An allocation too big for a common block gets one of its own, filed second so
 * that the room left in the newest is not lost; that one is zeroed, which costs nothing where the memory comes straight
 * from the system. */
static struct arena_block *block_for(struct arena *arena, size_t size) {
    struct arena_block *newest = arena->block;
    size_t cap = newest ? newest->cap * 2 : BLOCK_MIN;
    if (cap > BLOCK_MAX || cap < BLOCK_MIN || arena->spare || arena->lender) cap = BLOCK_MAX;
    if (size <= cap / 4 || !newest) {
        bool common = cap == BLOCK_MAX && size <= cap;
        struct arena_block *block = common ? spare_take(arena) : block_new(size > cap ? size : cap, false);
        block->next = newest;
        return arena->block = block;
    }
    struct arena_block *block = block_new(size, true);
    block->next = newest->next;
    return newest->next = block;
}

static size_t padded(size_t bytes) {
    if (bytes > SIZE_MAX / 4) memory_exhausted();
    return (bytes + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* *block is the one it lies in. */
static void *take(struct arena *arena, size_t bytes, struct arena_block **block) {
    size_t size = padded(bytes);
    *block = arena->block;
    if (!*block || (*block)->cap - (*block)->used < size) *block = block_for(arena, size);
    char *ptr = (char *)(*block)->data + (*block)->used;
    (*block)->used += size;
    arena->used += size;
    assert((*block)->used <= (*block)->cap);
    ASAN_UNPOISON_MEMORY_REGION(ptr, bytes);
    return ptr;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size) {
    size_t bytes = 0;
    struct arena_block *block;
    if (__builtin_mul_overflow(count, size, &bytes)) memory_exhausted();
    void *ptr = take(arena, bytes, &block);
    if (block != arena->block) return ptr; /* its own, zeroed */
    return memset(ptr, 0, bytes); /* here, not per block: most of a page's last block is never used */
}

char *arena_bytes(struct arena *arena, size_t size) {
    struct arena_block *block;
    return take(arena, size, &block);
}

bool arena_extend(struct arena *arena, const void *ptr, size_t size, size_t wanted) {
    struct arena_block *block = arena->block;
    size_t old = padded(size), more = padded(wanted) - old;
    if (!block || !ptr || (const char *)ptr + old != (const char *)block->data + block->used) return false;
    if (block->cap - block->used < more) return false;
    block->used += more;
    arena->used += more;
    ASAN_UNPOISON_MEMORY_REGION(ptr, wanted);
    return true;
}

void *arena_grow(struct arena *arena, const void *items, size_t *cap, size_t size) {
    size_t have = *cap, wanted = have ? have * 2 : 8;
    assert(size && (items || !have));
    *cap = wanted;
    if (have && wanted < SIZE_MAX / size && arena_extend(arena, items, have * size, wanted * size))
        return (void *)(uintptr_t)items;
    size_t bytes = 0;
    if (__builtin_mul_overflow(wanted, size, &bytes)) memory_exhausted();
    char *copy = arena_bytes(arena, bytes);
    if (have) memcpy(copy, items, have * size);
    return copy;
}

struct arena arena_within(struct arena *lender) {
    return (struct arena){.lender = lender->lender ? lender->lender : lender};
}

struct arena arena_sized(size_t bytes) {
    struct arena arena = {.block = block_new(bytes, false)};
    arena.block->next = NULL;
    return arena;
}

struct arena *arena_child(struct arena *parent) {
    struct arena *child = ARENA_NEW(parent, struct arena);
    child->sibling = parent->children;
    return parent->children = child;
}

/* Before the blocks that the children themselves lie in. */
static void free_children(struct arena *arena) {
    while (arena->children) {
        struct arena *child = arena->children;
        arena->children = child->sibling;
        arena_free(child);
    }
}

void arena_reset(struct arena *arena) {
    free_children(arena);
    while (arena->block) {
        struct arena_block *block = arena->block;
        arena->block = block->next;
        spare_put(arena, block);
    }
    arena->used = 0;
}

void arena_free(struct arena *arena) {
    struct arena *lender = arena->lender;
    free_children(arena);
    while (arena->block) {
        struct arena_block *block = arena->block;
        arena->block = block->next;
        if (lender)
            spare_put(lender, block);
        else
            block_free(block);
    }
    while (arena->spare) {
        struct arena_block *block = arena->spare;
        arena->spare = block->next;
        block_free(block);
    }
    *arena = (struct arena){.lender = lender};
}

void arena_adopt(struct arena *arena, struct arena *other) {
    struct arena_block **end = &arena->block;
    while (*end) end = &(*end)->next;
    *end = other->block;
    arena->used += other->used;
    other->block = NULL;
    struct arena **last = &arena->children;
    while (*last) last = &(*last)->sibling;
    *last = other->children;
    other->children = NULL;
    arena_free(other);
}
