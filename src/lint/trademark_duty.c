/* trademark_duty.c: whose page is it? The page offers a course of an owner's marks, discusses them, or mentions them. */
#include "lint/trademark.h"

bool trademark_names_owner(const struct owner *owner, const struct node *value) {
    if (!value) return false;
    if (value->kind != NODE_ARRAY) return owner_is_called(owner, node_text(value, STR("")));
    for (const struct node *n = value->child; n; n = n->next)
        if (owner_is_called(owner, node_text(n, STR("")))) return true;
    return false;
}

bool trademark_is_configured(const struct subject *subject, const struct owner *owner) {
    for (size_t i = 0; i < subject->type_count; i++)
        for (size_t k = 0; k < subject->types[i]->trademarks.len; k++)
            if (str_eq(subject->types[i]->trademarks.items[k], owner->id)) return true;
    return false;
}

bool trademark_is_configured_anywhere(const struct lint *lint, const struct owner *owner) {
    for (size_t i = 0; i < lint->config.types.len; i++)
        for (size_t k = 0; k < lint->config.types.items[i].trademarks.len; k++)
            if (str_eq(lint->config.types.items[i].trademarks.items[k], owner->id)) return true;
    return false;
}

/* ---- courses --------------------------------------------------------------------------------------------------- */

static bool value_is(const struct node *front, const char *key, const char *const *words) {
    struct str text = node_text(node_get_nocase(front, str_from(key)), STR(""));
    for (; *words; words++)
        if (str_eq_nocase(text, str_from(*words))) return true;
    return false;
}

static bool has_any(const struct node *front, const char *const *keys) {
    for (; *keys; keys++) {
        const struct node *node = node_get_nocase(front, str_from(*keys));
        if (node && (node->child || node_text(node, STR("")).len)) return true;
    }
    return false;
}

static bool front_offers(const struct node *front) {
    static const char *const kinds[] = {"course", "courses", "training", "workshop", "class", NULL};
    static const char *const prices[] = {"price", "course_price", "fee", NULL};
    static const char *const dates[] = {"dates",        "start_date", "startDate", "sessions",
                                        "course_dates", "duration",   NULL};
    if (!front) return false;
    return value_is(front, "type", kinds) || value_is(front, "layout", kinds) ||
           value_is(front, "ResourceType", kinds) || (has_any(front, prices) && has_any(front, dates));
}

/* "@type": "Course" of schema.org, in JSON-LD or as microdata. */
static bool data_offers(struct str text) {
    static const char *const types[] = {"\"Course\"", "\"CourseInstance\"", "schema.org/Course",
                                        "\"EducationEvent\""};
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        size_t found = str_find(text, str_from(types[i]));
        if (found == text.len) continue;
        struct str before = str_sub(text, found > 40 ? found - 40 : 0, found);
        if (i == 2 || str_find(before, STR("@type")) < before.len) return true;
    }
    return false;
}

static bool in_course_folder(struct str path) {
    for (struct str rest = path_dir(path); rest.ptr;)
        if (str_eq(str_cut(&rest, '/'), STR("_courses"))) return true;
    return false;
}

bool trademark_is_course(const struct subject *subject) {
    if (subject->course || front_offers(subject->page->front) || in_course_folder(subject->source->path))
        return true;
    return needles_common(&subject->found, subject->lint->course_needles) &&
           data_offers(subject->source->text);
}

/* ---- duties --------------------------------------------------------------------------------------------------------- */

static const struct node *vendors_of(const struct subject *subject) {
    static const char *const keys[] = {"course_vendors", "course-vendors", "vendors", "vendor",
                                       "course_vendor"};
    const struct node *front = subject->page->front;
    for (size_t i = 0; front && i < ARRAY_LEN(keys); i++) {
        const struct node *node = node_get_nocase(front, str_from(keys[i]));
        if (node && (node->child || node_text(node, STR("")).len)) return node;
    }
    return NULL;
}

struct counts {
    size_t uses, prominent, titles;
};

static enum duty duty_of(const struct page_marks *page, const struct owner *owner,
                         const struct counts *counts, const struct node *vendors) {
    enum { AGAIN = 3 };
    const struct subject *subject = page->subject;
    if (trademark_is_configured(subject, owner)) return DUTY_CONFIGURED;
    if (page->course && trademark_names_owner(owner, vendors)) return DUTY_OFFERED;
    if (page->course && !vendors && counts->titles) return DUTY_OFFERED;
    if (!owner->only_offered && (counts->prominent || counts->uses >= AGAIN)) return DUTY_DISCUSSED;
    return counts->uses ? DUTY_MENTIONED : DUTY_NONE;
}

void trademark_duties(struct arena *arena, struct page_marks *page) {
    const struct registry *registry = &page->subject->lint->marks;
    struct counts *counts = ARENA_ARRAY(arena, struct counts, registry->owner_count + 1);
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        if (!use->certain || use->in_notice) continue;
        struct counts *c = &counts[use->mark->owner - registry->owners];
        const struct page_text *text = &page->texts.items[use->text];
        enum text_place place = text->place;
        bool element =
            text->block->field && !text->block->field->key.len; /* of a list: what is learnt, who comes */
        c->uses++;
        c->titles += place == TEXT_TITLE || place == TEXT_META || element;
        c->prominent += place != TEXT_BODY;
    }
    const struct node *vendors = vendors_of(page->subject);
    page->duties = ARENA_ARRAY(arena, enum duty, registry->owner_count + 1);
    for (size_t i = 0; i < registry->owner_count; i++)
        page->duties[i] = duty_of(page, &registry->owners[i], &counts[i], vendors);
}

enum duty trademark_duty(const struct page_marks *page, const struct owner *owner) {
    return page->duties[owner - page->subject->lint->marks.owners];
}

bool trademark_is_silent(const struct page_marks *page, const struct owner *owner) {
    return owner->only_offered && trademark_duty(page, owner) < DUTY_OFFERED;
}

static bool credits(const struct page_marks *page, const struct owner *owner) {
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct notice *notice = &page->notices.items[i].notice;
        for (size_t k = 0; notice->credits && k < notice->owners.len; k++)
            if (notice->owners.items[k].term->owner == owner) return true;
    }
    return false;
}

void trademark_offers(struct arena *arena, const struct page_marks *page, struct str path,
                      lint_offers *offers) {
    const struct registry *registry = &page->subject->lint->marks;
    for (size_t i = 0; i < registry->owner_count; i++)
        if (page->duties[i] >= DUTY_OFFERED)
            *ARRAY_PUSH(arena, offers) =
                (struct lint_offer){path, registry->owners[i].id, credits(page, &registry->owners[i])};
}
