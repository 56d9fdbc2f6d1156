/* configure.c: what the configuration and the command line say of the rules, for the whole site and for single files. */
#include "lint/allow.h"
#include "lint/rules.h"
#include "lint/scope.h"
#include "lint/trademark.h"

/* ---- one rule ------------------------------------------------------------------------------------------------- */

static bool unknown_rule(const struct lint *lint, struct str id, const struct source *source,
                         struct span span, struct error *error) {
    struct str near = rules_nearest(lint->rules, lint->rule_count, id);
    const char *mean = near.ptr ? ", did you mean '" : "", *end = near.ptr ? "'?" : "";
    if (source)
        return error_at(error, source, span, "there is no rule '%.*s'%s%.*s%s", STR_FMT(id), mean,
                        STR_FMT(near), end);
    return error_set(error, (struct str){0}, 0, "there is no rule '%.*s'%s%.*s%s", STR_FMT(id), mean,
                     STR_FMT(near), end);
}

static const struct node *severity_node(const struct node *setting) {
    return setting->kind == NODE_OBJECT ? node_get(setting, STR("severity")) : setting;
}

static bool check_setting(const struct lint *lint, const struct config_file *file, const struct node *setting,
                          struct error *error) {
    static const struct str own[] = {{"severity", 8}, {"allow", 5}};
    const struct rule *rule = rules_find(lint->rules, lint->rule_count, setting->key);
    enum severity ignored;
    if (!rule) return unknown_rule(lint, setting->key, &file->source, setting->key_span, error);
    if (setting->kind == NODE_OBJECT &&
        !options_check(rule->check, setting, own, ARRAY_LEN(own), &file->source, error))
        return false;
    const struct node *severity = severity_node(setting);
    return !severity || severity_parse(node_text(severity, STR("")), &ignored) ||
           error_at(error, &file->source, severity->span, "a severity is error, warning, note or off");
}

/* The setting is a good one. */
static void apply_setting(struct arena *arena, struct rule *rule, const struct config_file *file,
                          const struct node *setting) {
    const struct node *severity = severity_node(setting);
    *ARRAY_PUSH(arena, &rule->settings) = (struct rule_setting){file, setting};
    if (severity) severity_parse(node_text(severity, STR("")), &rule->severity);
}

static bool contains(const str_array *list, struct str id) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->items[i], id)) return true;
    return false;
}

/* --only switches a rule on that is off by default, but not where an override has switched it off; --disable wins over
 * everything. */
static enum severity selected(const struct lint *lint, const struct rule *rule, bool overridden) {
    const struct lint_options *o = &lint->options;
    if (o->external_only && !rule->external && !(rule->check->needs & NEED_LEDGER)) return SEVERITY_OFF;
    if (contains(&o->disable, rule->id)) return SEVERITY_OFF;
    if (!o->only.len) return rule->severity;
    if (!contains(&o->only, rule->id)) return SEVERITY_OFF;
    return rule->severity == SEVERITY_OFF && !overridden ? SEVERITY_WARNING : rule->severity;
}

/* ---- the whole site ---------------------------------------------------------------------------------------------- */

static bool is_whole(const struct override *override) {
    return !override->files.len && !override->except.len;
}

static bool apply_overrides(struct arena *arena, struct lint *lint, struct error *error) {
    for (size_t i = 0; i < lint->config.overrides.len; i++) {
        const struct override *override = &lint->config.overrides.items[i];
        for (const struct node *n = override->rules ? override->rules->child : NULL; n; n = n->next) {
            if (!check_setting(lint, override->file, n, error)) return false;
            if (is_whole(override))
                apply_setting(arena, rules_find(lint->rules, lint->rule_count, n->key), override->file, n);
        }
    }
    return true;
}

static bool select_rules(struct lint *lint, struct error *error) {
    const struct lint_options *o = &lint->options;
    for (size_t i = 0; i < o->only.len + o->disable.len; i++) {
        struct str id = i < o->only.len ? o->only.items[i] : o->disable.items[i - o->only.len];
        if (!rules_find(lint->rules, lint->rule_count, id))
            return unknown_rule(lint, id, NULL, (struct span){0}, error);
    }
    for (size_t i = 0; i < lint->rule_count; i++)
        lint->rules[i].severity = selected(lint, &lint->rules[i], false);
    return true;
}

static bool read_allowances(struct arena *arena, struct lint *lint, struct error *error) {
    struct allowances allowances = {0};
    for (size_t i = 0; i < lint->config.overrides.len; i++)
        if (!allow_read(arena, lint, &lint->config.overrides.items[i], &allowances, error)) return false;
    lint->allowances = allowances.items;
    lint->allowance_count = allowances.len;
    return true;
}

static bool prepare(struct arena *arena, const struct lint *lint, struct rule *rule, struct error *error) {
    return rule->severity == SEVERITY_OFF || !rule->check->prepare ||
           rule->check->prepare(arena, rule, lint, error);
}

static bool prepare_rules(struct arena *arena, struct lint *lint, struct error *error) {
    struct str mark = STR("contentlint"); /* of comments and of the front-matter key */
    str_array suppressions = {.items = &mark, .len = 1};
    lint->needs = 0;
    lint->needles = needles_new(arena);
    lint->needles_built = false;
    trademark_add_needles(arena, lint);
    lint->suppression_needles = lint_needles(arena, lint, &suppressions);
    for (size_t i = 0; i < lint->rule_count; i++) {
        struct rule *rule = &lint->rules[i];
        if (rule->severity != SEVERITY_OFF) lint->needs |= rule->check->needs;
        if (!prepare(arena, lint, rule, error)) return false;
    }
    needles_build(lint->needles);
    lint->needles_built = true;
    return true;
}

static bool check_owner(const struct lint *lint, const struct type_entry *type, struct str name,
                        struct error *error) {
    struct str names[OWNERS_MAX];
    size_t n = 0;
    if (registry_owner(&lint->marks, name)) return true;
    for (; n < lint->marks.owner_count; n++) names[n] = lint->marks.owners[n].id;
    struct str near = str_nearest(name, names, n);
    return error_at(error, &type->file->source, type->source, "there is no trademark owner '%.*s'%s%.*s%s",
                    STR_FMT(name), near.ptr ? ", did you mean '" : "", STR_FMT(near), near.ptr ? "'?" : "");
}

static bool check_owners(const struct lint *lint, struct error *error) {
    for (size_t i = 0; i < lint->config.types.len; i++) {
        const struct type_entry *type = &lint->config.types.items[i];
        for (size_t k = 0; k < type->trademarks.len; k++)
            if (!check_owner(lint, type, type->trademarks.items[k], error)) return false;
    }
    return true;
}

/* ---- single files ------------------------------------------------------------------------------------------------ */

struct scopes {
    struct arena *arena;
    const struct lint *lint;
    /* Which overrides hold, a byte each -> struct scope. */
    struct map by_overrides;
};

struct scopes *scopes_new(struct arena *arena, const struct lint *lint) {
    struct scopes *scopes = ARENA_NEW(arena, struct scopes);
    *scopes = (struct scopes){.arena = arena, .lint = lint};
    return scopes;
}

/* The rule file's own again, and from there on all that holds. */
static void override_rule(struct arena *arena, const struct lint *lint, struct str holds, struct rule *rule) {
    bool overridden = false;
    rule->severity = rule->default_severity;
    rule->settings.items = NULL;
    rule->settings.len = rule->settings.cap = 0;
    rule->data = NULL;
    rule->needles = NULL;
    for (size_t i = 0; i < holds.len; i++) {
        const struct override *override = &lint->config.overrides.items[i];
        const struct node *setting = node_get(override->rules, rule->id);
        if (!setting || !holds.ptr[i]) continue;
        apply_setting(arena, rule, override->file, setting);
        if (!is_whole(override) && severity_node(setting)) overridden = true;
    }
    rule->severity = selected(lint, rule, overridden);
}

static bool is_overridden(const struct lint *lint, struct str holds, const struct rule *rule) {
    for (size_t i = 0; i < holds.len; i++)
        if (holds.ptr[i] && !is_whole(&lint->config.overrides.items[i]) &&
            node_get(lint->config.overrides.items[i].rules, rule->id))
            return true;
    return false;
}

static bool make_scope(struct arena *arena, const struct lint *lint, struct str holds, struct scope *scope,
                       struct error *error) {
    scope->rules = ARENA_ARRAY(arena, const struct rule *, lint->rule_count + 1);
    scope->own = ARENA_ARRAY(arena, struct rule, lint->rule_count + 1);
    for (size_t i = 0; i < lint->rule_count; i++) {
        scope->rules[i] = &lint->rules[i];
        if (!is_overridden(lint, holds, &lint->rules[i])) continue;
        struct rule *own = &scope->own[scope->own_count++];
        *own = lint->rules[i];
        override_rule(arena, lint, holds, own);
        scope->rules[i] = own;
        if (!prepare(arena, lint, own, error)) return false;
    }
    return true;
}

static void release_scope(struct scope *scope) {
    for (size_t i = 0; i < scope->own_count; i++)
        if (scope->own[i].check->release) scope->own[i].check->release(scope->own[i].data);
    scope->own_count = 0;
}

/* Absent: only those that hold everywhere. */
static struct str find_holding(struct arena *arena, const struct lint *lint, struct str path) {
    size_t count = lint->config.overrides.len;
    char *holds = arena_bytes(arena, count + 1);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct override *override = &lint->config.overrides.items[i];
        holds[i] = (char)override_holds(override, path);
        any |= holds[i] && !is_whole(override);
    }
    return any ? (struct str){holds, count} : (struct str){0};
}

bool scope_of(struct scopes *scopes, struct str path, const struct scope **scope, struct error *error) {
    struct str holds = find_holding(scopes->arena, scopes->lint, path);
    *scope = NULL;
    if (!holds.ptr) return true;
    void **slot = map_slot(scopes->arena, &scopes->by_overrides, holds);
    if (!*slot) {
        struct scope *made = *slot = ARENA_NEW(scopes->arena, struct scope);
        if (!make_scope(scopes->arena, scopes->lint, holds, made, error)) return false;
    }
    *scope = *slot;
    return true;
}

void scopes_release(struct scopes *scopes) {
    for (size_t i = 0; scopes && i < scopes->by_overrides.len; i++)
        release_scope(scopes->by_overrides.entries[i].value);
}

/* What is wrong with an override is said whether or not it holds for a file of the run. */
static bool check_override(struct lint *lint, size_t index, struct error *error) {
    struct arena scratch = {0};
    struct scope scope = {0};
    size_t count = lint->config.overrides.len;
    char *holds = arena_bytes(&scratch, count);
    for (size_t i = 0; i < count; i++) holds[i] = i == index || is_whole(&lint->config.overrides.items[i]);
    bool good = make_scope(&scratch, lint, (struct str){holds, count}, &scope, error);
    for (size_t i = 0; i < scope.own_count; i++)
        if (scope.own[i].severity != SEVERITY_OFF) lint->needs |= scope.own[i].check->needs;
    release_scope(&scope);
    if (!good) error_keep(error);
    arena_free(&scratch);
    return good;
}

static bool check_overrides(struct lint *lint, struct error *error) {
    for (size_t i = 0; i < lint->config.overrides.len; i++)
        if (!is_whole(&lint->config.overrides.items[i]) && !check_override(lint, i, error)) return false;
    return true;
}

bool lint_configure(struct arena *arena, struct lint *lint, struct error *error) {
    return apply_overrides(arena, lint, error) && select_rules(lint, error) &&
           prepare_rules(arena, lint, error) && check_overrides(lint, error) &&
           read_allowances(arena, lint, error) && check_owners(lint, error) &&
           (!(lint->needs & NEED_SCHEMA) || lint_compile_schemas(arena, lint, error));
}

bool rule_may_run(const struct lint *lint, const struct rule *rule, enum severity *severity) {
    *severity = rule->severity;
    for (size_t i = 0; *severity == SEVERITY_OFF && i < lint->config.overrides.len; i++) {
        const struct override *override = &lint->config.overrides.items[i];
        const struct node *setting = is_whole(override) ? NULL : node_get(override->rules, rule->id);
        const struct node *said = setting ? severity_node(setting) : NULL;
        struct rule own = *rule;
        if (!said || !severity_parse(node_text(said, STR("")), &own.severity)) continue;
        *severity = selected(lint, &own, true);
    }
    return *severity != SEVERITY_OFF;
}
