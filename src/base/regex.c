#include "base/regex_ecma.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Enough for any sane pattern on a page, little enough for a hostile page to be given up at once. */
enum { PATTERN_MAX = 64 << 10, MATCH_LIMIT = 1000000, DEPTH_LIMIT = 100000, HEAP_LIMIT_KIB = 32 << 10 };

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
};

static uint32_t options_of(unsigned flags) {
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    if (flags & REGEX_ECMA)
        options |= PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DUPNAMES;
    else
        options |= PCRE2_UCP;
    if (flags & REGEX_NOCASE) options |= PCRE2_CASELESS;
    if (flags & REGEX_MULTILINE) options |= PCRE2_MULTILINE;
    if (flags & REGEX_EXTENDED) options |= PCRE2_EXTENDED;
    return options;
}

static bool compile_error(struct str pattern, int code, size_t at, struct error *error) {
    char message[256];
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message);
    size_t character = unicode_length(str_sub(pattern, 0, at), UNIT_CHARACTER) + 1;
    return error_set(error, (struct str){0}, 0, "%s at character %zu of the pattern", message, character);
}

/* pcre2's allocator: no pattern is called wrong, and no match missed, because memory ran out. */
static void *allocate(size_t size, void *data) {
    (void)data;
    return memory_needed(malloc(size));
}

static void release(void *ptr, void *data) {
    (void)data;
    free(ptr);
}

static pcre2_match_context *match_limits(pcre2_general_context *memory) {
    pcre2_match_context *limits = pcre2_match_context_create(memory);
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    pcre2_set_depth_limit(limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(limits, HEAP_LIMIT_KIB);
    return limits;
}

struct regex *regex_compile(struct arena *arena, struct str pattern, unsigned flags, struct error *error) {
    struct str source = pattern;
    if (pattern.len > PATTERN_MAX) {
        error_set(error, (struct str){0}, 0, "the pattern is longer than %d bytes, the limit", PATTERN_MAX);
        return NULL;
    }
    if ((flags & REGEX_ECMA) && !regex_ecma(arena, pattern, &source, error)) return NULL;
    int code;
    PCRE2_SIZE at;
    PCRE2_SPTR text = (PCRE2_SPTR)(source.ptr ? source.ptr : "");
    pcre2_general_context *memory = pcre2_general_context_create(allocate, release, NULL);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    pcre2_code *compiled = pcre2_compile(text, source.len, options_of(flags), &code, &at, context);
    struct regex *regex = NULL;
    if (compiled) {
        pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* without it the interpreter serves */
        regex = ARENA_NEW(arena, struct regex);
        *regex = (struct regex){.code = compiled, .limits = match_limits(memory)};
    } else {
        compile_error(source, code, at, error);
    }
    pcre2_compile_context_free(context);
    pcre2_general_context_free(memory);
    return regex;
}

void regex_free(struct regex *regex) {
    if (!regex) return;
    pcre2_code_free(regex->code);
    pcre2_match_context_free(regex->limits);
    *regex = (struct regex){0};
}

static void copy_groups(pcre2_match_data *data, int found, struct span *groups, size_t group_count) {
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
    for (size_t i = 0; i < group_count; i++) {
        bool set = i < (size_t)found && ends[2 * i] != PCRE2_UNSET;
        groups[i] = set ? (struct span){(uint32_t)ends[2 * i], (uint32_t)ends[2 * i + 1]}
                        : (struct span){UINT32_MAX, UINT32_MAX};
        if (groups[i].start > groups[i].end) groups[i].start = groups[i].end; /* (?=a\K) */
    }
}

enum regex_result regex_search(const struct regex *regex, struct str s, size_t start, struct span *groups,
                               size_t group_count) {
    if (start > s.len) return REGEX_NO_MATCH;
    PCRE2_SPTR text = (PCRE2_SPTR)(s.ptr ? s.ptr : "");
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(regex->code, NULL);
    int found = pcre2_match(regex->code, text, s.len, start, 0, data, regex->limits);
    if (found == PCRE2_ERROR_JIT_STACKLIMIT)
        found = pcre2_match(regex->code, text, s.len, start, PCRE2_NO_JIT, data, regex->limits);
    if (found > 0) copy_groups(data, found, groups, group_count);
    pcre2_match_data_free(data);
    if (found > 0) return REGEX_MATCH;
    return found == PCRE2_ERROR_NOMATCH ? REGEX_NO_MATCH : REGEX_LIMIT;
}
