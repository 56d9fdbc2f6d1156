/* propose.c: the files that init would write, and why. */
#include "init/survey.h"

struct proposing {
    struct arena *arena;
    const struct site *site;
    const struct lint_results *results;
    struct survey survey;
    struct init_proposal *out;
    struct buf text;
    struct map names; /* of schemas -> how often */
};

static void decide(struct proposing *p, struct str sentence) {
    *ARRAY_PUSH(p->arena, &p->out->decisions) = sentence;
}

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

/* What a site says of itself, on a line of a comment: YAML ends lines at more characters than those of ASCII. */
static struct str shown(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < text.len && i < 80; i++)
        buf_add_char(&out, text.ptr[i] >= 0x20 && text.ptr[i] < 0x7F ? text.ptr[i] : '?');
    return buf_str(&out);
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

static void add_head(struct proposing *p) {
    const struct site *site = p->site;
    bool plain = site_has(site, SITE_AS_IS);
    struct buf said = {.arena = p->arena};
    buf_add(&p->text, STR("# Proposed by `contentlint init`. Without this file the same rules hold; what "
                          "stands here is true of\n"
                          "# all pages of today, what is behind a \"#\" is for you to decide. `contentlint "
                          "rules` lists the rules.\n\n"));
    buf_printf(&said, "The site is %s", plain ? "files that are served as they are" : "made by ");
    if (!plain) buf_add(&said, str_from(site->generator->title));
    if (site->version_text.len) buf_printf(&said, " %.*s", STR_FMT(shown(p->arena, site->version_text)));
    if (site->config_source_count)
        buf_printf(&said, ", by %.*s", STR_FMT(shown(p->arena, site->config_sources[0]->path)));
    if (site->version_source.len && !site->version_assumed)
        buf_printf(&said, ", version by %.*s", STR_FMT(shown(p->arena, site->version_source)));
    buf_printf(&said, "; %zu page%s", p->survey.whole.pages, plural(p->survey.whole.pages));
    struct str sentence = buf_str(&said);
    decide(p, sentence);
    buf_printf(&p->text, "# %.*s.\n", STR_FMT(sentence));
    if (plain)
        buf_add(
            &p->text,
            STR("# generator: NAME   # where one makes it and was not found; the README has the names\n"));
    else
        buf_printf(&p->text, "# generator: %s   # only needed where another one would be found\n",
                   site->generator->name);
}

/* ---- types ------------------------------------------------------------------------------------------------------- */

static struct str glob_of(struct arena *arena, const struct survey_folder *folder) {
    return str_printf(arena, "%.*s**%s", STR_FMT(folder->path), folder->lists ? "/[!_]*" : "");
}

/* "content/courses/agile/" -> "courses-agile-pages", with a number where another folder has that name. */
static struct str schema_name(struct proposing *p, const struct survey_folder *folder) {
    struct buf out = {.arena = p->arena};
    struct str rest = str_sub(folder->path, p->survey.content.len, folder->path.len);
    for (size_t i = 0; i < rest.len; i++) {
        bool known = char_is_alnum(rest.ptr[i]);
        if (known || out.len) buf_add_char(&out, known ? rest.ptr[i] : '-');
    }
    buf_add(&out, STR("pages"));
    struct str name = str_lower(p->arena, buf_str(&out));
    size_t count = (size_t)(uintptr_t)map_get(&p->names, name) + 1;
    map_put(p->arena, &p->names, name, (void *)(uintptr_t)count);
    return count > 1 ? str_printf(p->arena, "%.*s-%zu", STR_FMT(name), count) : name;
}

static struct str key_list(struct arena *arena, const str_array *keys) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < keys->len; i++) {
        if (i) buf_add(&out, STR(", "));
        scalar_add(&out, keys->items[i], FORMAT_YAML, STYLE_PLAIN);
    }
    return buf_str(&out);
}

static void add_schema(struct proposing *p, const struct survey_folder *folder, struct str name) {
    struct buf text = {.arena = p->arena};
    buf_printf(
        &text,
        "# What all %zu pages of %.*s had when `contentlint init` looked at them; `contentlint schema infer\n"
        "# %.*s` says what most of them have besides.\n"
        "$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\nx-nocase: true\nrequired: "
        "[%.*s]\n",
        folder->pages, STR_FMT(folder->path), STR_FMT(folder->path),
        STR_FMT(key_list(p->arena, &folder->sure)));
    *ARRAY_PUSH(p->arena, &p->out->files) = (struct init_file){
        str_printf(p->arena, ".contentlint/schemas/%.*s.yaml", STR_FMT(name)), buf_str(&text)};
}

/* Whose courses these pages offer. To name an owner is to want the notice: it is done where each of them has it. */
static void add_owners(struct proposing *p, const struct survey_folder *folder) {
    for (size_t pass = 0; pass < 2; pass++) {
        size_t count = 0;
        for (size_t i = 0; i < folder->owners.len; i++) {
            const struct survey_owner *owner = folder->owners.entries[i].value;
            bool sure = owner->credited == owner->offered;
            if (sure != (pass == 0)) continue;
            if (!count++)
                buf_add(&p->text, pass ? STR("    # trademarks: [") : STR("    trademarks: ["));
            else
                buf_add(&p->text, STR(", "));
            scalar_add(&p->text, owner->id, FORMAT_YAML, STYLE_PLAIN);
            decide(p, str_printf(p->arena, "%.*s: %zu page%s offer%s courses of %.*s, %zu with a notice%s",
                                 STR_FMT(folder->path), owner->offered, plural(owner->offered),
                                 owner->offered == 1 ? "s" : "", STR_FMT(shown(p->arena, owner->id)),
                                 owner->credited,
                                 sure ? ", which is asked for" : "; whether it is asked for is left to you"));
        }
        if (count)
            buf_add(&p->text,
                    pass ? STR("]   # some of these pages have no notice: name them to be told which\n")
                         : STR("]\n"));
    }
}

static bool has_own_course_schema(const struct survey_folder *folder) {
    return folder->courses && folder->courses == folder->pages && !folder->mixed;
}

static void add_type(struct proposing *p, const struct survey_folder *folder) {
    struct str name = schema_name(p, folder);
    buf_printf(&p->text, "  - files: \"%.*s\"   # %zu pages\n    schema: %.*s   # they all have %.*s\n",
               STR_FMT(glob_of(p->arena, folder)), folder->pages, STR_FMT(name),
               STR_FMT(key_list(p->arena, &folder->sure)));
    add_owners(p, folder);
    add_schema(p, folder, name);
    decide(p, str_printf(p->arena, "%.*s: all %zu pages have %.*s, so a new one must", STR_FMT(folder->path),
                         folder->pages, STR_FMT(key_list(p->arena, &folder->sure))));
    if (has_own_course_schema(folder))
        buf_printf(&p->text, "  - {files: \"%.*s\", schema: course}\n", STR_FMT(glob_of(p->arena, folder)));
}

/* Course pages that no proposed folder holds keep the schema that they have without types. */
static bool keeps_courses(const struct survey *survey) {
    size_t kept = 0;
    for (size_t i = 0; i < survey->folders.len; i++) {
        const struct survey_folder *folder = survey->folders.items[i];
        bool inner = false;
        for (size_t k = 0; k < survey->folders.len && !inner; k++)
            inner = k != i && survey->folders.items[k]->sure.len &&
                    str_starts(folder->path, survey->folders.items[k]->path);
        if (folder->sure.len && has_own_course_schema(folder) && !inner) kept += folder->courses;
    }
    return kept == survey->whole.courses;
}

static size_t type_count(const struct survey *survey) {
    size_t count = 0;
    for (size_t i = 0; i < survey->folders.len; i++) count += survey->folders.items[i]->sure.len > 0;
    return count;
}

/* Entries of types: take the place of those that hold without, which are said then, too. */
static void add_types(struct proposing *p) {
    const struct survey *survey = &p->survey;
    size_t count = type_count(survey);
    if (!count || !keeps_courses(survey)) {
        buf_add(&p->text, STR("\n# types:   # which pages have which schema; `contentlint schema infer "
                              "FOLDER` proposes one\n"
                              "#   - {files: \"courses/**\", schema: course, trademarks: [scrum-org]}\n"));
        decide(
            p,
            count ? STR("no types are proposed: course pages that stand among others would lose their schema")
                  : STR("no folder's pages have enough in common for a type of their own"));
        return;
    }
    buf_add(&p->text, STR("\ntypes:\n"));
    if (site_has(p->site, SITE_PAGES_TYPED))
        buf_printf(&p->text, "  - {files: \"%.*s**\", schema: page}   # the generator's own keys\n",
                   STR_FMT(survey->content));
    if (survey->has_syllabus)
        buf_add(&p->text,
                STR("  - {files: [\"**/syllabus.yaml\", \"**/syllabus.yml\"], schema: syllabus}\n"));
    for (size_t i = 0; i < survey->folders.len; i++)
        if (survey->folders.items[i]->sure.len) add_type(p, survey->folders.items[i]);
}

/* ---- what is left to decide -------------------------------------------------------------------------------------- */

/* Folders of the host that links lead to and of which this site serves nothing. */
static void add_served(struct proposing *p) {
    enum { SHOWN = 5 };
    struct map seen = {0};
    for (size_t i = 0; i < p->results->count && seen.len < SHOWN; i++) {
        const struct diagnostic *d = &p->results->items[i];
        struct str cause = finding_property(d, STR("cause")), places = finding_property(d, STR("places"));
        if (!str_starts(cause, STR("/")) || !str_ends(cause, STR("/")) || map_get(&seen, cause)) continue;
        if (!seen.len) buf_add(&p->text, STR("\n# What something else serves on this host:\n"));
        map_put(p->arena, &seen, cause, d);
        buf_add(&p->text, STR("# served: ["));
        scalar_quote(&p->text, str_printf(p->arena, "%.*s**", STR_FMT(cause)));
        buf_printf(&p->text, "]   # %.*s links lead there, and nothing of it is this site's\n",
                   STR_FMT(places));
        decide(p, str_printf(p->arena,
                             "%.*s links lead to %.*s, of which the site serves nothing: say `served` if "
                             "something else does",
                             STR_FMT(places), STR_FMT(shown(p->arena, cause))));
    }
}

static void add_baseline(struct proposing *p) {
    const struct lint_results *results = p->results;
    if (!results->count) return;
    buf_printf(&p->text,
               "\n# %zu finding%s today, %zu error%s. To be told of new ones alone: `contentlint "
               "baseline write`, and\n"
               "# baseline: " BASELINE_NAME "\n",
               results->count, plural(results->count), results->errors, plural(results->errors));
    decide(
        p,
        str_printf(
            p->arena,
            "%zu finding%s today, %zu error%s: `contentlint baseline write` keeps them from hiding new ones",
            results->count, plural(results->count), results->errors, plural(results->errors)));
}

bool init_propose(struct arena *arena, struct session *session, struct init_proposal *proposal,
                  struct error *error) {
    struct lint_results results = {0};
    lint_offers offers = {0};
    struct lint_request request = {.whole = true, .offers = &offers};
    struct proposing p = {.arena = arena, .results = &results, .out = proposal, .text = {.arena = arena}};
    *proposal = (struct init_proposal){0};
    if (!session_run(session, arena, &request, &results, error) || !session_site(session, &p.site, error) ||
        !survey_site(arena, p.site, &offers, &p.survey, error))
        return false;
    survey_choose(arena, &p.survey);
    ARRAY_PUSH(arena, &proposal->files);
    add_head(&p);
    add_types(&p);
    add_served(&p);
    add_baseline(&p);
    proposal->files.items[0] = (struct init_file){STR(CONFIG_NAME), buf_str(&p.text)};
    return true;
}
