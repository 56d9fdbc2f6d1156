/* jsx.c: a page that is a program. Of its tags the literal links are read; what stands between them, and literal strings in
 * braces there, is text, as a reader of the page sees it. All else is hidden: the program is not run. */
#include "page/mdx.h"

#include <string.h>

enum { DEPTH = 256 }; /* of elements and braces; below, nothing is text */

enum within {
    IN_PROGRAM, /* and in braces within it */
    IN_ELEMENT, /* between its tags */
    IN_BRACES,  /* "{…}" between tags */
    IN_UNSHOWN  /* between <style> and </style> and the like */
};
struct jsx {
    struct parser *p;
    struct str raw;
    size_t at, covered; /* `covered`: all before it is hidden or shown as it should be */
    unsigned faults, depth;
    unsigned char within[DEPTH];
};

/* ---- links -------------------------------------------------------------------------------------------------------- */

/* Wherever tags stand, those in attributes of others too. */
static void read_links(struct jsx *j) {
    unsigned faults = 0;
    for (size_t at = 0;
         (at += str_find_char(str_sub(j->raw, at, j->raw.len), '<')) < j->raw.len && faults < MDX_MAX_FAULTS;
         at++) {
        struct tag tag;
        bool letter = at + 1 < j->raw.len && char_is_letter(j->raw.ptr[at + 1]);
        if (letter && tag_read(j->raw, at, &faults, &tag)) tag_facts(j->p, j->raw, at, &tag);
    }
}

/* ---- what is shown ------------------------------------------------------------------------------------------------ */

/* Hides all up to `end` that is not dealt with yet. */
static void hide(struct jsx *j, size_t end) {
    while (j->covered < end) {
        size_t stop = j->covered + str_find_char(str_sub(j->raw, j->covered, end), '\n');
        mask_cover(j->p, (struct span){(uint32_t)j->covered, (uint32_t)stop}, ' ');
        j->covered = stop < end ? stop + 1 : end;
    }
}

/* Puts other bytes in the place of those at hand, which are hidden up to `end`; a tag goes on to there. */
static void replace(struct jsx *j, const char *bytes, size_t end) {
    size_t at = j->at, length = strlen(bytes);
    hide(j, end);
    if (!length || at + length + 1 > end) return;
    memcpy(j->p->writable + at, bytes, length);
    if (bytes[0] == '<') j->p->writable[end - 1] = '>';
}

static bool is_inline(struct str name) {
    return word_among(name,
                      "a abbr b bdi bdo big br cite del dfn em font i img ins label link mark q s small "
                      "span strike strong sub sup time u wbr trans");
}

static bool is_unshown(struct str name) {
    return word_among(name, "style script template svg head title");
}

static void push(struct jsx *j, enum within within) {
    if (j->depth < DEPTH) j->within[j->depth] = (unsigned char)within;
    j->depth++;
}

static enum within top(const struct jsx *j) {
    return j->depth == 0 ? IN_PROGRAM : j->depth > DEPTH ? IN_UNSHOWN : j->within[j->depth - 1];
}

/* Blocks of text end where any other element begins or ends; code is none. */
static void take_tag(struct jsx *j, const struct tag *tag) {
    bool code = word_among(tag->name, "code pre kbd samp");
    bool flows = !tag->name.len || is_inline(tag->name);
    const char *mark = code && tag->closing  ? "</tt"
                       : code && !tag->alone ? "<tt"
                       : !flows              ? "<p"
                       : tag->alone          ? ""
                       : tag->closing        ? "</b"
                                             : "<b";
    bool outside = top(j) == IN_PROGRAM || top(j) == IN_UNSHOWN;
    bool shut = j->depth && (top(j) == IN_ELEMENT || top(j) == IN_UNSHOWN);
    replace(j, outside && (tag->closing || tag->alone) ? "" : mark, tag->end);
    j->at = tag->end;
    if (tag->closing && shut)
        j->depth--;
    else if (!tag->closing && !tag->alone)
        push(j, top(j) == IN_UNSHOWN || is_unshown(tag->name) ? IN_UNSHOWN : IN_ELEMENT);
}

/* "text" of {"text"}; absent: the braces hold something else. */
static struct str literal(struct str raw, size_t at) {
    enum { MAX = 4096 };
    size_t open = at + 1;
    while (open < raw.len && open < at + MAX && char_is_space(raw.ptr[open])) open++;
    char quote = open < raw.len ? raw.ptr[open] : '\0';
    if (quote != '"' && quote != '\'' && quote != '`') return (struct str){0};
    struct str rest = str_sub(raw, open + 1, open + MAX);
    size_t close = str_find_char(rest, quote), behind = close + 1;
    while (behind < rest.len && char_is_space(rest.ptr[behind])) behind++;
    struct str text = str_sub(rest, 0, close);
    bool plain = str_find_char(text, '\\') == text.len && str_find(text, STR("${")) == text.len;
    return behind < rest.len && rest.ptr[behind] == '}' && plain ? text : (struct str){0};
}

/* "{" between tags: a literal is text, what else is there is not known; in it there may be tags again. */
static void take_braces(struct jsx *j) {
    bool shown = top(j) == IN_ELEMENT;
    struct str text = shown ? literal(j->raw, j->at) : (struct str){0};
    if (text.ptr) {
        size_t start = (size_t)(text.ptr - j->raw.ptr), end = start + text.len;
        hide(j, start);
        j->covered = end;
        j->at = end + 1 + str_find_char(str_sub(j->raw, end + 1, j->raw.len), '}') + 1;
        hide(j, j->at);
        return;
    }
    bool comment = str_starts(str_sub(j->raw, j->at + 1, j->raw.len), STR("/*"));
    bool room = shown && j->at + 3 <= j->raw.len && !memchr(j->raw.ptr + j->at, '\n', 3) &&
                !memchr(j->raw.ptr + j->at, '<', 3) && !comment;
    if (room) hide(j, j->at + 3), memcpy(j->p->writable + j->at, PAGE_OBJECT, 3);
    push(j, IN_BRACES);
    j->at++;
}

/* ---- the program --------------------------------------------------------------------------------------------------- */

/* Behind the string, template or comment that begins at `at`; `at` when none does. */
static size_t skipped(struct str raw, size_t at) {
    char c = raw.ptr[at], next = at + 1 < raw.len ? raw.ptr[at + 1] : '\0';
    if (c == '/' && next == '/') return at + str_find_char(str_sub(raw, at, raw.len), '\n');
    if (c == '/' && next == '*') {
        size_t close = at + 2 + str_find(str_sub(raw, at + 2, raw.len), STR("*/"));
        return close < raw.len ? close + 2 : raw.len;
    }
    if (c != '"' && c != '\'' && c != '`') return at;
    size_t end = at + 1;
    while (end < raw.len && raw.ptr[end] != c && (c == '`' || raw.ptr[end] != '\n'))
        end += raw.ptr[end] == '\\' && end + 1 < raw.len ? 2 : 1;
    return end < raw.len ? end + 1 : raw.len;
}

/* A tag may begin where a value may: not behind a name, which is compared or has a type. */
static bool may_begin(const struct jsx *j) {
    size_t at = j->at;
    while (at > 0 && char_is_space(j->raw.ptr[at - 1])) at--;
    if (!at) return false;
    char before = j->raw.ptr[at - 1];
    size_t word = at;
    while (word > 0 && at - word < 8 && char_is_letter(j->raw.ptr[word - 1])) word--;
    bool keyword = word_among(str_sub(j->raw, word, at), "return default case yield else");
    return keyword || (before && strchr("(,=>{}?:&|[;", before));
}

static void take_program(struct jsx *j) {
    size_t end = skipped(j->raw, j->at);
    char c = j->raw.ptr[j->at];
    struct tag tag;
    if (end > j->at) {
        j->at = end;
    } else if (c == '<' && j->faults < MDX_MAX_FAULTS && may_begin(j) &&
               tag_read(j->raw, j->at, &j->faults, &tag) && !tag.closing) {
        take_tag(j, &tag);
    } else {
        if (c == '{') push(j, top(j) == IN_PROGRAM ? IN_PROGRAM : IN_BRACES);
        if (c == '}' && j->depth && top(j) != IN_ELEMENT) j->depth--;
        j->at++;
    }
}

static void take_text(struct jsx *j) {
    bool shown = top(j) == IN_ELEMENT;
    size_t start = j->at;
    while (j->at < j->raw.len && j->raw.ptr[j->at] != '<' && j->raw.ptr[j->at] != '{') j->at++;
    if (shown) {
        hide(j, start);
        j->covered = j->at > start ? j->at : j->covered;
    }
    if (j->at == j->raw.len) return;
    struct tag tag;
    if (j->raw.ptr[j->at] == '{')
        take_braces(j);
    else if (j->faults < MDX_MAX_FAULTS && tag_read(j->raw, j->at, &j->faults, &tag))
        take_tag(j, &tag);
    else
        j->at++;
}

void jsx_read(struct parser *p) {
    struct jsx j = {.p = p, .raw = p->raw};
    read_links(&j);
    p->page->inserts = true; /* texts with ids may come from anywhere */
    while (j.at < j.raw.len && j.depth <= DEPTH) {
        bool text = top(&j) == IN_ELEMENT || top(&j) == IN_UNSHOWN;
        if (text)
            take_text(&j);
        else
            take_program(&j);
    }
    hide(&j, j.raw.len);
    html_queue(p, 0, (uint32_t)j.raw.len);
    for (struct str rest = p->raw; rest.ptr;) { /* nothing is left for Markdown */
        struct str line = str_cut(&rest, '\n');
        uint32_t start = (uint32_t)(line.ptr - p->raw.ptr);
        mask_cover(p, (struct span){start, start + (uint32_t)line.len}, ' ');
    }
    p->masks.len = 0;
}
