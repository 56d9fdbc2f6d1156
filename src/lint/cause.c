/* cause.c: one cause, one finding. */
#include "lint/cause.h"

#include "links/links.h"

enum {
    RELATED_MAX = 20,
    DOUBT_MIN = 20,    /* findings */
    DOUBT_PERCENT = 3, /* of the links of the run */
};

struct group {
    struct diagnostic *first;
    size_t count, pages;
    struct str page;         /* the last one counted */
    struct diagnostic **all; /* the first RELATED_MAX + 1 */
};
/* What is new is told apart from what was there and from what the baseline has; how many there are of all is what doubts
 * the site. */
enum { OLD, NEW, BASELINED, SORTS };
struct party {
    struct group groups[SORTS];
};

/* How many make a group, and what the others have in common. The most general comes first. */
static const struct {
    enum link_cause_kind kind;
    size_t least;
} orders[] = {{LINK_CAUSE_PLACEHOLDER, 5}, {LINK_CAUSE_FOLDER, 5},    {LINK_CAUSE_CONTENTS, 12},
              {LINK_CAUSE_PAGE, 20},       {LINK_CAUSE_RELATIVE, 20}, {LINK_CAUSE_ADDRESS, 5}};

static const struct link_cause *cause_of(const struct diagnostic *d, enum link_cause_kind kind) {
    for (size_t i = 0; i < d->causes.count; i++)
        if (d->causes.items[i].kind == kind) return &d->causes.items[i];
    return NULL;
}

static bool may_join(const struct diagnostic *d) {
    return d->causes.count && !d->edit_count && !d->rest && !d->grouped;
}

static struct party *party_of(struct arena *arena, struct map *parties, const struct diagnostic *d,
                              const struct link_cause *cause) {
    struct str key =
        str_printf(arena, "%.*s %d %.*s", STR_FMT(d->rule->id), (int)d->severity, STR_FMT(cause->text));
    void **slot = map_slot(arena, parties, key);
    if (!*slot) *slot = ARENA_NEW(arena, struct party);
    return *slot;
}

static void count_in(struct arena *arena, struct group *group, struct diagnostic *d) {
    if (!group->count) group->all = ARENA_ARRAY(arena, struct diagnostic *, RELATED_MAX + 1);
    if (!group->count) group->first = d;
    if (group->count <= RELATED_MAX) group->all[group->count] = d;
    group->count++;
    group->first->changed |= d->changed;
    bool same = group->page.ptr && str_eq(group->page, d->source->path);
    group->pages += !same;
    group->page = d->source->path;
}

/* ---- words ---- */

static const char *shared(enum link_cause_kind kind) {
    switch (kind) {
    case LINK_CAUSE_PLACEHOLDER: return "with that in them";
    case LINK_CAUSE_FOLDER: return "to a folder of which this site serves nothing";
    case LINK_CAUSE_CONTENTS: return "to anchors that it has not";
    case LINK_CAUSE_PAGE: return "to anchors that page has not";
    case LINK_CAUSE_RELATIVE:
        return "to relative addresses, and no template is here that may read them otherwise";
    case LINK_CAUSE_ADDRESS: break;
    }
    return "to that address";
}

static struct str words(struct arena *arena, const struct group *group, const struct link_cause *cause) {
    struct str where =
        group->pages > 1 ? str_printf(arena, " on %zu pages", group->pages) : STR(" of this page");
    bool named = cause->kind == LINK_CAUSE_PLACEHOLDER || cause->kind == LINK_CAUSE_FOLDER;
    return str_printf(arena, " (%.*s%sone of %zu links%.*s %s)", STR_FMT(named ? cause->text : STR("")),
                      named ? ": " : "", group->count, STR_FMT(where), shared(cause->kind));
}

/* The line of contentlint.yml that says the links are right; absent: there is none. */
static struct str remedy(struct arena *arena, const struct link_cause *cause) {
    bool folder = cause->kind == LINK_CAUSE_FOLDER;
    bool address = cause->kind == LINK_CAUSE_ADDRESS && str_starts(cause->text, STR("/")) &&
                   str_find_char(cause->text, '#') == cause->text.len;
    if (!folder && !address) return (struct str){0};
    return str_printf(arena, "served: [\"%.*s%s\"]", STR_FMT(cause->text), folder ? "**" : "");
}

/* ---- making one of them ---- */

static void add_property(struct arena *arena, struct diagnostic *d, const char *name, struct str value) {
    struct property *all = ARENA_ARRAY(arena, struct property, d->property_count + 1);
    for (uint32_t i = 0; i < d->property_count; i++) all[i] = d->properties[i];
    all[d->property_count++] = (struct property){str_from(name), value};
    d->properties = all;
}

static void relate_others(struct arena *arena, const struct group *group) {
    struct diagnostic *d = group->first;
    size_t others = (group->count <= RELATED_MAX ? group->count : RELATED_MAX + 1) - 1;
    struct related *all = ARENA_ARRAY(arena, struct related, d->related_count + others);
    for (uint32_t i = 0; i < d->related_count; i++) all[i] = d->related[i];
    for (size_t i = 1; i <= others; i++)
        all[d->related_count++] =
            (struct related){group->all[i]->source, group->all[i]->span, group->all[i]->message};
    d->related = all;
}

static struct group *own_group(struct party *party, const struct diagnostic *d) {
    return &party->groups[d->baselined ? BASELINED : d->fresh ? NEW : OLD];
}

static bool is_doubtful(const struct party *party, enum link_cause_kind kind, size_t links) {
    size_t count = 0;
    for (int i = 0; i < SORTS; i++) count += party->groups[i].count;
    if (kind == LINK_CAUSE_CONTENTS) return false; /* of one page, which is read as it stands */
    return count >= DOUBT_MIN && count * 100 >= links * DOUBT_PERCENT;
}

static void doubt(struct arena *arena, struct diagnostic *d, const struct link_cause *cause) {
    struct str line = remedy(arena, cause);
    if (d->severity > SEVERITY_WARNING) d->severity = SEVERITY_WARNING;
    d->evidence =
        STR("so many links with one cause are rather what is not known of the site than faults of its pages");
    if (line.len)
        d->message =
            str_printf(arena, "%.*s; if something else serves them, contentlint.yml can say so: %.*s",
                       STR_FMT(d->message), STR_FMT(line));
}

static void make_one(struct arena *arena, const struct group *group, const struct link_cause *cause) {
    struct diagnostic *d = group->first;
    relate_others(arena, group);
    add_property(arena, d, "cause", cause->text);
    add_property(arena, d, "places", str_printf(arena, "%zu", group->count));
    add_property(arena, d, "pages", str_printf(arena, "%zu", group->pages));
    d->message = str_printf(arena, "%.*s%.*s", STR_FMT(d->message), STR_FMT(words(arena, group, cause)));
}

/* Those of a party: each group that is large enough becomes one; what is too few to be one shares the doubt. */
static void settle(struct arena *arena, struct party *party, struct diagnostic *d,
                   const struct link_cause *cause, size_t least, size_t links) {
    struct group *group = own_group(party, d);
    bool joins = group->count >= least, doubtful = is_doubtful(party, cause->kind, links);
    if (!joins && !doubtful) return;
    d->grouped = true;
    d->hidden = joins && group->first != d;
    if (d->hidden) return;
    if (joins) make_one(arena, group, cause);
    if (doubtful) doubt(arena, d, cause);
}

static void group_by(struct arena *arena, diagnostics *list, enum link_cause_kind kind, size_t least,
                     size_t links) {
    struct map parties = {0};
    struct party **own = ARENA_ARRAY(arena, struct party *, list->len + 1);
    for (size_t i = 0; i < list->len; i++) {
        struct diagnostic *d = &list->items[i];
        const struct link_cause *cause = may_join(d) ? cause_of(d, kind) : NULL;
        if (!cause) continue;
        own[i] = party_of(arena, &parties, d, cause);
        count_in(arena, own_group(own[i], d), d);
    }
    for (size_t i = 0; i < list->len; i++)
        if (own[i]) settle(arena, own[i], &list->items[i], cause_of(&list->items[i], kind), least, links);
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++)
        if (!list->items[i].hidden) list->items[kept++] = list->items[i];
    list->len = kept;
}

void cause_group(struct arena *arena, diagnostics *list, size_t links) {
    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        group_by(arena, list, orders[i].kind, orders[i].least, links);
}
