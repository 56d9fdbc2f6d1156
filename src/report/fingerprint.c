/* fingerprint.c: what makes two findings of two runs the same one. */
#include "report/text.h"

enum { WINDOW = 100 /* UTF-16 units that a line's hash covers */ };
#define END_OF_FILE 0xFFFFu

struct rolling { /* the polynomial hash of the last WINDOW units, mod 2^64 */
    uint64_t hash, power;
    uint16_t window[WINDOW];
    uint32_t started[WINDOW]; /* 1-based line that starts at this unit, 0 = none */
    size_t index;
    uint32_t line;
    bool line_start, after_cr;
    struct line_hashes *out;
};

/* The unit about to leave the window started a line: that line's hash is complete. */
static void complete(struct rolling *r) {
    uint32_t line = r->started[r->index];
    r->started[r->index] = 0;
    if (line && line <= r->out->count) r->out->hashes[line - 1] = r->hash;
}

static void push(struct rolling *r, uint16_t unit) {
    r->hash = 37 * r->hash + unit - r->power * r->window[r->index];
    r->window[r->index] = unit;
    r->index = (r->index + 1) % WINDOW;
}

static void unit_next(struct rolling *r, uint16_t unit) {
    bool skip = unit == ' ' || unit == '\t' || (r->after_cr && unit == '\n');
    r->after_cr = unit == '\r';
    if (skip) return;
    if (unit == '\r') unit = '\n';
    complete(r);
    if (r->line_start) r->started[r->index] = ++r->line;
    r->line_start = unit == '\n';
    push(r, unit);
}

static void text_units(struct rolling *r, struct str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        if (c == UNICODE_BAD) c = 0xFFFD;
        if (c > 0xFFFF) {
            unit_next(r, (uint16_t)(0xD800 + ((c - 0x10000) >> 10)));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        unit_next(r, (uint16_t)c);
    }
    unit_next(r, END_OF_FILE);
}

/* Lines as code scanning counts them: the end of the file may start one of its own. */
static uint32_t count_lines(struct str text) {
    uint32_t n = 1;
    for (size_t i = 0; i < text.len; i++) n += text.ptr[i] == '\n' || text.ptr[i] == '\r';
    return n;
}

static void count_repeats(struct arena *arena, struct line_hashes *out) {
    struct map seen = {0};
    for (uint32_t i = 0; i < out->count; i++) {
        void **slot = map_slot(arena, &seen, (struct str){(const char *)&out->hashes[i], sizeof(uint64_t)});
        uintptr_t n = (uintptr_t)*slot + 1;
        *slot = (void *)n;
        out->repeated[i] = (uint32_t)n;
    }
}

void fingerprint_lines(struct arena *arena, struct str text, struct line_hashes *out) {
    uint32_t lines = count_lines(text);
    struct rolling r = {.power = 1, .line_start = true, .out = out};
    for (int i = 0; i < WINDOW; i++) r.power *= 37;
    *out =
        (struct line_hashes){ARENA_ARRAY(arena, uint64_t, lines), ARENA_ARRAY(arena, uint32_t, lines), lines};
    text_units(&r, text);
    for (int i = 0; i < WINDOW; i++) {
        complete(&r);
        push(&r, 0);
    }
    out->count = r.line < lines ? r.line : lines;
    count_repeats(arena, out);
}

/* "/a/b/" and "/a/b" are one target. */
static struct str without_slash(struct str value) {
    while (value.len > 1 && value.ptr[value.len - 1] == '/') value.len--;
    return value;
}

uint64_t fingerprint_of(const struct diagnostic *diagnostic, struct str path) {
    uint64_t hash = str_digest(str_digest(STR_DIGEST_START, diagnostic->rule->id), path);
    for (uint32_t i = 0; i < diagnostic->property_count; i++) {
        hash = str_digest(hash, diagnostic->properties[i].name);
        hash = str_digest(hash, without_slash(diagnostic->properties[i].value));
    }
    if (!diagnostic->property_count) hash = str_digest(hash, span_str(diagnostic->source, diagnostic->span));
    return hash;
}
