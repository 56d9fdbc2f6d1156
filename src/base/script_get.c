/* script_get.c: questions about values that script.c has read. */
#include "base/base.h"

/* The last member of that name. */
static const struct script *member(const struct script *object, struct str key) {
    const struct script *found = NULL;
    for (const struct script *m = object->kind == SCRIPT_OBJECT ? object->child : NULL; m; m = m->next)
        if (str_eq(m->key, key)) found = m;
    return found;
}

const struct script *script_get(const struct script *object, const char *dotted) {
    struct str rest = str_from(dotted);
    while (object && rest.ptr) object = member(object, str_cut(&rest, '.'));
    return object;
}

/* The value of a dotted key, or whether one that is not seen may be there. */
static enum script_answer answer(const struct script *object, const char *dotted,
                                 const struct script **value) {
    struct str rest = str_from(dotted);
    *value = object;
    while (*value && rest.ptr) {
        bool open = (*value)->open || (*value)->kind == SCRIPT_UNKNOWN;
        const struct script *found = member(*value, str_cut(&rest, '.'));
        if (!found) return open ? SCRIPT_DOUBT : SCRIPT_ABSENT;
        *value = found;
    }
    if (!*value || (*value)->kind == SCRIPT_NULL) return SCRIPT_ABSENT;
    return (*value)->kind == SCRIPT_UNKNOWN ? SCRIPT_DOUBT : SCRIPT_KNOWN;
}

enum script_answer script_text(const struct script *object, const char *dotted, struct str *text) {
    const struct script *value;
    enum script_answer known = answer(object, dotted, &value);
    if (known != SCRIPT_KNOWN) return known;
    if (value->kind != SCRIPT_STRING) return SCRIPT_DOUBT;
    *text = value->text;
    return SCRIPT_KNOWN;
}

enum script_answer script_bool(const struct script *object, const char *dotted, bool *boolean) {
    const struct script *value;
    enum script_answer known = answer(object, dotted, &value);
    if (known != SCRIPT_KNOWN) return known;
    *boolean = value->kind == SCRIPT_BOOL ? value->boolean : true;
    return SCRIPT_KNOWN;
}

bool script_is_doubtful(const struct script *value) {
    if (!value) return false;
    if (value->open || value->kind == SCRIPT_UNKNOWN) return true;
    for (const struct script *child = value->child; child; child = child->next)
        if (script_is_doubtful(child)) return true;
    return false;
}

const struct script *script_assigned(struct arena *arena, struct str text, struct str name) {
    for (size_t at = 0; (at += str_find(str_sub(text, at, text.len), name)) < text.len;) {
        at += name.len;
        struct str rest = str_trim(str_sub(text, at, text.len));
        if (!str_starts(rest, STR("="))) continue;
        rest = str_trim(str_sub(rest, 1, rest.len));
        if (str_starts(rest, STR("{"))) rest.len = script_bracket(rest, 0);
        if (str_starts(rest, STR("{")))
            return script_read(arena, str_printf(arena, "export default %.*s", STR_FMT(rest)));
    }
    return NULL;
}
