/* fuzz_site.h: what a fuzz entry reads as a small site of several files:
 *
 *     words of options
 *     === content/a.md
 *     the file's text
 *     === hugo.toml
 *     …
 *
 * Include once per entry. */
#ifndef CONTENTLINT_FUZZ_SITE_H
#define CONTENTLINT_FUZZ_SITE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree/tree.h"

#define SITE_FILES_MAX 48

struct fuzz_site {
    struct str words;         /* of the first line */
    struct memory_tree files; /* each text in memory of its own, so that a step past its end is seen */
};

#define require(holds) require_at((holds), #holds, __FILE__, __LINE__)

static inline void require_at(bool holds, const char *what, const char *file, int line) {
    if (holds) return;
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

/* A path as a folder on the disk gives it: no empty, "." or ".." element. */
static bool is_path(struct str path) {
    if (!path.len || path.len > 200 || str_find_char(path, '\0') < path.len) return false;
    for (struct str rest = path; rest.ptr;) {
        struct str element = str_cut(&rest, '/');
        if (!element.len || str_eq(element, STR(".")) || str_eq(element, STR(".."))) return false;
    }
    return true;
}

static bool is_below(struct str path, struct str folder) {
    return str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/';
}

/* No two files of one name, and none that is a folder too. */
static bool has_room(const struct memory_tree *files, struct str path) {
    if (files->count == SITE_FILES_MAX) return false;
    for (size_t i = 0; i < files->count; i++) {
        struct str other = files->files[i].path;
        if (str_eq(other, path) || is_below(other, path) || is_below(path, other)) return false;
    }
    return true;
}

static inline void fuzz_site_add(struct arena *arena, struct memory_tree *files, struct str path,
                                 struct str text) {
    if (!files->files) files->files = ARENA_ARRAY(arena, struct memory_file, SITE_FILES_MAX);
    if (is_path(path) && has_room(files, path))
        files->files[files->count++] = (struct memory_file){path, text};
}

static void take(struct arena *arena, struct fuzz_site *site, struct str path, const char *from,
                 const char *to) {
    size_t count = site->files.count, len = (size_t)(to - from);
    fuzz_site_add(arena, &site->files, path, STR(""));
    if (site->files.count == count) return;
    char *text = malloc(len ? len : 1);
    require(text);
    memcpy(text, from, len);
    site->files.files[count].text = (struct str){text, len};
}

static struct fuzz_site fuzz_site_read(struct arena *arena, struct str input) {
    struct fuzz_site site = {0};
    struct str rest = input, path = {0};
    const char *text = NULL, *end = input.ptr + input.len;
    site.words = str_cut(&rest, '\n');
    while (rest.ptr) {
        const char *start = rest.ptr;
        struct str line = str_cut(&rest, '\n');
        bool heading = str_starts(line, STR("=== "));
        if (!heading && rest.ptr) continue;
        const char *stop = heading ? start : end;
        if (text) take(arena, &site, path, text, stop);
        path = str_sub(line, 4, line.len);
        text = rest.ptr;
    }
    return site;
}

static inline void fuzz_site_free(struct fuzz_site *site) {
    for (size_t i = 0; i < site->files.count; i++) free((void *)(uintptr_t)site->files.files[i].text.ptr);
}

#endif
