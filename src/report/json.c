/* json.c: writes JSON text as it goes; nothing is built up in memory first. */
#include "report/report.h"

#include <assert.h>

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
