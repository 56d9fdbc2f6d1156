/* rules_find.c: rules by their ids. */
#include "lint/rules.h"
#include "lint/scope.h"

struct rule *rules_find(struct rule *rules, size_t count, struct str id) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(rules[i].id, id)) return &rules[i];
    return NULL;
}

struct str rules_nearest(const struct rule *rules, size_t count, struct str id) {
    struct str names[RULES_MAX];
    for (size_t i = 0; i < count; i++) names[i] = rules[i].id;
    return str_nearest(id, names, count);
}

const struct rule *lint_rule(const struct lint *lint, struct str id) {
    return rules_find(lint->rules, lint->rule_count, id);
}

struct str lint_nearest(const struct lint *lint, struct str id) {
    return rules_nearest(lint->rules, lint->rule_count, id);
}

const struct rule *subject_rule(const struct subject *subject, struct str id) {
    const struct rule *rule = lint_rule(subject->lint, id);
    return rule && subject->scope ? subject->scope->rules[rule - subject->lint->rules] : rule;
}
