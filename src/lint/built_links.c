/* built_links.c: links of a build that lead nowhere and stand in no page's source: menus, footers, lists, what templates and
 * components write. Each target is told once. */
#include "lint/built_pages.h"

#include <stdlib.h>

struct dead {
    struct built_fault fault;
    size_t last; /* page that was counted */
};
struct search {
    struct arena *arena;
    const struct built *built;
    const struct links *links;
    struct map rooted; /* target that means the same on every page -> itself when it is dead, else the map */
    struct map told;   /* those that sources of pages have: their own findings tell them */
    struct map found;  /* address asked for, with its fragment -> struct dead */
};

static struct str pointer_key(const void *const *pointer) {
    return (struct str){(const char *)pointer, sizeof *pointer};
}

void built_claim(struct arena *arena, struct map *map, const void *pointer, void *value) {
    *map_slot(arena, map, str_copy(arena, pointer_key(&pointer))) = value;
}

void *built_claimed(const struct map *map, const void *pointer) {
    return map_get(map, pointer_key(&pointer));
}

/* What browsers do not fetch as a page or a file. */
static bool is_address(const struct built_link *link) {
    struct str text = link->target->text;
    return text.len && !str_starts(text, STR("data:")) && !str_starts(text, STR("mailto:")) &&
           !str_starts(text, STR("javascript:"));
}

static bool is_dead(const struct search *s, const struct built_answer *answer) {
    if (answer->verdict != BUILT_NOTHING && answer->verdict != BUILT_CASE &&
        answer->verdict != BUILT_NO_ANCHOR)
        return false;
    if (answer->verdict == BUILT_NO_ANCHOR || !s->links) return true;
    return !redirects_find(links_redirects(s->links), answer->path, 0) &&
           !links_says_served(s->links, s->arena, answer->path);
}

static struct str key_of(struct arena *arena, const struct built_answer *answer) {
    bool anchor = answer->verdict == BUILT_NO_ANCHOR;
    struct str fragment = anchor ? answer->fragment : STR("");
    return str_printf(arena, "%.*s%s%.*s", STR_FMT(answer->path), anchor ? "#" : "", STR_FMT(fragment));
}

static void add(struct search *s, size_t number, const struct built_link *link,
                const struct built_answer *answer) {
    struct str key = key_of(s->arena, answer);
    struct dead **slot = (struct dead **)map_slot(s->arena, &s->found, key);
    if (*slot) {
        (*slot)->fault.pages += (*slot)->last != number;
        (*slot)->last = number;
        return;
    }
    if (s->found.len > BUILT_FAULTS_MAX) return;
    struct dead *dead = *slot = ARENA_NEW(s->arena, struct dead);
    dead->last = number;
    dead->fault = (struct built_fault){.page = number, .pages = 1, .snippet = link->target->text};
    dead->fault.span = (struct span){link->at, link->at};
    dead->fault.doubted = link->kind == BUILT_HEAD || url_split(link->target->text).authority.ptr;
    dead->fault.target = key;
}

static void look_at(struct search *s, size_t number, const struct built_page *page,
                    const struct map *claimed) {
    for (uint32_t i = 0; i < page->link_count; i++) {
        const struct built_link *link = &page->links[i];
        bool rooted = str_starts(link->target->text, STR("/")) && !page->base_href.ptr;
        if (!is_address(link)) continue;
        void **known = rooted ? map_slot(s->arena, &s->rooted, link->target->text) : NULL;
        if (known && *known == &s->rooted) continue;
        struct arena scratch = arena_within(s->arena);
        struct built_answer answer = built_ask(s->built, &scratch, page, link->target->text);
        bool dead = is_dead(s, &answer);
        if (known) *known = dead ? (void *)s : (void *)&s->rooted;
        if (dead && built_claimed(claimed, link))
            *map_slot(s->arena, &s->told, key_of(s->arena, &answer)) = s;
        else if (dead)
            add(s, number, link, &answer);
        arena_free(&scratch);
    }
}

/* A page of errors is shown at any address; one that sends the reader on has nothing to follow but that. */
static bool is_odd(const struct built_page *page) {
    return str_eq(path_base(page->file), STR("404.html")) || str_eq(page->file, STR("404/index.html"));
}

void built_dead_links(struct arena *arena, const struct built *built, const struct rule *rule,
                      const struct map *claimed, const struct links *links, built_faults *out) {
    enum {
        AGAIN = 2
    }; /* pages that show the text of another: a book in one page, the first chapter as home page */
    size_t count;
    const struct built_page *pages = built_pages(built, &count);
    struct search s = {.arena = arena, .built = built, .links = links};
    for (size_t i = 0; i < count; i++)
        if (!is_odd(&pages[i])) look_at(&s, i, &pages[i], claimed);
    for (size_t i = 0; i < s.found.len; i++) {
        const struct dead *dead = s.found.entries[i].value;
        bool again = dead && dead->fault.pages <= AGAIN && map_get(&s.told, s.found.entries[i].key);
        if (!dead || again) continue;
        struct built_fault *fault = ARRAY_PUSH(arena, out);
        *fault = dead->fault;
        fault->rule = rule;
    }
}
