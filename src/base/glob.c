#include "base/ignore.h"

#include <string.h>

/* Two pointers with one place to return to for '*' and one for '**': the last star is the only one worth retrying, so
 * the work is at most pattern times path. Braces are expanded first, a bounded number of times. */

enum { PATTERN_MAX = 1024, ALTERNATIVES_MAX = 256, BRACES_MAX = 8 };

/* Whether c is in the class that begins at pattern[*p] == '['; moves *p past it. '\0' pattern end: a literal '['. */
static bool class_match(struct str pattern, size_t *p, char c) {
    size_t at = *p + 1;
    bool negated = at < pattern.len && (pattern.ptr[at] == '!' || pattern.ptr[at] == '^'), found = false;
    if (negated) at++;
    for (size_t first = at; at < pattern.len && (pattern.ptr[at] != ']' || at == first); at++) {
        if (pattern.ptr[at] == '\\' && at + 1 < pattern.len) at++;
        unsigned char low = (unsigned char)pattern.ptr[at], high = low, value = (unsigned char)c;
        if (at + 2 < pattern.len && pattern.ptr[at + 1] == '-' && pattern.ptr[at + 2] != ']') {
            at += 2;
            if (pattern.ptr[at] == '\\' && at + 1 < pattern.len) at++;
            high = (unsigned char)pattern.ptr[at];
        }
        found |= value >= low && value <= high;
    }
    if (at >= pattern.len) {
        ++*p;
        return c == '[';
    }
    *p = at + 1;
    return found != negated && c != '/';
}

/* One pattern character other than '*' against one path byte; '?' and classes take a whole UTF-8 character. */
static bool one_match(struct str pattern, size_t *p, struct str path, size_t *s) {
    char c = pattern.ptr[*p], have = path.ptr[*s];
    if (c == '?') {
        if (have == '/') return false;
        unicode_next(path, s);
        ++*p;
        return true;
    }
    ++*s;
    if (c == '[') return class_match(pattern, p, have);
    if (c == '\\' && *p + 1 < pattern.len) c = pattern.ptr[++*p];
    ++*p;
    return c == have;
}

static bool at_element(struct str pattern, size_t p) {
    return p == 0 || pattern.ptr[p - 1] == '/';
}

struct retry { /* where a star stood and how far it has reached */
    size_t pattern, path;
    bool set;
};

/* Takes the stars at *p. "**" crosses slashes when it fills its element; its slash belongs to it, so that "a/" "**" "/b"
 * matches "a/b". */
static void take_star(struct str pattern, size_t *p, size_t s, struct retry *star, struct retry *stars) {
    size_t start = *p, end = start;
    while (end < pattern.len && pattern.ptr[end] == '*') end++;
    bool last = end == pattern.len, fills = at_element(pattern, start) && (last || pattern.ptr[end] == '/');
    if (end - start >= 2 && fills) {
        *p = last ? end : end + 1;
        *stars = (struct retry){*p, s, true};
        star->set = false;
    } else {
        *p = end;
        *star = (struct retry){end, s, true};
    }
}

/* Lets a star take one more byte, or "**" one more element (everything, at the pattern's end). */
static bool retry(struct str pattern, struct str path, size_t *p, size_t *s, struct retry *star,
                  struct retry *stars) {
    if (star->set && star->path < path.len && path.ptr[star->path] != '/') {
        *p = star->pattern;
        *s = ++star->path;
        return true;
    }
    if (!stars->set) return false;
    size_t slash = stars->path + str_find_char(str_sub(path, stars->path, path.len), '/');
    if (stars->pattern == pattern.len) slash = path.len - 1;
    if (slash >= path.len) return false;
    star->set = false;
    *p = stars->pattern;
    *s = stars->path = slash + 1;
    return true;
}

bool glob_plain(struct str pattern, struct str path) {
    size_t p = 0, s = 0;
    struct retry star = {0}, stars = {0};
    while (s < path.len || p < pattern.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            take_star(pattern, &p, s, &star, &stars);
            continue;
        }
        size_t p_next = p, s_next = s;
        if (p < pattern.len && s < path.len && one_match(pattern, &p_next, path, &s_next)) {
            p = p_next;
            s = s_next;
            continue;
        }
        if (!retry(pattern, path, &p, &s, &star, &stars)) return false;
    }
    return true;
}

/* The first brace group with its closing brace; false when there is none. */
static bool find_braces(struct str pattern, size_t *open, size_t *close) {
    for (*open = 0; *open < pattern.len && pattern.ptr[*open] != '{'; ++*open)
        if (pattern.ptr[*open] == '\\') ++*open;
    int depth = 0;
    for (*close = *open; *close < pattern.len; ++*close) {
        char c = pattern.ptr[*close];
        if (c == '\\')
            ++*close;
        else if (c == '{')
            depth++;
        else if (c == '}' && --depth == 0)
            return true;
    }
    return false;
}

/* End of the alternative that begins at `at`: the next ',' of this level, or `close`. */
static size_t alternative_end(struct str pattern, size_t at, size_t close) {
    for (int depth = 0; at < close; at++) {
        char c = pattern.ptr[at];
        if (c == '\\')
            at++;
        else if (c == ',' && depth == 0)
            return at;
        else
            depth += (c == '{') - (c == '}');
    }
    return close;
}

/* Recursion ends with the braces: each level removes one pair, and `budget` bounds the number of alternatives: below 0 the
 * glob is given up. Without a path nothing matches, so that all alternatives are counted. */
static bool expand_match(struct str pattern, const struct str *path, int depth, int *budget) {
    size_t open, close;
    if (!find_braces(pattern, &open, &close)) return path && glob_plain(pattern, *path);
    if (depth == BRACES_MAX) *budget = -1;
    for (size_t at = open + 1; at <= close && *budget >= 0;) {
        size_t end = alternative_end(pattern, at, close);
        char expanded[PATTERN_MAX];
        size_t tail = pattern.len - close - 1, middle = end - at;
        memcpy(expanded, pattern.ptr, open);
        memcpy(expanded + open, pattern.ptr + at, middle);
        memcpy(expanded + open + middle, pattern.ptr + close + 1, tail);
        if (--*budget < 0) return false;
        if (expand_match((struct str){expanded, open + middle + tail}, path, depth + 1, budget)) return true;
        at = end + 1;
    }
    return false;
}

bool glob_check(struct str pattern, struct error *error) {
    int budget = ALTERNATIVES_MAX;
    if (pattern.len > PATTERN_MAX)
        return error_set(error, (struct str){0}, 0, "the glob is longer than %d bytes, the limit",
                         PATTERN_MAX);
    expand_match(pattern, NULL, 0, &budget);
    return budget >= 0 ||
           error_set(error, (struct str){0}, 0,
                     "the glob has more than %d alternatives, or more than %d braces, the limit",
                     ALTERNATIVES_MAX, BRACES_MAX);
}

bool glob_match(struct str pattern, struct str path) {
    if (str_find_char(pattern, '/') == pattern.len)
        path = path_base(path);
    else if (str_starts(pattern, STR("/")))
        pattern = str_sub(pattern, 1, pattern.len);
    int budget = ALTERNATIVES_MAX;
    return pattern.len <= PATTERN_MAX && expand_match(pattern, &path, 0, &budget);
}
