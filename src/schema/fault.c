/* Findings: their place, the name of the key they concern, and what x-rules adds to them. */
#include <stdlib.h>

#include "schema/internal.h"

#define MAX_MADE 10000 /* findings made in one run, those of branches that were not chosen included */

/* "card.button" of where, seen from the value at which x-rules stand; list positions left out. */
static void relative_path(struct buf *buf, const struct where *where, const struct where *from) {
    if (where == from || where == NULL || where->up == NULL) return;
    relative_path(buf, where->up, from);
    if (where->value->key.ptr == NULL) return;
    buf_printf(buf, "%.*s.", STR_FMT(where->value->key));
}

static const struct rule_override *find_override(struct validation *run, const struct at *at,
                                                 struct str member, const char *keyword) {
    const struct rule_override *found = NULL;
    for (const struct dynamic_scope *scope = at->scope; scope != NULL; scope = scope->up) {
        const struct map *overrides = &scope->schema->overrides;
        if (overrides->len == 0) continue;
        struct buf key = {.arena = run->arena};
        relative_path(&key, at->where, scope->where);
        size_t path = key.len;
        if (member.ptr != NULL) buf_printf(&key, "%.*s.", STR_FMT(member));
        buf_add(&key, str_from(keyword));
        const struct rule_override *here = map_get(overrides, buf_str(&key));
        if (here == NULL) {
            key.len = path;
            buf_add(&key, str_from(keyword));
            here = map_get(overrides, buf_str(&key));
        }
        if (here != NULL) found = here; /* the outermost schema has the last word */
    }
    return found;
}

/* The author's own message: {key} and {value} stand for what they say. */
static struct str fill_message(struct arena *arena, struct str form, const struct schema_finding *finding) {
    struct buf out = {.arena = arena};
    while (form.len > 0) {
        size_t used = 1;
        if (str_starts(form, STR("{key}"))) {
            buf_add(&out, finding->key);
            used = 5;
        } else if (str_starts(form, STR("{value}"))) {
            words_value(&out, finding->node);
            used = 7;
        } else {
            buf_add_char(&out, form.ptr[0]);
        }
        form = str_sub(form, used, form.len);
    }
    return buf_str(&out);
}

static void apply_override(struct arena *arena, struct schema_finding *finding,
                           const struct rule_override *override) {
    if (override == NULL) return;
    finding->level = override->level;
    finding->rule = override->rule;
    finding->note = override->note;
    if (override->message.ptr != NULL) finding->message = fill_message(arena, override->message, finding);
}

/* A value that runs over several lines is pointed at by its key. */
static struct span value_place(const struct where *where) {
    const struct node *value = where->value;
    bool lines = value->kind == NODE_OBJECT || value->kind == NODE_ARRAY || value->style == STYLE_LITERAL ||
                 value->style == STYLE_FOLDED || value->span.end <= value->span.start;
    bool has_key = value->key_span.end > value->key_span.start;
    if (lines && has_key) return value->key_span;
    if (lines && value->kind == NODE_OBJECT && value->child != NULL && where->up != NULL)
        return value->child->key_span;
    return value->span;
}

static struct str with_reason(struct validation *run, struct str message) {
    if (run->because == NULL) return message;
    struct buf reason = {.arena = run->arena};
    words_condition(&reason, run->because);
    if (reason.len == 0) return message;
    return str_printf(run->arena, "%.*s (because %.*s)", STR_FMT(message), STR_FMT(buf_str(&reason)));
}

static struct schema_finding *make(struct validation *run, const struct at *at, struct cause cause,
                                   struct str message, const struct node *member, struct str member_key) {
    if (run->findings == NULL || run->limit != NULL) return NULL;
    const struct rule_override *override = find_override(run, at, member_key, cause.keyword);
    if (override != NULL && override->off) return NULL;
    if (++run->made > MAX_MADE || run->findings->len >= SCHEMA_MAX_FINDINGS) {
        run->limit = "has more findings than are worth listing";
        return NULL;
    }
    struct buf key = {.arena = run->arena};
    words_path(&key, at->where);
    if (member_key.ptr != NULL) buf_printf(&key, "%s%.*s", key.len > 0 ? "." : "", STR_FMT(member_key));
    struct schema_finding *finding = ARRAY_PUSH(run->arena, run->findings);
    *finding = (struct schema_finding){
        .fault = cause.fault,
        .span = member != NULL ? member->key_span : value_place(at->where),
        .node = member != NULL ? member : at->where->value,
        .key = buf_str(&key),
        .keyword = str_from(cause.keyword),
        .message = with_reason(run, message),
        .schema_source = at->schema->resource->document->source,
        .schema_span = cause.node != NULL ? cause.node->span : at->schema->node->span,
    };
    if (cause.node != NULL && cause.node->key_span.end > 0)
        finding->schema_span.start = cause.node->key_span.start;
    apply_override(run->arena, finding, override);
    return finding;
}

struct schema_finding *fault_new(struct validation *run, const struct at *at, struct cause cause,
                                 struct str message) {
    return make(run, at, cause, message, NULL, (struct str){0});
}

struct schema_finding *fault_key(struct validation *run, const struct at *at, const struct node *member,
                                 struct cause cause, struct str message) {
    return make(run, at, cause, message, member, member->key);
}

bool fault_missing(struct validation *run, const struct at *at, struct str key, const char *reason,
                   struct cause cause) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    buf_printf(&message, "missing key ");
    words_quoted(&message, key);
    if (at->where->up != NULL) {
        buf_add(&message, STR(" in "));
        words_path(&message, at->where);
    }
    if (reason != NULL) buf_printf(&message, "; %s", reason);
    struct str near = known_nearest_member(at->where->value, key);
    if (near.ptr != NULL) buf_printf(&message, "; is \"%.*s\" meant to be it?", STR_FMT(near));
    struct schema_finding *finding = make(run, at, cause, buf_str(&message), NULL, key);
    if (finding == NULL) return false;
    finding->missing = at->where->up == NULL;
    finding->suggestion = near;
    return false;
}

bool fault_expected(struct validation *run, const struct at *at, struct cause cause, const char *format,
                    ...) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" is "));
    words_value(&message, at->where->value);
    buf_add(&message, STR("; expected "));
    va_list args;
    va_start(args, format);
    buf_vprintf(&message, format, args);
    va_end(args);
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

bool fault_count(struct validation *run, const struct at *at, const struct assertion *check,
                 const struct counted *counted, size_t count, const char *relation) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    if (count == 0)
        buf_printf(&message, " is %s", counted->none);
    else
        buf_printf(&message, " has %zu %s%s", count, counted->thing, count == 1 ? "" : "s");
    buf_printf(&message, "; expected %s %.*s", relation, STR_FMT(check->node->text));
    if (count == 0) buf_printf(&message, " %s%s", counted->thing, check->node->number == 1 ? "" : "s");
    struct cause cause = {SCHEMA_BAD_LENGTH, check->name, check->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

void fault_limit(struct validation *run, const struct at *at) {
    if (run->findings == NULL) return;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_printf(&message, " %s; what comes after it was not checked", run->limit);
    *ARRAY_PUSH(run->arena, run->findings) = (struct schema_finding){
        .fault = SCHEMA_LIMIT,
        .missing = true,
        .node = at->where->value,
        .keyword = STR("$schema"),
        .message = buf_str(&message),
        .schema_source = at->schema->resource->document->source,
        .schema_span = at->schema->node->span,
    };
}

static int compare(const void *left, const void *right) {
    const struct schema_finding *a = left, *b = right;
    if (a->missing != b->missing) return a->missing ? -1 : 1;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    int order = str_cmp(a->key, b->key);
    if (order == 0) order = str_cmp(a->message, b->message);
    return order != 0 ? order : str_cmp(a->keyword, b->keyword);
}

/* x-typos of one schema and additionalProperties of another say the same of a key. */
static bool is_same(const struct schema_finding *a, const struct schema_finding *b) {
    return a->missing == b->missing && a->span.start == b->span.start && a->fault == b->fault &&
           str_eq(a->key, b->key) && str_eq(a->message, b->message);
}

void fault_sort(schema_findings *findings) {
    if (findings->len < 2) return;
    qsort(findings->items, findings->len, sizeof findings->items[0], compare);
    size_t kept = 1;
    for (size_t i = 1; i < findings->len; i++)
        if (!is_same(&findings->items[kept - 1], &findings->items[i]))
            findings->items[kept++] = findings->items[i];
    findings->len = kept;
}

const char *schema_fault_name(enum schema_fault fault) {
#define FAULT_NAME(id, name) [SCHEMA_##id] = name,
    static const char *const names[SCHEMA_FAULT_COUNT] = {SCHEMA_FAULTS(FAULT_NAME)};
#undef FAULT_NAME
    return fault < SCHEMA_FAULT_COUNT ? names[fault] : "";
}
