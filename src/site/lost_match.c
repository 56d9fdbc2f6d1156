/* Which page of today is a page of then? The same file; else a new file with the same text, or mostly the same lines. */
#include "site/lost.h"

#define MAX_PER_LINE 4  /* files that share a line; a line in more of them tells nothing */
#define MIN_LINE     12 /* bytes of a line that is worth comparing */
#define ENOUGH       50 /* percent of lines in common, as git's rename detection has it */
#define SAME_NAME    15 /* percent that is enough when name or title are the same too */

struct str lost_language(const struct site *site, const struct site_page *page) {
    return page->language < site->language_count ? site->languages[page->language].code : STR("");
}

const struct site_page *lost_same_source(const struct site *site, struct str source, struct str language) {
    const struct site_page *first = source.len ? site_page_of(site, source) : NULL;
    const struct site_page *end = site->pages + site->page_count;
    while (first && first > site->pages && str_eq(first[-1].source, source)) first--;
    for (const struct site_page *page = first; page && page < end && str_eq(page->source, source); page++)
        if (str_eq(lost_language(site, page), language)) return page;
    return first;
}

struct newcomer {
    const struct site_page *page;
    uint32_t lines;
    uint32_t votes, round; /* of the orphan that is being looked at */
};
struct sharers { /* newcomers that have a line */
    uint32_t items[MAX_PER_LINE];
    uint32_t count;
};
struct matching {
    struct arena *arena;
    const struct site *before, *now;
    ARRAY_OF(struct newcomer) newcomers;
    struct map lines; /* line -> struct sharers */
    uint32_t round;
};

static struct str next_line(struct str *rest) {
    while (rest->ptr) {
        struct str line = str_trim(str_cut(rest, '\n'));
        if (line.len >= MIN_LINE) return line;
    }
    return (struct str){0};
}

static void add_newcomer(struct matching *matching, const struct site_page *page) {
    uint32_t index = (uint32_t)matching->newcomers.len;
    struct newcomer *newcomer = ARRAY_PUSH(matching->arena, &matching->newcomers);
    newcomer->page = page;
    struct str rest = site_page_text(matching->arena, matching->now, page);
    for (struct str line = next_line(&rest); line.ptr; line = next_line(&rest)) {
        void **slot = map_slot(matching->arena, &matching->lines, line);
        if (!*slot) *slot = ARENA_NEW(matching->arena, struct sharers);
        struct sharers *sharers = *slot;
        if (sharers->count < MAX_PER_LINE) sharers->items[sharers->count] = index;
        sharers->count++;
        newcomer->lines++;
    }
}

/* Counts the lines an orphan shares with each newcomer; the best one is returned, NULL when there is none. */
static struct newcomer *count_votes(struct matching *matching, const struct site_page *orphan,
                                    uint32_t *lines) {
    struct newcomer *best = NULL;
    struct str rest = site_page_text(matching->arena, matching->before, orphan);
    matching->round++;
    for (struct str line = next_line(&rest); line.ptr; line = next_line(&rest)) {
        const struct sharers *sharers = map_get(&matching->lines, line);
        (*lines)++;
        for (uint32_t i = 0; sharers && sharers->count <= MAX_PER_LINE && i < sharers->count; i++) {
            struct newcomer *newcomer = &matching->newcomers.items[sharers->items[i]];
            if (newcomer->round != matching->round) newcomer->votes = 0;
            newcomer->round = matching->round;
            newcomer->votes++;
            if (!best || newcomer->votes > best->votes) best = newcomer;
        }
    }
    return best;
}

static bool same_name(const struct site_page *a, const struct site_page *b) {
    bool title = a->title.len && str_eq(a->title, b->title);
    return title || (a->name.len && str_eq(a->name, b->name));
}

static const struct site_page *find_newcomer(struct matching *matching, const struct site_page *orphan) {
    uint32_t lines = 0;
    struct newcomer *best = count_votes(matching, orphan, &lines);
    if (!best) return NULL;
    uint32_t larger = lines > best->lines ? lines : best->lines;
    uint32_t needed = same_name(orphan, best->page) ? SAME_NAME : ENOUGH;
    return (uint64_t)best->votes * 100 >= (uint64_t)larger * needed ? best->page : NULL;
}

/* A new file with the same name and title, however much of its text is new: only when there is just one. */
static const struct site_page *find_namesake(const struct matching *matching,
                                             const struct site_page *orphan) {
    const struct site_page *found = NULL;
    for (size_t i = 0; i < matching->newcomers.len; i++) {
        const struct site_page *page = matching->newcomers.items[i].page;
        bool both = page->title.len && str_eq(page->title, orphan->title) && str_eq(page->name, orphan->name);
        if (!both) continue;
        if (found) return NULL;
        found = page;
    }
    return found;
}

static bool has_text(const struct site_page *page) {
    return page->page && page->source.len && page->bundle != BUNDLE_RESOURCE;
}

const struct site_page **lost_match(struct arena *arena, const struct site *before, const struct site *now) {
    struct matching matching = {.arena = arena, .before = before, .now = now};
    const struct site_page **found = ARENA_ARRAY(arena, const struct site_page *, before->page_count + 1);
    for (size_t i = 0; i < now->page_count; i++) {
        const struct site_page *page = &now->pages[i];
        if (has_text(page) && !site_page_of(before, page->source)) add_newcomer(&matching, page);
    }
    for (size_t i = 0; i < before->page_count; i++) {
        const struct site_page *page = &before->pages[i];
        if (!has_text(page)) continue;
        found[i] = lost_same_source(now, page->source, lost_language(before, page));
        if (!found[i] && matching.newcomers.len) found[i] = find_newcomer(&matching, page);
        if (!found[i] && matching.newcomers.len < 1000) found[i] = find_namesake(&matching, page);
    }
    return found;
}
