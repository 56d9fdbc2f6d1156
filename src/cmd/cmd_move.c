/* cmd_move.c: `contentlint move`, `rename-heading` and `rename-term`. */
#include "cmd/targets.h"
#include "move/move.h"

#include <stdio.h>

struct move_run {
    struct arena *arena;
    const struct arguments *arguments;
    struct target target;
    struct session *session;
    struct move_options options;
    struct move_plan plan;
    struct error error;
};

static bool refuse(struct move_run *run, struct str path, const char *why) {
    return error_set(&run->error, path, 0, "%s", why);
}

/* ---- operands ---- */

/* The one site that the paths lie in; without paths, that of the working directory. */
static bool find_target(struct move_run *run, const str_array *paths) {
    struct arguments arguments = *run->arguments;
    target_list targets = {0};
    arguments.operands = *paths;
    if (!targets_find(run->arena, &arguments, &targets, &run->error)) return false;
    if (targets.len != 1)
        return refuse(run, (struct str){0},
                      targets.len ? "the paths lie in several sites" : "there is no site here");
    run->target = targets.items[0];
    run->target.whole = true; /* every page is read */
    return true;
}

static bool open_site(struct move_run *run) {
    struct lint_options options;
    if (!open_lint_options(run->arena, run->arguments, run->target.root, &options, &run->error) ||
        !open_session(run->arena, run->arguments, &run->target, NULL, false, &run->session, &run->error))
        return false;
    run->options.threads = options.threads;
    run->options.no_alias = arguments_has(run->arguments, OPTION_NO_ALIAS);
    return true;
}

static bool plan_move(struct move_run *run) {
    str_array from = run->arguments->operands, within = {0};
    struct str to;
    if (from.len < 2) return refuse(run, (struct str){0}, "move takes what is moved, and where to: OLD… NEW");
    struct str last = from.items[--from.len];
    for (size_t i = 0; i < from.len; i++)
        if (targets_is_link(run->arena, from.items[i]))
            return refuse(run, from.items[i], "is a symbolic link, which is not moved");
    if (!find_target(run, &from)) return false;
    for (size_t i = 0; i < from.len; i++)
        if (!targets_within(run->arena, &run->target, from.items[i], ARRAY_PUSH(run->arena, &within),
                            &run->error))
            return false;
    return targets_within(run->arena, &run->target, last, &to, &run->error) && open_site(run) &&
           move_pages(run->arena, run->session, &run->options, &within, to, &run->plan, &run->error);
}

static bool plan_heading(struct move_run *run) {
    const str_array *operands = &run->arguments->operands;
    str_array page = {0};
    struct str path, heading;
    if (operands->len != 2)
        return refuse(run, (struct str){0},
                      "rename-heading takes a page with its heading, and a name: PAGE#OLD NEW");
    heading = operands->items[0];
    *ARRAY_PUSH(run->arena, &page) = str_cut(&heading, '#');
    if (!heading.len) return refuse(run, operands->items[0], "names no heading: PAGE#OLD");
    return find_target(run, &page) &&
           targets_within(run->arena, &run->target, page.items[0], &path, &run->error) && open_site(run) &&
           move_heading(run->arena, run->session, &run->options, path, heading, operands->items[1],
                        &run->plan, &run->error);
}

static bool plan_term(struct move_run *run) {
    const str_array *operands = &run->arguments->operands;
    str_array none = {0};
    struct str term;
    if (operands->len != 2)
        return refuse(run, (struct str){0}, "rename-term takes a term and a name: TAXONOMY/OLD NEW");
    term = operands->items[0];
    struct str taxonomy = str_cut(&term, '/');
    if (!term.len || !taxonomy.len) return refuse(run, operands->items[0], "names no term: TAXONOMY/OLD");
    return find_target(run, &none) && open_site(run) &&
           move_term(run->arena, run->session, &run->options, taxonomy, term, operands->items[1], &run->plan,
                     &run->error);
}

/* ---- what is said and done ---- */

static bool write_changes(struct move_run *run, const struct site *site) {
    fix_refusals refused = {0};
    if (!site->tree.root) return refuse(run, (struct str){0}, "the files cannot be written");
    if (!fix_write(run->arena, site->tree.root, &run->plan.changes, &refused, &run->error)) return false;
    if (!refused.len) return true;
    run->error = refused.items[0].error;
    return false;
}

static struct str seen(const struct move_run *run, struct str path) {
    bool here = str_eq(run->target.root, STR(".")) || !path.len;
    return here ? path : path_clean(run->arena, path_join(run->arena, run->target.root, path));
}

static void print_remarks(const struct move_run *run) {
    for (size_t i = 0; i < run->plan.remarks.len; i++) {
        const struct move_remark *remark = &run->plan.remarks.items[i];
        output_remark("note", seen(run, remark->path), remark->line, remark->message);
    }
}

static void print_summary(const struct move_run *run, struct buf *out) {
    const struct move_plan *plan = &run->plan;
    size_t files = 0;
    for (size_t i = 0; i < plan->changes.len; i++) files += plan->changes.items[i].act != FIX_MOVE;
    buf_printf(out,
               "%zu page%s renamed, %zu link%s rewritten, %zu old address%s kept; %zu other file%s changed",
               plan->pages, plan->pages == 1 ? "" : "s", plan->links, plan->links == 1 ? "" : "s",
               plan->aliases, plan->aliases == 1 ? "" : "es", files, files == 1 ? "" : "s");
    if (plan->remarks.len)
        buf_printf(out, "; %zu place%s to look at", plan->remarks.len, plan->remarks.len == 1 ? "" : "s");
    buf_add(out, STR(".\n"));
}

static int carry_out(struct move_run *run) {
    const struct site *site;
    struct buf out = {.arena = run->arena};
    /* A page that could not be read would seem to have another address, and be changed for it. */
    if (!session_site(run->session, &site, &run->error) || !open_complete(run->arena, site, &run->error) ||
        !file_certain(&run->error))
        return output_error(&run->error);
    bool shown = arguments_has(run->arguments, OPTION_DIFF);
    if (shown)
        fix_patch(run->arena, &out, &run->plan.changes, paths_patch(run->arena, &run->target));
    else if (!write_changes(run, site))
        return output_error(&run->error);
    else if (!arguments_has(run->arguments, OPTION_QUIET))
        print_summary(run, &out);
    if (!output_text(buf_str(&out))) return STATUS_TROUBLE;
    print_remarks(run);
    return run->plan.remarks.len ? STATUS_FINDINGS : STATUS_CLEAN;
}

int cmd_move(struct arena *arena, const struct arguments *arguments) {
    struct move_run run = {.arena = arena, .arguments = arguments};
    bool good = arguments->command->bit == IN_MOVE             ? plan_move(&run)
                : arguments->command->bit == IN_RENAME_HEADING ? plan_heading(&run)
                                                               : plan_term(&run);
    int status = good ? carry_out(&run) : output_error(&run.error);
    session_close(run.session);
    return status;
}
