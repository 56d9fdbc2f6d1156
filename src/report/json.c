/* json.c: writes JSON text as it goes; nothing is built up in memory first. */
#include "report/report.h"

#include <assert.h>
#include <math.h>

static void break_line(struct json_writer *json) {
    if (!json->indent) return;
    buf_add_char(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++) buf_add_char(json->out, ' ');
}

/* The comma, the line and the key before a value. */
static void begin_value(struct json_writer *json, const char *key) {
    if (json->filled) buf_add_char(json->out, ',');
    if (json->depth) break_line(json);
    json->filled = true;
    if (!key) return;
    scalar_quote(json->out, str_from(key));
    buf_add_char(json->out, ':');
    if (json->indent) buf_add_char(json->out, ' ');
}

void json_open(struct json_writer *json, const char *key, char bracket) {
    begin_value(json, key);
    buf_add_char(json->out, bracket);
    json->depth++;
    json->filled = false;
}

void json_close(struct json_writer *json, char bracket) {
    assert(json->depth > 0);
    json->depth--;
    if (json->filled) break_line(json);
    buf_add_char(json->out, bracket);
    json->filled = true;
}

void json_str(struct json_writer *json, const char *key, struct str value) {
    begin_value(json, key);
    scalar_quote(json->out, value);
}

void json_member(struct json_writer *json, struct str key, struct str value) {
    begin_value(json, NULL);
    scalar_quote(json->out, key);
    buf_add(json->out, json->indent ? STR(": ") : STR(":"));
    scalar_quote(json->out, value);
}

void json_number(struct json_writer *json, const char *key, int64_t value) {
    begin_value(json, key);
    buf_printf(json->out, "%lld", (long long)value);
}

void json_bool(struct json_writer *json, const char *key, bool value) {
    begin_value(json, key);
    buf_add(json->out, value ? STR("true") : STR("false"));
}

void json_raw(struct json_writer *json, const char *key, struct str value) {
    begin_value(json, key);
    buf_add(json->out, value);
}

void json_null(struct json_writer *json, const char *key) {
    json_raw(json, key, STR("null"));
}

/* Is the number written as RFC 8259 has it, "-0.5e3" and not "+1", ".5", "0x1f" or "1_000"? */
static bool is_json_number(struct str text) {
    size_t i = text.len && text.ptr[0] == '-', digits = i;
    while (i < text.len && char_is_digit(text.ptr[i])) i++;
    if (i == digits || (i > digits + 1 && text.ptr[digits] == '0')) return false;
    if (i < text.len && text.ptr[i] == '.') {
        for (digits = ++i; i < text.len && char_is_digit(text.ptr[i]);) i++;
        if (i == digits) return false;
    }
    if (i == text.len) return true;
    if (text.ptr[i] != 'e' && text.ptr[i] != 'E') return false;
    if (++i < text.len && (text.ptr[i] == '+' || text.ptr[i] == '-')) i++;
    for (digits = i; i < text.len && char_is_digit(text.ptr[i]);) i++;
    return i == text.len && i > digits;
}

static void node_number(struct json_writer *json, const char *key, const struct node *node) {
    bool as_written = is_json_number(node->text);
    if (!as_written && !isfinite(node->number)) {
        json_null(json, key);
        return;
    }
    begin_value(json, key);
    if (as_written)
        buf_add(json->out, node->text);
    else
        buf_printf(json->out, "%.17g", node->number);
}

void json_node(struct json_writer *json, const char *key, const struct node *node) {
    bool object = node->kind == NODE_OBJECT;
    switch (node->kind) {
    case NODE_OBJECT:
    case NODE_ARRAY:
        json_open(json, key, object ? '{' : '[');
        for (const struct node *n = node->child; n; n = n->next)
            json_node(json, object ? str_c(json->out->arena, n->key) : NULL, n);
        json_close(json, object ? '}' : ']');
        return;
    case NODE_NULL: json_null(json, key); return;
    case NODE_BOOL: json_bool(json, key, node->boolean); return;
    case NODE_INTEGER:
    case NODE_FLOAT: node_number(json, key, node); return;
    case NODE_DATE:
    case NODE_STRING: json_str(json, key, node->text); return;
    }
}
