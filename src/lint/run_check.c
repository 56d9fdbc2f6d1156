/* run_check.c: one file: read, parse as far as the enabled rules need it, check, obey suppressions. */
#include "built/built.h"
#include "lint/checks.h"
#include "lint/external.h"
#include "lint/kept.h"
#include "lint/references.h"
#include "lint/rules.h"
#include "lint/run.h"
#include "lint/scope.h"
#include "lint/suppress.h"
#include "lint/suppress_edit.h"
#include "lint/trademark.h"
#include "lint/types.h"
#include "lint/uniques.h"

/* ---- the subject ------------------------------------------------------------------------------------------ */

static bool read_text(const struct run *run, struct arena *arena, struct run_file *file, struct str *text) {
    struct error error = {0};
    const struct tree *tree = &run->request->site->tree;
    size_t used = arena->used;
    if (tree->read(tree->state, arena, file->path, text, &error)) {
        bool lent = arena->used - used < text->len; /* it does not lie in the arena, so it is the tree's */
        file->lent = lent && !run->kept ? *text : (struct str){0};
        return true;
    }
    file->failure =
        error.message[0] ? str_copy(arena, str_from(error.message)) : STR("there is no such file");
    return false;
}

/* The whole text of a page whose front matter the site has read. It may have been saved anew since then: what is known of
 * it would have its places in another text. */
static bool read_again(const struct run *run, struct arena *arena, struct run_file *file,
                       const struct page *known, struct str *text) {
    if (!read_text(run, arena, file, text)) return false;
    struct str before = known->source.text;
    bool same = text->ptr == before.ptr && text->len >= before.len;
    if (run->kept) before.len = known->body.start; /* bodies may change from one run to the next */
    if (same || str_starts(*text, before)) return true;
    file->failure = STR("it changed while it was read");
    return false;
}

/* A file the site does not know, or with a format of its own. */
static void parse_fresh(const struct run *run, struct arena *arena, const struct run_file *file,
                        struct str text, struct page *page) {
    const struct site *site = run->request->site;
    struct page_options options = {.yaml_1_1 = site->yaml_1_1, .raw_start = site_has(site, SITE_LIQUID)};
    if (file->pages && file->pages->page) options = file->pages->page->options;
    if (file->named) options.format = run->request->as;
    struct str suffix = path_ext(file->path);
    if (!file->pages && str_eq_nocase(suffix, STR(".mdx"))) options.mdx = MDX_2;
    if (!file->pages && (str_eq_nocase(suffix, STR(".jsx")) || str_eq_nocase(suffix, STR(".tsx"))))
        options.mdx = MDX_PROGRAM, options.no_front = true;
    page_parse(arena, page, file->path, text, &options);
}

static enum format data_format(struct str path) {
    struct str suffix = path_ext(path);
    if (str_eq(suffix, STR(".json"))) return FORMAT_JSON;
    return str_eq(suffix, STR(".toml")) ? FORMAT_TOML : FORMAT_YAML;
}

/* A data file, read as the generator reads front matter. */
static bool read_data(const struct run *run, struct arena *arena, struct run_file *file, struct page *page) {
    const struct site *site = run->request->site;
    struct page_options options = {.yaml_1_1 = site->yaml_1_1};
    struct str text;
    if (!read_text(run, arena, file, &text)) return false;
    page_read_data(arena, page, file->path, text, data_format(file->path), &options);
    return true;
}

/* The page as it was read for an earlier run, or for its anchors. */
static bool read_kept(const struct run *run, const struct run_file *file, struct str text,
                      struct page *page) {
    bool may = run->kept && file->pages && file->pages->page && run->lint->needs & NEED_BODY;
    const struct page *kept = may ? page_store_get(run->kept->pages, file->path, text, &page->options) : NULL;
    if (!kept || !kept_same_front(kept, page)) return false;
    struct page_options options = page->options;
    *page = *kept;
    page->options = options;
    return true;
}

/* The page as it was parsed in this run, for others that link to it. */
static bool read_parsed(const struct run *run, const struct run_file *file, struct str text,
                        struct page *page) {
    bool may = !run->kept && run->links && file->page_count && run->lint->needs & NEED_BODY;
    const struct page *parsed = may ? links_kept_page(run->links, file->pages, text) : NULL;
    if (!parsed) return false;
    *page = *parsed;
    page->source.text = text;
    return true;
}

/* The page of a file: the front matter the site has read already, and the body where a rule needs it. */
static bool read_page(const struct run *run, struct arena *arena, struct run_file *file, struct page *page,
                      bool *alone) {
    bool body = run->lint->needs & (NEED_BODY | NEED_TEXT);
    const struct page *known = file->pages ? file->pages->page : NULL;
    if (file->has_schema) return read_data(run, arena, file, page);
    bool own_format = file->named && run->request->as != PAGE_BY_SUFFIX;
    if (known) *page = *known;
    if (known && !body && !own_format) return true;
    struct str text;
    if (!(known ? read_again(run, arena, file, known, &text) : read_text(run, arena, file, &text)))
        return false;
    if (!own_format && (read_kept(run, file, text, page) || read_parsed(run, file, text, page))) return true;
    *alone = page_is_heavy(text);
    if (*alone) alone_begin();
    if (!known || own_format)
        parse_fresh(run, arena, file, text, page);
    else if (run->lint->needs & NEED_BODY) {
        page->faults.cap = page->faults.len; /* the site's: a new fault must not be written behind it */
        page_parse_body(arena, page, text);
    }
    page->source.text = text;
    return true;
}

static void find_types(const struct run *run, const struct run_file *file, struct subject *subject) {
    const struct lint *lint = run->lint;
    const struct node *front = subject->page->front;
    bool typed = site_has(subject->site, SITE_PAGES_TYPED) && subject->site_page_count;
    subject->soft_schema = !types_configured(lint, file->path);
    subject->type_count = file->has_schema
                              ? types_find_data(lint, file->path, front, subject->types)
                              : types_find(lint, subject->source->path, front, typed, subject->types);
    if (file->has_schema) return;
    subject->course = types_is_course(front);
    for (size_t i = 0; i < subject->type_count; i++)
        subject->course |= str_eq(subject->types[i]->schema, STR("course"));
}

/* What a schema is held against: the front matter, nothing where there is none. NULL: what could be read of it is not all
 * there is, and the mistake is told already. */
static const struct node *subject_tree(struct arena *arena, const struct subject *subject) {
    const struct page *page = subject->page;
    if (!page_front_whole(page)) return NULL;
    if (page->front || subject->soft_schema) return page->front;
    struct node *none = ARENA_NEW(arena, struct node);
    none->kind = NODE_OBJECT;
    none->span = page->has_front ? page->fence : (struct span){page->body.start, page->body.start};
    return none;
}

static size_t number_of(const struct run *run, const struct run_file *file) {
    return (size_t)(file - run->files);
}

static void validate(const struct run *run, struct arena *arena, const struct run_file *file,
                     struct subject *subject, schema_findings *findings) {
    const struct schema *schemas[TYPES_MAX];
    size_t count = 0, spender = run->lint->rule_count;
    uint64_t steps = 0;
    if (budget_is_spent(run->budget, spender, number_of(run, file))) return;
    const struct node *tree = run->lint->needs & NEED_SCHEMA ? subject_tree(arena, subject) : NULL;
    if (!tree) return;
    for (size_t i = 0; i < subject->type_count; i++) {
        const struct schema *schema = map_get(&run->lint->schemas, subject->types[i]->schema);
        if (schema) schemas[count++] = schema;
    }
    if (count == 0) return;
    const struct site_page *page = file->has_schema ? file->owner : subject->site_pages;
    struct uniques_query query = {.uniques = run->facts.uniques, .site = subject->site, .page = page};
    struct schema_site site = {.data = &query, .now = &run->lint->options.now};
    bool yaml_1_2 = !subject->page->options.yaml_1_1 && subject->page->front_format == FORMAT_YAML;
    if (yaml_1_2) site.yaml_1_2 = subject->site->generator->yaml_1_2;
    site.unique = run->facts.uniques && subject->site_pages ? uniques_answer : NULL;
    site.ref = page ? references_answer : NULL;
    if (file->has_schema) site.whole = path_base(file->path);
    site.pattern_steps = &steps;
    schema_validate(arena, schemas, count, tree, &site, findings);
    if (count > 1) check_schema_drop_wider(arena, findings);
    run_spend(run, spender, number_of(run, file), steps);
    subject->asks |= query.asked;
    subject->schema = findings;
}

/* ---- checking ---------------------------------------------------------------------------------------------- */

static void add_suppression(const struct run *run, const struct suppression *s, struct findings *findings) {
    struct diagnostic *d = finding_add(findings, s->span);
    finding_set(findings, d, "id", s->id);
    struct str near = s->id.ptr ? lint_nearest(run->lint, s->id) : (struct str){0};
    struct str problem = s->malformed ? STR("the comment needs -line, -next-line or -file after 'disable'")
                         : !s->id.ptr ? STR("the comment names no rule")
                         : near.ptr
                             ? str_printf(findings->arena, "there is no rule '%.*s', did you mean '%.*s'?",
                                          STR_FMT(s->id), STR_FMT(near))
                             : str_printf(findings->arena, "there is no rule '%.*s'", STR_FMT(s->id));
    finding_set(findings, d, "problem", problem);
}

/* lint->rules[index] as it holds for the file. */
static const struct rule *rule_at(const struct run *run, size_t index, size_t file) {
    const struct scope *scope = run->files[file].scope;
    return scope ? scope->rules[index] : &run->lint->rules[index];
}

/* The rule did run on the file, so that a suppression of it is known to have had nothing to do. */
static bool has_run(const struct run *run, const struct rule *rule, size_t file) {
    enum severity severity = rule_at(run, (size_t)(rule - run->lint->rules), file)->severity;
    return !rule->external && severity != SEVERITY_OFF &&
           !str_eq(str_from(rule->check->name), STR("suppression")) &&
           !budget_is_spent(run->budget, run_spender(run->lint, rule), file);
}

/* Which of them nothing needs. */
static bool *find_idle(const struct run *run, size_t file, const struct suppressions *all,
                       struct arena *arena) {
    bool *idle = ARENA_ARRAY(arena, bool, all->list.len + 1);
    for (size_t i = 0; i < all->list.len; i++) {
        const struct suppression *s = &all->list.items[i];
        const struct rule *known = s->id.ptr ? lint_rule(run->lint, s->id) : NULL;
        idle[i] = known && !s->used && has_run(run, known, file);
    }
    return idle;
}

/* The end of those that stand in the same comment, or in the key, as the one at `first`; *whole: nothing needs any. */
static size_t end_of_comment(const struct suppressions *all, const bool *idle, size_t first, bool *whole) {
    struct span comment = all->list.items[first].comment;
    size_t end = first;
    *whole = true;
    for (; end < all->list.len; end++) {
        struct span other = all->list.items[end].comment;
        if (other.start != comment.start || other.end != comment.end) break;
        *whole &= idle[end];
    }
    return end;
}

static void add_idle(const struct page *page, const struct suppressions *all, const bool *idle,
                     struct findings *findings) {
    bool whole = false;
    for (size_t i = 0, end = 0; i < all->list.len; i++) {
        struct edit edit;
        if (i == end) end = end_of_comment(all, idle, i, &whole);
        if (!idle[i]) continue;
        const struct suppression *s = &all->list.items[i];
        struct diagnostic *d = finding_add(findings, s->span);
        finding_set(findings, d, "id", s->id);
        if (suppress_drop(page, s, whole, &edit))
            finding_edit(findings, d, edit.span, edit.text, "remove the suppression");
    }
}

/* Unknown and unused suppressions. */
static void report_suppressions(const struct run *run, size_t file, const struct page *page,
                                const struct suppressions *suppressions, struct findings *findings) {
    for (size_t r = 0; r < run->lint->rule_count; r++) {
        const struct rule *rule = rule_at(run, r, file);
        if (rule->severity == SEVERITY_OFF || !str_eq(str_from(rule->check->name), STR("suppression")))
            continue;
        size_t first = findings->list.len;
        findings_begin(findings, rule);
        if (option_is(rule, "problem", "unused"))
            add_idle(page, suppressions, find_idle(run, file, suppressions, findings->arena), findings);
        for (size_t i = 0; i < suppressions->list.len && !option_is(rule, "problem", "unused"); i++) {
            const struct suppression *s = &suppressions->list.items[i];
            if (!s->id.ptr || !lint_rule(run->lint, s->id)) add_suppression(run, s, findings);
        }
        findings_end(findings);
        run_name_rule(findings, first, &run->lint->rules[r]);
    }
}

static void obey_suppressions(const struct run *run, size_t file, struct arena *arena,
                              const struct page *page, struct findings *findings) {
    struct suppressions suppressions = {0};
    suppress_read(arena, page, &page->source, &suppressions);
    suppress_apply(arena, &suppressions, &findings->list, 0);
    size_t first = findings->list.len;
    report_suppressions(run, file, page, &suppressions, findings);
    suppress_apply(arena, &suppressions, &findings->list, first);
}

/* Where only front matter was read, the whole text is needed once there is something to report. */
static bool need_text(const struct run *run, struct arena *arena, struct run_file *file, struct page *page) {
    struct str text;
    if (run->lint->needs & (NEED_BODY | NEED_TEXT)) return true;
    bool known = file->pages && file->pages->page && !file->has_schema;
    bool read = known ? read_again(run, arena, file, page, &text) : read_text(run, arena, file, &text);
    if (read) page->source.text = text;
    return read;
}

/* A redirect file, the configuration or a template: no page, and only the rules that ask for such files. */
static void check_data(const struct run *run, struct run_file *file, struct arena *scratch,
                       struct arena *keep) {
    struct page page = {.source = *file->data};
    struct findings findings = {.arena = scratch, .source = &page.source};
    struct subject subject = {.lint = run->lint,
                              .scope = file->scope,
                              .site = run->request->site,
                              .facts = &run->facts,
                              .page = &page,
                              .source = &page.source,
                              .links = run->links,
                              .lost = run->request->lost,
                              .ledger = file->data == run->ledger ? &run->known : NULL};
    if (file->kept) kept_begin(file);
    run_rules(run, number_of(run, file), &subject, &findings, subject.ledger ? NEED_LEDGER : NEED_SOURCES);
    const struct shared_text *shared = trademark_site_text(&run->facts, file->path);
    if (shared) {
        subject.marks = trademark_shared(scratch, &subject, shared, &page);
        run_rules(run, number_of(run, file), &subject, &findings, NEED_MARKS);
    }
    if (page.body_parsed) obey_suppressions(run, number_of(run, file), scratch, &page, &findings);
    run_keep(file->kept ? &file->kept->arena : keep, file, &page.source, &findings.list);
    if (file->kept) kept_take(run, keep, file, NULL);
}

/* Every rule on a page, or on a data file with a schema. */
static bool check_page(const struct run *run, struct run_file *file, struct subject *subject,
                       struct page *page, struct arena *scratch, struct arena *keep) {
    struct findings findings = {.arena = scratch, .source = &page->source};
    schema_findings schema = {0};
    bool scanned = run->lint->needs & (NEED_BODY | NEED_TEXT);
    if (scanned) needles_scan(run->lint->needles, page->source.text, &subject->found);
    find_types(run, file, subject);
    validate(run, scratch, file, subject, &schema);
    if ((run->lint->needs & NEED_MARKS) && !file->has_schema)
        subject->marks = trademark_page(scratch, subject);
    if (run->request->offers && subject->marks)
        trademark_offers(keep, subject->marks, file->path, &file->offers);
    subject->asks |= subject->marks != NULL; /* templates, and what a section gives to its pages */
    run_rules(run, number_of(run, file), subject, &findings, file->has_schema ? NEED_DATA : 0);
    if (findings.list.len && !need_text(run, scratch, file, page)) return false;
    if (scanned ? needles_common(&subject->found, run->lint->suppression_needles) : findings.list.len > 0)
        obey_suppressions(run, number_of(run, file), scratch, page, &findings);
    edits_drop_harmful(scratch, page, &findings.list);
    run_keep(keep, file, &page->source, &findings.list);
    if (run->asks && !file->has_schema) run_collect(run, keep, subject, file);
    return true;
}

/* The page that it became; it is missed only where one is served. */
static const struct built_page *built_of(const struct run *run, struct arena *arena, struct run_file *file,
                                         const struct page *page) {
    bool modelled = !site_has(run->request->site, SITE_AS_IS), elsewhere = false;
    const struct built_page *to = built_pair(run->built, arena, file->pages, page, modelled, &elsewhere);
    bool served = site_page_served(file->pages) && !(file->pages->flags & PAGE_DROPPED);
    file->became = to;
    file->pair = to ? elsewhere ? PAIR_ELSEWHERE : PAIR_FOUND : served ? PAIR_MISSED : PAIR_NONE;
    return to;
}

static bool check_read(const struct run *run, struct run_file *file, struct page *page, struct arena *scratch,
                       struct arena *keep) {
    file->bytes = page->source.text.len;
    struct subject subject = {.lint = run->lint,
                              .scope = file->scope,
                              .site = run->request->site,
                              .facts = &run->facts,
                              .site_pages = file->pages,
                              .site_page_count = file->page_count,
                              .page = page,
                              .source = &page->source,
                              .links = run->links,
                              .lost = run->request->lost};
    subject.build = run->request->built;
    if (run->built && file->page_count) subject.built = built_of(run, scratch, file, page);
    if (run->links && file->page_count)
        subject.resolutions = links_resolve(run->links, scratch, file->pages, page);
    if (subject.resolutions && subject.built)
        subject.resolutions = links_as_built(run->links, scratch, file->pages, page, run->built,
                                             subject.built, subject.resolutions);
    const struct config *config = &run->lint->config;
    bool assumes = config->served.len || config->generated.len;
    for (size_t i = 0; assumes && subject.resolutions && i < page->links.len; i++)
        file->assumed |= links_assumed(run->links, scratch, file->pages, subject.resolutions[i].url);
    for (size_t i = 0; subject.resolutions && i < page->links.len; i++)
        file->links += subject.resolutions[i].status != RESOLUTION_EXTERNAL &&
                       subject.resolutions[i].status != RESOLUTION_SKIPPED;
    if (subject.built && subject.resolutions) run_claim(keep, file, &subject);
    if (file->kept && kept_holds_for(run, keep, file, &subject)) return true;
    if (file->kept) kept_begin(file);
    if (!check_page(run, file, &subject, page, scratch, file->kept ? &file->kept->arena : keep)) return false;
    if (file->kept) kept_take(run, keep, file, &subject);
    return true;
}

/* *alone: no other such page is checked until alone_end, which is the caller's. */
static bool check_file(const struct run *run, struct run_file *file, struct arena *scratch,
                       struct arena *keep, bool *alone) {
    struct page page;
    bool read = read_page(run, scratch, file, &page, alone);
    bool checked = read && check_read(run, file, &page, scratch, keep);
    bool usual = read && page.body_parsed && !(file->named && run->request->as != PAGE_BY_SUFFIX);
    if (run->links && file->page_count && !run->kept)
        links_checked(run->links, file->pages, usual ? &page : NULL);
    return checked;
}

void run_check(void *context, size_t i, unsigned worker) {
    struct run *run = context;
    struct run_file *file = &run->files[i];
    struct arena *scratch = &run->scratch[worker], *keep = &run->keep[worker];
    bool alone = false;
    budget_enter(run->budget, i);
    if (!kept_holds(run, keep, file)) {
        if (file->data) check_data(run, file, scratch, keep);
        if ((!file->data || file->has_schema) && !check_file(run, file, scratch, keep, &alone))
            file->failure = str_copy(keep, file->failure);
    }
    arena_reset(scratch);
    if (alone) alone_end();
    budget_leave(run->budget, i, file->bytes);
}
