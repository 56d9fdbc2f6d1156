/* notice.c: sentences as notices. A sentence is read as what stands before its noun ("SAFe is a registered trademark of"),
 * the noun with what qualifies it, and the name behind its "of": that name, and no other in the sentence, is credited. */
#include "marks/marks.h"

enum { PREDICATES_MAX = 32 /* of one sentence that are read */ };

/* Parts of words, as the case they are met in has them. */
const char *const notice_words[] = {"rademark",
                                    "RADEMARK",
                                    "rade mark",
                                    "rade Mark",
                                    "RADE MARK",
                                    "rade-mark",
                                    "rade-Mark",
                                    "mark is owned",
                                    "marks are owned",
                                    "egistered mark",
                                    "egistered Mark",
                                    "ervice mark",
                                    "ervice Mark",
                                    "ertification mark",
                                    "ertification Mark",
                                    "ollective mark",
                                    "respective",
                                    "Respective",
                                    "REGISTERED MARK",
                                    "Marke",
                                    "smarke",
                                    "zmarke",
                                    "arenzeichen",
                                    "marque",
                                    "Marque",
                                    "marca",
                                    "Marca",
                                    "merk",
                                    "marchi",
                                    "Marchi",
                                    "espectivo",
                                    "jeweilige",
                                    "rispettivi",
                                    "respectieve",
                                    "affiliat",
                                    "roperty of",
                                    "ropri\xC3\xA9t",
                                    "ropiedad",
                                    "ropriedade",
                                    "igentum",
                                    NULL};

struct needles *notice_needles(struct arena *arena) {
    struct needles *needles = needles_new(arena);
    for (size_t i = 0; notice_words[i]; i++) needles_add(needles, str_from(notice_words[i]));
    needles_build(needles);
    return needles;
}

bool notice_possible(const struct registry *registry, struct str text) {
    needle_set found = {0};
    needles_scan(registry->words, text, &found);
    for (size_t i = 0; i < ARRAY_LEN(found.bits); i++)
        if (found.bits[i]) return true;
    return false;
}

/* ---- sentences ---------------------------------------------------------------------------------------------------- */

/* Is the full stop before offset `at` that of an abbreviation, as in "Scaled Agile, Inc. and"? */
static bool is_abbreviation(struct str text, size_t at) {
    static const char *const words[] = {"Inc.", "Ltd.",  "Co.",  "Corp.", "LLC.",  "U.S.", "e.g.",
                                        "i.e.", "z.B.",  "S.A.", "e.V.",  "B.V.",  "N.V.", "S.p.A.",
                                        "S.L.", "Ltda.", "etc.", "U.K.",  "S.r.l."};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ends(str_sub(text, 0, at), str_from(words[i]))) return true;
    return false;
}

/* Does a sentence end right before offset `at`? After "Inc." only when what follows starts like one. */
static bool sentence_ends(struct str text, size_t at) {
    if (at < 2 || at >= text.len || text.ptr[at] != ' ' || !strchr(".!?", text.ptr[at - 1])) return false;
    if (!is_abbreviation(text, at)) return true;
    return at + 1 < text.len && char_is_upper(text.ptr[at + 1]);
}

/* ---- one sentence -------------------------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct str text; /* the sentence */
    ARRAY_OF(struct hit) phrases;
    ARRAY_OF(struct hit) names;
};

/* "de" is a link in French and an article in Dutch. */
static bool is_phrase(const struct hit *hit, enum phrase phrase) {
    for (const struct term *t = hit->all; t; t = t->next)
        if (t->phrase == (unsigned)phrase) return true;
    return false;
}

static void read_hits(struct reading *r, const struct registry *registry) {
    struct hit hit;
    for (size_t at = 0; terms_next(registry->phrases, r->text, &at, &hit);)
        *ARRAY_PUSH(r->arena, &r->phrases) = hit;
    for (size_t at = 0; terms_next(registry->terms, r->text, &at, &hit);)
        *ARRAY_PUSH(r->arena, &r->names) = hit;
}

static bool is_noun(const struct hit *hit) {
    return is_phrase(hit, PHRASE_NOUN) || is_phrase(hit, PHRASE_CERTIFICATION) ||
           is_phrase(hit, PHRASE_OTHER_MARK);
}

static bool is_wordy(char c) {
    return (unsigned char)c >= 0x80 || char_is_alnum(c);
}

/* Brackets and commas are none. */
static size_t count_words(struct str text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += is_wordy(text.ptr[i]) && (i == 0 || !is_wordy(text.ptr[i - 1]));
    return n;
}

/* Is nothing said between phrases i and i + 1? */
static bool are_adjacent(const struct reading *r, size_t i) {
    if (i + 1 >= r->phrases.len) return false;
    return count_words(str_sub(r->text, r->phrases.items[i].end, r->phrases.items[i + 1].start)) == 0;
}

static bool is_strong(struct str link) {
    return str_find_char(link, ' ') < link.len;
}

/* The link of the noun phrases[i], or SIZE_MAX: it follows at once, or behind a place ("in the U.S. and elsewhere owned
 * by"). */
static size_t link_of(const struct reading *r, size_t noun) {
    enum { NEAR = 2, FAR = 14 };
    size_t end = r->phrases.items[noun].end;
    for (size_t i = noun + 1; i < r->phrases.len; i++) {
        const struct hit *hit = &r->phrases.items[i];
        if (is_noun(hit)) return SIZE_MAX;
        if (!is_phrase(hit, PHRASE_LINK)) continue;
        size_t words = count_words(str_sub(r->text, end, hit->start));
        bool strong = is_strong(str_sub(r->text, hit->start, hit->end));
        if (words <= NEAR || (words <= FAR && strong)) return i;
    }
    return SIZE_MAX;
}

/* Where the name behind a link begins: articles, quotes and the like are not of it. */
static size_t object_start(const struct reading *r, size_t link) {
    size_t at = r->phrases.items[link].end, next = link + 1;
    for (;;) {
        while (at < r->text.len && strchr(" '\"[(*_", r->text.ptr[at])) at++;
        struct str rest = str_sub(r->text, at, r->text.len);
        if (str_starts(rest, STR("\xE2\x80")) && rest.len > 2) { /* a curly quote */
            at += 3;
            continue;
        }
        bool article = next < r->phrases.len && r->phrases.items[next].start == at &&
                       is_phrase(&r->phrases.items[next], PHRASE_ARTICLE);
        if (!article) return at;
        at = r->phrases.items[next++].end;
    }
}

/* The name ends where something else is said: at a semicolon, a bracket, "in the U.S.", "used under licence from". */
static size_t object_end(const struct reading *r, size_t start) {
    size_t end = start;
    while (end < r->text.len && !strchr(";(", r->text.ptr[end])) end++;
    for (size_t i = 0; i < r->phrases.len; i++) {
        const struct hit *hit = &r->phrases.items[i];
        bool other = is_phrase(hit, PHRASE_PLACE) || is_phrase(hit, PHRASE_DENIAL);
        if (other && hit->start > start && hit->start < end) return hit->start;
    }
    return end;
}

static bool is_capital_at(struct str text, size_t at) {
    if (at >= text.len) return false;
    size_t next = at;
    uint32_t c = unicode_next(text, &next);
    if (c < 0x80) return char_is_digit((int)c) || char_is_upper((int)c);
    return c != UNICODE_BAD && unicode_is_letter(c) && unicode_lower(c) != c;
}

static const struct term *owner_term(const struct hit *hit) {
    const struct term *term = hit_term(hit, TERM_OWNER);
    return term ? term : hit_term(hit, TERM_FORMER);
}

static void read_object(struct reading *r, size_t link, size_t until, struct notice *notice) {
    size_t start = object_start(r, link), end = object_end(r, start);
    if (until < end) end = until;
    notice->object = (struct span){(uint32_t)start, (uint32_t)end};
    notice->names = is_capital_at(r->text, start);
    for (size_t i = 0; i < r->names.len; i++) {
        struct hit hit = r->names.items[i];
        if (hit.start < r->phrases.items[link].end || hit.start >= end || !owner_term(&hit)) continue;
        hit.term = owner_term(&hit);
        notice->at_start |= hit.start <= start; /* its article may be a part of it */
        *ARRAY_PUSH(r->arena, &notice->owners) = hit;
    }
    notice->names |= notice->at_start;
}

static bool is_claimable(const struct hit *hit) {
    return hit->term->kind == TERM_MARK || hit->term->kind == TERM_FORM || hit->term->kind == TERM_JOINED ||
           hit->term->kind == TERM_GENERIC || hit->term->kind == TERM_INFLECTED;
}

static void read_claims(struct reading *r, size_t start, size_t end, struct notice *notice) {
    for (size_t i = 0; i < r->names.len; i++) {
        const struct hit *hit = &r->names.items[i];
        if (hit->start >= start && hit->end <= end && is_claimable(hit))
            *ARRAY_PUSH(r->arena, &notice->marks) = *hit;
    }
}

/* "registered" beside the noun, and what kind of mark it is; "trademarks and/or registered trademarks" is both. */
static void read_status(const struct reading *r, size_t first, size_t last, struct notice *notice) {
    for (size_t i = 0; i < r->phrases.len; i++) {
        const struct hit *hit = &r->phrases.items[i];
        bool registered = is_phrase(hit, PHRASE_REGISTERED); /* "registered trademark", "marque déposée" */
        if (registered && i + 1 == first && are_adjacent(r, i)) notice->registered = true;
        if (registered && i > first && (i < last || (i == last + 1 && are_adjacent(r, last))))
            notice->registered = true;
        if (i < first || i > last) continue;
        if (is_phrase(hit, PHRASE_CERTIFICATION)) notice->status = NOTICE_CERTIFICATION;
        if (is_phrase(hit, PHRASE_OTHER_MARK)) notice->status = NOTICE_OTHER_MARK;
        bool before =
            i > 0 && is_phrase(&r->phrases.items[i - 1], PHRASE_REGISTERED) && are_adjacent(r, i - 1);
        bool behind = are_adjacent(r, i) && is_phrase(&r->phrases.items[i + 1], PHRASE_REGISTERED);
        if (is_phrase(hit, PHRASE_NOUN) && !before && !behind) notice->trademark = true;
    }
    if (notice->registered && notice->status == NOTICE_TRADEMARK) notice->status = NOTICE_REGISTERED;
}

/* The other way round: "Scaled Agile, Inc. is the owner of the registered trademarks SAFe and Scaled Agile Framework". */
static bool read_inverted(struct reading *r, size_t noun, struct notice *notice) {
    static const char *const verbs[] = {"owner of", "owns", "holder of", "holds"};
    const struct hit *hit = &r->phrases.items[noun];
    struct str before = str_sub(r->text, 0, hit->start);
    bool owns = false;
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) owns |= str_find(before, str_from(verbs[i])) < before.len;
    if (!owns) return false;
    for (size_t i = 0; i < r->names.len && r->names.items[i].end <= hit->start; i++) {
        struct hit name = r->names.items[i];
        if (!owner_term(&name)) continue;
        name.term = owner_term(&name);
        *ARRAY_PUSH(r->arena, &notice->owners) = name;
        notice->object = (struct span){(uint32_t)name.start, (uint32_t)name.end};
        notice->names = notice->at_start = true;
        break;
    }
    read_claims(r, hit->end, r->text.len, notice);
    return notice->owners.len && notice->marks.len;
}

/* Is another mark said to be somebody's behind this? "SAFe is a trademark of Scaled Agile, Inc., and CSM one of …" */
static size_t next_subject(const struct reading *r, size_t link, size_t start) {
    size_t noun = link + 1;
    while (noun < r->phrases.len && !is_noun(&r->phrases.items[noun])) noun++;
    if (noun == r->phrases.len) return SIZE_MAX;
    for (size_t i = 0; i < r->names.len; i++) {
        const struct hit *hit = &r->names.items[i];
        if (hit->start > start && hit->end <= r->phrases.items[noun].start && is_claimable(hit) &&
            !owner_term(hit))
            return hit->start;
    }
    return SIZE_MAX;
}

/* The predicate: the last of the nouns that follow one another up to the link. *phrase: where to look; it moves behind. */
static bool read_predicate(struct reading *r, size_t *phrase, size_t *start, struct notice *notice) {
    for (size_t i = *phrase; i < r->phrases.len; i++) {
        if (!is_noun(&r->phrases.items[i])) continue;
        size_t last = i, link;
        while ((link = link_of(r, last)) == SIZE_MAX) {
            size_t next = last + 1;
            while (next < r->phrases.len && !is_noun(&r->phrases.items[next])) next++;
            if (next == r->phrases.len) break;
            last = next;
        }
        notice->noun = r->phrases.items[i].start;
        read_status(r, i, last, notice);
        *phrase = r->phrases.len;
        if (link == SIZE_MAX) return read_inverted(r, i, notice);
        read_claims(r, *start, notice->noun, notice);
        size_t more = next_subject(r, link, object_start(r, link));
        read_object(r, link, more, notice);
        *phrase = more == SIZE_MAX ? r->phrases.len : link + 1;
        *start = more;
        return true;
    }
    *phrase = r->phrases.len;
    return false;
}

static bool has_phrase(const struct reading *r, enum phrase phrase, struct hit *hit) {
    for (size_t i = 0; i < r->phrases.len; i++)
        if (is_phrase(&r->phrases.items[i], phrase)) {
            *hit = r->phrases.items[i];
            return true;
        }
    return false;
}

static bool read_respective(struct reading *r, struct notice *notice) {
    struct hit hit, noun;
    if (!has_phrase(r, PHRASE_RESPECTIVE, &hit)) return false;
    bool marks = has_phrase(r, PHRASE_NOUN, &noun) || str_find(r->text, STR("ropert")) < r->text.len;
    if (!marks) return false;
    notice->respective = true;
    notice->noun = hit.start;
    if (!notice->marks.len) read_claims(r, 0, hit.start, notice);
    notice->owners.len = 0;
    notice->object = (struct span){0, 0};
    notice->names = false;
    return true;
}

static void shift(struct notice *notice, size_t by) {
    notice->start += by;
    notice->end += by;
    notice->noun += by;
    notice->object.start += (uint32_t)by;
    notice->object.end += (uint32_t)by;
    for (size_t i = 0; i < notice->marks.len; i++)
        notice->marks.items[i].start += by, notice->marks.items[i].end += by;
    for (size_t i = 0; i < notice->owners.len; i++)
        notice->owners.items[i].start += by, notice->owners.items[i].end += by;
}

/* "mark" and its like are common words: alone they credit nothing. */
static bool is_plain_word(struct str noun) {
    static const struct str plain[] = {{"mark", 4},   {"marks", 5},   {"Marke", 5},   {"Marken", 6},
                                       {"marque", 6}, {"marques", 7}, {"marca", 5},   {"marcas", 6},
                                       {"merk", 4},   {"merken", 6},  {"marchio", 7}, {"marchi", 6}};
    for (size_t i = 0; i < ARRAY_LEN(plain); i++)
        if (str_eq_nocase(noun, plain[i])) return true;
    return false;
}

static bool is_credit(const struct reading *r, const struct notice *notice, const struct hit *denial) {
    if (notice->object.end <= notice->object.start) return false;
    if (notice->marks.len) return notice->owners.len || notice->names;
    if (notice->denies && denial->start < notice->noun) return false;
    struct str rest = str_sub(r->text, notice->noun, r->text.len);
    bool strong = notice->registered || !is_plain_word(str_sub(rest, 0, str_find_char(rest, ' ')));
    return strong && (notice->owners.len || notice->names);
}

static void read_sentence(struct arena *arena, const struct registry *registry, struct str text, size_t start,
                          size_t end, notice_array *out) {
    struct reading r = {.arena = arena, .text = str_sub(text, start, end)};
    struct hit denial = {0}, general;
    if (r.text.len > NOTICE_MAX_BYTES || !notice_possible(registry, r.text)) return;
    read_hits(&r, registry);
    size_t phrase = 0, from = 0, predicates = 0;
    bool denies = has_phrase(&r, PHRASE_DENIAL, &denial), any = false;
    do {
        struct notice notice = {.start = 0, .end = end - start, .denies = denies};
        bool predicate = read_predicate(&r, &phrase, &from, &notice),
             respective = read_respective(&r, &notice);
        notice.general = has_phrase(&r, PHRASE_GENERAL, &general);
        notice.credits = predicate && !respective && is_credit(&r, &notice, &denial);
        if (!notice.credits && !respective && (!denies || any)) continue;
        if (!notice.credits && !respective) notice.marks.len = notice.owners.len = 0;
        any = true;
        shift(&notice, start);
        *ARRAY_PUSH(arena, out) = notice;
    } while (phrase < r.phrases.len && ++predicates < PREDICATES_MAX);
}

void notice_find(struct arena *arena, const struct registry *registry, struct str text, notice_array *out) {
    size_t start = 0;
    if (!notice_possible(registry, text)) return;
    for (size_t at = 1; at <= text.len; at++) {
        if (at < text.len && !sentence_ends(text, at)) continue;
        read_sentence(arena, registry, text, start, at, out);
        start = at + 1;
    }
}

bool notice_credits(const struct notice *notice, const struct owner *owner) {
    for (size_t i = 0; i < notice->owners.len; i++)
        if (notice->owners.items[i].term->kind == TERM_OWNER && notice->owners.items[i].term->owner == owner)
            return true;
    return false;
}

static bool contains_words(struct str text, struct str part) {
    size_t found = str_find(text, part);
    if (found == text.len) return false;
    bool before = found == 0 || text.ptr[found - 1] == ' ';
    return before && (found + part.len == text.len || text.ptr[found + part.len] == ' ');
}

bool notice_covers(const struct notice *notice, const struct mark *mark) {
    if (notice->general && notice->credits) return notice_credits(notice, mark->owner);
    for (size_t i = 0; i < notice->marks.len; i++) {
        const struct mark *named = notice->marks.items[i].term->mark;
        if (named == mark) return true;
        /* "Professional Scrum" covers "Professional Scrum Master". */
        if (named && named->owner == mark->owner && contains_words(mark->text, named->text)) return true;
    }
    return false;
}
