/* patch.c: changes of files as git prints them. */
#include "fix/fix.h"

enum { CONTEXT = 3 /* lines around a hunk */ };

struct patch {
    struct arena *arena;
    struct buf *out;
    struct str prefix;
};

struct side {          /* of a comparison */
    struct str *lines; /* with their ends */
    uint32_t count;
};

/* ---- names ---------------------------------------------------------------------------------------------------------- */

static bool is_plain(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\') return false;
    }
    return true;
}

/* As git does with core.quotePath, which is its default: in quotes with octal numbers, unless every byte is plain. */
static void add_name(struct buf *out, const char *side, struct str name) {
    static const char letters[] = "abtnvfr"; /* of bytes 7 to 13 */
    if (is_plain(name)) {
        buf_printf(out, "%s%.*s", side, STR_FMT(name));
        return;
    }
    buf_printf(out, "\"%s", side);
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c >= 7 && c <= 13)
            buf_printf(out, "\\%c", letters[c - 7]);
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c >= 0x7F)
            buf_printf(out, "\\%03o", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add(out, STR("\""));
}

/* A tab ends a name that has a space, or it would end there. */
static void add_side(struct buf *out, const char *mark, const char *side, struct str name) {
    buf_add(out, str_from(mark));
    if (name.ptr)
        add_name(out, side, name);
    else
        buf_add(out, STR("/dev/null"));
    if (name.ptr && is_plain(name) && str_find_char(name, ' ') < name.len) buf_add(out, STR("\t"));
    buf_add(out, STR("\n"));
}

/* ---- lines ---------------------------------------------------------------------------------------------------------- */

/* Lines as git counts them: they end at LF alone. */
static struct side split(struct arena *arena, struct str text) {
    struct side side = {0};
    size_t count = 0, at = 0;
    for (size_t i = 0; i < text.len; i++) count += text.ptr[i] == '\n';
    side.lines = ARENA_ARRAY(arena, struct str, count + 1);
    while (at < text.len) {
        size_t end = at + str_find_char(str_sub(text, at, text.len), '\n');
        if (end < text.len) end++;
        side.lines[side.count++] = str_sub(text, at, end);
        at = end;
    }
    return side;
}

static void add_line(struct buf *out, char mark, struct str line) {
    buf_add_char(out, mark);
    buf_add(out, line);
    if (!str_ends(line, STR("\n"))) buf_add(out, STR("\n\\ No newline at end of file\n"));
}

static void add_lines(struct buf *out, char mark, const struct side *side, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) add_line(out, mark, side->lines[i]);
}

/* "12,3"; "12" for one line; the line before for none. */
static void add_range(struct buf *out, char mark, uint32_t from, uint32_t to) {
    buf_printf(out, "%c%u", mark, from == to ? from : from + 1);
    if (to - from != 1) buf_printf(out, ",%u", to - from);
}

static uint32_t before_end(const struct diff_hunk *hunk) {
    return hunk->before + hunk->before_count;
}

/* Hunks whose context would meet are printed as one: returns the first behind it. */
static size_t add_hunk(struct buf *out, const struct side *old, const struct side *new,
                       const diff_hunks *hunks, size_t first) {
    const struct diff_hunk *items = hunks->items;
    size_t end = first + 1;
    while (end < hunks->len && items[end].before - before_end(&items[end - 1]) <= 2 * CONTEXT) end++;
    const struct diff_hunk *last = &items[end - 1];
    uint32_t lead = items[first].before < CONTEXT ? items[first].before : CONTEXT,
             rest = old->count - before_end(last), trail = rest < CONTEXT ? rest : CONTEXT,
             from = items[first].before - lead, to = before_end(last) + trail;
    buf_add(out, STR("@@ "));
    add_range(out, '-', from, to);
    add_range((buf_add_char(out, ' '), out), '+', items[first].after - lead,
              last->after + last->after_count + trail);
    buf_add(out, STR(" @@\n"));
    for (size_t i = first; i < end; i++) {
        add_lines(out, ' ', old, from, items[i].before);
        add_lines(out, '-', old, items[i].before, before_end(&items[i]));
        add_lines(out, '+', new, items[i].after, items[i].after + items[i].after_count);
        from = before_end(&items[i]);
    }
    add_lines(out, ' ', old, from, to);
    return end;
}

static void add_hunks(struct patch *patch, struct str before, struct str after) {
    struct arena scratch = arena_within(patch->arena);
    struct side old = split(&scratch, before), new = split(&scratch, after);
    diff_hunks hunks = {0};
    diff_lines(&scratch, old.lines, old.count, new.lines, new.count, &hunks);
    for (size_t i = 0; i < hunks.len;) i = add_hunk(patch->out, &old, &new, &hunks, i);
    arena_free(&scratch);
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */

static struct str name_of(const struct patch *patch, struct str path) {
    return path_clean(patch->arena, path_join(patch->arena, patch->prefix, path));
}

static void add_change(struct patch *patch, const struct fix_change *change) {
    struct buf *out = patch->out;
    bool move = change->act == FIX_MOVE, same = move && !change->after.ptr;
    struct str old = name_of(patch, change->path), new = move ? name_of(patch, change->to) : old;
    struct str before = change->act == FIX_CREATE ? (struct str){0} : change->before, after = change->after;
    if (change->act == FIX_REMOVE) after = (struct str){0};
    if (!same && str_eq(before, after) && (move || change->act == FIX_WRITE)) same = true;
    if (same && !move) return;
    buf_add(out, STR("diff --git "));
    add_name(out, "a/", old);
    add_name((buf_add_char(out, ' '), out), "b/", new);
    buf_add(out, STR("\n"));
    if (change->act == FIX_CREATE) buf_add(out, STR("new file mode 100644\n"));
    if (change->act == FIX_REMOVE) buf_add(out, STR("deleted file mode 100644\n"));
    if (move) {
        if (same) buf_add(out, STR("similarity index 100%\n"));
        add_name((buf_add(out, STR("rename from ")), out), "", old);
        add_name((buf_add(out, STR("\nrename to ")), out), "", new);
        buf_add(out, STR("\n"));
    }
    if (same || (!before.len && !after.len)) return;
    add_side(out, "--- ", "a/", change->act == FIX_CREATE ? (struct str){0} : old);
    add_side(out, "+++ ", "b/", change->act == FIX_REMOVE ? (struct str){0} : new);
    add_hunks(patch, before, after);
}

void fix_patch(struct arena *arena, struct buf *out, const fix_changes *changes, struct str prefix) {
    struct patch patch = {arena, out, prefix};
    for (size_t i = 0; i < changes->len; i++) add_change(&patch, &changes->items[i]);
}
