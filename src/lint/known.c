/* known.c: when a finding is the same one, and which of many are known. */
#include "lint/known.h"

#include "lint/check.h"

#include <inttypes.h>

/* ---- what a finding is about --------------------------------------------------------------------------------- */

/* Where the marked text is not what it is about: a page's address, what its notice lacks, the key of a value. */
static const struct {
    const char *check, *property;
} subjects[] = {{"url", "url"},      {"external", "url"},   {"lost", "url"},
                {"orphan", NULL},    {"field", "key"},      {"heading", "heading"},
                {"allowance", "id"}, {"suppression", "id"}, {"ledger", NULL}};

static bool tells(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if (char_is_digit(text.ptr[i]) || char_is_letter(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80)
            return true;
    return false;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str folded(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    text = str_trim(text);
    buf_expect(&out, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (!is_blank(text.ptr[i]) || !is_blank(text.ptr[i - 1]))
            buf_add_char(&out, is_blank(text.ptr[i]) ? ' ' : text.ptr[i]);
    return buf_str(&out);
}

/* "syllabus[3].title" as "syllabus[].title": items come and go. */
static struct str without_numbers(struct arena *arena, struct str key) {
    struct buf out = {.arena = arena};
    bool inside = false;
    for (size_t i = 0; i < key.len; i++) {
        inside = key.ptr[i] == '[' || (inside && key.ptr[i] != ']');
        if (!inside || !char_is_digit(key.ptr[i])) buf_add_char(&out, key.ptr[i]);
    }
    return buf_str(&out);
}

static bool has_property(const struct diagnostic *finding, const char *name, struct str *value) {
    *value = finding_property(finding, str_from(name));
    return value->len > 0;
}

/* Of what the rule knows, that which stands in the page itself; else the message. */
static struct str known_to_rule(const struct diagnostic *finding) {
    static const char *const names[] = {"alias", "match", "mark", "word", "term",
                                        "from",  "text",  "tag",  "id",   "problem"};
    struct str value;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (has_property(finding, names[i], &value)) return value;
    return finding->message;
}

static uint64_t add_marked(struct arena *arena, uint64_t number, const struct diagnostic *finding) {
    struct str text = span_str(finding->source, finding->span), key;
    bool keyed = has_property(finding, "key", &key);
    if (keyed) number = str_digest(number, without_numbers(arena, key));
    if (tells(text)) return str_digest(number, folded(arena, text));
    return keyed ? number : str_digest(number, folded(arena, known_to_rule(finding)));
}

uint64_t known_number(struct arena *arena, const struct diagnostic *finding) {
    uint64_t number = STR_DIGEST_START;
    struct str check = str_from(finding->rule->check->name), value;
    if (finding->rest) return str_digest(number, STR("the rest"));
    if (has_property(finding, "lack", &value))
        return str_digest(number, finding_property(finding, STR("owner")));
    for (size_t i = 0; i < ARRAY_LEN(subjects); i++) {
        if (!str_eq(check, str_from(subjects[i].check))) continue;
        if (!subjects[i].property) return number;
        if (has_property(finding, subjects[i].property, &value)) return str_digest(number, value);
    }
    return add_marked(arena, number, finding);
}

uint64_t known_number_of_url(struct str url) {
    return str_digest(STR_DIGEST_START, url);
}

/* ---- sets ------------------------------------------------------------------------------------------------------ */

struct known_entry {
    ARRAY_OF(uint64_t) messages; /* of those that are left */
};

static struct str key_of(struct arena *arena, struct str rule, struct str path, uint64_t number) {
    return str_printf(arena, "%016" PRIx64 " %.*s %.*s", number, STR_FMT(rule), STR_FMT(path));
}

void known_add(struct known *known, struct str rule, struct str path, uint64_t number, uint64_t message) {
    void **slot = map_slot(known->arena, &known->entries, key_of(known->arena, rule, path, number));
    if (!*slot) *slot = ARENA_NEW(known->arena, struct known_entry);
    struct known_entry *entry = *slot;
    *ARRAY_PUSH(known->arena, &entry->messages) = message;
}

/* exact: only one with these words. */
static bool take(struct known_entry *entry, uint64_t message, bool exact) {
    size_t left = entry->messages.len;
    for (size_t i = 0; i < left; i++) {
        if (exact && entry->messages.items[i] != message) continue;
        entry->messages.items[i] = entry->messages.items[left - 1];
        entry->messages.len--;
        return true;
    }
    return false;
}

bool known_spend(const struct known *known, struct str rule, struct str path, uint64_t number) {
    struct arena memory = {0};
    struct known_entry *entry = map_get(&known->entries, key_of(&memory, rule, path, number));
    arena_free(&memory);
    return entry && take(entry, 0, false);
}

void known_take(struct known *known, const diagnostics *list, bool *is_known) {
    struct arena memory = {0};
    struct known_entry **entries = ARENA_ARRAY(&memory, struct known_entry *, list->len + 1);
    uint64_t *messages = ARENA_ARRAY(&memory, uint64_t, list->len + 1);
    for (size_t i = 0; i < list->len; i++) {
        const struct diagnostic *d = &list->items[i];
        if (is_known[i]) continue;
        uint64_t number = known_number(&memory, d);
        entries[i] = map_get(&known->entries, key_of(&memory, d->rule->id, d->source->path, number));
        messages[i] = str_hash(d->message);
    }
    for (int exact = 1; exact >= 0; exact--)
        for (size_t i = 0; i < list->len; i++)
            if (entries[i] && !is_known[i]) is_known[i] = take(entries[i], messages[i], exact);
    arena_free(&memory);
}
