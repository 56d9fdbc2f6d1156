/* arena.h: part of base.h, which includes it: memory that lives and dies together. */
#ifndef CONTENTLINT_BASE_ARENA_H
#define CONTENTLINT_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct arena {
    struct arena_block *block; /* newest first; zero-initialise: `struct arena a = {0};` */
    size_t used;               /* bytes handed out, for limits and statistics */
    struct arena_block *spare; /* private to arena.c, as what follows: blocks to be used again */
    size_t spare_bytes;
    struct arena *lender;
    struct arena *children, *sibling;
};

/* Ends the program with status 2 and one sentence on standard error. Allocates and flushes nothing; any thread may
 * call it. */
void memory_exhausted(void) __attribute__((noreturn));
/* Returns ptr, which an allocator made; NULL ends in memory_exhausted. For libraries that take an allocator. */
void *memory_needed(void *ptr);

/* Zeroed memory for count objects of size bytes, aligned for any type. Overflow and out of memory: memory_exhausted. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
/* size bytes that are not zeroed, for text that is written at once. */
char *arena_bytes(struct arena *arena, size_t size);
/* Makes an allocation longer (size to wanted bytes) where it stands; what is new is not zeroed. False when it isn't
 * the arena's newest or there is no room behind it: nothing has changed then. */
bool arena_extend(struct arena *arena, const void *ptr, size_t size, size_t wanted);
/* Frees everything at once; the arena can be used again. */
void arena_free(struct arena *arena);
/* The same, but keeps some blocks for what comes next: for memory that is used again and again. */
void arena_reset(struct arena *arena);
/* An arena for what dies before `lender` does, on the same thread: it uses the blocks that `lender` keeps, and
 * arena_free gives them back. The lender must not be moved or freed before. */
struct arena arena_within(struct arena *lender);
/* An arena that begins with room for so many bytes and no more: for what is small and its size known. Each allocation is
 * rounded up to a multiple of 16. */
struct arena arena_sized(size_t bytes);
/* An arena that dies with `parent`, for memory that several threads fill under a lock of their own. */
struct arena *arena_child(struct arena *parent);
/* Moves all memory of other into arena: what was allocated there lives as long as arena. Other is empty then. */
void arena_adopt(struct arena *arena, struct arena *other);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))
#define ARRAY_LEN(a)                    (sizeof(a) / sizeof((a)[0]))

/* A growable array is any struct {T *items; size_t len, cap;}. ARRAY_PUSH returns a pointer to the new, zeroed
 * element, also where an array that was made shorter had another one; pointers to elements are valid until the next push. */
#define ARRAY_OF(type)                                                                                       \
    struct {                                                                                                 \
        type *items;                                                                                         \
        size_t len, cap;                                                                                     \
    }
#define ARRAY_PUSH(arena, array)                                                                             \
    ((array)->len == (array)->cap                                                                            \
         ? (void)((array)->items =                                                                           \
                      arena_grow((arena), (array)->items, &(array)->cap, sizeof((array)->items[0])))         \
         : (void)0,                                                                                          \
     memset(&(array)->items[(array)->len], 0, sizeof((array)->items[0])), &(array)->items[(array)->len++])
/* Room for n elements in an empty array: what is pushed later is not copied on the way there. */
#define ARRAY_EXPECT(arena, array, n)                                                                        \
    ((array)->cap == 0 && (n) > 0                                                                            \
         ? (void)((array)->items = arena_alloc((arena), (array)->cap = (n), sizeof((array)->items[0])))      \
         : (void)0)
/* Helper of ARRAY_PUSH: a copy of `items` with room for at least one more, whose bytes are anything; updates *cap. */
void *arena_grow(struct arena *arena, const void *items, size_t *cap, size_t size);

#endif
