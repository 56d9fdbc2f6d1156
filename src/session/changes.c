/* changes.c: buffers and files that change, and what has to be looked at again for it. */
#include "session/parts.h"

#include <assert.h>

/* ---- buffers -------------------------------------------------------------------------------------------------- */

static size_t place_of(const struct session *session, struct str path) {
    size_t low = 0, high = session->buffers.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(session->buffers.items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 ||
           str_cmp(session->buffers.items[low - 2].path, session->buffers.items[low - 1].path) < 0);
    return low;
}

static bool has_buffer(const struct session *session, size_t at, struct str path) {
    return at < session->buffers.len && str_eq(session->buffers.items[at].path, path);
}

/* The site's tree looks at these files: they keep their place, and stay sorted. */
static void list_files(struct session *session, size_t skipped, struct buffer *added, size_t at) {
    struct arena memory = {0};
    size_t count = session->buffers.len;
    struct buffer *buffers = ARENA_ARRAY(&memory, struct buffer, count + 1);
    struct memory_file *files = ARENA_ARRAY(&memory, struct memory_file, count + 1);
    size_t len = 0;
    for (size_t i = 0; i <= count; i++) {
        if (added && i == at) buffers[len++] = *added;
        if (i < count && i != skipped) buffers[len++] = session->buffers.items[i];
    }
    for (size_t i = 0; i < len; i++) files[i] = (struct memory_file){buffers[i].path, buffers[i].text};
    arena_free(&session->buffers_memory);
    session->buffers_memory = memory;
    session->buffers.items = buffers;
    session->buffers.len = len;
    session->files = (struct memory_tree){files, len};
}

static struct buffer new_buffer(struct str path, struct str text) {
    struct buffer buffer = {0};
    buffer.path = str_copy(&buffer.arena, path);
    buffer.text = str_copy(&buffer.arena, text);
    if (!buffer.text.ptr) buffer.text = STR("");
    return buffer;
}

/* ---- what a change means -------------------------------------------------------------------------------------- */

/* The configuration and what it may name: rules, schemas and trademarks of the site's own. */
static bool is_of_lint(const struct session *session, struct str path) {
    struct arena scratch = {0};
    const struct session_options *o = &session->options;
    struct str full = path_clean(&scratch, path_join(&scratch, o->root, path));
    struct str own = o->lint.rules_dir;
    bool named = o->lint.config.ptr && str_eq(full, path_clean(&scratch, o->lint.config));
    bool below = own.len && str_starts(full, path_clean(&scratch, own));
    /* When it could not be opened, the next answer opens it anew in any case. */
    bool reads = session->lint ? lint_reads(session->lint, full) : str_eq(path_base(path), STR(CONFIG_NAME));
    arena_free(&scratch);
    return named || below || reads;
}

/* The next answer opens everything anew. */
static void reopen(struct session *session) {
    if (session->kept) lint_kept_renew(session->kept, true); /* it has findings of these rules */
    arena_free(&session->answer_memory);
    session_close_lint(session);
    session_forget_nested(session);
    session->site_stale = session->all_stale = true;
}

/* text: what the file has now; absent: it is not there, or that cannot be told. */
static void note_change(struct session *session, struct str path, struct str text) {
    if (is_of_lint(session, path)) {
        reopen(session);
        return;
    }
    if (session->kept && session->lint && !session->site_stale && text.ptr &&
        lint_kept_body(session->kept, session->lint, session->site, path, text))
        return;
    const struct site_page *page = session->site ? site_page_of(session->site, path) : NULL;
    session->site_stale = true;
    if (!page || !page->page)
        *ARRAY_PUSH(&session->strange_memory, &session->strange) = str_copy(&session->strange_memory, path);
}

/* ---- the three changes ---------------------------------------------------------------------------------------- */

void session_put(struct session *session, struct str path, struct str text) {
    size_t at = place_of(session, path);
    bool known = has_buffer(session, at, path);
    if (known && str_eq(session->buffers.items[at].text, text)) return;
    struct arena old = known ? session->buffers.items[at].arena : (struct arena){0};
    struct buffer buffer = new_buffer(path, text);
    list_files(session, known ? at : SIZE_MAX, &buffer, at);
    note_change(session, buffer.path, buffer.text);
    arena_free(&old);
}

/* The text that the files below the buffers have. */
static struct str text_below(struct session *session, struct arena *arena, struct str path) {
    struct str text = {0};
    struct error ignored = {0};
    struct tree below;
    if (!session_below(session, arena, &below, &ignored) ||
        !below.read(below.state, arena, path, &text, &ignored))
        return (struct str){0};
    return text.ptr ? text : STR("");
}

static void note_below(struct session *session, struct str path) {
    struct arena scratch = {0};
    struct str text = session->lint ? text_below(session, &scratch, path) : (struct str){0};
    note_change(session, path, text);
    arena_free(&scratch);
}

void session_drop(struct session *session, struct str path) {
    size_t at = place_of(session, path);
    if (!has_buffer(session, at, path)) return;
    struct buffer old = session->buffers.items[at];
    list_files(session, at, NULL, 0);
    note_below(session, old.path);
    arena_free(&old.arena);
}

void session_touch(struct session *session, struct str path) {
    if (!has_buffer(session, place_of(session, path), path)) note_below(session, path);
}
