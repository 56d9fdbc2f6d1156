#include "crawl/parts.h"

#include <stdlib.h>
#include <string.h>

enum state { TEXT, OPEN, TAG, BEFORE_NAME, NAME, AFTER_NAME, BEFORE_VALUE, VALUE, BANG, COMMENT };

static const char *const marker_texts[] = {"user-content-", "\"anchor\":\""};

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void word_add(struct fragment_word *word, char c) {
    if (word->len < sizeof word->text)
        word->text[word->len++] = c;
    else
        word->cut = true;
}

static void word_add_lower(struct fragment_word *word, char c) {
    word_add(word, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
}

static void word_clear(struct fragment_word *word) {
    word->len = 0;
    word->cut = false;
}

static struct str word_str(const struct fragment_word *word) {
    return (struct str){word->text, word->len};
}

static bool word_is(const struct fragment_word *word, const char *text) {
    return !word->cut && str_eq(word_str(word), str_from(text));
}

static int key_order(const void *a, const void *b) {
    const struct fragment_key *x = a, *y = b;
    return str_cmp(x->text, y->text);
}

void fragment_start(struct arena *arena, struct fragment_scan *scan, struct fragment_wanted *wanted,
                    size_t count, bool github) {
    memset(scan, 0, sizeof *scan);
    scan->wanted = wanted;
    scan->missing = count;
    scan->github = github;
    scan->keys = ARENA_ARRAY(arena, struct fragment_key, 2 * count);
    for (size_t i = 0; i < count; i++) {
        struct str raw = str_sub(wanted[i].raw, 0, str_find(wanted[i].raw, STR(":~:")));
        struct str decoded = target_unescape(arena, raw);
        scan->keys[scan->key_count++] = (struct fragment_key){raw, i};
        if (!str_eq(raw, decoded)) scan->keys[scan->key_count++] = (struct fragment_key){decoded, i};
    }
    if (scan->key_count) qsort(scan->keys, scan->key_count, sizeof scan->keys[0], key_order);
}

/* Marks every wanted fragment that the page calls `id`. */
static void found(struct fragment_scan *scan, struct str id) {
    size_t low = 0, high = scan->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(scan->keys[middle].text, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < scan->key_count && str_eq(scan->keys[low].text, id); low++) {
        struct fragment_wanted *wanted = &scan->wanted[scan->keys[low].index];
        scan->missing -= !wanted->found;
        wanted->found = true;
    }
}

/* Length of a character reference at the start of s, its character in *c; 0 for none. Names: the five of XML.
 */
static size_t read_reference(struct str s, uint32_t *c) {
    static const struct {
        const char *name;
        char c;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_starts(s, str_from(names[i].name))) {
            *c = (unsigned char)names[i].c;
            return strlen(names[i].name);
        }
    if (s.len < 4 || s.ptr[1] != '#') return 0;
    bool hex = s.ptr[2] == 'x' || s.ptr[2] == 'X';
    size_t at = hex ? 3 : 2;
    *c = 0;
    for (; at < s.len && s.ptr[at] != ';' && at < 10; at++) {
        char d = s.ptr[at];
        uint32_t digit = d >= '0' && d <= '9'                        ? (uint32_t)(d - '0')
                         : hex && (d | 32) >= 'a' && (d | 32) <= 'f' ? (uint32_t)((d | 32) - 'a' + 10)
                                                                     : 99;
        if (digit == 99) return 0;
        *c = *c * (hex ? 16 : 10) + digit;
    }
    return at < s.len && s.ptr[at] == ';' && at > (hex ? 3u : 2u) ? at + 1 : 0;
}

static size_t add_utf8(char *out, uint32_t c) {
    size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    if (!more) {
        out[0] = (char)c;
        return 1;
    }
    for (size_t i = more; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00 >> (more + 1)) | (c & (0x3Fu >> more)));
    return more + 1;
}

/* Character references replaced in place: no reference is shorter than the UTF-8 it stands for. */
static struct str word_unescape(struct fragment_word *word) {
    size_t to = 0;
    for (size_t at = 0; at < word->len;) {
        uint32_t c = 0;
        size_t length =
            word->text[at] == '&' ? read_reference(str_sub(word_str(word), at, word->len), &c) : 0;
        if (length && c <= 0x10FFFF) {
            to += add_utf8(word->text + to, c);
            at += length;
        } else
            word->text[to++] = word->text[at++];
    }
    word->len = to;
    return word_str(word);
}

static void attribute_done(struct fragment_scan *scan) {
    bool id = word_is(&scan->name, "id") || (word_is(&scan->name, "name") && word_is(&scan->tag, "a"));
    if (id && !scan->closing && !scan->value.cut && scan->value.len) {
        struct str text = word_unescape(&scan->value);
        scan->ids++;
        found(scan, text);
        if (scan->github && str_starts(text, STR("user-content-"))) found(scan, str_sub(text, 13, text.len));
    }
    word_clear(&scan->name);
    word_clear(&scan->value);
}

static void tag_done(struct fragment_scan *scan) {
    static const char *const raw[] = {"script", "style", "textarea", "title"};
    scan->state = TEXT;
    if (scan->closing) {
        scan->raw_text = false;
        return;
    }
    if (word_is(&scan->tag, "script")) scan->scripts++;
    for (size_t i = 0; i < ARRAY_LEN(raw); i++)
        if (word_is(&scan->tag, raw[i])) {
            scan->raw_text = true;
            scan->raw_tag = scan->tag;
        }
}

static bool ends_raw_text(const struct fragment_scan *scan) {
    return scan->closing && str_eq(word_str(&scan->tag), word_str(&scan->raw_tag));
}

static void step_open(struct fragment_scan *scan, char c) {
    word_clear(&scan->tag);
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
    if (c == '/' && !scan->closing)
        scan->closing = true;
    else if (letter && (!scan->raw_text || scan->closing)) {
        word_add_lower(&scan->tag, c);
        scan->state = TAG;
    } else if (c == '!' && !scan->raw_text && !scan->closing) {
        scan->dashes = 0;
        scan->state = BANG;
    } else {
        scan->state = c == '<' ? OPEN : TEXT;
        scan->closing = false;
    }
}

static void step_tag(struct fragment_scan *scan, char c) {
    if (!is_space(c) && c != '>' && c != '/') {
        word_add_lower(&scan->tag, c);
        return;
    }
    if (scan->raw_text && !ends_raw_text(scan)) {
        scan->state = TEXT;
        return;
    }
    word_clear(&scan->name);
    word_clear(&scan->value);
    if (c == '>')
        tag_done(scan);
    else
        scan->state = BEFORE_NAME;
}

static void step_name(struct fragment_scan *scan, char c) {
    if (c == '=' && scan->name.len)
        scan->state = BEFORE_VALUE;
    else if (c == '>' || c == '/' || is_space(c)) {
        if (c == '>')
            tag_done(scan);
        else
            scan->state = is_space(c) && scan->state != BEFORE_NAME ? AFTER_NAME : BEFORE_NAME;
    } else {
        if (scan->state != NAME) word_clear(&scan->name);
        scan->state = NAME;
        word_add_lower(&scan->name, c);
    }
}

static void step_value(struct fragment_scan *scan, char c) {
    if (scan->state == BEFORE_VALUE) {
        if (is_space(c)) return;
        scan->quote = c == '"' || c == '\'' ? c : 0;
        scan->state = VALUE;
        if (scan->quote) return;
    }
    bool ends = scan->quote ? c == scan->quote : is_space(c) || c == '>';
    if (!ends) {
        word_add(&scan->value, c);
        return;
    }
    attribute_done(scan);
    scan->state = BEFORE_NAME;
    if (!scan->quote && c == '>') tag_done(scan);
}

/* "<!--" begins a comment that ends with "-->"; any other "<!" ends with '>'. */
static void step_bang(struct fragment_scan *scan, char c) {
    if (c == '>' && (scan->state == BANG || scan->dashes >= 2))
        scan->state = TEXT;
    else if (scan->state == BANG && c == '-' && scan->dashes == 1)
        scan->state = COMMENT;
    scan->dashes = c != '-' ? 0 : scan->dashes < 2 ? (uint8_t)(scan->dashes + 1) : 2;
    if (scan->state == BANG && c != '-') scan->dashes = 9; /* no comment any more */
}

static void step_marker(struct fragment_scan *scan, size_t i, char c) {
    struct fragment_marker *marker = &scan->markers[i];
    const char *text = marker_texts[i];
    if (text[marker->matched]) {
        marker->matched = c == text[marker->matched] ? (uint8_t)(marker->matched + 1) : c == text[0];
        return;
    }
    if (c != '"' && c != '\\' && c != '\'' && !marker->word.cut) {
        word_add(&marker->word, c);
        return;
    }
    scan->marks++;
    if (!marker->word.cut) found(scan, word_str(&marker->word));
    word_clear(&marker->word);
    marker->matched = 0;
}

static void step(struct fragment_scan *scan, char c) {
    switch ((enum state)scan->state) {
    case TEXT:
        if (c == '<') {
            scan->state = OPEN;
            scan->closing = false;
        } else if (scan->raw_text && word_is(&scan->raw_tag, "title"))
            word_add_lower(&scan->title, c);
        break;
    case OPEN: step_open(scan, c); break;
    case TAG: step_tag(scan, c); break;
    case BEFORE_NAME:
    case AFTER_NAME:
    case NAME: step_name(scan, c); break;
    case BEFORE_VALUE:
    case VALUE: step_value(scan, c); break;
    case BANG:
    case COMMENT: step_bang(scan, c); break;
    }
}

void fragment_feed(struct fragment_scan *scan, struct str bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        step(scan, bytes.ptr[i]);
        if (!scan->github) continue;
        for (size_t m = 0; m < ARRAY_LEN(marker_texts); m++) step_marker(scan, m, bytes.ptr[i]);
    }
}

/* A page with scripts and next to no anchors makes them in the browser; so do GitHub's views without a
 * README. */
enum fragment_verdict fragment_result(const struct fragment_scan *scan,
                                      const struct fragment_wanted *wanted) {
    if (wanted->found) return FRAGMENT_FOUND;
    if (scan->github) return scan->marks ? FRAGMENT_MISSING : FRAGMENT_UNKNOWN;
    return scan->ids <= 2 && scan->scripts ? FRAGMENT_UNKNOWN : FRAGMENT_MISSING;
}

bool fragment_soft_404(const struct fragment_scan *scan) {
    struct str title = word_str(&scan->title);
    static const char *const signs[] = {"not found", "404 error", "error 404", "404 -", "page doesn't exist"};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (str_find(title, str_from(signs[i])) < title.len) return true;
    return str_eq(str_trim(title), STR("404"));
}

bool fragment_is_github(struct str host) {
    return str_eq(host, STR("github.com")) || str_ends(host, STR(".github.com"));
}

/* "L10", "L10-L20", "L10C3-L12": lines of a source file. */
static bool is_line_anchor(struct str fragment) {
    if (fragment.len < 2 || fragment.ptr[0] != 'L') return false;
    for (size_t i = 1; i < fragment.len; i++)
        if (!strchr("0123456789LC-", fragment.ptr[i]) || !fragment.ptr[i]) return false;
    return fragment.ptr[1] >= '0' && fragment.ptr[1] <= '9';
}

enum fragment_need fragment_need(struct str host, struct str fragment) {
    static const char *const script_prefixes[] = {"/", "!", "?"};
    static const char *const forges[] = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"};
    struct str id = str_sub(fragment, 0, str_find(fragment, STR(":~:")));
    if (id.len == 0 || str_eq_nocase(id, STR("top"))) return FRAGMENT_NEVER;
    for (size_t i = 0; i < ARRAY_LEN(script_prefixes); i++)
        if (str_starts(id, str_from(script_prefixes[i]))) return FRAGMENT_SCRIPT;
    static const char *const forge_anchors[] = {"issuecomment-",  "discussion",         "diff-", "note_",
                                                "commitcomment-", "pullrequestreview-", "lines-"};
    for (size_t i = 0; i < ARRAY_LEN(forges); i++) {
        if (!str_ends(host, str_from(forges[i]))) continue;
        if (is_line_anchor(id)) return FRAGMENT_SCRIPT;
        for (size_t j = 0; j < ARRAY_LEN(forge_anchors); j++)
            if (str_starts(id, str_from(forge_anchors[j]))) return FRAGMENT_SCRIPT;
    }
    return FRAGMENT_ASK;
}
