/* text.c: texts and names as they are compared: without what templates, typographers and sluggers change. */
#include "built/parts.h"

#include <assert.h>
#include <stdlib.h>

/* General punctuation (U+2000 to U+206F) and object marks: quotation marks, dashes, no-break spaces. */
static size_t mark_length(struct str text, size_t at) {
    unsigned char c = (unsigned char)text.ptr[at];
    struct str rest = str_sub(text, at, text.len);
    if (c == 0xE2 && rest.len > 2 && (unsigned char)rest.ptr[1] <= 0x81) return 3;
    if (c == 0xC2 && rest.len > 1) return 2; /* Latin-1's marks */
    return str_starts(rest, STR(PAGE_OBJECT)) ? sizeof(PAGE_OBJECT) - 1 : 0;
}

uint64_t built_text_hash(struct str text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    bool any = false;
    for (size_t at = 0; at < text.len;) {
        unsigned char c = (unsigned char)text.ptr[at];
        size_t mark = c >= 0x80 ? mark_length(text, at) : 0;
        at += mark ? mark : 1;
        if (mark || (c < 0x80 && !char_is_alnum((char)c))) continue;
        hash = (hash ^ (uint64_t)(unsigned char)char_lower((char)c)) * UINT64_C(0x100000001B3);
        any = true;
    }
    if (!any) return 0;
    hash ^= hash >> 29;
    return hash ? hash : 1;
}

static struct str without_suffix(struct str name) {
    static const char *const suffixes[] = {".md", ".mdx", ".markdown", ".html", ".htm", ".rmd", ".adoc"};
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        struct str suffix = str_from(suffixes[i]);
        if (name.len > suffix.len && str_eq_nocase(str_sub(name, name.len - suffix.len, name.len), suffix))
            return str_sub(name, 0, name.len - suffix.len);
    }
    return name;
}

static bool is_index(struct str name) {
    return str_eq_nocase(name, STR("index")) || str_eq_nocase(name, STR("_index")) ||
           str_eq_nocase(name, STR("readme"));
}

/* "01-setup", "2. setup", "2026-01-31-setup". */
static struct str without_number(struct str name) {
    size_t n = 0;
    while (n < name.len && (char_is_digit(name.ptr[n]) || (n && strchr("-_. ", name.ptr[n])))) n++;
    return n < name.len ? str_sub(name, n, name.len) : name;
}

struct str built_name(struct arena *arena, struct str path) {
    while (str_ends(path, STR("/"))) path.len--;
    struct str name = without_suffix(path_base(path));
    if (is_index(name) && path_dir(path).len) name = path_base(path_dir(path));
    name = without_number(name);
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] >= 0x80 || char_is_alnum(name.ptr[i]))
            buf_add_char(&out, char_lower(name.ptr[i]));
    return buf_str(&out);
}

struct built_target built_target_of(struct arena *arena, struct str text) {
    struct str fragment = {0}, bare = text, path = url_cut_fragment(text, &fragment);
    while (str_ends(bare, STR("/")) && bare.len > 1) bare.len--;
    struct built_target target = {.text = text, .name = built_name(arena, url_split(path).path)};
    target.bare = str_hash(bare);
    target.named = target.name.len ? str_hash(target.name) : 0;
    target.fragment = fragment.len ? str_hash(fragment) : 0;
    return target;
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

uint32_t built_sort(uint64_t *numbers, uint32_t count) {
    uint32_t kept = 0;
    if (count) qsort(numbers, count, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < count; i++)
        if (numbers[i] && (!kept || numbers[kept - 1] != numbers[i])) numbers[kept++] = numbers[i];
    return kept;
}

bool built_has(const uint64_t *numbers, uint32_t count, uint64_t number) {
    assert(count < 2 || numbers[0] < numbers[count - 1]); /* built_sort came before */
    return count && bsearch(&number, numbers, count, sizeof number, by_number);
}
