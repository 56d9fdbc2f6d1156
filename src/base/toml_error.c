#include "base/toml_place.h"

#include <string.h>

/* toml++ tells what its parser expected; the author wants to know what to write. */

enum extent {            /* what of the line is marked */
              REST,      /* from the place on */
              CHARACTER, /* at the place */
              WORD,      /* the value around the place */
              KEY        /* what the statement defines */
};

static const struct phrase {
    const char *found, *message;
    enum node_fault fault;
    enum extent extent;
} phrases[] = {
    {"cannot redefine existing", "this key or table is here twice", FAULT_DUPLICATE_KEY, KEY},
    {"cannot insert", "this key already has a value, it is no table", FAULT_DUPLICATE_KEY, KEY},
    {"could not determine value type", "this value needs quotes", FAULT_SYNTAX, WORD},
    {"parsing boolean", "text needs quotes; only true and false go without", FAULT_SYNTAX, WORD},
    {"expected value, saw", "a value was to follow here", FAULT_SYNTAX, REST},
    {"values may not begin with", "this value needs quotes", FAULT_SYNTAX, WORD},
    {"expected '=', saw", "a \"=\" was to follow the key; a key of several words needs quotes", FAULT_SYNTAX,
     REST},
    {"expected ']', saw", "a \"]\" was to follow here", FAULT_SYNTAX, REST},
    {"expected keys, tables",
     "a key or a [table] was to begin here; a key with such a character needs quotes", FAULT_SYNTAX, REST},
    {"expected a comment or whitespace", "nothing but a comment may follow the value on this line",
     FAULT_SYNTAX, REST},
    {"expected value-terminator", "text follows this value: use quotes or a new line", FAULT_SYNTAX, WORD},
    {"unknown escape sequence", "this is no escape: write \\\\ for a backslash, or use single quotes",
     FAULT_SYNTAX, CHARACTER},
    {"expected comma or closing ']'", "a \",\" or \"]\" was to follow here", FAULT_SYNTAX, REST},
    {"expected comma or closing '}'", "a \",\" or \"}\" was to follow here", FAULT_SYNTAX, REST},
    {"dangling comma", "an inline table has no comma after its last value", FAULT_SYNTAX, CHARACTER},
    {"saw comma", "a value is missing before this comma", FAULT_SYNTAX, CHARACTER},
    {"blank bare keys", "the key is empty", FAULT_EMPTY_KEY, CHARACTER},
    {"bare key starting character", "a key was to begin here; a key with such a character needs quotes",
     FAULT_SYNTAX, REST},
    {"parsing string: encountered end-of-file", "the quote opened before this is not closed", FAULT_SYNTAX,
     REST},
    {"encountered end-of-file", "the text ends too early: something above is not closed", FAULT_SYNTAX, REST},
    {"leading zeroes", "a number has no leading zeros", FAULT_SYNTAX, WORD},
    {"control character", "a control character cannot stand here", FAULT_CONTROL, CHARACTER},
    {"utf-8", "this is not valid UTF-8", FAULT_CONTROL, CHARACTER},
    {"parsing date", "this is no date TOML knows; text needs quotes", FAULT_SYNTAX, WORD},
    {"parsing time", "this is no time TOML knows; text needs quotes", FAULT_SYNTAX, WORD},
    {"parsing integer", "this is no number; text needs quotes", FAULT_SYNTAX, WORD},
    {"parsing float", "this is no number; text needs quotes", FAULT_SYNTAX, WORD},
    {"parsing decimal", "this is no number; text needs quotes", FAULT_SYNTAX, WORD},
    {"parsing hexadecimal", "this is no number; text needs quotes", FAULT_SYNTAX, WORD},
};

static size_t line_end(struct str text, size_t at) {
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') at++;
    return at;
}

static bool in_word(char c) {
    return c && !strchr(" \t\r\n=,[]{}\"'#", c);
}

static struct span span_at(const struct node_builder *b, size_t at, enum extent extent) {
    struct str text = str_sub(b->text, 0, b->span.end);
    size_t start = at, end = at;
    if (extent == REST)
        end = line_end(text, at);
    else if (extent == CHARACTER && at < text.len)
        unicode_next(text, &end);
    else if (extent == WORD) {
        while (start > b->span.start && in_word(text.ptr[start - 1])) start--;
        while (end < text.len && in_word(text.ptr[end])) end++;
    }
    if (extent == CHARACTER && start > b->span.start && text.ptr[start - 1] == '\\') start--;
    return (struct span){(uint32_t)start, (uint32_t)end};
}

/* The statement that repeats a key: from the line's first word to its "=" or its end. */
static struct span key_on_line(const struct node_builder *b, uint32_t at) {
    struct str text = b->text;
    size_t start = at, end;
    while (start > b->span.start && text.ptr[start - 1] != '\n') start--;
    while (start < at && (text.ptr[start] == ' ' || text.ptr[start] == '\t')) start++;
    for (end = start; end < b->span.end && text.ptr[end] && !strchr("=\r\n#", text.ptr[end]);) end++;
    while (end > start && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\t')) end--;
    return (struct span){(uint32_t)start, (uint32_t)end};
}

static const struct phrase *phrase_for(struct str description) {
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
        if (str_find(description, str_from(phrases[i].found)) < description.len) return &phrases[i];
    return NULL;
}

void toml_explain(struct node_builder *b, struct str description, uint32_t at) {
    struct str part = str_sub(b->text, b->span.start, b->span.end);
    size_t bad = b->span.start + unicode_check(part);
    const struct phrase *phrase = phrase_for(description);
    if (bad < b->span.end) {
        node_add_fault(b, FAULT_CONTROL, (struct span){(uint32_t)bad, (uint32_t)bad + 1},
                       "byte 0x%02X is not valid UTF-8", (unsigned)(unsigned char)b->text.ptr[bad]);
    } else if (phrase && phrase->fault == FAULT_CONTROL &&
               line_end(part, at - b->span.start) == at - b->span.start) {
        node_add_fault(b, FAULT_SYNTAX, (struct span){at, at},
                       "the quote opened before this is not closed on its line");
    } else if (phrase) {
        struct span span = phrase->extent == KEY ? key_on_line(b, at) : span_at(b, at, phrase->extent);
        node_add_fault(b, phrase->fault, span, "%s", phrase->message);
    } else {
        size_t colon = str_find(description, STR(": "));
        struct str reason =
            colon < description.len ? str_sub(description, colon + 2, description.len) : description;
        node_add_fault(b, FAULT_SYNTAX, span_at(b, at, REST), "TOML cannot read this: %.*s", STR_FMT(reason));
    }
}
