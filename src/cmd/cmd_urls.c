/* cmd_urls.c: `contentlint urls`. */
#include "cmd/targets.h"

/* False when something could not be read: the table may lack what it would say. */
static bool print_remarks(struct arena *arena, const struct site *site) {
    size_t count = 0;
    bool good = true;
    const struct root_remark *remarks = site->tree.root ? root_remarks(site->tree.root, arena, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        output_remark(remarks[i].failed ? "error" : "note", remarks[i].path, 0, remarks[i].reason);
        good &= !remarks[i].failed;
    }
    return good;
}

/* What keeps the table from being the whole truth, on standard error. */
static void print_notes(struct arena *arena, const struct site *site) {
    const char *fails = str_printf(arena, "warning: %s's build fails", site->generator->title).ptr;
    for (size_t i = 0; i < site->failures.len; i++)
        output_remark(fails, site->failures.items[i].path, 0, site->failures.items[i].message);
    for (size_t i = 0; i < site->notes.len; i++)
        output_remark("note", site->notes.items[i].path, 0, site->notes.items[i].message);
}

static int print_target(struct arena *arena, const struct arguments *arguments, const struct target *target) {
    struct error error = {0};
    struct session *session = NULL;
    const struct site *site;
    struct buf out = {.arena = arena};
    bool json = str_eq(arguments_value(arguments, OPTION_FORMAT, STR("tsv")), STR("json-lines"));
    bool opened = open_session(arena, arguments, target, NULL, false, &session, &error) &&
                  session_site(session, &site, &error);
    bool complete = true;
    if (opened) {
        print_notes(arena, site);
        complete = print_remarks(arena, site);
        report_urls(site, target->root, json, &out);
    }
    if (!opened) output_error(&error);
    session_close(session);
    if (!opened) return STATUS_TROUBLE;
    return output_text(buf_str(&out)) && complete ? STATUS_CLEAN : STATUS_TROUBLE;
}

int cmd_urls(struct arena *arena, const struct arguments *arguments) {
    target_list targets = {0};
    struct error error = {0};
    if (!targets_find(arena, arguments, &targets, &error)) return output_error(&error);
    int status = STATUS_CLEAN;
    for (size_t i = 0; i < targets.len && status == STATUS_CLEAN; i++)
        status = print_target(arena, arguments, &targets.items[i]);
    return status;
}
