/* check_schema.c: hands the findings of the front-matter schemas to the rules they belong to. */
#include "lint/checks.h"
#include "lint/facts.h"
#include "lint/key_edit.h"
#include "lint/types.h"

enum { KEY_EDITS_MAX = 32 /* of one rule on one page: each is tried on the schemas */ };

/* A schema may name the rule of a finding (x-rules); all others go by their fault. */
static bool belongs(const struct rule *rule, const struct schema_finding *finding) {
    if (finding->rule.len) return str_eq(finding->rule, rule->id);
    return option_has(rule, "fault", schema_fault_name(finding->fault));
}

static enum severity level_of(const struct rule *rule, const struct schema_finding *finding, bool soft) {
    static const enum severity levels[] = {[SCHEMA_LEVEL_UNSET] = SEVERITY_OFF,
                                           [SCHEMA_LEVEL_NOTE] = SEVERITY_NOTE,
                                           [SCHEMA_LEVEL_WARNING] = SEVERITY_WARNING,
                                           [SCHEMA_LEVEL_ERROR] = SEVERITY_ERROR};
    enum severity severity = levels[finding->level] == SEVERITY_OFF ? rule->severity : levels[finding->level];
    return soft && severity > SEVERITY_WARNING ? SEVERITY_WARNING : severity;
}

/* What a missing key is reported at: the opening line of the front matter. */
static struct span place_of(const struct page *page, const struct schema_finding *finding) {
    return finding->missing ? page->fence : finding->span;
}

/* "course.yaml:24: required: [title]": the line of the schema that made the finding, for `explain --file`. */
static struct str schema_line(struct arena *arena, const struct schema_finding *finding) {
    const struct source *source = finding->schema_source;
    struct str before = str_sub(source->text, 0, finding->schema_span.start);
    size_t newline = str_rfind_char(before, '\n'), start = newline < before.len ? newline + 1 : 0;
    struct str rest = str_sub(source->text, start, source->text.len);
    struct str line = str_trim(str_sub(rest, 0, str_find_char(rest, '\n')));
    return str_printf(arena, "%.*s:%u: %.*s", STR_FMT(source->path),
                      text_line(source->text, finding->schema_span.start), STR_FMT(line));
}

static void add_finding(const struct rule *rule, const struct subject *subject, struct findings *findings,
                        const struct schema_finding *finding) {
    struct diagnostic *d = finding_add(findings, place_of(subject->page, finding));
    d->severity = level_of(rule, finding, subject->soft_schema);
    finding_set(findings, d, "problem", str_copy(findings->arena, finding->message));
    if (finding->key.len) finding_set(findings, d, "key", str_copy(findings->arena, finding->key));
    if (finding->suggestion.len)
        finding_set(findings, d, "suggestion", str_copy(findings->arena, finding->suggestion));
    d->origin = schema_line(findings->arena, finding);
    if (finding->note.len) finding_set(findings, d, "note", str_copy(findings->arena, finding->note));
    const struct site_page *other =
        finding->other_path.len ? site_page_of(subject->site, finding->other_path) : NULL;
    if (other && other->page)
        finding_relate(findings, d, &other->page->source, finding->other_span, STR("the other one is here"));
    if (findings->list.len - findings->first <= KEY_EDITS_MAX) key_edit_add(subject, finding, findings, d);
}

/* The generator's build fails at the same place: that is the graver thing to say. */
static bool fails_build(const struct subject *subject, const struct schema_finding *finding) {
    const struct failure_list *list = map_get(&subject->facts->failures, subject->source->path);
    for (size_t i = 0; list && !finding->missing && i < list->len; i++)
        if (list->items[i]->source && list->items[i]->span.start == finding->span.start) return true;
    return false;
}

/* `draft: yes` has a rule of its own, which says what comes of it. */
static bool is_boolean_text(const struct subject *subject, const struct schema_finding *finding) {
    bool switch_fault = finding->fault == SCHEMA_WRONG_TYPE || finding->fault == SCHEMA_NOT_ALLOWED;
    if (!switch_fault || !check_boolean_is_text(subject, finding->node)) return false;
    const struct rule *rule = subject_rule(subject, STR("yaml-boolean-text"));
    const struct node *keys = rule && rule->severity != SEVERITY_OFF ? option_node(rule, "keys") : NULL;
    for (const struct node *key = keys ? keys->child : NULL; key; key = key->next)
        if (str_eq_nocase(finding->key, node_text(key, STR("")))) return true;
    return false;
}

/* A page's own `$schema` is check_page_schema's, also where a schema allows no other keys. */
static bool is_page_schema(const struct schema_finding *finding) {
    return finding->fault == SCHEMA_UNKNOWN_KEY && str_eq(finding->key, STR("$schema"));
}

/* The site declares a taxonomy of that name. */
static bool is_taxonomy(const struct subject *subject, const struct schema_finding *finding) {
    const str_array *keys = subject->site->taxonomies;
    for (size_t i = 0; keys && finding->fault == SCHEMA_UNKNOWN_KEY && i < keys->len; i++)
        if (str_eq_nocase(keys->items[i], finding->key)) return true;
    return false;
}

/* An empty text has a rule of its own, which says it as gravely. */
static bool is_empty_field(const struct subject *subject, const struct schema_finding *finding,
                           enum severity severity) {
    const struct node *node = finding->node;
    bool blank = node && node->kind == NODE_STRING && !str_trim(node->text).len;
    if (finding->fault != SCHEMA_BAD_LENGTH || !blank) return false;
    const struct rule *rule = subject_rule(subject, STR("empty-field"));
    if (!rule || rule->severity < severity) return false;
    const struct node *keys = option_node(rule, "keys");
    for (const struct node *key = keys ? keys->child : NULL; key; key = key->next)
        if (str_eq_nocase(finding->key, node_text(key, STR("")))) return true;
    return false;
}

void check_schema(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    for (size_t i = 0; subject->schema && i < subject->schema->len; i++) {
        const struct schema_finding *finding = &subject->schema->items[i];
        if (!belongs(rule, finding) || fails_build(subject, finding)) continue;
        if (is_boolean_text(subject, finding) || is_page_schema(finding)) continue;
        enum severity severity = level_of(rule, finding, subject->soft_schema);
        if (is_taxonomy(subject, finding) || is_empty_field(subject, finding, severity)) continue;
        add_finding(rule, subject, findings, finding);
    }
}

/* ---- one mistake, one finding: several schemas, one value ---------------------------------------------------- */

/* Wrong types of one value that several schemas tell: the narrowest demand, which is the shortest, stays. */
void check_schema_drop_wider(struct arena *arena, schema_findings *list) {
    struct map narrowest = {0};
    for (size_t i = 0; i < list->len; i++) {
        const struct schema_finding *finding = &list->items[i];
        if (finding->fault != SCHEMA_WRONG_TYPE) continue;
        void **slot =
            map_slot(arena, &narrowest, str_printf(arena, "%u %u", finding->span.start, finding->span.end));
        const struct schema_finding *other = *slot;
        if (!other || finding->message.len < other->message.len) *slot = &list->items[i];
    }
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        const struct schema_finding finding = list->items[i];
        struct str key = str_printf(arena, "%u %u", finding.span.start, finding.span.end);
        bool told = finding.fault == SCHEMA_WRONG_TYPE && map_get(&narrowest, key) != &list->items[i];
        if (!told) list->items[kept++] = finding;
    }
    list->len = kept;
}

/* ---- one mistake, one finding -------------------------------------------------------------------------------- */

static bool is_fault(const struct diagnostic *d, enum schema_fault fault) {
    return str_eq(str_from(d->rule->check->name), STR("schema")) &&
           option_has(d->rule, "fault", schema_fault_name(fault));
}

static bool explains(const struct diagnostic *unknown, const struct diagnostic *missing) {
    struct str known = finding_property(unknown, STR("suggestion"));
    struct str written = finding_property(missing, STR("suggestion"));
    return !unknown->hidden && unknown->severity >= missing->severity && known.len && written.len &&
           is_fault(unknown, SCHEMA_UNKNOWN_KEY) && str_ends(finding_property(missing, STR("key")), known) &&
           str_ends(finding_property(unknown, STR("key")), written);
}

static bool is_explained(const diagnostics *list, const struct diagnostic *missing) {
    if (!is_fault(missing, SCHEMA_MISSING_KEY) || !finding_property(missing, STR("suggestion")).len)
        return false;
    for (size_t i = 0; i < list->len; i++)
        if (explains(&list->items[i], missing)) return true;
    return false;
}

void check_schema_drop_explained(diagnostics *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].hidden || !is_explained(list, &list->items[i]))
            list->items[kept++] = list->items[i];
    list->len = kept;
}

/* ---- a page's own $schema --------------------------------------------------------------------------------- */

void check_page_schema(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct lint *lint = subject->lint;
    const struct node *front = subject->page->front, *name = front ? node_get(front, STR("$schema")) : NULL;
    (void)rule;
    if (!name || map_get(&lint->page_types, node_text(name, STR("")))) return;
    struct diagnostic *d =
        finding_add(findings, name->span.end > name->span.start ? name->span : name->key_span);
    struct str problem = STR("a page does not choose its schema: types: in contentlint.yml does");
    if (types_may_be_named(lint))
        problem =
            str_printf(findings->arena, "there is no schema \"%.*s\" (a name is wanted, such as course)",
                       STR_FMT(node_text(name, STR(""))));
    finding_set(findings, d, "problem", problem);
}
