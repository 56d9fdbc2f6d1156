/* structured_text.c: is a value of JSON-LD among what readers see? Words, amounts and days are written in many ways. */
#include "lint/structured.h"

#include <string.h>

bool structured_is_type(struct str name) {
    for (size_t i = 0; structured_types[i]; i++)
        for (struct str rest = str_from(structured_types[i]); rest.ptr;)
            if (str_eq(str_cut(&rest, ' '), name)) return true;
    return false;
}

struct str structured_nearest_type(struct str name) {
    struct str best = {0};
    size_t distance = 3;
    for (size_t i = 0; structured_types[i]; i++) {
        for (struct str rest = str_from(structured_types[i]); rest.ptr;) {
            struct str known = str_cut(&rest, ' ');
            if (str_eq_nocase(known, name)) return known;
            size_t d = str_distance(known, name, distance - 1);
            if (d < distance) distance = d, best = known;
        }
    }
    return best;
}

/* ---- words ------------------------------------------------------------------------------------------------------------------ */

static void add_words(struct buf *out, struct arena *scratch, struct str text) {
    struct str lower = unicode_lower_str(scratch, text);
    bool word = false;
    for (size_t at = 0; at < lower.len;) {
        size_t start = at;
        uint32_t c = unicode_next(lower, &at);
        bool mark =
            c == UNICODE_BAD || (c < 0x80 ? !char_is_alnum((int)c) : c < 0xC0 || (c >= 0x2000 && c < 0x3000));
        if (c == 0xFFFC) mark = true;
        if (!mark && !word) buf_add_char(out, ' ');
        if (!mark) buf_add(out, str_sub(lower, start, at));
        word = !mark;
    }
}

struct structured_text structured_read(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->blocks.len; i++) add_words(&out, arena, page->blocks.items[i].text);
    buf_add_char(&out, ' ');
    return (struct structured_text){buf_str(&out)};
}

bool structured_has(struct arena *arena, const struct structured_text *text, struct str value) {
    struct buf words = {.arena = arena};
    add_words(&words, arena, value);
    buf_add_char(&words, ' ');
    struct str wanted = buf_str(&words);
    return wanted.len < 2 || str_find(text->words, wanted) < text->words.len;
}

/* ---- amounts ------------------------------------------------------------------------------------------------------------------ */

/* Hundredths of "1,295.00", "1.295,00", "1 295", "1295": the last mark counts as that of cents when two digits follow. */
static bool read_amount(struct str text, size_t *at, int64_t *amount) {
    int64_t value = 0;
    size_t digits = 0, cents = 0, i = *at;
    bool fraction = false;
    for (; i < text.len && digits < 15; i++) {
        char c = text.ptr[i];
        if (char_is_digit(c)) {
            value = value * 10 + (c - '0');
            digits++;
            cents += fraction;
            continue;
        }
        bool mark = (c == '.' || c == ',' || c == '\'' || c == ' ') && i + 1 < text.len &&
                    char_is_digit(text.ptr[i + 1]);
        if (!mark) break;
        size_t run = 1;
        while (i + 1 + run < text.len && char_is_digit(text.ptr[i + 1 + run])) run++;
        if (run != 3 && (run > 2 || c == ' ' || c == '\'')) break;
        fraction = run < 3;
    }
    *at = i;
    if (!digits || cents > 2) return false;
    for (; cents < 2; cents++) value *= 10;
    *amount = value;
    return true;
}

/* A sign or the code of a currency stands beside the number. */
static bool is_money(struct str text, size_t start, size_t end) {
    static const char *const signs[] = {"$",   "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5", "EUR", "USD", "GBP",
                                        "CHF", "AUD",          "CAD",      "SEK",      "NOK", "DKK", "PLN",
                                        "INR", "JPY",          "NZD",      "ZAR",      "BRL"};
    struct str before = str_sub(text, start > 5 ? start - 5 : 0, start), after = str_sub(text, end, end + 5);
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (str_find(before, str_from(signs[i])) < before.len ||
            str_find(after, str_from(signs[i])) < after.len)
            return true;
    return false;
}

bool structured_has_amount(const struct page *page, struct str amount, bool *others) {
    int64_t wanted, found;
    size_t at = 0;
    *others = false;
    if (!read_amount(amount, &at, &wanted) || at < amount.len) return true;
    for (size_t i = 0; i < page->blocks.len; i++) {
        struct str text = page->blocks.items[i].text;
        for (at = 0; at < text.len;) {
            size_t start = at;
            if (!char_is_digit(text.ptr[at]) || !read_amount(text, &at, &found)) {
                at = at > start ? at : at + 1;
                continue;
            }
            if (found == wanted) return true;
            *others |= is_money(text, start, at);
        }
    }
    return false;
}

/* ---- days --------------------------------------------------------------------------------------------------------------------- */

static const char *const months[12] = {
    "january jan januar janvier enero janeiro gennaio januari",
    "february feb februar f\xC3\xA9vrier febrero fevereiro febbraio februari",
    "march mar m\xC3\xA4rz mars marzo mar\xC3\xA7o maart",
    "april apr avril abril aprile",
    "may mai mayo maio maggio mei",
    "june jun juni juin junio junho giugno",
    "july jul juli juillet julio julho luglio",
    "august aug ao\xC3\xBBt agosto augustus",
    "september sep sept septembre septiembre setembro settembre",
    "october oct oktober okt octobre octubre outubro ottobre",
    "november nov novembre noviembre novembro",
    "december dec dezember dez d\303\251cembre diciembre dezembro dicembre"};

static int month_of(struct str word) {
    for (int i = 0; i < 12; i++)
        for (struct str rest = str_from(months[i]); rest.ptr;)
            if (str_eq(str_cut(&rest, ' '), word)) return i + 1;
    return 0;
}

/* "14", "14th", "2027". */
static unsigned number_of(struct str word) {
    unsigned value = 0;
    size_t i = 0;
    for (; i < word.len && i < 5 && char_is_digit(word.ptr[i]); i++)
        value = value * 10 + (unsigned)(word.ptr[i] - '0');
    struct str rest = str_sub(word, i, word.len);
    bool plain = !rest.len || str_eq(rest, STR("th")) || str_eq(rest, STR("st")) || str_eq(rest, STR("nd")) ||
                 str_eq(rest, STR("rd")) || str_eq(rest, STR("er"));
    return i && plain ? value : 0;
}

enum { WINDOW = 6 /* words: "14 to 16 of March 2027" */ };
struct window {
    struct str words[WINDOW];
    size_t count;
};

/* Three numbers one after the other that are the day: "2027 03 14", "14 03 2027", "03 14 2027". */
static bool are_numbers(const struct window *w, unsigned year, unsigned month, unsigned day, bool *date) {
    unsigned a = number_of(w->words[0]), b = number_of(w->words[1]), c = number_of(w->words[2]);
    if (!a || !b || !c) return false;
    bool first = a >= 1900 && a < 2200 && b <= 12 && c <= 31,
         last = c >= 1900 && c < 2200 && a <= 31 && b <= 31;
    *date |= first || last;
    if (first) return a == year && b == month && c == day;
    return last && c == year && ((a == day && b == month) || (a == month && b == day));
}

/* A month's name with the day near it. A number beside a month's name makes a date of both. */
static bool is_named(const struct window *w, unsigned month, unsigned day, bool *date) {
    bool named = false, there = false;
    const struct str *last = &w->words[w->count - 1];
    if (w->count > 1)
        *date |= (month_of(last[0]) && number_of(last[-1])) || (number_of(last[0]) && month_of(last[-1]));
    for (size_t i = 0; i < w->count; i++) {
        named |= month_of(w->words[i]) == (int)month;
        there |= number_of(w->words[i]) == day;
    }
    return named && there;
}

bool structured_has_day(const struct structured_text *text, struct str date, bool *others) {
    struct date wanted;
    struct window w = {.count = 0};
    *others = false;
    if (date.len < 10 || !date_parse(str_sub(date, 0, 10), &wanted)) return true;
    unsigned year = (unsigned)wanted.year, month = (unsigned)wanted.month, day = (unsigned)wanted.day;
    for (struct str rest = text->words; rest.ptr;) {
        struct str word = str_cut(&rest, ' ');
        if (!word.len) continue;
        if (w.count == WINDOW) memmove(w.words, w.words + 1, (WINDOW - 1) * sizeof w.words[0]), w.count--;
        w.words[w.count++] = word;
        bool three = w.count >= 3 && are_numbers(&w, year, month, day, others);
        if (three || is_named(&w, month, day, others)) return true;
    }
    return false;
}
