/* finding.c: findings are made here, so that every one has its rule, its place and its message. */
#include "lint/check.h"

#include <assert.h>
#include <string.h>

enum {
    VALUE_MAX = 160, /* bytes of a value shown in a message; properties keep the whole value */
    KEPT_MAX = 10 * DIAGNOSTICS_SHOWN_MAX,
    STEPS_MAX = 10000000, /* that the patterns of a rule take in a file, and for each of its bytes: */
    STEPS_PER_BYTE = 200
};

/* The finding that was not kept is done with: what is known of it by now is counted. */
static void close_extra(struct findings *findings) {
    if (!findings->extra.rule) return;
    if (findings->rest++ == 0) findings->rest_span = findings->extra.span;
    if (findings->extra.severity > findings->rest_severity)
        findings->rest_severity = findings->extra.severity;
    findings->extra = (struct diagnostic){0};
}

struct diagnostic *finding_add(struct findings *findings, struct span span) {
    assert(span.start <= span.end && span.end <= findings->source->text.len);
    close_extra(findings);
    bool kept = findings->list.len - findings->first < KEPT_MAX;
    struct diagnostic *d = kept ? ARRAY_PUSH(findings->arena, &findings->list) : &findings->extra;
    d->rule = findings->rule;
    d->severity = findings->rule->severity;
    d->source = findings->source;
    d->span = span;
    return d;
}

/* Room for one more element in a counted array. Findings have few properties and related places: the array is
 * copied whenever its length is a power of two. */
static void *grown(struct arena *arena, void *items, uint32_t count, size_t size) {
    assert(items || !count);
    if (count & (count - 1)) return items;
    void *copy = arena_alloc(arena, count ? (size_t)count * 2 : 1, size);
    if (count) memcpy(copy, items, count * size);
    return copy;
}

void finding_set(struct findings *findings, struct diagnostic *finding, const char *name, struct str value) {
    if (finding == &findings->extra) return;
    finding->properties =
        grown(findings->arena, finding->properties, finding->property_count, sizeof(struct property));
    finding->properties[finding->property_count++] = (struct property){str_from(name), value};
}

void finding_relate(struct findings *findings, struct diagnostic *finding, const struct source *source,
                    struct span span, struct str message) {
    if (finding == &findings->extra) return;
    finding->related =
        grown(findings->arena, finding->related, finding->related_count, sizeof(struct related));
    finding->related[finding->related_count++] = (struct related){source, span, message};
}

void finding_edit_in(struct findings *findings, struct diagnostic *finding, const struct source *source,
                     struct span span, struct str text, const char *title) {
    if (finding == &findings->extra) return;
    finding->edits = grown(findings->arena, finding->edits, finding->edit_count, sizeof(struct edit));
    finding->edits[finding->edit_count++] = (struct edit){span, text, source};
    finding->fix = str_from(title);
}

void finding_edit(struct findings *findings, struct diagnostic *finding, struct span span, struct str text,
                  const char *title) {
    finding_edit_in(findings, finding, NULL, span, text, title);
}

void finding_suggest(struct findings *findings, struct diagnostic *finding, struct span span, struct str text,
                     const char *title) {
    finding_edit(findings, finding, span, text, title);
    finding->suggested = true;
}

struct str finding_property(const struct diagnostic *finding, struct str name) {
    for (uint32_t i = 0; i < finding->property_count; i++)
        if (str_eq(finding->properties[i].name, name)) return finding->properties[i].value;
    return (struct str){0};
}

/* The next {name} of a template from *at on; absent when there is none. *at moves past it, *start to its brace. */
static struct str next_name(struct str message, size_t *at, size_t *start) {
    for (; *at < message.len; (*at)++) {
        if (message.ptr[*at] != '{') continue;
        size_t end = *at + str_find_char(str_sub(message, *at, message.len), '}');
        if (end == message.len) break;
        struct str name = str_sub(message, *at + 1, end);
        *start = *at;
        *at = end + 1;
        return name;
    }
    *at = message.len;
    return (struct str){0};
}

size_t finding_template_check(struct str message, const char *const *fields, struct str *unknown) {
    size_t at = 0, start = 0;
    for (;;) {
        struct str name = next_name(message, &at, &start);
        if (!name.ptr) return message.len;
        bool known = false;
        for (size_t i = 0; i < CHECK_MAX_FIELDS && fields[i]; i++) known |= str_eq(name, str_from(fields[i]));
        if (known) continue;
        *unknown = name;
        return start;
    }
}

/* A value as a message shows it: without secrets, one line, clipped at a character's edge. */
static void add_value(struct buf *out, struct str value) {
    value = redact(out->arena, value);
    size_t end = value.len;
    if (end > VALUE_MAX) {
        end = VALUE_MAX;
        while (end > 0 && ((unsigned char)value.ptr[end] & 0xC0) == 0x80) end--;
    }
    for (size_t i = 0; i < end; i++) {
        char c = value.ptr[i];
        buf_add_char(out, c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
    }
    if (end < value.len) buf_add(out, STR("…"));
}

static struct str expand(struct arena *arena, const struct diagnostic *finding, struct str message) {
    struct buf out = {.arena = arena};
    size_t at = 0, done = 0, start = 0;
    for (;;) {
        struct str name = next_name(message, &at, &start);
        if (!name.ptr) break;
        buf_add(&out, str_sub(message, done, start));
        add_value(&out, finding_property(finding, name));
        done = at;
    }
    buf_add(&out, str_sub(message, done, message.len));
    return buf_str(&out);
}

void findings_begin(struct findings *findings, const struct rule *rule) {
    findings->rule = rule;
    findings->first = findings->list.len;
    findings->rest = 0;
    findings->rest_severity = SEVERITY_OFF;
    findings->steps = 0;
    findings->limited = false;
}

static bool is_spent(const struct findings *findings) {
    return findings->steps > STEPS_MAX + (uint64_t)STEPS_PER_BYTE * findings->source->text.len;
}

bool findings_search(struct findings *findings, const struct regex *regex, struct str text, size_t start,
                     struct span *groups, size_t group_count, struct span span) {
    if (findings->limited) return false;
    enum regex_result result = REGEX_LIMIT;
    if (!is_spent(findings)) result = regex_search(regex, text, start, groups, group_count, &findings->steps);
    if (result != REGEX_LIMIT) return result == REGEX_MATCH;
    struct diagnostic *d = finding_add(findings, span);
    d->severity = SEVERITY_ERROR;
    d->message =
        STR("the rule's pattern takes too many steps here: the rest of this file was not searched for it");
    findings->limited = true;
    return false;
}

void finding_stand_for(struct arena *arena, struct diagnostic *finding, size_t rest) {
    struct property *property = ARENA_NEW(arena, struct property);
    *property = (struct property){STR("notShown"), str_printf(arena, "%zu", rest)};
    *finding = (struct diagnostic){.rule = finding->rule,
                                   .severity = finding->severity,
                                   .source = finding->source,
                                   .span = finding->span,
                                   .changed = finding->changed,
                                   .fresh = finding->fresh,
                                   .rest = rest,
                                   .properties = property,
                                   .property_count = 1};
    finding->message = str_printf(arena, "%zu more finding%s of this rule in this file %s not shown", rest,
                                  rest == 1 ? "" : "s", rest == 1 ? "is" : "are");
}

void findings_end(struct findings *findings) {
    assert(findings->rule && findings->first <= findings->list.len); /* findings_begin came before */
    close_extra(findings);
    for (size_t i = findings->first; i < findings->list.len; i++) {
        struct diagnostic *d = &findings->list.items[i];
        if (!d->message.ptr) d->message = expand(findings->arena, d, d->rule->message);
    }
    if (!findings->rest) return;
    findings->first = findings->list.len;
    struct diagnostic *d = finding_add(findings, findings->rest_span);
    d->severity = findings->rest_severity;
    finding_stand_for(findings->arena, d, findings->rest);
}
