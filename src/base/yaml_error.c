#include "base/node_build.h"

#include <string.h>

/* libyaml says "did not find expected key while parsing a block mapping"; the author wants to know which line
 * is indented wrongly or which value needs quotes. Most answers follow from the problem's text and from the
 * line. */

struct place_of {              /* the line of an offset */
    size_t start, end, indent; /* offsets of its ends; bytes of white space it begins with */
    bool tab;                  /* among that white space */
};

static struct place_of line_of(const struct node_builder *b, size_t at) {
    struct str text = b->text;
    struct place_of line = {.start = at, .end = at};
    while (line.start > b->span.start && !strchr("\r\n", text.ptr[line.start - 1])) line.start--;
    while (line.end < b->span.end && text.ptr[line.end] != '\n' && text.ptr[line.end] != '\r') line.end++;
    for (size_t i = line.start; i < line.end && (text.ptr[i] == ' ' || text.ptr[i] == '\t'); i++) {
        line.indent++;
        line.tab |= text.ptr[i] == '\t';
    }
    return line;
}

static struct span rest_of(const struct node_builder *b, size_t at) {
    size_t end = line_of(b, at).end;
    while (end > at && (b->text.ptr[end - 1] == ' ' || b->text.ptr[end - 1] == '\t')) end--;
    return (struct span){(uint32_t)at, (uint32_t)end};
}

static struct span one_character(const struct node_builder *b, size_t at) {
    size_t end = at;
    if (at < b->span.end) unicode_next(str_sub(b->text, 0, b->span.end), &end);
    return (struct span){(uint32_t)at, (uint32_t)end};
}

static char char_at(const struct node_builder *b, size_t at) {
    return at < b->span.end ? b->text.ptr[at] : '\0';
}

/* The last byte before `at` that is no white space; '\0' when there is none. */
static char char_before(const struct node_builder *b, size_t at, size_t least) {
    while (at > least && strchr(" \t\r\n", b->text.ptr[at - 1])) at--;
    return at > least ? b->text.ptr[at - 1] : '\0';
}

static bool explain_tab(struct node_builder *b, const struct yaml_problem *problem) {
    size_t at = problem->problem_at;
    struct place_of line = line_of(b, at);
    bool at_tab = char_at(b, at) == '\t' || strstr(problem->problem, "tab character");
    if (!at_tab && !(line.tab && at <= line.start + line.indent)) return false;
    if (!line.tab && char_at(b, at) != '\t') return false;
    struct span span = {(uint32_t)at, (uint32_t)at};
    if (line.tab)
        span.start = (uint32_t)(line.start + str_find_char(str_sub(b->text, line.start, line.end), '\t'));
    span.end = span.start;
    while (char_at(b, span.end) == '\t') span.end++;
    node_add_fault(b, FAULT_TAB, span, "a tab indents this line; YAML is indented with spaces only");
    return true;
}

static void explain_indent(struct node_builder *b, const struct yaml_problem *problem, bool list) {
    struct place_of line = line_of(b, problem->problem_at);
    struct str name = char_at(b, line.start + line.indent) == '-' ? STR("list item") : STR("line");
    struct span span = rest_of(b, line.start + line.indent);
    bool as_deep = problem->context_at - line_of(b, problem->context_at).start == line.indent;
    if (problem->problem_at == b->span.end)
        node_add_fault(b, FAULT_SYNTAX, span, "the text ends where a %s was to follow",
                       list ? "list item" : "key");
    else if (name.len > 4 && as_deep)
        node_add_fault(b, FAULT_SYNTAX, span,
                       "a list item stands where a key was to follow: indent it, or give it a key");
    else if (as_deep && list)
        node_add_fault(b, FAULT_SYNTAX, span, "a list item was to follow here: begin the line with \"- \"");
    else if (as_deep)
        node_add_fault(b, FAULT_SYNTAX, span, "a key was to follow here");
    else
        node_add_fault(b, FAULT_SYNTAX, span,
                       "this %s is indented by %zu space%s, which fits nothing above it", name.ptr,
                       line.indent, line.indent == 1 ? "" : "s");
}

/* A key or an item was expected and something else came. */
static void explain_block(struct node_builder *b, const struct yaml_problem *problem, bool list) {
    size_t at = problem->problem_at;
    struct place_of line = line_of(b, at);
    char before = char_before(b, at, line.start);
    bool first = at <= line.start + line.indent;
    if (first && char_at(b, at) == ':')
        node_add_fault(b, FAULT_EMPTY_KEY, one_character(b, at), "there is no key before the \":\"");
    else if (first || at == b->span.end)
        explain_indent(b, problem, list);
    else if (before == '"' || before == '\'')
        node_add_fault(b, FAULT_SYNTAX, rest_of(b, at),
                       "text follows the closing quote: a quote within the text is written %s",
                       before == '"' ? "\\\"" : "''");
    else if (before == ']' || before == '}')
        node_add_fault(b, FAULT_SYNTAX, rest_of(b, at),
                       "text follows the closing \"%c\": a value that begins with a bracket needs quotes",
                       before);
    else
        node_add_fault(b, FAULT_SYNTAX, rest_of(b, at),
                       "this does not belong here; the value before it may need quotes");
}

static void explain_colon(struct node_builder *b, const struct yaml_problem *problem) {
    size_t at = problem->problem_at;
    struct place_of line = line_of(b, at);
    struct str before = str_sub(b->text, line.start, at);
    bool second = str_find(before, STR(": ")) < before.len;
    if (second)
        node_add_fault(
            b, FAULT_SYNTAX, one_character(b, at),
            "a second \": \" on this line: put the value in quotes, or begin a new line for a new key");
    else
        node_add_fault(
            b, FAULT_SYNTAX, one_character(b, at),
            "a key cannot follow here: this line is indented more than the one above it, or that value needs "
            "quotes");
}

/* "date:2024-01-02": offset of a colon behind a word that lacks only its space, or the end of the span. */
static uint32_t tight_colon(const struct node_builder *b, struct span span) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    uint32_t at = span.start;
    while (at < span.end && b->text.ptr[at] && strchr(letters, b->text.ptr[at])) at++;
    return at > span.start && char_at(b, at) == ':' && char_at(b, at + 1) != '/' ? at : span.end;
}

/* "could not find expected ':'": the key is where the scanner began. */
static void explain_no_colon(struct node_builder *b, const struct yaml_problem *problem) {
    struct span span = rest_of(b, problem->context_at);
    uint32_t colon = tight_colon(b, span);
    char first = char_at(b, span.start);
    if (first == '"' || first == '\'')
        node_add_fault(b, FAULT_SYNTAX, span, "this quoted text is no key: no \": \" follows it");
    else if (colon < span.end)
        node_add_fault(b, FAULT_SYNTAX, one_character(b, colon), "a space must follow the \":\" of a key");
    else
        node_add_fault(
            b, FAULT_SYNTAX, span,
            "this line has no \": \" after its key; if it goes on the value above, indent it more");
}

static void explain_start(struct node_builder *b, const struct yaml_problem *problem) {
    struct span span = one_character(b, problem->problem_at);
    node_add_fault(b, FAULT_SYNTAX, span, "a value cannot begin with %.*s: put it in quotes",
                   (int)(span.end - span.start), b->text.ptr + span.start);
}

static void explain_flow(struct node_builder *b, const struct yaml_problem *problem, char close) {
    size_t open = problem->context_at;
    struct span opener = one_character(b, open);
    if (problem->problem_at >= b->span.end || line_of(b, open).start != line_of(b, problem->problem_at).start)
        node_add_fault(b, FAULT_SYNTAX, opener, "this \"%c\" is not closed by a \"%c\"",
                       close == ']' ? '[' : '{', close);
    else
        node_add_fault(
            b, FAULT_SYNTAX, one_character(b, problem->problem_at),
            "a \",\" or \"%c\" was to follow here; a value with a bracket, comma or colon needs quotes",
            close);
}

/* The mark lies behind the backslash, or behind the letter that says how many digits follow. */
static void explain_escape(struct node_builder *b, const struct yaml_problem *problem, bool known) {
    size_t at = problem->problem_at, back = at > b->span.start + 2 ? at - 2 : b->span.start;
    while (at > back && char_at(b, at) != '\\') at--;
    struct span span = one_character(b, char_at(b, at) == '\\' ? at + 1 : at);
    span.start = (uint32_t)at;
    if (known) span.end = problem->problem_at;
    node_add_fault(
        b, FAULT_SYNTAX, span,
        known ? "the digits that follow %.*s are no character: escapes of YAML know no surrogate pairs"
              : "%.*s is no escape of a double-quoted text: write \\\\ for a backslash, or use single quotes",
        (int)(span.end - span.start), b->text.ptr + span.start);
}

static void explain_bytes(struct node_builder *b, const struct yaml_problem *problem) {
    struct span span = {problem->problem_at, problem->problem_at + (problem->problem_at < b->span.end)};
    unsigned byte = (unsigned char)char_at(b, span.start);
    if (strstr(problem->problem, "control"))
        node_add_fault(b, FAULT_CONTROL, span, "a control character (byte 0x%02X) cannot stand in YAML",
                       byte);
    else
        node_add_fault(b, FAULT_CONTROL, span, "byte 0x%02X is not valid UTF-8", byte);
}

/* Problems whose sentence needs nothing but the place. */
static const struct plain {
    const char *problem;
    bool at_context;
    const char *message;
} plain[] = {
    {"found unexpected end of stream", true, "the quote opened here is not closed"},
    {"found unexpected document indicator", true,
     "the quote opened here is not closed before the next \"---\""},
    {"block sequence entries are not allowed", false,
     "a list cannot begin here: put its first \"- \" on a line of its own, below the key"},
    {"mapping keys are not allowed", false, "a key cannot begin here"},
    {"did not find expected alphabetic or numeric character", true,
     "text that begins with \"*\" or \"&\" needs quotes, it would be an alias or an anchor"},
    {"found an indentation indicator equal to 0", false,
     "the indentation after \"|\" or \">\" is a digit from 1 to 9"},
    {"did not find expected comment or line break", false,
     "nothing but a comment may follow here; text that begins with \"|\", \">\" or \"%\" needs quotes"},
    {"found a tab character", false, "a tab indents this line; YAML is indented with spaces only"},
    {"did not find expected node content", false, "a value was to follow here"},
    {"found undefined tag handle", false, "text that begins with \"!\" needs quotes, it would be a tag"},
    {"did not find expected whitespace or line break", false, "a space must follow here"},
    {"did not find expected '!'", true, "text that begins with \"!\" needs quotes, it would be a tag"},
    {"did not find expected tag URI", true, "text that begins with \"!\" needs quotes, it would be a tag"},
    {"did not find expected <document start>", false,
     "this stands outside the keys above it: give it a key or quotes"},
    {"found unknown directive name", false,
     "a line that begins with \"%\" is a directive; text needs quotes"},
    {"could not find expected directive name", false,
     "a line that begins with \"%\" is a directive; text needs quotes"},
    {"found incompatible YAML document", false, "this YAML version is not supported"},
    {"found unexpected ':'", false, "a \":\" cannot stand here in a list or map in brackets: use quotes"},
    {"found duplicate", false, "this directive is here twice"},
};

static bool explain_plain(struct node_builder *b, const struct yaml_problem *problem) {
    for (size_t i = 0; i < ARRAY_LEN(plain); i++) {
        if (!strstr(problem->problem, plain[i].problem)) continue;
        uint32_t at = plain[i].at_context ? problem->context_at : problem->problem_at;
        node_add_fault(b, FAULT_SYNTAX, rest_of(b, at), "%s", plain[i].message);
        return true;
    }
    return false;
}

static bool is_reader(const char *text) {
    return strstr(text, "UTF-8 ") || strstr(text, "control characters") ||
           strstr(text, "invalid Unicode character") == text;
}

/* A fault of ours on this line, an unknown alias say, is the cause of what libyaml stumbles over next. */
static bool is_explained(const struct node_builder *b, const struct yaml_problem *problem) {
    bool key = strstr(problem->problem, "could not find expected ':'");
    size_t line = line_of(b, key ? problem->context_at : problem->problem_at).start;
    return b->errors->len > 0 && b->errors->items[b->errors->len - 1].span.start >= line;
}

void yaml_explain(struct node_builder *b, const struct yaml_problem *problem) {
    const char *text = problem->problem;
    if (is_explained(b, problem)) return;
    if (is_reader(text))
        explain_bytes(b, problem);
    else if (explain_tab(b, problem))
        return;
    else if (strstr(text, "did not find expected key"))
        explain_block(b, problem, false);
    else if (strstr(text, "did not find expected '-' indicator"))
        explain_block(b, problem, true);
    else if (strstr(text, "mapping values are not allowed"))
        explain_colon(b, problem);
    else if (strstr(text, "could not find expected ':'"))
        explain_no_colon(b, problem);
    else if (strstr(text, "cannot start any token"))
        explain_start(b, problem);
    else if (strstr(text, "expected ',' or ']'"))
        explain_flow(b, problem, ']');
    else if (strstr(text, "expected ',' or '}'"))
        explain_flow(b, problem, '}');
    else if (strstr(text, "unknown escape"))
        explain_escape(b, problem, false);
    else if (strstr(text, "hexdecimal number") || strstr(text, "character escape code"))
        explain_escape(b, problem, true);
    else if (!explain_plain(b, problem))
        node_add_fault(b, FAULT_SYNTAX, rest_of(b, problem->problem_at), "YAML cannot read this: %s", text);
}
