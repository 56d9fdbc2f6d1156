/* _redirects of Netlify and Cloudflare Pages: one rule a line, "from [query] to [status[!]] [conditions]". */
#include <string.h>

#include "links/redirects_private.h"

#define MAX_WORDS 32

struct words { /* of one line, up to a word that starts a comment */
    struct str items[MAX_WORDS];
    size_t count;
};

static void split_words(struct str line, struct words *words) {
    words->count = 0;
    size_t i = 0;
    while (words->count < MAX_WORDS) {
        while (i < line.len && char_is_blank(line.ptr[i])) i++;
        if (i == line.len || line.ptr[i] == '#') return;
        size_t start = i;
        while (i < line.len && !char_is_blank(line.ptr[i])) i++;
        words->items[words->count++] = str_sub(line, start, i);
    }
}

static bool is_address(struct str word) {
    return str_starts(word, STR("/")) || str_starts(word, STR("http://")) ||
           str_starts(word, STR("https://"));
}

static struct span word_span(const struct source *source, struct str word) {
    uint32_t start = (uint32_t)(word.ptr - source->text.ptr);
    return (struct span){start, start + (uint32_t)word.len};
}

/* "301", "301!". false: not a status. */
static bool read_status(struct str word, struct redirect *rule) {
    bool force = str_ends(word, STR("!"));
    if (force) word.len--;
    if (word.len != 3) return false;
    int status = 0;
    for (size_t i = 0; i < 3; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9') return false;
        status = status * 10 + (word.ptr[i] - '0');
    }
    rule->status = status;
    rule->force = force;
    return true;
}

/* The words after the target. NULL, or what is wrong. */
static const char *read_tail(const struct words *words, size_t at, struct redirect *rule) {
    for (; at < words->count; at++) {
        struct str word = words->items[at];
        if (read_status(word, rule)) continue;
        if (str_find_char(word, '=') == word.len)
            return "neither a status nor a condition follows the target";
        rule->conditional = true;
    }
    return NULL;
}

static const char *read_rule(const struct words *words, struct redirect *rule) {
    if (words->count < 2) return "the rule has no target";
    size_t to = 1;
    while (to < words->count && !is_address(words->items[to])) to++;
    if (to == words->count) return "the target must start with \"/\", \"http://\" or \"https://\"";
    if (!is_address(words->items[0])) return "the path must start with \"/\"";
    rule->conditional = to > 1;
    rule->from = words->items[0];
    rule->to = words->items[to];
    return read_tail(words, to + 1, rule);
}

static void read_line(struct arena *arena, struct redirects *set, const struct source *source,
                      struct str line, enum redirect_dialect dialect) {
    struct words words;
    split_words(line, &words);
    if (!words.count) return;
    struct redirect rule = {.source = source, .dialect = dialect};
    rule.status = dialect == REDIRECT_CLOUDFLARE ? 302 : 301;
    struct span first = word_span(source, words.items[0]);
    struct span last = word_span(source, words.items[words.count - 1]);
    rule.span = (struct span){first.start, last.end};
    const char *fault = read_rule(&words, &rule);
    if (fault) {
        redirects_fault(arena, set, source, rule.span, str_from(fault));
        return;
    }
    rule.from_span = first;
    rule.to_span = word_span(source, rule.to);
    redirects_add(arena, set, rule);
}

void redirects_read_list(struct arena *arena, struct redirects *set, const struct source *source,
                         enum redirect_dialect dialect) {
    struct str rest = source->text;
    if (str_starts(rest, STR("\xef\xbb\xbf"))) rest = str_sub(rest, 3, rest.len);
    while (rest.ptr) read_line(arena, set, source, str_cut(&rest, '\n'), dialect);
}
