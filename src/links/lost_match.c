/* Which page of today is a page of then? The same file; else a new file with the same text, or mostly the same lines. */
#include "links/lost.h"

enum {
    /* Files that share a line; a line in more of them (a licence, a banner) tells nothing. */
    MAX_PER_LINE = 4,
    /* Bytes of a line that is worth comparing: shorter ones are marks, tags and single words. */
    MIN_LINE = 12,
    /* Percent of lines in common, as git's rename detection has it. */
    ENOUGH = 50,
    /* Percent that is enough when name or title are the same too: more than one line in seven. */
    SAME_NAME = 15,
    /* Percent, when another page has gone there already: all but a heading or a link. */
    MERGED = 90,
    /* New files among which one of the same name is looked for, and files with one text that are looked at. */
    MAX_NAMESAKES = 1000,
    MAX_COPIES = 64,
};

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
    struct newcomer *copy; /* the next one with the same text */
    uint32_t lines;
    uint32_t votes, round; /* of the orphan that is being looked at */
    bool taken;            /* it is some page of then already */
};
struct sharers { /* newcomers that have a line, each once, however often it stands there */
    uint32_t items[MAX_PER_LINE];
    uint32_t count, last; /* last: the newest of them, beyond MAX_PER_LINE too */
    uint32_t round;       /* of the orphan that was seen to have it */
};
struct matching {
    struct arena *arena;
    const struct site *before, *now;
    struct newcomer *newcomers;
    size_t count;
    struct map texts; /* text -> first newcomer with it */
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

static struct sharers *sharers_of(struct matching *matching, struct str line) {
    void **slot = map_slot(matching->arena, &matching->lines, line);
    if (!*slot) *slot = ARENA_NEW(matching->arena, struct sharers);
    return *slot;
}

static void add_newcomer(struct matching *matching, const struct site_page *page) {
    uint32_t index = (uint32_t)matching->count++;
    struct newcomer *newcomer = &matching->newcomers[index];
    struct str rest = site_page_text(matching->arena, matching->now, page);
    void **first = map_slot(matching->arena, &matching->texts, rest);
    newcomer->page = page;
    newcomer->copy = *first;
    *first = newcomer;
    for (struct str line = next_line(&rest); line.ptr; line = next_line(&rest)) {
        struct sharers *sharers = sharers_of(matching, line);
        if (sharers->count && sharers->last == index) continue;
        if (sharers->count < MAX_PER_LINE) sharers->items[sharers->count] = index;
        sharers->count++;
        sharers->last = index;
        newcomer->lines++;
    }
}

/* Path elements two paths have in common, at their beginnings and at their ends. */
static uint32_t nearness(struct str a, struct str b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    uint32_t common = 0;
    for (size_t i = 0; i < shorter && a.ptr[i] == b.ptr[i]; i++) common += a.ptr[i] == '/';
    for (size_t i = 1; i <= shorter && a.ptr[a.len - i] == b.ptr[b.len - i]; i++)
        common += a.ptr[a.len - i] == '/';
    return common;
}

/* Of two newcomers that are equally like the orphan: one that is nobody else's, one in its language, the nearer one. */
static bool is_better(const struct matching *matching, const struct site_page *orphan,
                      const struct newcomer *a, const struct newcomer *b) {
    if (!b || a->taken != b->taken) return !b || b->taken;
    struct str language = lost_language(matching->before, orphan);
    bool same_a = str_eq(lost_language(matching->now, a->page), language);
    bool same_b = str_eq(lost_language(matching->now, b->page), language);
    if (same_a != same_b) return same_a;
    return nearness(orphan->source, a->page->source) > nearness(orphan->source, b->page->source);
}

/* A newcomer with the very text of the orphan; NULL: none that is left. */
static struct newcomer *find_copy(const struct matching *matching, const struct site_page *orphan) {
    struct newcomer *best = NULL;
    struct str text = site_page_text(matching->arena, matching->before, orphan);
    struct newcomer *copy = text.len ? map_get(&matching->texts, text) : NULL;
    for (int i = 0; copy && i < MAX_COPIES; copy = copy->copy, i++)
        if (!copy->taken && is_better(matching, orphan, copy, best)) best = copy;
    return best;
}

/* Counts the lines an orphan shares with each newcomer; the best one is returned, NULL when there is none. */
static struct newcomer *count_votes(struct matching *matching, const struct site_page *orphan,
                                    uint32_t *lines) {
    struct newcomer *best = NULL;
    struct str rest = site_page_text(matching->arena, matching->before, orphan);
    matching->round++;
    for (struct str line = next_line(&rest); line.ptr; line = next_line(&rest)) {
        struct sharers *sharers = sharers_of(matching, line);
        if (sharers->round == matching->round) continue;
        sharers->round = matching->round;
        (*lines)++;
        for (uint32_t i = 0; sharers->count <= MAX_PER_LINE && i < sharers->count; i++) {
            struct newcomer *newcomer = &matching->newcomers[sharers->items[i]];
            if (newcomer->round != matching->round) newcomer->votes = 0;
            newcomer->round = matching->round;
            newcomer->votes++;
            bool more = !best || newcomer->votes > best->votes;
            if (more || (newcomer->votes == best->votes && is_better(matching, orphan, newcomer, best)))
                best = newcomer;
        }
    }
    return best;
}

static bool same_name(const struct site_page *a, const struct site_page *b) {
    bool title = a->title.len && str_eq(a->title, b->title);
    return title || (a->name.len && str_eq(a->name, b->name));
}

static struct newcomer *find_alike(struct matching *matching, const struct site_page *orphan) {
    uint32_t lines = 0;
    struct newcomer *best = count_votes(matching, orphan, &lines);
    if (!best) return NULL;
    uint32_t larger = lines > best->lines ? lines : best->lines;
    uint32_t needed = best->taken ? MERGED : same_name(orphan, best->page) ? SAME_NAME : ENOUGH;
    return (uint64_t)best->votes * 100 >= (uint64_t)larger * needed ? best : NULL;
}

/* A new file with the same name and title, however much of its text is new: only when there is just one. */
static struct newcomer *find_namesake(const struct matching *matching, const struct site_page *orphan) {
    struct newcomer *found = NULL;
    for (size_t i = 0; i < matching->count && matching->count < MAX_NAMESAKES; i++) {
        const struct site_page *page = matching->newcomers[i].page;
        bool both = page->title.len && str_eq(page->title, orphan->title) && str_eq(page->name, orphan->name);
        if (!both || matching->newcomers[i].taken) continue;
        if (found) return NULL;
        found = &matching->newcomers[i];
    }
    return found;
}

static bool has_text(const struct site_page *page) {
    return page->page && page->source.len && page->bundle != BUNDLE_RESOURCE;
}

static const struct site_page *take(struct newcomer *newcomer) {
    if (!newcomer) return NULL;
    newcomer->taken = true;
    return newcomer->page;
}

/* Copies first: what is moved as it was is nobody else's edited page. */
static void match_orphans(struct matching *matching, const struct site_page **found) {
    for (size_t i = 0; i < matching->before->page_count; i++) {
        const struct site_page *page = &matching->before->pages[i];
        if (has_text(page) && !found[i]) found[i] = take(find_copy(matching, page));
    }
    for (size_t i = 0; i < matching->before->page_count; i++) {
        const struct site_page *page = &matching->before->pages[i];
        if (!has_text(page) || found[i]) continue;
        found[i] = take(find_alike(matching, page));
        if (!found[i]) found[i] = take(find_namesake(matching, page));
    }
}

const struct site_page **lost_match(struct arena *arena, const struct site *before, const struct site *now) {
    struct matching matching = {.arena = arena, .before = before, .now = now};
    const struct site_page **found = ARENA_ARRAY(arena, const struct site_page *, before->page_count + 1);
    matching.newcomers = ARENA_ARRAY(arena, struct newcomer, now->page_count + 1);
    for (size_t i = 0; i < now->page_count; i++) {
        const struct site_page *page = &now->pages[i];
        if (has_text(page) && !site_page_of(before, page->source)) add_newcomer(&matching, page);
    }
    for (size_t i = 0; i < before->page_count; i++) {
        const struct site_page *page = &before->pages[i];
        if (has_text(page)) found[i] = lost_same_source(now, page->source, lost_language(before, page));
    }
    if (matching.count) match_orphans(&matching, found);
    return found;
}
