#include "base/regex_ecma.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Enough for any sane pattern on a page, little enough for a hostile page to be given up at once. pcre2's match limit is that
 * of one place where a match may begin, and a text has as many as characters: so a search begins with FREE_STEPS, and only
 * where they do not suffice goes from part to part of the text, down to single places, and counts. A step may hide a run over
 * all of the text ("[ab]*"), which nothing counts: so a part is looked at with little text behind it, and what looks beyond
 * that, which a partial match tells, goes down to single places, where each step pays for the text that it may hide. */
enum {
    PATTERN_MAX = 64 << 10,
    LONG_TEXT = 4 << 10, /* of a short pattern; a longer text is looked at in parts at once */
    LONG_LEAST = 2 << 10,
    BEHIND = 1024,         /* bytes that a part is given to look at behind its end */
    HIDDEN_PER_STEP = 512, /* bytes that a step may run over for nothing, */
    HIDDEN_IF_FAR = 32,    /* and one of the interpreter */
    FREE_STEPS = 256,      /* at each place: nearly all searches need no more, and their cost is linear */
    FIRST_STEPS = 16,      /* at one place in a long text; four times as many each time, to */
    MATCH_LIMIT = 1000000,
    SEARCH_STEPS = 5000000,
    SEARCH_STEPS_PER_BYTE = 200,
    DEPTH_LIMIT = 100000,
    HEAP_LIMIT_KIB = 32 << 10,
    JIT_STACK_FIRST = 32 << 10,
    JIT_STACK_MAX = 8 << 20
};

/* Made at the first search: most patterns of most runs have nothing to look at. Never left out, since the interpreter counts
 * its steps otherwise. For partial matches it is another code, made once a long text is looked at. */
struct jit {
    pthread_mutex_t lock;
    _Atomic(pcre2_code *) complete;
    _Atomic(pcre2_code *) partial;
};
struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
    struct jit *jit;
    size_t long_text; /* a longer text is looked at in parts at once: what is hidden costs its square */
};

static uint32_t options_of(unsigned flags) {
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
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
    pcre2_set_match_limit(limits, FREE_STEPS);
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
        regex = ARENA_NEW(arena, struct regex);
        size_t bytes = LONG_TEXT / (1 + pattern.len / 64);
        *regex = (struct regex){compiled, match_limits(memory), ARENA_NEW(arena, struct jit),
                                bytes > LONG_LEAST ? bytes : LONG_LEAST};
        pthread_mutex_init(&regex->jit->lock, NULL);
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
    if (regex->jit) {
        pcre2_code_free(atomic_load(&regex->jit->partial));
        pthread_mutex_destroy(&regex->jit->lock);
    }
    *regex = (struct regex){0};
}

/* The pattern, compiled once for PCRE2_JIT_COMPLETE or PCRE2_JIT_PARTIAL_HARD; where that fails the interpreter serves. */
static pcre2_code *need_jit(const struct regex *regex, uint32_t mode) {
    struct jit *jit = regex->jit;
    bool complete = mode == PCRE2_JIT_COMPLETE;
    _Atomic(pcre2_code *) *made = complete ? &jit->complete : &jit->partial;
    pcre2_code *code = atomic_load_explicit(made, memory_order_acquire);
    if (code) return code;
    pthread_mutex_lock(&jit->lock);
    code = atomic_load(made);
    if (!code) {
        code = complete ? regex->code : memory_needed(pcre2_code_copy(regex->code));
        pcre2_jit_compile(code, mode);
        atomic_store_explicit(made, code, memory_order_release);
    }
    pthread_mutex_unlock(&jit->lock);
    return code;
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

/* ---- searching ---------------------------------------------------------------------------------------------- */

struct search {
    const struct regex *regex;
    pcre2_code *partial; /* the same, compiled for partial matches; NULL: not needed */
    struct str text;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    uint64_t steps, allowed;
};

static int match(const struct search *search, size_t start, uint32_t options) {
    PCRE2_SPTR text = (PCRE2_SPTR)(search->text.ptr ? search->text.ptr : "");
    return pcre2_match(search->regex->code, text, search->text.len, start, options, search->data,
                       search->limits);
}

/* A match that begins in [start, end) and takes at most `limit` steps from where it begins. */
static int match_in(const struct search *search, size_t start, size_t end, uint32_t limit, uint32_t options) {
    pcre2_set_match_limit(search->limits, limit);
    pcre2_set_offset_limit(search->limits, end > search->text.len ? PCRE2_UNSET : end - 1);
    int found = match(search, start, options);
    return found == PCRE2_ERROR_JIT_STACKLIMIT ? match(search, start, PCRE2_NO_JIT) : found;
}

static bool is_over(struct search *search, uint64_t steps) {
    search->steps += steps;
    return search->steps > search->allowed;
}

static size_t next_character(struct str text, size_t at) {
    do at++;
    while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    return at;
}

/* match_in that sees so little of the text behind `end`; PCRE2_ERROR_PARTIAL: it wants to see more. */
static int match_near(const struct search *search, size_t start, size_t end, size_t behind, uint32_t limit,
                      uint32_t options) {
    if (!search->partial || search->text.len <= end + behind)
        return match_in(search, start, end, limit, options);
    size_t stop = next_character(search->text, end + behind - 1);
    pcre2_set_match_limit(search->limits, limit);
    pcre2_set_offset_limit(search->limits, end - 1);
    int found = pcre2_match(search->partial, (PCRE2_SPTR)search->text.ptr, stop, start,
                            options | PCRE2_PARTIAL_HARD, search->data, search->limits);
    return found == PCRE2_ERROR_JIT_STACKLIMIT ? PCRE2_ERROR_PARTIAL : found;
}

/* At one place, with as many steps and as much of the text behind it as it needs. Compiled code does not count the steps back
 * of ".*.*", which may be the square of what it sees: where that is much, the interpreter looks. */
static int match_at(struct search *search, size_t start, size_t end) {
    size_t left = search->text.len - start, behind = search->partial ? BEHIND : left;
    for (uint32_t limit = behind < left ? FIRST_STEPS : 4 * FREE_STEPS;;) {
        bool whole = behind >= left || search->text.len <= end + behind;
        size_t seen = whole ? left : behind; /* perhaps by each step */
        bool far = seen > LONG_TEXT;
        uint64_t hidden = seen / (far ? HIDDEN_IF_FAR : HIDDEN_PER_STEP);
        if (is_over(search, limit * (1 + hidden))) return PCRE2_ERROR_MATCHLIMIT;
        int found = match_near(search, start, end, behind, limit, far ? PCRE2_NO_JIT : 0);
        if (found == PCRE2_ERROR_PARTIAL)
            behind *= 4;
        else if (found == PCRE2_ERROR_MATCHLIMIT && limit < MATCH_LIMIT)
            limit = limit * 4 < MATCH_LIMIT ? limit * 4 : MATCH_LIMIT;
        else
            return found;
    }
}

/* FREE_STEPS do not suffice for some match that begins in [start, end): from part to part, down to single places. A match may
 * begin behind the last character as well: end is text.len + 1 then. */
static int match_parts(struct search *search, size_t start, size_t end, size_t size) {
    int found = PCRE2_ERROR_NOMATCH;
    for (size_t next; start < end && found == PCRE2_ERROR_NOMATCH; start = next) {
        next = start + size - 1 < end ? next_character(search->text, start + size - 1) : end;
        if (next > end) next = end;
        found = match_near(search, start, next, BEHIND, FREE_STEPS, 0);
        if (found != PCRE2_ERROR_MATCHLIMIT && found != PCRE2_ERROR_PARTIAL) continue;
        if (is_over(search, FREE_STEPS * (next - start))) return PCRE2_ERROR_MATCHLIMIT;
        found = size > 1 ? match_parts(search, start, next, size / 32) : match_at(search, start, next);
    }
    return found;
}

/* The same for ".*x", which pcre2 tries at the beginnings of lines alone. */
static int match_lines(struct search *search, size_t start) {
    struct str text = search->text;
    int found = PCRE2_ERROR_NOMATCH;
    while (start <= text.len && found == PCRE2_ERROR_NOMATCH) {
        found = match_at(search, start, start + 1);
        start += str_find_char(str_sub(text, start, text.len), '\n') + 1;
    }
    return found;
}

static int match_counted(struct search *search, size_t start) {
    enum { PART = 32 * 32 };
    size_t end = search->text.len + 1;
    uint32_t options = 0, first = 0;
    pcre2_pattern_info(search->regex->code, PCRE2_INFO_ALLOPTIONS, &options);
    pcre2_pattern_info(search->regex->code, PCRE2_INFO_FIRSTCODETYPE, &first);
    search->allowed = SEARCH_STEPS + (uint64_t)SEARCH_STEPS_PER_BYTE * (end - start);
    if (options & PCRE2_ANCHORED) return match_at(search, start, end);
    return first == 2 ? match_lines(search, start) : match_parts(search, start, end, PART);
}

/* With limits of its own, and a stack: compiled code remembers much, and the interpreter that works without is ten times
 * slower. */
static int match_slow(struct search *search, size_t start) {
    pcre2_match_context *limits = pcre2_match_context_copy(search->limits);
    if (search->text.len > BEHIND) search->partial = need_jit(search->regex, PCRE2_JIT_PARTIAL_HARD);
    pcre2_jit_stack *stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MAX, NULL);
    memory_needed(limits);
    if (stack) pcre2_jit_stack_assign(limits, NULL, stack);
    search->limits = limits;
    int found = match_counted(search, start);
    pcre2_jit_stack_free(stack);
    pcre2_match_context_free(limits);
    return found;
}

/* Every match of the pattern has a certain byte, and the text has none of it. */
static bool lacks_needed(const struct regex *regex, struct str text) {
    uint32_t kind = 0, byte = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_LASTCODETYPE, &kind);
    pcre2_pattern_info(regex->code, PCRE2_INFO_LASTCODEUNIT, &byte);
    if (kind != 1 || byte >= 0x80 || str_find_char(text, (char)byte) < text.len) return false;
    if (!char_is_letter((int)byte)) return true;
    char other = (char)(byte ^ 0x20); /* whatever its case; U+017F and U+212A are s and k, too */
    return str_find_char(STR("kKsS"), other) == 4 && str_find_char(text, other) == text.len;
}

enum regex_result regex_search(const struct regex *regex, struct str s, size_t start, struct span *groups,
                               size_t group_count, uint64_t *steps) {
    if (start > s.len) return REGEX_NO_MATCH;
    need_jit(regex, PCRE2_JIT_COMPLETE);
    struct search search = {.regex = regex, .text = s, .limits = regex->limits};
    search.data = pcre2_match_data_create_from_pattern(regex->code, NULL);
    int found = PCRE2_ERROR_MATCHLIMIT;
    if (s.len - start <= regex->long_text)
        found = match(&search, start, 0);
    else if (lacks_needed(regex, str_sub(s, start, s.len)))
        found = PCRE2_ERROR_NOMATCH;
    if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_JIT_STACKLIMIT)
        found = match_slow(&search, start);
    if (found > 0) copy_groups(search.data, found, groups, group_count);
    pcre2_match_data_free(search.data);
    if (steps) *steps += search.steps;
    if (found > 0) return REGEX_MATCH;
    return found == PCRE2_ERROR_NOMATCH ? REGEX_NO_MATCH : REGEX_LIMIT;
}
