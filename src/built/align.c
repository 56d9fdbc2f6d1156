/* align.c: which link of the built page a link of its source became. Both stand in one order, so that the heaviest common
 * sequence tells, where a pair weighs what speaks for it: the same text, the same target, a target of that name. */
#include "built/parts.h"

enum {
    CELLS_MAX = 16 << 20, /* of the table; beyond it nothing is told */
    WEIGHT_TARGET = 5,    /* the target is the same */
    WEIGHT_NAME = 2,      /* its last element is */
    WEIGHT_TEXT = 3       /* the text is */
};

struct piece { /* a link of the source that the reader may get */
    size_t index;
    const struct link *link;
    struct built_target target;
    uint64_t text;
    enum built_class kind;
};
typedef ARRAY_OF(struct piece) piece_list;
typedef ARRAY_OF(const struct built_link *) link_list;

/* ---- the links of a source ------------------------------------------------------------------------------------------------- */

static enum built_class class_of(const struct link *link) {
    if (link->kind == LINK_IMAGE || str_eq_nocase(link->element, STR("img"))) return BUILT_IMAGE;
    if (link->kind != LINK_HTML) return BUILT_ANCHOR;
    if (str_eq_nocase(link->element, STR("a")) || str_eq_nocase(link->element, STR("area")))
        return BUILT_ANCHOR;
    if (str_eq(link->name, STR("srcset"))) return BUILT_IMAGE;
    bool head = str_eq_nocase(link->element, STR("link")) || str_eq_nocase(link->element, STR("meta"));
    return head ? BUILT_HEAD : BUILT_OTHER;
}

/* A template decides what element an argument or a field gets into. */
static bool is_any_class(const struct link *link) {
    return link->kind == LINK_SHORTCODE || link->kind == LINK_FRONT_MATTER;
}

static piece_list pieces_of(struct arena *arena, const struct page *page) {
    piece_list list = {0};
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *link = &page->links.items[i];
        if (link->kind == LINK_DEFINITION) continue;
        struct piece *piece = ARRAY_PUSH(arena, &list);
        *piece = (struct piece){.index = i, .link = link};
        piece->target = built_target_of(arena, str_trim(link->target));
        piece->text = built_text_hash(link->text);
        piece->kind = class_of(link);
    }
    return list;
}

/* ---- what speaks for a pair -------------------------------------------------------------------------------------------------- */

/* "setup" of "../setup.md#first" and of "/docs/setup/#first"; a file that got a number of its content: "logo.1a2b.png". */
static bool same_name(const struct piece *piece, const struct built_target *target) {
    if (!piece->target.named) return piece->target.fragment && piece->target.fragment == target->fragment;
    if (piece->target.named == target->named) return true;
    struct str stem = piece->target.name;
    if (piece->kind == BUILT_ANCHOR && path_ext(piece->target.text).len == 0) return false;
    size_t suffix = path_ext(piece->target.text).len;
    if (suffix && stem.len > suffix) stem.len -= suffix - 1; /* names are kept without the dot */
    return stem.len > 2 && target->name.len > stem.len && str_starts(target->name, stem);
}

/* 0: it is another link. */
static unsigned weigh(const struct piece *piece, const struct built_link *link) {
    if (piece->kind != link->kind && !is_any_class(piece->link)) return 0;
    unsigned weight = piece->text && piece->text == link->text ? WEIGHT_TEXT : 0;
    if (piece->target.bare == link->target->bare && piece->target.text.len) return weight + WEIGHT_TARGET;
    if (piece->text && link->text && !weight) return 0;
    return same_name(piece, link->target) ? weight + WEIGHT_NAME : weight;
}

/* ---- the sequence ------------------------------------------------------------------------------------------------------------- */

struct table {
    const piece_list *pieces;
    const link_list *links;
    unsigned char *steps; /* a cell for each pair */
};
enum { STEP_UP, STEP_LEFT, STEP_TAKE };

static void fill(struct arena *arena, const struct table *t) {
    size_t columns = t->links->len;
    uint32_t *above = ARENA_ARRAY(arena, uint32_t, columns + 1);
    uint32_t *row = ARENA_ARRAY(arena, uint32_t, columns + 1);
    for (size_t i = 0; i < t->pieces->len; i++) {
        for (size_t k = 0; k < columns; k++) {
            unsigned char *step = &t->steps[i * columns + k];
            unsigned weight = weigh(&t->pieces->items[i], t->links->items[k]);
            uint32_t best = above[k + 1];
            *step = STEP_UP;
            if (row[k] > best) best = row[k], *step = STEP_LEFT;
            if (weight && above[k] + weight > best) best = above[k] + weight, *step = STEP_TAKE;
            row[k + 1] = best;
        }
        uint32_t *swap = above;
        above = row;
        row = swap;
    }
}

static void walk(const struct table *t, const struct built_link **out) {
    for (size_t i = t->pieces->len, k = t->links->len; i && k;) {
        unsigned char step = t->steps[(i - 1) * t->links->len + k - 1];
        if (step == STEP_TAKE) {
            out[t->pieces->items[i - 1].index] = t->links->items[k - 1];
            i--, k--;
        } else if (step == STEP_UP) {
            i--;
        } else {
            k--;
        }
    }
}

/* Links of menus and the like, for which nothing in the source speaks, are left out. */
static link_list candidates(struct arena *arena, const piece_list *pieces, const struct built_page *to) {
    uint64_t *numbers = ARENA_ARRAY(arena, uint64_t, pieces->len * 4 + 1);
    uint32_t count = 0;
    bool files = false;
    for (size_t i = 0; i < pieces->len; i++) {
        const struct piece *piece = &pieces->items[i];
        numbers[count++] = piece->text;
        numbers[count++] = piece->target.bare;
        numbers[count++] = piece->target.named;
        numbers[count++] = piece->target.named ? 0 : piece->target.fragment;
        files |= path_ext(piece->target.text).len > 0;
    }
    count = built_sort(numbers, count);
    link_list list = {0};
    for (uint32_t k = 0; k < to->link_count; k++) {
        const struct built_link *link = &to->links[k];
        bool known = built_has(numbers, count, link->text) || built_has(numbers, count, link->target->bare) ||
                     built_has(numbers, count, link->target->named) ||
                     built_has(numbers, count, link->target->fragment);
        bool file = files && path_ext(url_split(link->target->text).path).len;
        if (known || file) *ARRAY_PUSH(arena, &list) = link;
    }
    return list;
}

/* ---- what is not certain -------------------------------------------------------------------------------------------------------- */

/* For nothing but the text speaks: it must be the only link of that text, here and there. */
static bool is_unique(const piece_list *pieces, const link_list *links, const struct piece *piece,
                      const struct built_link *found) {
    size_t here = 0;
    for (size_t i = 0; i < pieces->len; i++)
        here += pieces->items[i].text == piece->text && pieces->items[i].kind == piece->kind;
    for (size_t k = 0; k < links->len; k++) {
        const struct built_link *link = links->items[k];
        if (link->text == piece->text && link->kind == found->kind && link->target != found->target)
            return false;
    }
    return here == 1;
}

/* What stands in front matter may be shown anywhere: all links of the built page that it may have become have one target. */
static const struct built_link *anywhere(const struct piece *piece, const link_list *links) {
    const struct built_link *found = NULL;
    for (size_t k = 0; k < links->len; k++) {
        if (weigh(piece, links->items[k]) < WEIGHT_TARGET) continue;
        if (found && found->target != links->items[k]->target) return NULL;
        found = links->items[k];
    }
    return found;
}

const struct built_link **built_align(struct arena *arena, const struct page *page,
                                      const struct built_page *to) {
    const struct built_link **out = ARENA_ARRAY(arena, const struct built_link *, page->links.len + 1);
    struct arena scratch = arena_within(arena);
    piece_list pieces = pieces_of(&scratch, page);
    link_list links = candidates(&scratch, &pieces, to);
    if (links.len && pieces.len <= CELLS_MAX / links.len) {
        struct table table = {&pieces, &links, NULL};
        table.steps = ARENA_ARRAY(&scratch, unsigned char, pieces.len *links.len + 1);
        fill(&scratch, &table);
        walk(&table, out);
    }
    for (size_t i = 0; i < pieces.len; i++) {
        const struct piece *piece = &pieces.items[i];
        const struct built_link **found = &out[piece->index];
        if (!*found && (piece->link->field || is_any_class(piece->link))) *found = anywhere(piece, &links);
        if (*found && weigh(piece, *found) == WEIGHT_TEXT && !is_unique(&pieces, &links, piece, *found))
            *found = NULL;
    }
    arena_free(&scratch);
    return out;
}
