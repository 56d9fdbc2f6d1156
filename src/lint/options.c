/* options.c: what a rule file or contentlint.yml may say to a check, and what it said. */
#include "lint/check.h"

static const struct {
    const char *name;
    enum severity severity;
} severities[] = {
    {"off", SEVERITY_OFF}, {"note", SEVERITY_NOTE}, {"warning", SEVERITY_WARNING}, {"error", SEVERITY_ERROR}};

bool severity_parse(struct str name, enum severity *severity) {
    for (size_t i = 0; i < ARRAY_LEN(severities); i++) {
        if (!str_eq(name, str_from(severities[i].name))) continue;
        *severity = severities[i].severity;
        return true;
    }
    return false;
}

const char *severity_name(enum severity severity) {
    return severities[severity].name;
}

/* The last setting of the configuration that gives the option; NULL: none does. */
static const struct rule_setting *setting_of(const struct rule *rule, const char *name) {
    for (size_t i = rule->settings.len; i > 0; i--) {
        const struct rule_setting *setting = &rule->settings.items[i - 1];
        if (setting->node->kind == NODE_OBJECT && node_get(setting->node, str_from(name))) return setting;
    }
    return NULL;
}

const struct node *option_node(const struct rule *rule, const char *name) {
    const struct rule_setting *setting = setting_of(rule, name);
    return node_get(setting ? setting->node : rule->options, str_from(name));
}

const struct source *option_source(const struct rule *rule, const char *name) {
    const struct rule_setting *setting = setting_of(rule, name);
    return setting ? &setting->file->source : &rule->source;
}

struct str option_text(const struct rule *rule, const char *name, struct str fallback) {
    return node_text(option_node(rule, name), fallback);
}

bool option_is(const struct rule *rule, const char *name, const char *word) {
    return str_eq(option_text(rule, name, (struct str){0}), str_from(word));
}

void node_texts(struct arena *arena, const struct node *node, str_array *out) {
    if (!node) return;
    if (node->kind != NODE_ARRAY) {
        *ARRAY_PUSH(arena, out) = node_text(node, STR(""));
        return;
    }
    for (const struct node *n = node->child; n; n = n->next) *ARRAY_PUSH(arena, out) = node_text(n, STR(""));
}

void option_texts(struct arena *arena, const struct rule *rule, const char *name, str_array *out) {
    node_texts(arena, option_node(rule, name), out);
}

bool option_has(const struct rule *rule, const char *name, const char *word) {
    const struct node *node = option_node(rule, name);
    if (!node) return false;
    if (node->kind != NODE_ARRAY) return str_eq(node_text(node, STR("")), str_from(word));
    for (const struct node *n = node->child; n; n = n->next)
        if (str_eq(node_text(n, STR("")), str_from(word))) return true;
    return false;
}

double option_number(const struct rule *rule, const char *name, double fallback) {
    const struct node *node = option_node(rule, name);
    return node && (node->kind == NODE_INTEGER || node->kind == NODE_FLOAT) ? node->number : fallback;
}

bool option_flag(const struct rule *rule, const char *name, bool fallback) {
    const struct node *node = option_node(rule, name);
    return node ? node_is_true(node) : fallback;
}

static bool is_scalar(const struct node *node) {
    return node->kind != NODE_ARRAY && node->kind != NODE_OBJECT && node->kind != NODE_NULL;
}

static bool is_texts(const struct node *node) {
    if (is_scalar(node)) return true;
    if (node->kind != NODE_ARRAY) return false;
    for (const struct node *n = node->child; n; n = n->next)
        if (!is_scalar(n)) return false;
    return true;
}

static bool is_word(struct str text, const char *words) {
    struct str rest = str_from(words);
    while (rest.ptr)
        if (str_eq(str_cut(&rest, '|'), text)) return true;
    return false;
}

static bool are_words(const struct node *node, const char *words) {
    if (node->kind != NODE_ARRAY) return is_word(node_text(node, STR("")), words);
    for (const struct node *n = node->child; n; n = n->next)
        if (!is_word(node_text(n, STR("")), words)) return false;
    return true;
}

/* What is wrong with an option's value, or NULL. */
static const char *value_fault(const struct rule_option *option, const struct node *value) {
    switch (option->kind) {
    case RULE_OPTION_TEXT: return is_scalar(value) ? NULL : "must be a string";
    case RULE_OPTION_REGEX:
        return value->kind == NODE_STRING ? NULL : "must be a regular expression in quotes";
    case RULE_OPTION_TEXTS: return is_texts(value) ? NULL : "must be a string or a list of strings";
    case RULE_OPTION_WORD:
        return is_scalar(value) && are_words(value, option->words) ? NULL : "must be one of";
    case RULE_OPTION_WORDS:
        return is_texts(value) && are_words(value, option->words) ? NULL : "must be some of";
    case RULE_OPTION_NUMBER:
        return value->kind == NODE_INTEGER || value->kind == NODE_FLOAT ? NULL : "must be a number";
    case RULE_OPTION_FLAG: return value->kind == NODE_BOOL ? NULL : "must be true or false";
    }
    return NULL;
}

static const struct rule_option *find_option(const struct check *check, struct str name) {
    for (const struct rule_option *o = check->options; o < check->options + CHECK_MAX_OPTIONS && o->name; o++)
        if (str_eq(str_from(o->name), name)) return o;
    return NULL;
}

static bool unknown_option(const struct check *check, const struct node *member, const struct str *known,
                           size_t known_count, const struct source *source, struct error *error) {
    struct str names[CHECK_MAX_OPTIONS + 16];
    size_t n = 0;
    for (size_t i = 0; i < known_count; i++) names[n++] = known[i];
    for (const struct rule_option *o = check->options; o < check->options + CHECK_MAX_OPTIONS && o->name; o++)
        names[n++] = str_from(o->name);
    struct str near = str_nearest(member->key, names, n);
    if (near.ptr)
        return error_at(error, source, member->key_span, "unknown option '%.*s', did you mean '%.*s'?",
                        STR_FMT(member->key), STR_FMT(near));
    return error_at(error, source, member->key_span, "unknown option '%.*s' of the check '%s'",
                    STR_FMT(member->key), check->name);
}

static bool is_known(struct str key, const struct str *known, size_t known_count) {
    for (size_t i = 0; i < known_count; i++)
        if (str_eq(key, known[i])) return true;
    return false;
}

bool options_check(const struct check *check, const struct node *map, const struct str *known,
                   size_t known_count, const struct source *source, struct error *error) {
    for (const struct node *m = map ? map->child : NULL; m; m = m->next) {
        if (is_known(m->key, known, known_count)) continue;
        const struct rule_option *option = find_option(check, m->key);
        if (!option) return unknown_option(check, m, known, known_count, source, error);
        const char *fault = value_fault(option, m);
        if (!fault) continue;
        return error_at(error, source, m->span, "option '%s' %s%s%s", option->name, fault,
                        option->words ? " " : "", option->words ? option->words : "");
    }
    return true;
}
