/* hugo_glob.c: the globs of cascade targets, permalinks and mounts: '*' and '?' stay within an element, '**' crosses,
 * {a,b} and [a-z]. Unlike glob_match a pattern is always matched against the whole value.
 *
 * The value is read once, a byte at a time, beside the set of places in the pattern that what was read may have led to:
 * the work is at most pattern times value, whatever the pattern, so that none has to be given up. */
#include "hugo/model.h"

#include <assert.h>

struct glob {
    struct str p;
    uint16_t close
        [HUGO_GLOB_MAX]; /* of '{', ',' and '}' of a brace: its '}'; 0: the character stands for itself */
    uint16_t next[HUGO_GLOB_MAX]; /* of '{' and ',' of a brace: its next ','; 0: none */
};

struct places { /* no place twice, in the order they were reached */
    uint16_t at[HUGO_GLOB_MAX + 1];
    size_t len;
};

/* Finds the braces; false when one is not closed. */
static bool glob_read(struct glob *g, struct str p) {
    uint16_t open[HUGO_GLOB_MAX],
        last[HUGO_GLOB_MAX]; /* the braces around i: where each began; its newest ',' */
    size_t depth = 0;
    assert(p.len <= HUGO_GLOB_MAX); /* so no brace is deeper */
    g->p = p;
    for (size_t at = 0; at < p.len; at++) {
        uint16_t i = (uint16_t)at;
        char c = p.ptr[i];
        g->close[i] = g->next[i] = 0;
        if (c == '{') {
            open[depth] = last[depth] = i;
            depth++;
        } else if (depth && (c == ',' || c == '}')) {
            if (c == ',') g->next[last[depth - 1]] = i;
            last[depth - 1] = i;
            if (c == ',') continue;
            size_t brace = open[--depth];
            for (g->close[brace] = i; g->next[brace]; g->close[brace] = i) brace = g->next[brace];
            g->close[i] = i;
        }
    }
    return depth == 0;
}

static void reach(struct places *places, uint32_t *seen, uint32_t step, size_t at) {
    if (seen[at] == step) return;
    seen[at] = step;
    places->at[places->len++] = (uint16_t)at;
}

static size_t star_length(struct str p, size_t at) {
    return at + 1 < p.len && p.ptr[at + 1] == '*' ? 2 : 1;
}

/* Adds the places that can be had from those at hand without reading a byte. */
static void widen(const struct glob *g, struct places *places, uint32_t *seen, uint32_t step) {
    for (size_t i = 0; i < places->len; i++) {
        size_t at = places->at[i];
        if (at == g->p.len) continue;
        char c = g->p.ptr[at];
        if (c == '*')
            reach(places, seen, step, at + star_length(g->p, at));
        else if (c == '{') {
            reach(places, seen, step, at + 1);
            for (size_t comma = g->next[at]; comma; comma = g->next[comma])
                reach(places, seen, step, comma + 1);
        } else if ((c == ',' || c == '}') && g->close[at])
            reach(places, seen, step, g->close[at] + 1u);
    }
}

/* The length of the set at p[at] when c is in it; 0 when it is not, or nothing ends the set. */
static size_t set_length(struct str p, size_t at, char c) {
    struct str set = str_sub(p, at, p.len);
    size_t close = str_find_char(set, ']'), i = 1;
    if (close == set.len) return 0;
    bool negate = i < close && (set.ptr[i] == '!' || set.ptr[i] == '^'), found = false;
    if (negate) i++;
    for (; i < close; i++) {
        bool range = i + 2 < close && set.ptr[i + 1] == '-';
        char low = set.ptr[i], high = range ? set.ptr[i + 2] : low;
        found |= c >= low && c <= high;
        if (range) i += 2;
    }
    return found != negate ? close + 1 : 0;
}

/* The places after one more byte. */
static void take(const struct glob *g, const struct places *from, struct places *to, uint32_t *seen,
                 uint32_t step, char c) {
    struct str p = g->p;
    to->len = 0;
    for (size_t i = 0; i < from->len; i++) {
        size_t at = from->at[i], length = 0;
        if (at == p.len || g->close[at]) continue;
        if (p.ptr[at] == '*') {
            if (c != '/' || star_length(p, at) == 2) reach(to, seen, step, at);
        } else if (p.ptr[at] == '[') {
            if ((length = set_length(p, at, c))) reach(to, seen, step, at + length);
        } else if (p.ptr[at] == '?' ? c != '/' : p.ptr[at] == c)
            reach(to, seen, step, at + 1);
    }
}

static bool is_plain(struct str p) {
    for (size_t i = 0; i < p.len; i++)
        if (strchr("*?[{", p.ptr[i])) return false;
    return true;
}

bool hugo_glob(struct str pattern, struct str value) {
    if (is_plain(pattern)) return str_eq(pattern, value);
    struct glob g;
    struct places now = {.len = 0}, then;
    uint32_t seen[HUGO_GLOB_MAX + 1]; /* the last step that reached a place */
    if (pattern.len > HUGO_GLOB_MAX || !glob_read(&g, pattern)) return false;
    memset(seen, 0, (pattern.len + 1) * sizeof *seen);
    reach(&now, seen, 1, 0);
    widen(&g, &now, seen, 1);
    for (uint32_t i = 0; i < value.len && now.len; i++) {
        take(&g, &now, &then, seen, i + 2, value.ptr[i]);
        widen(&g, &then, seen, i + 2);
        now.len = then.len;
        memcpy(now.at, then.at, then.len * sizeof *then.at);
    }
    for (size_t i = 0; i < now.len; i++)
        if (now.at[i] == pattern.len) return true;
    return false;
}

void hugo_glob_check(struct hugo *hugo, const struct node *node) {
    if (!node) return;
    for (const struct node *item = node->child; item; item = item->next) hugo_glob_check(hugo, item);
    if (node->kind == NODE_STRING && node->text.len > HUGO_GLOB_MAX)
        hugo_note_add(hugo, "glob-too-long", (struct str){0}, node,
                      "a glob of more than %d bytes is not read: what it stands for is unknown",
                      HUGO_GLOB_MAX);
}
