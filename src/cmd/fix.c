/* fix.c: --fix and --diff: what can be mended is, or is shown as a patch. */
#include "cmd/check.h"

#include <stdio.h>

struct mending {
    struct arena *arena;
    const struct arguments *arguments;
    struct str input;  /* standard input, for --stdin-filename */
    struct buf *patch; /* of all sites; NULL: files are changed */
    struct map shown;  /* files that are in the patch, absolute */
    size_t found, fixed, files, suggestions;
    bool refused; /* a file changed meanwhile, or the system refused */
};

bool fix_check(const struct arguments *arguments, struct error *error) {
    const struct str none = {0};
    bool diff = arguments_has(arguments, OPTION_DIFF), fix = diff || arguments_has(arguments, OPTION_FIX);
    if (diff && arguments_has(arguments, OPTION_REPORT))
        return error_set(error, none, 0, "--diff prints a patch in place of a report; leave --report out");
    if (fix && !diff && arguments_has(arguments, OPTION_STAGED))
        return error_set(
            error, none, 0,
            "--fix changes files on the disk, --staged checks those in the index; `--diff --staged` "
            "prints a patch for `git apply --cached`");
    if (fix && !diff && arguments_has(arguments, OPTION_STDIN_FILENAME))
        return error_set(
            error, none, 0,
            "--fix changes files, --stdin-filename checks standard input; --diff prints a patch");
    return true;
}

/* ---- one site -------------------------------------------------------------------------------------------------- */

struct asked {
    struct mending *mending;
    const struct target *target;
};

static bool request(void *data, struct arena *arena, struct session *session, struct lint_request *request,
                    struct error *error) {
    const struct asked *asked = data;
    return request_make(past_open(arena, asked->mending->arguments, asked->target, session), request, error);
}

static void say_left(struct mending *m, const struct session_fixes *fixes) {
    struct arena scratch = {0};
    for (size_t i = 0; i < fixes->left.len; i++) {
        const struct session_fix_left *left = &fixes->left.items[i];
        struct str message = str_printf(&scratch, "nothing in it is mended: %.*s", STR_FMT(left->reason));
        if (left->rule.len)
            message = str_printf(&scratch, "%.*s [%.*s]", STR_FMT(left->reason), STR_FMT(left->rule));
        output_remark(left->failed ? "error" : "note", left->path, 0, message);
        m->refused |= left->failed;
    }
    arena_free(&scratch);
}

/* A file above several sites is in the patch once. */
static void show(struct mending *m, const struct target *target, struct session_fixes *fixes) {
    fix_changes changes = {0};
    for (size_t i = 0; i < fixes->changes.len; i++) {
        struct fix_change *change = &fixes->changes.items[i];
        struct str full = path_clean(m->arena, path_join(m->arena, target->absolute, change->path));
        if (map_get(&m->shown, full)) continue;
        map_put(m->arena, &m->shown, full, change);
        *ARRAY_PUSH(m->arena, &changes) = *change;
    }
    fix_patch(m->arena, m->patch, &changes, paths_patch(m->arena, target));
}

static bool write_all(struct mending *m, struct root *root, struct session_fixes *fixes,
                      struct error *error) {
    fix_refusals refused = {0};
    if (!fix_write(m->arena, root, &fixes->changes, &refused, error)) return false;
    for (size_t i = 0; i < refused.len; i++) {
        uint32_t group = refused.items[i].change->group;
        output_error(&refused.items[i].error);
        fixes->fixed[group] = 0;
        for (size_t k = 0; k < fixes->changes.len; k++) m->files -= fixes->changes.items[k].group == group;
    }
    m->refused |= refused.len > 0;
    return true;
}

/* Files that a run which was killed left behind. */
static void clean(struct mending *m, struct session *session, struct root *root) {
    const struct site *site;
    struct error ignored;
    str_array files = {0};
    if (session_site(session, &site, &ignored) &&
        site->tree.list(site->tree.state, m->arena, STR(""), &files, &ignored))
        fix_clean(m->arena, root, &files);
}

static bool mend(struct mending *m, const struct target *target, struct session *session,
                 struct error *error) {
    struct session_fixes fixes;
    struct asked asked = {m, target};
    struct str kind = arguments_value(m->arguments, OPTION_FIX, STR("safe"));
    struct session_fix_options options = {
        .suggestions = str_eq(kind, STR("all")), .request = request, .data = &asked};
    if (!m->patch && !(options.root = root_open(m->arena, target->root, error))) return false;
    if (!m->patch) clean(m, session, options.root);
    if (!session_fix(session, m->arena, &options, &fixes, error) || !file_certain(error)) return false;
    say_left(m, &fixes);
    if (fixes.incomplete.ptr) output_remark("error", STR(""), 0, fixes.incomplete);
    m->refused |= fixes.incomplete.ptr != NULL;
    if (fixes.incomplete.ptr) return true; /* what the site serves is not known */
    m->files += fixes.changes.len;
    if (m->patch)
        show(m, target, &fixes);
    else if (!write_all(m, options.root, &fixes, error))
        return false;
    for (uint32_t i = 0; i <= fixes.groups; i++) m->fixed += fixes.fixed[i];
    m->found += fixes.found;
    m->suggestions += fixes.suggestions;
    return true;
}

static bool mend_target(struct mending *m, const struct target *target) {
    struct error error = {0};
    struct session *session = NULL;
    const struct tree *tree;
    bool good = request_tree(m->arena, m->arguments, target, &tree, &error) &&
                open_session(m->arena, m->arguments, target, tree, true, &session, &error);
    if (good && m->input.ptr) session_put(session, target->files.items[0], m->input);
    good = good && mend(m, target, session, &error);
    if (!good) output_error(&error);
    session_close(session);
    return good;
}

/* ---- all of them ------------------------------------------------------------------------------------------------ */

static void say_total(const struct mending *m) {
    if (arguments_has(m->arguments, OPTION_QUIET)) return;
    fprintf(stderr, "contentlint: %s %zu of %zu finding%s in %zu file%s", m->patch ? "would fix" : "fixed",
            m->fixed, m->found, m->found == 1 ? "" : "s", m->files, m->files == 1 ? "" : "s");
    if (m->suggestions && !str_eq(arguments_value(m->arguments, OPTION_FIX, STR("safe")), STR("all")))
        fprintf(stderr, "; --fix=all has a suggestion for %zu more", m->suggestions);
    fputc('\n', stderr);
}

bool fix_targets(struct arena *arena, const struct arguments *arguments, const target_list *targets,
                 struct str input, int *status) {
    struct buf patch = {.arena = arena};
    struct mending m = {.arena = arena, .arguments = arguments, .input = input};
    if (arguments_has(arguments, OPTION_DIFF)) m.patch = &patch;
    *status = STATUS_TROUBLE;
    for (size_t i = 0; i < targets->len; i++)
        if (!mend_target(&m, &targets->items[i])) return false;
    if (m.patch && !output_text(buf_str(&patch))) return false;
    say_total(&m);
    if (!m.refused) *status = patch.len ? STATUS_FINDINGS : STATUS_CLEAN;
    return !m.patch;
}
