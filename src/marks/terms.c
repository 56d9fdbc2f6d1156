/* terms.c: a trie of words. A text is looked at word by word; from a word that begins a term the trie is followed as far as
 * it goes, so that the longest term wins. */
#include "marks/marks.h"

enum {
    WORDS_MAX = 24, /* of a term; what is longer is not found */
    STARTS = 1 << 16
};

struct edge {
    uint64_t key; /* node, word, glued; 0: none */
    uint32_t to;
};
struct terms {
    struct arena *arena;
    struct map words; /* in lower case -> number, as a pointer */
    struct edge *edges;
    size_t edge_count, edge_cap;         /* a power of two */
    ARRAY_OF(const struct term *) nodes; /* 0 is the root */
    /* By the first three bytes, in lower case, of words that begin a term: which lengths they have, letters of a lost sign
     * counted; the last bit is for all that are longer. */
    uint32_t lengths[STARTS];
};

/* ---- words ---------------------------------------------------------------------------------------------------- */

enum word_kind { WORD_NONE, WORD_LETTERS, WORD_JOINT, WORD_SIGN, WORD_BREAK };
struct word {
    enum word_kind kind;
    size_t start, end;
    bool glued; /* to the word before */
};

size_t sign_at(struct str text, size_t at, struct str *sign) {
    static const struct {
        struct str text, sign;
    } signs[] = {
        {{"\xC2\xAE", 2}, {"\xC2\xAE", 2}},
        {{"\xE2\x84\xA2", 3}, {"\xE2\x84\xA2", 3}},
        {{"\xE2\x84\xA0", 3}, {"\xE2\x84\xA0", 3}},
        {{"(R)", 3}, {"\xC2\xAE", 2}},
        {{"(TM)", 4}, {"\xE2\x84\xA2", 3}},
        {{"(SM)", 4}, {"\xE2\x84\xA0", 3}},
        {{"(r)", 3}, {"\xC2\xAE", 2}},
        {{"(tm)", 4}, {"\xE2\x84\xA2", 3}},
        {{"(sm)", 4}, {"\xE2\x84\xA0", 3}},
        {{"\xE2\x93\x87", 3}, {"\xC2\xAE", 2}}, /* a letter in a circle */
        {{"\xF0\x9F\x84\xAC", 4}, {"\xC2\xAE", 2}},
    };
    if (at >= text.len || (text.ptr[at] != '(' && (unsigned char)text.ptr[at] < 0x80)) return 0;
    struct str rest = str_sub(text, at, text.len);
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (str_starts(rest, signs[i].text)) {
            if (sign) *sign = signs[i].sign;
            return signs[i].text.len;
        }
    return 0;
}

static bool is_word_point(uint32_t c) {
    return c != UNICODE_BAD && (unicode_is_letter(c) || unicode_is_digit(c) || unicode_is_mark(c));
}

/* The end of the letters and digits at an offset. */
static size_t letters_end(struct str text, size_t at) {
    while (at < text.len) {
        unsigned char c = (unsigned char)text.ptr[at];
        size_t next = at;
        if (c < 0x80 ? !char_is_alnum(c) : !is_word_point(unicode_next(text, &next))) break;
        at = next > at ? next : at + 1;
    }
    return at;
}

/* An apostrophe of either shape, or one of the characters that names are made with ("Foo, Inc."); 0: none. */
static size_t joint_at(struct str text, size_t at) {
    unsigned char c = (unsigned char)text.ptr[at];
    if (c && c < 0x80 && strchr(".,+-_&#/'@", c)) return 1;
    struct str rest = str_sub(text, at, text.len);
    bool quote = str_starts(rest, STR("\xE2\x80\x99"));
    bool hyphen = str_starts(rest, STR("\xE2\x80\x90")) || str_starts(rest, STR("\xE2\x80\x91"));
    return quote || hyphen ? 3 : 0;
}

/* Characters that are not seen: they part no words. */
static size_t invisible_at(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    if (str_starts(rest, STR("\xC2\xAD"))) return 2;
    if (str_starts(rest, STR("\xE2\x80\x8B")) || str_starts(rest, STR("\xE2\x80\x8C")) ||
        str_starts(rest, STR("\xE2\x80\x8D")))
        return 3;
    return 0;
}

/* The next word; kind WORD_NONE at the end. */
static struct word word_next(struct str text, size_t at) {
    bool glued = true;
    while (at < text.len) {
        unsigned char c = (unsigned char)text.ptr[at];
        size_t next = at, length = 0;
        if (char_is_space(c)) {
            glued = false;
            at++;
            continue;
        }
        if ((length = letters_end(text, at)) > at) return (struct word){WORD_LETTERS, at, length, glued};
        if ((length = sign_at(text, at, NULL))) return (struct word){WORD_SIGN, at, at + length, glued};
        if ((length = joint_at(text, at))) return (struct word){WORD_JOINT, at, at + length, glued};
        if (c < 0x80) return (struct word){WORD_BREAK, at, at + 1, glued};
        if ((length = invisible_at(text, at))) {
            at += length;
            continue;
        }
        uint32_t point = unicode_next(text, &next);
        if (point == UNICODE_BAD || !unicode_is_space(point))
            return (struct word){WORD_BREAK, at, next, glued};
        glued = false;
        at = next;
    }
    return (struct word){WORD_NONE, text.len, text.len, false};
}

/* In lower case; joints have one shape each. */
static struct str fold(struct str word, enum word_kind kind, char *room, size_t size) {
    if (kind == WORD_JOINT && word.len == 3) return str_ends(word, STR("\x99")) ? STR("'") : STR("-");
    size_t n = 0;
    for (size_t at = 0; at < word.len;) {
        unsigned char byte = (unsigned char)word.ptr[at];
        if (byte < 0x80 && n + 4 <= size) {
            room[n++] = char_lower((char)byte);
            at++;
            continue;
        }
        uint32_t c = unicode_lower(unicode_next(word, &at));
        if (c == UNICODE_BAD || n + 4 > size) return (struct str){0};
        if (c < 0x80)
            room[n++] = (char)c;
        else {
            if (c >= 0x800) {
                if (c >= 0x10000) {
                    room[n++] = (char)(0xF0 | c >> 18);
                    room[n++] = (char)(0x80 | (c >> 12 & 0x3F));
                } else
                    room[n++] = (char)(0xE0 | c >> 12);
                room[n++] = (char)(0x80 | (c >> 6 & 0x3F));
            } else
                room[n++] = (char)(0xC0 | c >> 6);
            room[n++] = (char)(0x80 | (c & 0x3F));
        }
    }
    return (struct str){room, n};
}

/* ---- the trie --------------------------------------------------------------------------------------------------- */

static size_t slot_of(const struct terms *terms, uint64_t key) {
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 20) & (terms->edge_cap - 1);
    while (terms->edges[at].key && terms->edges[at].key != key) at = (at + 1) & (terms->edge_cap - 1);
    return at;
}

static uint64_t edge_key(uint32_t node, uint32_t word, bool glued) {
    return (uint64_t)node << 32 | (uint64_t)word << 1 | glued;
}

static uint32_t follow(const struct terms *terms, uint32_t node, uint32_t word, bool glued) {
    return word ? terms->edges[slot_of(terms, edge_key(node, word, glued))].to : 0;
}

static void grow(struct terms *terms) {
    struct edge *old = terms->edges;
    size_t cap = terms->edge_cap;
    terms->edge_cap = cap ? cap * 2 : 256;
    terms->edges = ARENA_ARRAY(terms->arena, struct edge, terms->edge_cap);
    for (size_t i = 0; i < cap; i++)
        if (old[i].key) terms->edges[slot_of(terms, old[i].key)] = old[i];
}

static uint32_t extend(struct terms *terms, uint32_t node, uint32_t word, bool glued) {
    uint64_t key = edge_key(node, word, glued);
    struct edge *edge = &terms->edges[slot_of(terms, key)];
    if (edge->key) return edge->to;
    *edge = (struct edge){key, (uint32_t)terms->nodes.len};
    *ARRAY_PUSH(terms->arena, &terms->nodes) = NULL;
    uint32_t to = edge->to;
    if (++terms->edge_count * 2 > terms->edge_cap) grow(terms);
    return to;
}

static uint32_t number_of(const struct terms *terms, struct str folded) {
    return (uint32_t)(uintptr_t)map_get(&terms->words, folded);
}

static uint32_t number_made(struct terms *terms, struct str folded) {
    uint32_t number = number_of(terms, folded);
    if (number) return number;
    number = (uint32_t)terms->words.len + 1;
    map_put(terms->arena, &terms->words, str_copy(terms->arena, folded), (void *)(uintptr_t)number);
    return number;
}

struct terms *terms_new(struct arena *arena) {
    struct terms *terms = ARENA_NEW(arena, struct terms);
    terms->arena = arena;
    *ARRAY_PUSH(arena, &terms->nodes) = NULL;
    grow(terms);
    return terms;
}

static unsigned char folded_byte(struct str word, size_t at) {
    unsigned char c = at < word.len ? (unsigned char)word.ptr[at] : 0;
    return c < 0x80 ? (unsigned char)char_lower((char)c) : 0x80; /* lower case may begin otherwise */
}

static unsigned start_of(struct str word) {
    return (folded_byte(word, 0) * 961u + folded_byte(word, 1) * 31u + folded_byte(word, 2)) % STARTS;
}

static uint32_t length_bit(size_t length) {
    return UINT32_C(1) << (length < 31 ? length : 31);
}

static void add_start(struct terms *terms, struct str folded) {
    enum { SIGN_LETTERS = 2 };
    for (size_t extra = 0; extra <= SIGN_LETTERS; extra++)
        terms->lengths[start_of(folded)] |= length_bit(folded.len + extra);
}

void terms_add(struct terms *terms, struct str text, struct term term) {
    enum { WORD_BYTES = 256 };
    char room[WORD_BYTES];
    uint32_t node = 0;
    size_t at = 0, count = 0;
    for (struct word word; (word = word_next(text, at)).kind != WORD_NONE; at = word.end) {
        if (word.kind == WORD_SIGN || word.kind == WORD_BREAK) continue;
        if (word.end == text.len && text.ptr[word.start] == '.') break; /* "Inc." ends a sentence too */
        struct str folded = fold(str_sub(text, word.start, word.end), word.kind, room, sizeof room);
        if (!folded.ptr || ++count > WORDS_MAX) return;
        if (count == 1) add_start(terms, folded);
        node = extend(terms, node, number_made(terms, folded), word.glued && count > 1);
    }
    if (!node) return;
    struct term *copy = ARENA_NEW(terms->arena, struct term);
    *copy = term;
    copy->text = text;
    copy->next = terms->nodes.items[node];
    terms->nodes.items[node] = copy;
}

/* ---- finding ------------------------------------------------------------------------------------------------------ */

/* How the words of written stand to those of text: signs and what parts words do not count. */
static enum written compare(struct str text, struct str written) {
    size_t a = 0, b = 0;
    bool exact = true, capitals = true;
    for (;;) {
        struct word left = word_next(text, a), right = word_next(written, b);
        while (right.kind == WORD_SIGN) right = word_next(written, right.end);
        while (left.kind == WORD_BREAK) left = word_next(text, left.end);
        if (left.kind == WORD_NONE || right.kind == WORD_NONE) break;
        struct str x = str_sub(text, left.start, left.end), y = str_sub(written, right.start, right.end);
        if (right.kind == WORD_LETTERS) {
            exact &= str_eq(x, y);
            for (size_t i = 0; i < y.len; i++) capitals &= !char_is_lower(y.ptr[i]);
        }
        a = left.end;
        b = right.end;
    }
    return exact ? WRITTEN_EXACT : capitals ? WRITTEN_CAPITALS : WRITTEN_OTHER;
}

/* Does every word begin with a capital, a digit, or a small word's letter that the term has too? */
static bool is_titled(struct str text, struct str written) {
    size_t a = 0, b = 0;
    for (;;) {
        struct word left = word_next(text, a), right = word_next(written, b);
        while (right.kind == WORD_SIGN) right = word_next(written, right.end);
        if (left.kind == WORD_NONE || right.kind == WORD_NONE) return true;
        char x = text.ptr[left.start], y = written.ptr[right.start];
        if (right.kind == WORD_LETTERS && char_is_lower(y) && x != y) return false;
        a = left.end;
        b = right.end;
    }
}

/* May a term be written so? A mark's other capitals are told of only where they can be no other word. */
static bool fits(const struct term *term, struct str words, enum written written) {
    switch (term->kind) {
    case TERM_MARK: return written == WRITTEN_EXACT || written == WRITTEN_CAPITALS || term->mark->strict;
    case TERM_FORM:
    case TERM_INFLECTED: return written == WRITTEN_EXACT;
    case TERM_JOINED: return written == WRITTEN_EXACT || is_titled(term->text, words);
    case TERM_TAIL:
    case TERM_GENERIC: return is_titled(term->text, words);
    default: return true;
    }
}

static const struct term *choose(const struct term *terms, struct str words, enum written *written) {
    const struct term *best = NULL;
    for (const struct term *t = terms; t; t = t->next) {
        enum written how = compare(t->text, words);
        if (!fits(t, words, how) || (best && (*written < how || (*written == how && best->kind <= t->kind))))
            continue;
        best = t;
        *written = how;
    }
    return best;
}

/* Names within addresses, hashtags and handles are none. */
static bool stands_free(struct str text, size_t start, size_t end) {
    if (start > 0 && text.ptr[start - 1] && strchr("#@/\\._=", text.ptr[start - 1])) return false;
    if (end >= text.len) return true;
    char c = text.ptr[end];
    if (c == '_' || c == '@' || c == '\\' || c == '=') return false;
    return !((c == '.' || c == '/' || c == ':') && end + 1 < text.len &&
             (c == '.' ? char_is_alnum(text.ptr[end + 1]) : text.ptr[end + 1] == '/'));
}

size_t letters_at(struct str text, size_t end, struct str *sign) {
    static const struct {
        struct str letters, sign;
    } all[] = {
        {{"TM", 2}, {"\xE2\x84\xA2", 3}}, {{"SM", 2}, {"\xE2\x84\xA0", 3}}, {{"R", 1}, {"\xC2\xAE", 2}}};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct str letters = all[i].letters;
        if (end < letters.len || !str_eq_nocase(str_sub(text, end - letters.len, end), letters)) continue;
        if (sign) *sign = all[i].sign;
        return letters.len;
    }
    return 0;
}

/* "ScrumTM": the word without its last letters; returns how many bytes they are. */
static unsigned strip_letters(struct word *word, struct str text) {
    size_t length = letters_at(text, word->end, NULL);
    if (!length || word->end - word->start <= length) return 0;
    word->end -= length;
    return (unsigned)length;
}

struct walk {
    size_t ends[WORDS_MAX];
    const struct term *terms[WORDS_MAX];
    unsigned letters[WORDS_MAX];
    size_t count;
};

static void walk(const struct terms *terms, struct str text, struct word word, struct walk *out) {
    char room[256];
    uint32_t node = 0;
    out->count = 0;
    for (size_t n = 0; n < WORDS_MAX; word = word_next(text, word.end)) {
        if (word.kind == WORD_SIGN && n > 0) continue;
        if (word.kind != WORD_LETTERS && word.kind != WORD_JOINT) return;
        struct str folded = fold(str_sub(text, word.start, word.end), word.kind, room, sizeof room);
        bool glued = word.glued && n > 0;
        unsigned letters = 0;
        uint32_t to = folded.ptr ? follow(terms, node, number_of(terms, folded), glued) : 0;
        if (!to && folded.ptr && (letters = strip_letters(&word, text)))
            to = follow(terms, node, number_of(terms, str_sub(folded, 0, folded.len - letters)), glued);
        if (!to) return;
        node = to;
        n++;
        if (terms->nodes.items[node]) {
            out->ends[out->count] = word.end;
            out->letters[out->count] = letters;
            out->terms[out->count++] = terms->nodes.items[node];
        }
        if (letters) return;
    }
}

static uint32_t lengths_of(const struct terms *terms, unsigned a, unsigned b, unsigned c) {
    return terms->lengths[(a * 961u + b * 31u + c) % STARTS];
}

/* Has the word one of the lengths? One that goes on in other letters is not measured. */
static bool has_length(struct str text, size_t at, uint32_t lengths) {
    size_t end = at;
    while (end < text.len && char_is_alnum(text.ptr[end])) end++;
    return (end < text.len && (unsigned char)text.ptr[end] >= 0x80) || (lengths & length_bit(end - at));
}

static unsigned char byte_at(struct str text, size_t at) {
    return at < text.len ? (unsigned char)text.ptr[at] : 0;
}

/* May a term begin with the ASCII character at an offset? Beside it the next two are looked at, as start_of does. */
static bool may_begin(const struct terms *terms, struct str text, size_t at) {
    unsigned char a = byte_at(text, at), b = byte_at(text, at + 1), c = byte_at(text, at + 2);
    if (!char_is_alnum(a)) return lengths_of(terms, a, 0, 0) != 0;
    if (b >= 0x80 || (char_is_alnum(b) && c >= 0x80)) return true;
    if (!char_is_alnum(b)) b = c = 0;
    if (!char_is_alnum(c)) c = 0;
    uint32_t lengths = lengths_of(terms, (unsigned char)char_lower((char)a),
                                  (unsigned char)char_lower((char)b), (unsigned char)char_lower((char)c));
    return lengths && has_length(text, at, lengths);
}

/* To the next word that may begin a term. */
static size_t skip_words(const struct terms *terms, struct str text, size_t at) {
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80 && !may_begin(terms, text, at)) {
        bool word = char_is_alnum(text.ptr[at]);
        while (++at < text.len && word && char_is_alnum(text.ptr[at])) {
        }
        if (word && at < text.len && (unsigned char)text.ptr[at] >= 0x80) at = letters_end(text, at);
    }
    return at;
}

/* The longest of the terms that begin at a word, and are written as it is there. */
static bool find_at(const struct terms *terms, struct str text, struct word word, struct hit *hit) {
    struct walk found;
    walk(terms, text, word, &found);
    while (found.count) {
        size_t i = --found.count;
        struct str words = str_sub(text, word.start, found.ends[i]);
        *hit = (struct hit){.start = word.start, .end = found.ends[i], .all = found.terms[i]};
        hit->letters = found.letters[i];
        hit->term = choose(found.terms[i], words, &hit->written);
        if (hit->term && hit->term->kind == TERM_TAIL && !hit->letters) continue;
        if (hit->term && stands_free(text, hit->start, hit->end + hit->letters)) return true;
    }
    return false;
}

bool terms_next(const struct terms *terms, struct str text, size_t *at, struct hit *hit) {
    while ((*at = skip_words(terms, text, *at)) < text.len) {
        struct word word = word_next(text, *at);
        *at = word.end;
        if (word.kind != WORD_LETTERS && word.kind != WORD_JOINT) continue;
        if (!find_at(terms, text, word, hit)) continue;
        *at = hit->end + hit->letters;
        return true;
    }
    return false;
}

const struct term *hit_term(const struct hit *hit, enum term_kind kind) {
    if (hit->term->kind == kind) return hit->term;
    for (const struct term *t = hit->all; t; t = t->next)
        if (t->kind == kind) return t;
    return NULL;
}
