#define _GNU_SOURCE /* memmem, in POSIX since 2024 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

struct str str_copy(struct arena *arena, struct str s) {
    return s.ptr ? (struct str){str_c(arena, s), s.len} : s;
}

char *str_c(struct arena *arena, struct str s) {
    char *copy = arena_bytes(arena, s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

static char lower(char c) {
    return char_lower(c);
}

bool str_eq_nocase(struct str a, struct str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
    return true;
}

int str_cmp(struct str a, struct str b) {
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

size_t str_find(struct str s, struct str needle) {
    if (needle.len == 0) return 0;
    enum { TRIES = 16 }; /* where the first byte is that common, memmem is better */
    size_t at = 0;
    for (unsigned tries = 0; at + needle.len <= s.len && tries < TRIES; at++, tries++) {
        at += str_find_char((struct str){s.ptr + at, s.len - needle.len + 1 - at}, needle.ptr[0]);
        if (at + needle.len > s.len) return s.len;
        if (memcmp(s.ptr + at, needle.ptr, needle.len) == 0) return at;
    }
    const char *hit = at < s.len ? memmem(s.ptr + at, s.len - at, needle.ptr, needle.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : s.len;
}

size_t str_rfind_char(struct str s, char c) {
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == c) return i - 1;
    return s.len;
}

struct str str_trim(struct str s) {
    size_t start = 0, end = s.len;
    while (start < end && char_is_space(s.ptr[start])) start++;
    while (end > start && char_is_space(s.ptr[end - 1])) end--;
    return str_sub(s, start, end);
}

struct str str_cut(struct str *rest, char separator) {
    struct str all = *rest;
    if (!all.ptr) return all;
    size_t at = str_find_char(all, separator);
    *rest = at < all.len ? str_sub(all, at + 1, all.len) : (struct str){0};
    return str_sub(all, 0, at);
}

struct str str_lower(struct arena *arena, struct str s) {
    if (!s.ptr) return s;
    char *copy = arena_bytes(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) copy[i] = lower(s.ptr[i]);
    copy[s.len] = '\0';
    return (struct str){copy, s.len};
}

/* Eight bytes at a time, multiplied and folded; the length in the seed keeps zero padding apart. */
uint64_t str_hash(struct str s) {
    uint64_t hash = 0x9E3779B97F4A7C15u ^ s.len;
    for (size_t at = 0; at < s.len; at += 8) {
        uint64_t word = 0;
        memcpy(&word, s.ptr + at, s.len - at < 8 ? s.len - at : 8);
        hash = (hash ^ word) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    hash *= 0xD6E8FEB86659FD93u;
    return hash ^ (hash >> 32);
}

uint64_t str_digest(uint64_t digest, struct str s) {
    for (size_t i = 0; i < s.len; i++) digest = (digest ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    return (digest ^ 0x1F) * 0x100000001b3u;
}
