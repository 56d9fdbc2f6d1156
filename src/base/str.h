/* str.h: part of base.h, which includes it: borrowed slices and a builder. */
#ifndef CONTENTLINT_BASE_STR_H
#define CONTENTLINT_BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

struct str { /* not NUL-terminated; {NULL, 0} is "absent", {non-NULL, 0} is "empty" */
    const char *ptr;
    size_t len;
};
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FMT(s)   (int)(s).len, (s).ptr /* for "%.*s" */

static inline struct str str_from(const char *c_string) { /* NULL gives absent */
    struct str s = {c_string, c_string ? strlen(c_string) : 0};
    return s;
}
struct str str_copy(struct arena *arena, struct str s);
char *str_c(struct arena *arena, struct str s); /* NUL-terminated copy */
struct str str_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Short ones stand here: most comparisons are with a literal, which the compiler then does in a word or two. */
static inline struct str str_sub(struct str s, size_t start, size_t end) { /* clamped to s */
    if (end > s.len) end = s.len;
    if (start > end) start = end;
    if (s.ptr) s.ptr += start, s.len = end - start;
    return s;
}
static inline bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
bool str_eq_nocase(struct str a, struct str b); /* ASCII case only */
int str_cmp(struct str a, struct str b);        /* bytewise, for sorting */
static inline bool str_starts(struct str s, struct str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}
static inline bool str_ends(struct str s, struct str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}
size_t str_find(struct str s, struct str needle);          /* offset, or s.len when not found */
static inline size_t str_find_char(struct str s, char c) { /* first offset, or s.len */
    const char *hit = s.len ? (const char *)memchr(s.ptr, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : s.len;
}
size_t str_rfind_char(struct str s, char c); /* last offset, or s.len */
struct str str_trim(struct str s);           /* ASCII white space at both ends */
/* Cuts at the first `separator`: returns the part before, leaves the part after in *rest. Absent when *rest is. */
struct str str_cut(struct str *rest, char separator);
struct str str_lower(struct arena *arena, struct str s); /* ASCII only; unicode_lower for the rest */
uint64_t str_hash(struct str s);
/* A hash that stays the same for good, as what is kept in files needs it: FNV-1a of all texts that were added to
 * STR_DIGEST_START, with a separator behind each. */
#define STR_DIGEST_START UINT64_C(0xcbf29ce484222325)
uint64_t str_digest(uint64_t digest, struct str s);
/* Edit distance with transpositions (optimal string alignment), in bytes; stops at limit + 1. Texts longer than 128
 * bytes are either equal or too far apart. */
size_t str_distance(struct str a, struct str b, size_t limit);
/* The nearest of n candidates that deserves a "did you mean", or absent: '-' '_' ' ' and case count for nothing. */
struct str str_nearest(struct str wanted, const struct str *candidates, size_t n);

typedef ARRAY_OF(struct str) str_array;

struct buf { /* string builder; zero-initialise with an arena: `struct buf b = {.arena = a};` */
    char *ptr;
    size_t len, cap;
    struct arena *arena;
};
/* Room for length bytes in an empty buffer: no more than that is kept, and nothing is copied on the way there. */
void buf_expect(struct buf *buf, size_t length);
void buf_add(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
void buf_add_utf8(struct buf *buf, uint32_t code_point);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
struct str buf_str(const struct buf *buf); /* borrows; never absent */

#endif
