/* slug_latin.c: ids in Latin letters, as @sindresorhus/slugify 1 and 2 makes them (Eleventy's filter `slugify` and its
 * IdAttributePlugin): letters of other scripts become Latin ones by a table, accents go, all else divides. */
#include "page/slug.h"

#include <string.h>

/* What @sindresorhus/transliterate 0.1 and 1.6 has beyond taking accents off, of the scripts that headings are mostly
 * written in; in lower case, the longest first. */
static const char *const letters[] = {
    "ß=ss ä=ae ö=oe ü=ue æ=ae ð=d ø=o þ=th đ=d ħ=h ı=i ł=l ĳ=ij ¢=c ¥=y &=_and_ ♥=_love_ "
    "🦄=_unicorn_",
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σ=s τ=t υ=y φ=f χ=x ψ=ps ω=o ά=a "
    "έ=e ί=i "
    "ό=o ύ=y ή=i ώ=o ς=s ϊ=i ΰ=y ϋ=y ΐ=i",
    "ъе=ye ый=iy а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=kh ц=ts "
    "ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=yu я=ya ќ=kj љ=lj њ=nj є=ye і=i ї=yi ґ=g",
};

/* Scripts and signs that the table of the package has rows for and ours has not; they lie between these. */
static const uint32_t untold[][2] = {
    {0x0500, 0x07FF},   {0x09F3, 0x09F3},   {0x0AF1, 0x0AF1},   {0x0BC0, 0x0BFF},   {0x0E3F, 0x0E3F},
    {0x1000, 0x10FF},   {0x203D, 0x203D},   {0x20A0, 0x20CF},   {0x2460, 0x24FF},   {0xFE70, 0xFEFF},
    {0xFFE0, 0xFFEE},   {0x1D400, 0x1D7FF}, {0x1F100, 0x1F1FF}, {0x1F4AF, 0x1F4AF}, {0x1F519, 0x1F524},
    {0x1F51E, 0x1F524}, {0x1F670, 0x1F67F}, {0x1F700, 0x1F77F},
};

static bool is_told(uint32_t c) {
    for (size_t i = 0; i < ARRAY_LEN(untold); i++)
        if (c >= untold[i][0] && c <= untold[i][1]) return false;
    return true;
}

/* The row that the text begins with: its Latin letters, and how long what they stand for is; absent: there is none. */
static struct str row_of(struct str text, size_t *length) {
    for (size_t i = 0; i < ARRAY_LEN(letters); i++)
        for (struct str rest = str_from(letters[i]); rest.ptr;) {
            struct str row = str_cut(&rest, ' '), letter = str_cut(&row, '=');
            if (!str_starts(text, letter)) continue;
            *length = letter.len;
            return row;
        }
    return (struct str){0};
}

/* With table and accents gone; absent: a sign of which is not known what becomes of it. */
static struct str latin(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        size_t length, start = at;
        uint32_t c = unicode_next(text, &at);
        if (c < 0x80 && c != '&') {
            buf_add_char(&out, (char)c);
            continue;
        }
        struct str row = row_of(str_sub(text, start, text.len), &length);
        if (!row.ptr && !is_told(c)) return (struct str){0};
        buf_add(&out, row.ptr ? row : str_sub(text, start, at));
        if (row.ptr) at = start + length;
    }
    return unicode_strip_accents(arena, buf_str(&out));
}

/* Of "it's", "don't" at the end of a word the apostrophe goes. */
static bool is_contraction(struct str text, size_t at) {
    bool after = at + 2 >= text.len || char_is_space(text.ptr[at + 2]);
    return text.ptr[at] == '\'' && at && char_is_alnum(text.ptr[at - 1]) && at + 1 < text.len &&
           (text.ptr[at + 1] == 't' || text.ptr[at + 1] == 's') && after;
}

/* \p{Diacritic} beside the marks: it is dropped, where other signs divide. */
static size_t diacritic(struct str text, size_t at) {
    static const char *const list[] = {"^", "`", "¨", "¯", "´", "·", "¸"};
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        if (str_starts(str_sub(text, at, text.len), str_from(list[i]))) return strlen(list[i]);
    return 0;
}

struct str slug_latin(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    bool divides = false;
    text = latin(arena, unicode_lower_str(arena, unicode_nfc(arena, text)));
    if (!text.ptr) return text;
    for (size_t at = 0; at < text.len;) {
        size_t drop = is_contraction(text, at) ? 1 : diacritic(text, at);
        if (drop) {
            at += drop;
            continue;
        }
        bool kept = char_is_alnum(text.ptr[at]);
        if (kept && divides && out.len) buf_add_char(&out, '-');
        if (kept) buf_add_char(&out, text.ptr[at]);
        divides = !kept;
        at++;
    }
    return out.len ? buf_str(&out) : STR("");
}
