/* changed.c: the lines that changed since a revision, read from `git diff --unified=0`. */
#include "lint/changed.h"

#include <string.h>

enum { DIFF_MAX = 256 << 20, NAMES_MAX = 64 << 20 };

static bool run_git(struct arena *arena, struct str folder, const char *const *arguments, size_t max,
                    struct str *output, struct error *error) {
    struct process process = {.directory = str_c(arena, folder), .max = max};
    if (!git_run(arena, arguments, &process, error)) return false;
    *output = process.output;
    return process.status == 0 || git_failed(&process, STR("--changed"), error);
}

static void add_range(struct arena *arena, struct changed *changed, struct str path, uint32_t first,
                      uint32_t count) {
    void **slot = map_slot(arena, &changed->files, path);
    if (!*slot) *slot = ARENA_NEW(arena, struct changed_file);
    struct changed_file *file = *slot;
    *ARRAY_PUSH(arena, file) = (struct line_range){first, count};
}

static uint32_t read_number(struct str *s) {
    uint64_t n = 0;
    while (s->len && *s->ptr >= '0' && *s->ptr <= '9') {
        if (n < UINT32_MAX) n = n * 10 + (uint64_t)(*s->ptr - '0');
        s->ptr++, s->len--;
    }
    return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

/* "@@ -12,0 +13,4 @@ …": the first line and the number of lines on the new side. */
static bool read_hunk(struct str line, uint32_t *first, uint32_t *count) {
    size_t plus = str_find_char(line, '+');
    if (!str_starts(line, STR("@@ -")) || plus == line.len) return false;
    struct str s = str_sub(line, plus + 1, line.len);
    *first = read_number(&s);
    *count = 1;
    if (s.len && *s.ptr == ',') {
        s.ptr++, s.len--;
        *count = read_number(&s);
    }
    return true;
}

/* A file name as git prints it: in quotes, with C escapes, when it holds a quote, a backslash or a control byte. */
static struct str read_name(struct arena *arena, struct str name) {
    if (str_ends(name, STR("\t"))) name = str_sub(name, 0, name.len - 1);
    if (name.len < 2 || name.ptr[0] != '"') return name;
    struct buf out = {.arena = arena};
    for (size_t i = 1; i + 1 < name.len; i++) {
        char c = name.ptr[i];
        if (c != '\\') {
            buf_add_char(&out, c);
            continue;
        }
        c = name.ptr[++i];
        if (c >= '0' && c <= '7' && i + 2 < name.len) {
            buf_add_char(&out,
                         (char)((c - '0') * 64 + (name.ptr[i + 1] - '0') * 8 + (name.ptr[i + 2] - '0')));
            i += 2;
            continue;
        }
        static const char from[] = "abtnvfr", to[] = "\a\b\t\n\v\f\r";
        const char *known = strchr(from, c);
        buf_add_char(&out, known ? to[known - from] : c);
    }
    return buf_str(&out);
}

void changed_parse(struct arena *arena, struct str diff, struct changed *changed) {
    struct str path = {0};
    bool header = false; /* between "diff --git" and the first hunk: only there "+++ " is a name */
    while (diff.ptr) {
        struct str line = str_cut(&diff, '\n');
        uint32_t first, count;
        if (str_starts(line, STR("diff --git ")))
            header = true;
        else if (header && str_starts(line, STR("+++ "))) {
            struct str name = read_name(arena, str_sub(line, 4, line.len));
            path = str_starts(name, STR("b/")) ? str_sub(name, 2, name.len) : (struct str){0};
        } else if (read_hunk(line, &first, &count)) {
            header = false;
            if (path.ptr && count) add_range(arena, changed, path, first, count);
        }
    }
}

static bool add_untracked(struct arena *arena, struct str folder, struct changed *changed,
                          struct error *error) {
    static const char *const argv[] = {"ls-files", "-z", "--others", "--exclude-standard", NULL};
    struct str names;
    if (!run_git(arena, folder, argv, NAMES_MAX, &names, error)) return false;
    while (names.ptr && names.len) {
        struct str name = str_cut(&names, '\0');
        if (name.len) add_range(arena, changed, name, 1, UINT32_MAX);
    }
    return true;
}

bool changed_read(struct arena *arena, struct str folder, struct str revision, struct changed *changed,
                  struct error *error) {
    if (revision.len == 0 || revision.ptr[0] == '-' || memchr(revision.ptr, '\0', revision.len))
        return error_set(error, (struct str){0}, 0, "'%.*s' is not a revision", STR_FMT(revision));
    const char *argv[] = {"diff",
                          "--unified=0",
                          "--no-ext-diff",
                          "--no-textconv",
                          "--no-renames",
                          "--no-color",
                          "--relative",
                          "--src-prefix=a/",
                          "--dst-prefix=b/",
                          "--diff-filter=d",
                          str_c(arena, revision),
                          "--",
                          ".",
                          NULL};
    struct str diff;
    /* First what tells whether there is a repository: without one `git diff` compares two files. */
    if (!add_untracked(arena, folder, changed, error)) return false;
    if (!run_git(arena, folder, argv, DIFF_MAX, &diff, error)) return false;
    changed_parse(arena, diff, changed);
    return true;
}

bool changed_has(const struct changed *changed, struct str path, uint32_t first, uint32_t last) {
    const struct changed_file *file = map_get(&changed->files, path);
    size_t low = 0,
           high = file ? file->len : 0; /* ranges are in order: find the last that starts by `last` */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (file->items[middle].first <= last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0) return false;
    const struct line_range *r = &file->items[low - 1];
    return first < (uint64_t)r->first + r->count;
}
