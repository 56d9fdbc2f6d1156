/* allow.c: an entry names properties of the findings it allows: {alias: /old/, reason: …, until: 2027-01-31}. */
#include "lint/allow.h"

enum { DAY = 24 * 60 * 60 };

static bool is_own_key(struct str key) {
    return str_eq(key, STR("reason")) || str_eq(key, STR("until")) || str_eq(key, STR("files"));
}

static bool is_field(const struct check *check, struct str key) {
    for (size_t i = 0; i < CHECK_MAX_FIELDS && check->fields[i]; i++)
        if (str_eq(key, str_from(check->fields[i]))) return true;
    return false;
}

static bool unknown_key(const struct check *check, const struct node *member, const struct source *config,
                        struct error *error) {
    struct str names[CHECK_MAX_FIELDS + 3] = {STR("reason"), STR("until"), STR("files")};
    size_t n = 3;
    for (size_t i = 0; i < CHECK_MAX_FIELDS && check->fields[i]; i++) names[n++] = str_from(check->fields[i]);
    struct str near = str_nearest(member->key, names, n);
    return error_at(error, config, member->key_span, "an allow entry has no key '%.*s'%s%.*s%s",
                    STR_FMT(member->key), near.ptr ? ", did you mean '" : "", STR_FMT(near),
                    near.ptr ? "'?" : "");
}

static bool read_entry(struct arena *arena, const struct rule *rule, const struct node *node,
                       const struct override *override, int64_t now, struct allowance *entry,
                       struct error *error) {
    const struct source *config = &override->file->source;
    *entry = (struct allowance){.rule = rule, .override = override, .node = node};
    for (const struct node *m = node->child; m; m = m->next)
        if (!is_own_key(m->key) && !is_field(rule->check, m->key))
            return unknown_key(rule->check, m, config, error);
    node_texts(arena, node_get(node, STR("files")), &entry->files);
    const struct node *until = node_get(node, STR("until"));
    if (!until) return true;
    struct date date;
    entry->until = node_text(until, STR(""));
    if (!date_parse(entry->until, &date)) return error_at(error, config, until->span, "until is not a date");
    entry->expired = now >= date_seconds(&date) + DAY; /* the day itself still counts */
    return true;
}

bool allow_read(struct arena *arena, const struct lint *lint, const struct override *override,
                struct allowances *allowances, struct error *error) {
    for (const struct node *n = override->rules ? override->rules->child : NULL; n; n = n->next) {
        const struct node *list = n->kind == NODE_OBJECT ? node_get(n, STR("allow")) : NULL;
        const struct rule *rule = list ? lint_rule(lint, n->key) : NULL;
        for (const struct node *e = rule ? list->child : NULL; e; e = e->next)
            if (!read_entry(arena, rule, e, override, lint->options.now, ARRAY_PUSH(arena, allowances),
                            error))
                return false;
    }
    return true;
}

static bool file_allowed(const struct allowance *entry, struct str path) {
    if (!override_holds(entry->override, path)) return false;
    for (size_t i = 0; i < entry->files.len; i++)
        if (glob_match(entry->files.items[i], path)) return true;
    return entry->files.len == 0;
}

static bool entry_allows(const struct allowance *entry, const struct diagnostic *finding) {
    if (entry->expired || entry->rule != finding->rule || !file_allowed(entry, finding->source->path))
        return false;
    for (const struct node *m = entry->node->child; m; m = m->next) {
        if (is_own_key(m->key)) continue;
        struct str have = finding_property(finding, m->key), want = node_text(m, STR(""));
        if (!have.ptr) return false;
        if (!str_eq(have, want) && !(str_find_char(want, '*') < want.len && glob_match(want, have)))
            return false;
    }
    return true;
}

void allow_apply(struct allowances *allowances, struct diagnostic *finding) {
    for (size_t i = 0; i < allowances->len; i++) {
        if (!entry_allows(&allowances->items[i], finding)) continue;
        allowances->items[i].used = true;
        finding->hidden = true;
    }
}
