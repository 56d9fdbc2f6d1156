/* globs.c: globs of the configuration that nothing matches, in a run over the whole site. */
#include "lint/run.h"

#include <string.h>

struct globs {
    struct arena *arena;
    const struct run *run;
    str_array files;
    /* links_assumed of all links. */
    uint64_t assumed;
};

static bool is_key(const struct config_glob *glob, const char *key) {
    return strcmp(glob->key, key) == 0;
}

/* Of links, not of files alone. */
static bool is_of_links(const struct config_glob *glob) {
    return is_key(glob, "served") || is_key(glob, "generated");
}

static bool matches_file(const struct globs *globs, struct str glob) {
    for (size_t i = 0; i < globs->files.len; i++)
        if (glob_match(glob, globs->files.items[i])) return true;
    return false;
}

static bool is_special(char c) {
    return c == '*' || c == '?' || c == '[' || c == '{' || c == '\\';
}

/* The folders of a glob before its first star: "content/api" of "content/api/v*" + "/x". */
static struct str literal(struct str glob) {
    size_t end = 0;
    while (end < glob.len && !is_special(glob.ptr[end])) end++;
    return end < glob.len ? path_dir(str_sub(glob, 0, end)) : glob;
}

/* What is left out by itself, or is not there yet because a build makes it, is named to be on the safe side. */
static bool is_precaution(const struct globs *globs, const struct config_glob *glob) {
    static const struct str names[] = {{"archetypes", 10}, {"node_modules", 12}, {"vendor", 6},
                                       {"_vendor", 7},     {"public", 6},        {"resources", 9}};
    struct root *root = globs->run->request->site->tree.root;
    struct str start = literal(glob->text);
    if (str_starts(start, STR("/"))) start = str_sub(start, 1, start.len);
    for (struct str rest = glob->text; rest.ptr;) {
        struct str part = str_cut(&rest, '/');
        if (str_starts(part, STR("."))) return true;
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            if (str_eq(part, names[i])) return true;
    }
    if (!root || !start.len) return false;
    struct ignores *ignores = ignores_open(globs->arena, root);
    return ignores_has(ignores, start) || ignores_has(ignores, path_join(globs->arena, start, STR("x")));
}

/* The files of other sites may be those that it is for. */
static bool is_shared(const struct globs *globs, const struct config_file *file) {
    struct site_root *roots;
    size_t count = 0;
    const struct site *site = globs->run->request->site;
    struct str folder = path_real(globs->arena, file->folder), root = path_real(globs->arena, site->root);
    if (file->below.len || !folder.ptr || !root.ptr || str_eq(folder, root)) return false;
    struct error ignored;
    return !site_detect_all(globs->arena, file->folder, &roots, &count, &ignored) || count > 1;
}

static bool is_matched(const struct globs *globs, const struct config_glob *glob, size_t bit) {
    if (is_key(glob, "served") || str_starts(glob->text, STR("/"))) {
        if (!is_of_links(glob)) return matches_file(globs, glob->text);
        return bit >= LINKS_ASSUMED_MAX || globs->assumed >> bit & 1;
    }
    if (matches_file(globs, glob->text)) return true;
    if (!is_of_links(glob)) return is_key(glob, "exclude") && is_precaution(globs, glob);
    return bit >= LINKS_ASSUMED_MAX || globs->assumed >> bit & 1;
}

/* A folder without stars is no glob of its files. */
static struct str hint(const struct globs *globs, const struct config_glob *glob) {
    struct str text =
        str_ends(glob->text, STR("/")) ? str_sub(glob->text, 0, glob->text.len - 1) : glob->text;
    struct str below = str_printf(globs->arena, "%.*s/**", STR_FMT(text));
    if (is_key(glob, "served") || !matches_file(globs, below)) return STR("");
    return str_printf(globs->arena, "; the files of the folder are %.*s", STR_FMT(below));
}

static void add(const struct globs *globs, const struct config_glob *glob, struct findings *findings) {
    findings->source = run_config_source(globs->arena, globs->run, glob->file);
    struct diagnostic *d = finding_add(findings, glob->span);
    finding_set(findings, d, "key", str_from(glob->key));
    finding_set(findings, d, "glob", str_trim(glob->text));
    finding_set(findings, d, "what", is_of_links(glob) ? STR("link") : STR("file"));
    finding_set(findings, d, "hint", hint(globs, glob));
    d->everywhere = true;
}

/* Where the redirect rules of a hosting service lead. */
static void add_redirects(struct globs *globs) {
    const struct links *links = globs->run->links;
    const struct redirects *redirects = links ? links_redirects(links) : NULL;
    for (size_t i = 0; redirects && i < redirects->rules.len; i++)
        globs->assumed |= links_assumed(links, globs->arena, NULL, redirects->rules.items[i].to);
}

static const struct rule *find_rule(const struct lint *lint) {
    for (size_t i = 0; i < lint->rule_count; i++)
        if (lint->rules[i].severity != SEVERITY_OFF &&
            str_eq(str_from(lint->rules[i].check->name), STR("glob")))
            return &lint->rules[i];
    return NULL;
}

bool run_check_globs(struct arena *arena, const struct run *run, diagnostics *out, struct error *error) {
    const struct config *config = &run->lint->config;
    const struct rule *rule = find_rule(run->lint);
    struct globs globs = {.arena = arena, .run = run};
    struct findings findings = {.arena = arena, .list = *out};
    const struct tree *tree = &run->request->site->tree;
    size_t served = 0, generated = config->served.len;
    if (!rule || !config->globs.len) return true;
    if (!tree->list(tree->state, arena, STR(""), &globs.files, error)) return false;
    for (size_t i = 0; i < run->file_count; i++) globs.assumed |= run->files[i].assumed;
    add_redirects(&globs);
    findings_begin(&findings, rule);
    for (size_t i = 0; i < config->globs.len; i++) {
        const struct config_glob *glob = &config->globs.items[i];
        size_t bit = is_key(glob, "served") ? served++ : is_key(glob, "generated") ? generated++ : 0;
        if (glob->file->extended || is_matched(&globs, glob, bit)) continue;
        if (!is_shared(&globs, glob->file)) add(&globs, glob, &findings);
    }
    findings_end(&findings);
    *out = findings.list;
    return true;
}
