/* changed_lines.c: the lines that a text got. */
#include "lint/changed.h"

static struct str *lines_of(struct arena *arena, struct source *source) {
    source_lines(arena, source);
    struct str *lines = ARENA_ARRAY(arena, struct str, source->line_count + 1u);
    for (uint32_t i = 0; i < source->line_count; i++) lines[i] = source_line(source, i + 1);
    return lines;
}

void changed_lines(struct arena *arena, struct source *before, struct source *after,
                   struct changed_file *file) {
    const struct str *old = lines_of(arena, before), *new = lines_of(arena, after);
    diff_hunks hunks = {0};
    diff_lines(arena, old, before->line_count, new, after->line_count, &hunks);
    for (size_t i = 0; i < hunks.len; i++) {
        const struct diff_hunk *hunk = &hunks.items[i];
        if (hunk->after_count)
            *ARRAY_PUSH(arena, file) = (struct line_range){hunk->after + 1, hunk->after_count};
    }
}
