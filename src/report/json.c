/* json.c: writes JSON text as it goes; nothing is built up in memory first. */
#include "report/report.h"

#include <assert.h>

static void break_line(struct json *json) {
    if (!json->indent) return;
    buf_add_char(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++) buf_add_char(json->out, ' ');
}

static void add_escaped(struct buf *out, uint32_t c) {
    switch (c) {
    case '"': buf_add(out, STR("\\\"")); return;
    case '\\': buf_add(out, STR("\\\\")); return;
    case '\n': buf_add(out, STR("\\n")); return;
    case '\t': buf_add(out, STR("\\t")); return;
    case '\r': buf_add(out, STR("\\r")); return;
    default: break;
    }
    /* C1 controls and line separators are legal in JSON, but not to a terminal or to JavaScript. */
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)
        buf_printf(out, "\\u%04x", c);
    else
        buf_add_utf8(out, c);
}

static bool is_plain(char c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
}

static void add_string(struct buf *out, struct str s) {
    buf_add_char(out, '"');
    for (size_t at = 0; at < s.len;) {
        size_t start = at;
        while (at < s.len && is_plain(s.ptr[at])) at++;
        buf_add(out, str_sub(s, start, at));
        if (at == s.len) break;
        uint32_t c = unicode_next(s, &at);
        add_escaped(out, c == UNICODE_BAD ? 0xFFFD : c);
    }
    buf_add_char(out, '"');
}

/* The comma, the line and the key before a value. */
static void begin_value(struct json *json, const char *key) {
    if (json->filled) buf_add_char(json->out, ',');
    if (json->depth) break_line(json);
    json->filled = true;
    if (!key) return;
    add_string(json->out, str_from(key));
    buf_add_char(json->out, ':');
    if (json->indent) buf_add_char(json->out, ' ');
}

void json_open(struct json *json, const char *key, char bracket) {
    begin_value(json, key);
    buf_add_char(json->out, bracket);
    json->depth++;
    json->filled = false;
}

void json_close(struct json *json, char bracket) {
    assert(json->depth > 0);
    json->depth--;
    if (json->filled) break_line(json);
    buf_add_char(json->out, bracket);
    json->filled = true;
}

void json_str(struct json *json, const char *key, struct str value) {
    begin_value(json, key);
    add_string(json->out, value);
}

void json_member(struct json *json, struct str key, struct str value) {
    begin_value(json, NULL);
    add_string(json->out, key);
    buf_add(json->out, json->indent ? STR(": ") : STR(":"));
    add_string(json->out, value);
}

void json_number(struct json *json, const char *key, int64_t value) {
    begin_value(json, key);
    buf_printf(json->out, "%lld", (long long)value);
}

void json_bool(struct json *json, const char *key, bool value) {
    begin_value(json, key);
    buf_add(json->out, value ? STR("true") : STR("false"));
}
