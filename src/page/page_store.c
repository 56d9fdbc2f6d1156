/* page_store.c: pages that were read, kept by the hash of their texts. */
#include "page/page.h"

#include <pthread.h>
#include <string.h>

enum { STORE_MAX = 256 << 20 /* bytes; past it pages are read each time */ };

struct stored {
    struct arena arena;
    struct page page;
    uint64_t hash, options;
    bool used; /* since the last page_store_settle */
    struct stored *next;
};
struct page_store {
    pthread_mutex_t lock;
    struct arena names; /* of the map and the entries themselves */
    struct map pages;   /* path -> struct stored */
    struct stored *retired;
    size_t bytes;
};

struct page_store *page_store_new(struct arena *arena) {
    struct page_store *store = ARENA_NEW(arena, struct page_store);
    pthread_mutex_init(&store->lock, NULL);
    return store;
}

static void discard(struct stored *stored) {
    struct arena arena = stored->arena; /* it lies in there itself */
    arena_free(&arena);
}

/* About what it takes of memory: blocks grow by doubling. */
static size_t size_of(const struct stored *stored) {
    return 2 * stored->arena.used;
}

/* Old pages of this run may be in use by another thread: they go when the run is over. */
static void retire(struct page_store *store, struct stored *stored) {
    stored->next = store->retired;
    store->retired = stored;
    store->bytes -= size_of(stored);
}

static uint64_t mix(uint64_t number, uint64_t hash) {
    return (number ^ hash) * UINT64_C(0xD6E8FEB86659FD93);
}

/* What they say, wherever they stand: the site that made them may be gone. */
static uint64_t number_of(const struct page_options *options) {
    struct page_options plain;
    const struct map *templates = options->templates;
    memcpy(&plain, options, sizeof plain);
    plain.templates = NULL;
    plain.math = NULL;
    plain.en_dash.ptr = plain.em_dash.ptr = NULL;
    uint64_t number = str_hash((struct str){(const char *)&plain, sizeof plain});
    for (size_t i = 0; i < options->math_count; i++) {
        number = mix(number, str_hash(options->math[i].open));
        number = mix(number, str_hash(options->math[i].close));
    }
    number = mix(number, str_hash(options->en_dash));
    number = mix(number, str_hash(options->em_dash));
    for (size_t i = 0; templates && i < templates->len; i++) {
        const struct shortcode_template *made = templates->entries[i].value;
        number = mix(number, templates->entries[i].hash);
        number += (uint64_t)made->inner * 8 + (uint64_t)made->use;
    }
    return number;
}

static bool is_of(const struct stored *stored, uint64_t hash, struct str text, uint64_t options) {
    return stored && stored->hash == hash && stored->options == options &&
           str_eq(stored->page.source.text, text);
}

static struct stored *read_page(struct str path, struct str text, uint64_t hash,
                                const struct page_options *options) {
    struct arena arena = {0};
    struct stored *stored = ARENA_NEW(&arena, struct stored);
    page_parse(&arena, &stored->page, str_copy(&arena, path), str_copy(&arena, text), options);
    stored->page.options.templates = NULL;
    stored->hash = hash;
    stored->options = number_of(options);
    stored->arena = arena;
    return stored;
}

/* Under the lock. Two threads may have read the same text: the first one's stays. */
static struct stored *publish(struct page_store *store, struct stored *fresh) {
    struct str path = fresh->page.source.path;
    struct stored *known = map_get(&store->pages, path);
    if (is_of(known, fresh->hash, fresh->page.source.text, fresh->options)) {
        discard(fresh);
        return known;
    }
    *map_slot(&store->names, &store->pages, known ? path : str_copy(&store->names, path)) = fresh;
    if (known) retire(store, known);
    store->bytes += size_of(fresh);
    return fresh;
}

const struct page *page_store_get(struct page_store *store, struct str path, struct str text,
                                  const struct page_options *options) {
    uint64_t hash = str_hash(text), number = number_of(options);
    pthread_mutex_lock(&store->lock);
    struct stored *stored = map_get(&store->pages, path);
    bool known = is_of(stored, hash, text, number), room = store->bytes < STORE_MAX;
    if (known) stored->used = true;
    pthread_mutex_unlock(&store->lock);
    if (known) return &stored->page;
    if (!room || page_is_heavy(text)) return NULL;
    struct stored *fresh = read_page(path, text, hash, options);
    pthread_mutex_lock(&store->lock);
    stored = publish(store, fresh);
    stored->used = true;
    pthread_mutex_unlock(&store->lock);
    return &stored->page;
}

const struct page *page_store_known(const struct page_store *store, struct str path) {
    const struct stored *stored = map_get(&store->pages, path);
    return stored ? &stored->page : NULL;
}

void page_store_expect(struct page_store *store, struct str path, const struct page_options *options) {
    struct stored *stored = map_get(&store->pages, path);
    if (!stored || stored->options == number_of(options)) return;
    *map_slot(&store->names, &store->pages, path) = NULL;
    retire(store, stored);
    store->retired = stored->next;
    discard(stored);
}

/* Pages of files that are gone, and where room is short those that nobody asked for. */
static void drop_unused(struct page_store *store) {
    struct map old = store->pages;
    struct arena names = store->names;
    store->pages = (struct map){0};
    store->names = (struct arena){0};
    for (size_t i = 0; i < old.len; i++) {
        struct stored *stored = old.entries[i].value;
        if (stored && stored->used)
            *map_slot(&store->names, &store->pages, str_copy(&store->names, old.entries[i].key)) = stored;
        else if (stored)
            retire(store, stored);
    }
    arena_free(&names);
}

void page_store_settle(struct page_store *store, size_t expected) {
    if (store->pages.len > 2 * expected + 64 || store->bytes >= STORE_MAX) drop_unused(store);
    for (size_t i = 0; i < store->pages.len; i++)
        if (store->pages.entries[i].value) ((struct stored *)store->pages.entries[i].value)->used = false;
    for (struct stored *next; store->retired; store->retired = next) {
        next = store->retired->next;
        discard(store->retired);
    }
}

void page_store_free(struct page_store *store) {
    page_store_settle(store, SIZE_MAX / 4);
    for (size_t i = 0; i < store->pages.len; i++)
        if (store->pages.entries[i].value) discard(store->pages.entries[i].value);
    arena_free(&store->names);
    pthread_mutex_destroy(&store->lock);
}
