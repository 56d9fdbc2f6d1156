/* registry.c: the names of all owners and marks as terms to be found. */
#include "marks/marks.h"

/* "Professional ScrumMaster", "Certified Scrum Master": a mark with two of its words joined, or one of them split where a
 * capital stands in it. The owner's other marks may be written so. */
static void add_joined(struct arena *arena, struct terms *terms, const struct mark *mark) {
    struct str text = mark->text;
    for (size_t i = 1; i + 1 < text.len; i++) {
        char before = text.ptr[i - 1], at = text.ptr[i], after = text.ptr[i + 1];
        bool join = at == ' ' && char_is_letter(before) && char_is_upper(after);
        bool split = char_is_letter(before) && !char_is_upper(before) && char_is_upper(at) &&
                     !char_is_upper(after) && char_is_letter(after);
        size_t word = i;
        while (word > 0 && text.ptr[word - 1] != ' ') word--;
        if (!join && !(split && i - word > 2)) continue;
        struct str head = str_sub(text, 0, i), tail = str_sub(text, join ? i + 1 : i, text.len);
        struct str other = str_printf(arena, "%.*s%s%.*s", STR_FMT(head), split ? " " : "", STR_FMT(tail));
        terms_add(terms, other, (struct term){.kind = TERM_JOINED, .owner = mark->owner, .mark = mark});
    }
}

static void add_inflected(struct arena *arena, struct terms *terms, const struct mark *mark) {
    static const struct {
        const char *end;
        enum mark_ban ban;
    } ends[] = {
        {"s", MARK_NO_PLURAL}, {"'s", MARK_NO_POSSESSIVE}, {"ing", MARK_NO_VERB}, {"ed", MARK_NO_VERB}};
    struct term term = {.kind = TERM_INFLECTED, .owner = mark->owner, .mark = mark};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (mark->bans & (unsigned)ends[i].ban)
            terms_add(terms, str_printf(arena, "%.*s%s", STR_FMT(mark->text), ends[i].end), term);
}

/* The words before "OwnerTM" may be in bold, or in another cell. */
static void add_tail(struct terms *terms, const struct mark *mark) {
    size_t space = str_rfind_char(mark->text, ' ');
    struct str tail = str_sub(mark->text, space + 1, mark->text.len);
    bool lower = tail.len > 3 && char_is_lower(tail.ptr[tail.len - 1]);
    if (space < mark->text.len && lower)
        terms_add(terms, tail, (struct term){.kind = TERM_TAIL, .owner = mark->owner});
}

static void add_marks(struct arena *arena, struct terms *terms, const struct owner *owner) {
    for (size_t i = 0; i < owner->mark_count; i++) {
        const struct mark *mark = &owner->marks[i];
        struct term term = {.kind = TERM_MARK, .owner = owner, .mark = mark};
        terms_add(terms, mark->text, term);
        add_joined(arena, terms, mark);
        add_inflected(arena, terms, mark);
        add_tail(terms, mark);
        term.kind = TERM_FORM;
        for (size_t k = 0; k < mark->forms.len; k++) terms_add(terms, mark->forms.items[k], term);
    }
}

/* A name with its comma and without. */
static void add_name(struct arena *arena, struct terms *terms, struct str name, struct term term) {
    terms_add(terms, name, term);
    size_t comma = str_find_char(name, ',');
    if (comma == name.len) return;
    struct str plain = str_printf(arena, "%.*s%.*s", STR_FMT(str_sub(name, 0, comma)),
                                  STR_FMT(str_sub(name, comma + 1, name.len)));
    terms_add(terms, plain, term);
}

static void add_names(struct arena *arena, struct terms *terms, const struct owner *owner) {
    struct term term = {.kind = TERM_OWNER, .owner = owner};
    add_name(arena, terms, owner->name, term);
    for (size_t i = 0; i < owner->names.len; i++) add_name(arena, terms, owner->names.items[i], term);
    term.kind = TERM_FORMER;
    for (size_t i = 0; i < owner->former.len; i++) {
        term.former = &owner->former.items[i];
        add_name(arena, terms, term.former->name, term);
    }
    term = (struct term){.kind = TERM_GENERIC, .owner = owner};
    for (size_t i = 0; i < owner->generic.len; i++) terms_add(terms, owner->generic.items[i], term);
}

void registry_build(struct arena *arena, struct registry *registry, struct owner *owners, size_t count) {
    struct terms *terms = terms_new(arena), *phrases = terms_new(arena);
    *registry = (struct registry){.owners = owners,
                                  .owner_count = count,
                                  .terms = terms,
                                  .phrases = phrases,
                                  .words = notice_needles(arena)};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < owners[i].mark_count; k++) {
            owners[i].marks[k].owner = &owners[i];
            owners[i].marks[k].index = registry->mark_count++;
        }
        add_marks(arena, terms, &owners[i]);
        add_names(arena, terms, &owners[i]);
    }
    language_add_phrases(phrases);
}

const struct owner *registry_owner(const struct registry *registry, struct str id) {
    for (size_t i = 0; i < registry->owner_count; i++)
        if (str_eq(registry->owners[i].id, id)) return &registry->owners[i];
    return NULL;
}
