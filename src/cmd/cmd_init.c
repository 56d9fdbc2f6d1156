/* cmd_init.c: `contentlint init`. */
#include "cmd/targets.h"
#include "init/init.h"

struct init_run {
    struct arena *arena;
    const struct arguments *arguments;
    struct target target;
    struct session *session;
    struct init_proposal proposal;
    struct error error;
};

/* A site that holds others is meant by its folder. */
static void choose(const struct init_run *run, target_list *targets) {
    const str_array *named = &run->arguments->operands;
    struct str folder = path_clean(run->arena, named->len == 1 ? named->items[0] : STR("."));
    for (size_t i = 0; i < targets->len; i++)
        if (str_eq(path_clean(run->arena, targets->items[i].root), folder))
            *targets = (target_list){&targets->items[i], 1, 1};
}

static bool find_target(struct init_run *run) {
    target_list targets = {0};
    if (!targets_find(run->arena, run->arguments, &targets, &run->error)) return false;
    if (targets.len > 1) choose(run, &targets);
    if (targets.len != 1) {
        struct str path = targets.len > 1 ? targets.items[1].root : (struct str){0};
        return error_set(&run->error, path, 0, "%s",
                         targets.len ? "there are several sites here: name the folder of one"
                                     : "there is no site here");
    }
    run->target = targets.items[0];
    if (!run->target.whole)
        return error_set(&run->error, run->target.root, 0, "init takes a site's folder, not pages");
    return true;
}

static struct str seen(const struct init_run *run, struct str path) {
    return path_clean(run->arena, path_join(run->arena, run->target.root, path));
}

/* A configuration that holds already would be hidden by a nearer one. */
static bool is_free(struct init_run *run) {
    struct str config = arguments_has(run->arguments, OPTION_PRINT)
                            ? (struct str){0}
                            : config_find(run->arena, run->target.root);
    return !config.ptr || error_set(&run->error, config, 0,
                                    "is there already, and is not overwritten; --print shows "
                                    "what would be written");
}

static bool write_files(struct init_run *run, const struct site *site) {
    fix_changes changes = {0};
    fix_refusals refused = {0};
    for (size_t i = 0; i < run->proposal.files.len; i++)
        *ARRAY_PUSH(run->arena, &changes) = (struct fix_change){.act = FIX_CREATE,
                                                                .path = run->proposal.files.items[i].path,
                                                                .after = run->proposal.files.items[i].text};
    if (!site->tree.root) return error_set(&run->error, run->target.root, 0, "nothing can be written there");
    if (!fix_write(run->arena, site->tree.root, &changes, &refused, &run->error)) return false;
    if (!refused.len) return true;
    run->error = refused.items[0].error;
    return false;
}

static bool say(const struct init_run *run) {
    struct buf out = {.arena = run->arena};
    bool shown = arguments_has(run->arguments, OPTION_PRINT),
         quiet = arguments_has(run->arguments, OPTION_QUIET);
    for (size_t i = 0; i < run->proposal.files.len; i++) {
        const struct init_file *file = &run->proposal.files.items[i];
        if (shown && i) buf_printf(&out, "\n# ---- %.*s\n", STR_FMT(file->path));
        if (shown) buf_add(&out, file->text);
        if (!shown && !quiet) output_remark("", seen(run, file->path), 0, STR("is written"));
    }
    for (size_t i = 0; !quiet && i < run->proposal.decisions.len; i++)
        output_remark("note", STR(""), 0, run->proposal.decisions.items[i]);
    return output_text(buf_str(&out));
}

static bool propose(struct init_run *run) {
    const struct site *site;
    return find_target(run) && is_free(run) &&
           open_session(run->arena, run->arguments, &run->target, NULL, false, &run->session, &run->error) &&
           init_propose(run->arena, run->session, &run->proposal, &run->error) && file_certain(&run->error) &&
           session_site(run->session, &site, &run->error) && open_complete(run->arena, site, &run->error) &&
           (arguments_has(run->arguments, OPTION_PRINT) || write_files(run, site));
}

int cmd_init(struct arena *arena, const struct arguments *arguments) {
    struct init_run run = {.arena = arena, .arguments = arguments};
    int status = !propose(&run) ? output_error(&run.error) : say(&run) ? STATUS_CLEAN : STATUS_TROUBLE;
    session_close(run.session);
    return status;
}
