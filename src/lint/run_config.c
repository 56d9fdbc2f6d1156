/* run_config.c: what a run says of the configuration itself. */
#include "lint/allow.h"
#include "lint/drop_edit.h"
#include "lint/run.h"

static struct str real(struct arena *arena, struct str folder) {
    struct str path = path_real(arena, folder);
    return path.ptr ? path : STR("/");
}

const struct source *run_config_source(struct arena *arena, const struct run *run,
                                       const struct config_file *file) {
    struct source *source = ARENA_NEW(arena, struct source);
    struct str base = path_base(file->source.path);
    struct str to = path_join(arena, real(arena, file->folder), base);
    *source = (struct source){.path = base, .text = file->source.text};
    if (file->folder.len) source->path = path_relative(arena, real(arena, run->request->site->root), to);
    return source;
}

/* Takes all entries of the list out; the key too, where the rule has others. */
static bool drop_all(struct str text, const struct node *rule, const struct node *list, struct edit *edit) {
    return (rule->count > 1 && drop_member(text, rule, list, edit)) || drop_items(text, list, edit);
}

/* Takes an entry that nothing needs out of its list, or all of them when none is needed. */
static void add_drop(struct findings *findings, struct diagnostic *d, const struct allowances *allowances,
                     const struct allowance *entry) {
    const struct node *rule = node_get(entry->override->rules, entry->rule->id),
                      *list = node_get(rule, STR("allow"));
    bool all = true;
    struct edit edit;
    for (size_t i = 0; i < allowances->len; i++)
        if (allowances->items[i].rule == entry->rule && allowances->items[i].override == entry->override)
            all &= !allowances->items[i].used && !allowances->items[i].expired;
    if (all ? drop_all(findings->source->text, rule, list, &edit)
            : drop_item(findings->source->text, list, entry->node, &edit))
        finding_edit(findings, d, edit.span, edit.text, "remove the allowance");
}

static struct diagnostic *add_allowance(struct arena *arena, const struct run *run, struct findings *findings,
                                        const struct allowance *entry) {
    findings->source = run_config_source(arena, run, entry->override->file);
    struct diagnostic *d = finding_add(findings, entry->node->span);
    struct str text = span_str(findings->source, d->span);
    d->span.end = d->span.start + (uint32_t)str_find_char(text, '\n');
    finding_set(findings, d, "id", entry->rule->id);
    finding_set(findings, d, "until", entry->until);
    finding_set(findings, d, "wholeSite", STR("true"));
    return d;
}

/* Every file was searched for what the rule finds. */
static bool is_judged(const struct run *run, const struct rule *rule) {
    return !rule->external && budget_end(run->budget, run_spender(run->lint, rule)) >= run->file_count;
}

void run_check_allowances(struct arena *arena, const struct run *run, const struct allowances *allowances,
                          diagnostics *out) {
    struct findings findings = {.arena = arena, .list = *out};
    for (size_t r = 0; r < run->lint->rule_count; r++) {
        const struct rule *rule = &run->lint->rules[r];
        if (rule->severity == SEVERITY_OFF || !str_eq(str_from(rule->check->name), STR("allowance")))
            continue;
        bool unused = option_is(rule, "problem", "unused");
        size_t first = findings.list.len;
        findings_begin(&findings, rule);
        for (size_t i = 0; i < allowances->len; i++) {
            const struct allowance *entry = &allowances->items[i];
            if (entry->rule->severity == SEVERITY_OFF || (unused && !is_judged(run, entry->rule))) continue;
            if (unused ? entry->used || entry->expired : !entry->expired) continue;
            struct diagnostic *d = add_allowance(arena, run, &findings, entry);
            if (unused) add_drop(&findings, d, allowances, entry);
        }
        for (size_t i = first; unused && i < findings.list.len; i++) findings.list.items[i].everywhere = true;
        findings_end(&findings);
    }
    *out = findings.list;
}

/* ---- sub-folders ---------------------------------------------------------------------------------------------------- */

/* Keys of a sub-folder's file that hold for a whole site; absent: there are none. */
static struct str whole_keys(struct arena *arena, const struct config_file *file) {
    const char *const keys[] = {"served", "generated", "gone",      "generator", generators_versioned()->name,
                                "links",  "built",     "published", "rules_dir", "allow_page_schema"};
    struct buf names = {.arena = arena};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (node_get(file->tree, str_from(keys[i])))
            buf_printf(&names, "%s%s", names.len ? ", " : "", keys[i]);
    return buf_str(&names);
}

void run_note_nested(struct arena *arena, const struct run *run, struct lint_results *results) {
    const struct config *config = &run->lint->config;
    for (size_t i = 0; i < config->files.len; i++) {
        const struct config_file *file = config->files.items[i];
        struct str path = run_config_source(arena, run, file)->path, keys = whole_keys(arena, file);
        if (!file->below.len) continue;
        if (!file->extended)
            run_notify(arena, results, SEVERITY_NOTE,
                       str_printf(arena, "%.*s holds for the files below it, over what is said above",
                                  STR_FMT(path)));
        if (keys.len)
            run_notify(arena, results, SEVERITY_WARNING,
                       str_printf(arena, "%.*s: what is for a whole site is not read in a sub-folder: %.*s",
                                  STR_FMT(path), STR_FMT(keys)));
    }
}
