#include "base/ignore.h"

struct ignore_pattern {
    struct str glob;
    bool negated, only_folders, anchored;
};

struct ignore {
    const struct ignore *parent;
    struct str folder;
    ARRAY_OF(struct ignore_pattern) patterns;
};

/* Spaces at the end do not count unless a backslash stands before them. */
static struct str trim_line(struct str line) {
    if (str_ends(line, STR("\r"))) line.len--;
    while (str_ends(line, STR(" ")) && !str_ends(line, STR("\\ "))) line.len--;
    return line;
}

static bool parse_line(struct str line, struct ignore_pattern *pattern) {
    line = trim_line(line);
    if (line.len == 0 || line.ptr[0] == '#') return false;
    *pattern = (struct ignore_pattern){.negated = line.ptr[0] == '!'};
    if (pattern->negated) line = str_sub(line, 1, line.len);
    pattern->only_folders = str_ends(line, STR("/"));
    if (pattern->only_folders) line.len--;
    pattern->anchored = str_find_char(line, '/') < line.len;
    if (str_starts(line, STR("/"))) line = str_sub(line, 1, line.len);
    pattern->glob = line;
    return line.len > 0;
}

const struct ignore *ignore_parse(struct arena *arena, struct str text, struct str folder,
                                  const struct ignore *parent) {
    struct ignore *ignore = ARENA_NEW(arena, struct ignore);
    *ignore = (struct ignore){.parent = parent, .folder = folder};
    if (str_starts(text, STR("\xEF\xBB\xBF"))) text = str_sub(text, 3, text.len);
    while (text.ptr) {
        struct ignore_pattern pattern;
        if (parse_line(str_cut(&text, '\n'), &pattern)) *ARRAY_PUSH(arena, &ignore->patterns) = pattern;
    }
    return ignore->patterns.len ? ignore : parent;
}

static bool pattern_match(const struct ignore_pattern *pattern, struct str path, bool is_folder) {
    if (pattern->only_folders && !is_folder) return false;
    return glob_plain(pattern->glob, pattern->anchored ? path : path_base(path));
}

bool ignore_match(const struct ignore *ignore, struct str path, bool is_folder) {
    for (; ignore; ignore = ignore->parent) {
        size_t skip = ignore->folder.len ? ignore->folder.len + 1 : 0;
        struct str below = str_sub(path, skip, path.len);
        for (size_t i = ignore->patterns.len; i > 0; i--) {
            const struct ignore_pattern *pattern = &ignore->patterns.items[i - 1];
            if (pattern_match(pattern, below, is_folder)) return !pattern->negated;
        }
    }
    return false;
}
