/* hugo_glob.c: the globs of cascade targets, permalinks and mounts: '*' and '?' stay within an element, '**' crosses,
 * {a,b} and [a-z]. Unlike glob_match a pattern is always matched against the whole value. */
#include "site/hugo.h"

#define MAX_STEPS 20000 /* then it counts as no match: a pattern of stars must not cost more */

struct match {
    size_t steps;
};

static bool match_here(struct match *m, struct str p, struct str s);

static bool match_star(struct match *m, struct str p, struct str s) {
    bool cross = p.len > 1 && p.ptr[1] == '*';
    struct str rest = str_sub(p, cross ? 2 : 1, p.len);
    for (size_t i = 0; i <= s.len; i++) {
        if (match_here(m, rest, str_sub(s, i, s.len))) return true;
        if (i < s.len && s.ptr[i] == '/' && !cross) return false;
    }
    return false;
}

/* Offset just past the brace's closing, or p.len. */
static size_t brace_end(struct str p) {
    size_t depth = 0;
    for (size_t i = 0; i < p.len; i++) {
        if (p.ptr[i] == '{') depth++;
        if (p.ptr[i] == '}' && --depth == 0) return i + 1;
    }
    return p.len;
}

/* One alternative of {a,b}, followed by the rest of the pattern, without building it: prefixes are literal or
 * patterns themselves, so each is tried against every prefix of s. */
static bool match_brace(struct match *m, struct str p, struct str s) {
    size_t end = brace_end(p), depth = 0, start = 1;
    struct str rest = str_sub(p, end, p.len);
    for (size_t i = 1; i < end; i++) {
        if (p.ptr[i] == '{') depth++;
        bool close = i + 1 == end;
        if (depth == 0 && (p.ptr[i] == ',' || close)) {
            struct str one = str_sub(p, start, i);
            for (size_t n = 0; n <= s.len; n++)
                if (match_here(m, one, str_sub(s, 0, n)) && match_here(m, rest, str_sub(s, n, s.len)))
                    return true;
            start = i + 1;
        }
        if (p.ptr[i] == '}' && !close) depth--;
    }
    return false;
}

static bool match_set(struct match *m, struct str p, struct str s) {
    size_t close = str_find_char(p, ']'), i = 1;
    if (close == p.len || s.len == 0) return false;
    bool negate = i < close && (p.ptr[i] == '!' || p.ptr[i] == '^'), found = false;
    if (negate) i++;
    for (; i < close; i++) {
        bool range = i + 2 < close && p.ptr[i + 1] == '-';
        char low = p.ptr[i], high = range ? p.ptr[i + 2] : low;
        if (s.ptr[0] >= low && s.ptr[0] <= high) found = true;
        if (range) i += 2;
    }
    return found != negate && match_here(m, str_sub(p, close + 1, p.len), str_sub(s, 1, s.len));
}

static bool match_here(struct match *m, struct str p, struct str s) {
    while (p.len > 0) {
        if (++m->steps > MAX_STEPS) return false;
        if (p.ptr[0] == '*') return match_star(m, p, s);
        if (p.ptr[0] == '{') return match_brace(m, p, s);
        if (p.ptr[0] == '[') return match_set(m, p, s);
        if (s.len == 0) return false;
        if (p.ptr[0] == '?' ? s.ptr[0] == '/' : p.ptr[0] != s.ptr[0]) return false;
        p = str_sub(p, 1, p.len);
        s = str_sub(s, 1, s.len);
    }
    return s.len == 0;
}

bool hugo_glob(struct str pattern, struct str value) {
    struct match m = {0};
    return pattern.len <= 1000 && match_here(&m, pattern, value);
}
