/* base: strings and slices, memory, maps, sources and places, regular expressions, files, threads, and the
 * value tree ("node") that YAML, TOML and JSON are read into with a span on every key and value.
 *
 * Conventions for the whole program
 *   - Offsets and lengths are bytes unless a name says otherwise; a span is half-open.
 *   - A function that allocates takes `struct arena *` first. No arena, no allocation; nothing is freed singly.
 *   - `const` means borrowed. Out of memory ends the program (memory_exhausted). An operation that fails returns
 *     false and fills `struct error`; wrong content is never an error of this kind.
 *   - Nothing here prints, exits or keeps mutable globals. */
#ifndef CONTENTLINT_BASE_H
#define CONTENTLINT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- arena.c: memory that lives and dies together ------------------------------------------------------ */

struct arena {
    struct arena_block *block; /* newest first; zero-initialise: `struct arena a = {0};` */
    size_t used;               /* bytes handed out, for limits and statistics */
    struct arena_block *spare; /* private to arena.c, as what follows: blocks to be used again */
    size_t spare_bytes;
    struct arena *lender;
    struct arena *children, *sibling;
};

/* Ends the program with status 2 and one sentence on standard error. Allocates and flushes nothing; any thread may
 * call it. */
void memory_exhausted(void) __attribute__((noreturn));
/* Returns ptr, which an allocator made; NULL ends in memory_exhausted. For libraries that take an allocator. */
void *memory_needed(void *ptr);

/* Zeroed memory for count objects of size bytes, aligned for any type. Overflow and out of memory: memory_exhausted. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
/* size bytes that are not zeroed, for text that is written at once. */
char *arena_bytes(struct arena *arena, size_t size);
/* Makes an allocation longer (size to wanted bytes) where it stands; what is new is not zeroed. False when it isn't
 * the arena's newest or there is no room behind it: nothing has changed then. */
bool arena_extend(struct arena *arena, const void *ptr, size_t size, size_t wanted);
/* Frees everything at once; the arena can be used again. */
void arena_free(struct arena *arena);
/* The same, but keeps some blocks for what comes next: for memory that is used again and again. */
void arena_reset(struct arena *arena);
/* An arena for what dies before `lender` does, on the same thread: it uses the blocks that `lender` keeps, and
 * arena_free gives them back. The lender must not be moved or freed before. */
struct arena arena_within(struct arena *lender);
/* An arena that dies with `parent`, for memory that several threads fill under a lock of their own. */
struct arena *arena_child(struct arena *parent);
/* Moves all memory of other into arena: what was allocated there lives as long as arena. Other is empty then. */
void arena_adopt(struct arena *arena, struct arena *other);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))
#define ARRAY_LEN(a)                    (sizeof(a) / sizeof((a)[0]))

/* A growable array is any struct {T *items; size_t len, cap;}. ARRAY_PUSH returns a pointer to the new, zeroed
 * element; pointers to elements are valid until the next push. */
#define ARRAY_OF(type)                                                                                       \
    struct {                                                                                                 \
        type *items;                                                                                         \
        size_t len, cap;                                                                                     \
    }
#define ARRAY_PUSH(arena, array)                                                                             \
    ((array)->len == (array)->cap                                                                            \
         ? (void)((array)->items =                                                                           \
                      arena_grow((arena), (array)->items, &(array)->cap, sizeof((array)->items[0])))         \
         : (void)0,                                                                                          \
     &(array)->items[(array)->len++])
/* Room for n elements in an empty array: what is pushed later is not copied on the way there. */
#define ARRAY_EXPECT(arena, array, n)                                                                        \
    ((array)->cap == 0 && (n) > 0                                                                            \
         ? (void)((array)->items = arena_alloc((arena), (array)->cap = (n), sizeof((array)->items[0])))      \
         : (void)0)
/* Helper of ARRAY_PUSH: a zero-extended copy of `items` with room for at least one more; updates *cap. */
void *arena_grow(struct arena *arena, const void *items, size_t *cap, size_t size);

/* ---- str.c: borrowed slices and a builder -------------------------------------------------------------- */

struct str { /* not NUL-terminated; {NULL, 0} is "absent", {non-NULL, 0} is "empty" */
    const char *ptr;
    size_t len;
};
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FMT(s)   (int)(s).len, (s).ptr /* for "%.*s" */

static inline struct str str_from(const char *c_string) { /* NULL gives absent */
    struct str s = {c_string, c_string ? strlen(c_string) : 0};
    return s;
}
struct str str_copy(struct arena *arena, struct str s);
char *str_c(struct arena *arena, struct str s); /* NUL-terminated copy */
struct str str_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Short ones stand here: most comparisons are with a literal, which the compiler then does in a word or two. */
static inline struct str str_sub(struct str s, size_t start, size_t end) { /* clamped to s */
    if (end > s.len) end = s.len;
    if (start > end) start = end;
    if (s.ptr) s.ptr += start, s.len = end - start;
    return s;
}
static inline bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
bool str_eq_nocase(struct str a, struct str b); /* ASCII case only */
int str_cmp(struct str a, struct str b);        /* bytewise, for sorting */
static inline bool str_starts(struct str s, struct str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}
static inline bool str_ends(struct str s, struct str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}
size_t str_find(struct str s, struct str needle);          /* offset, or s.len when not found */
static inline size_t str_find_char(struct str s, char c) { /* first offset, or s.len */
    const char *hit = s.len ? (const char *)memchr(s.ptr, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : s.len;
}
size_t str_rfind_char(struct str s, char c); /* last offset, or s.len */
struct str str_trim(struct str s);           /* ASCII white space at both ends */
/* Cuts at the first `separator`: returns the part before, leaves the part after in *rest. Absent when *rest is. */
struct str str_cut(struct str *rest, char separator);
struct str str_lower(struct arena *arena, struct str s); /* ASCII only; unicode_lower for the rest */
uint64_t str_hash(struct str s);
/* Edit distance with transpositions (optimal string alignment), in bytes; stops at limit + 1. Texts longer than 128
 * bytes are either equal or too far apart. */
size_t str_distance(struct str a, struct str b, size_t limit);
/* The nearest of n candidates that deserves a "did you mean", or absent: '-' '_' ' ' and case count for nothing. */
struct str str_nearest(struct str wanted, const struct str *candidates, size_t n);

struct buf { /* string builder; zero-initialise with an arena: `struct buf b = {.arena = a};` */
    char *ptr;
    size_t len, cap;
    struct arena *arena;
};
/* Room for length bytes in an empty buffer: no more than that is kept, and nothing is copied on the way there. */
void buf_expect(struct buf *buf, size_t length);
void buf_add(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
void buf_add_utf8(struct buf *buf, uint32_t code_point);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
struct str buf_str(const struct buf *buf); /* borrows; never absent */

/* ---- map.c: string keys to pointers, in insertion order ------------------------------------------------- */

struct map { /* zero-initialise; keys are borrowed and must outlive the map */
    struct map_entry {
        struct str key;
        uint64_t hash;
        void *value;
    } * entries;
    uint32_t *slots;
    size_t len, cap, slot_count;
};
void *map_get(const struct map *map, struct str key); /* NULL when absent */
/* Room for n keys in an empty map. */
void map_expect(struct arena *arena, struct map *map, size_t n);
/* The value's address, NULL inserted when new; valid until the next insertion. map_put: a value that is only read. */
void **map_slot(struct arena *arena, struct map *map, struct str key);
void map_put(struct arena *arena, struct map *map, struct str key, const void *value);

/* ---- source.c: text with places ------------------------------------------------------------------------- */

struct span { /* byte range in a source's text */
    uint32_t start, end;
};
struct source {      /* a page, a data file, a redirect file, a configuration, a ledger */
    struct str path; /* relative to the site's root ("content/a.md"), '/' separated */
    struct str text; /* as read, BOM included */
    uint32_t *lines; /* offset of each line's first byte; NULL until source_lines */
    uint32_t line_count;
    struct source_mark *marks; /* private to source.c: keeps columns cheap on very long lines */
    uint32_t mark_count;
};
enum unit { UNIT_BYTE, UNIT_CHARACTER, UNIT_UTF16 };
struct place { /* 1-based */
    uint32_t line, column;
};
/* Builds the line table if it is not there. Lines end at LF, CR LF or a lone CR. */
void source_lines(struct arena *arena, struct source *source);
/* Place of a byte offset, at most the text's end; needs the line table. Invalid UTF-8 counts one column per byte, a
 * byte order mark none (but three in UNIT_BYTE). The cost does not grow with the length of the line. */
struct place source_place(const struct source *source, uint32_t offset, enum unit unit);
struct str source_line(const struct source *source, uint32_t line); /* 1-based, without its line end */
/* 1-based line of an offset without a line table (walks from the start). */
uint32_t text_line(struct str text, uint32_t offset);
struct str span_str(const struct source *source, struct span span);

struct error {         /* why an operation failed: printed by a command, exit 2 */
    struct str path;   /* may be absent; as the user named it */
    uint32_t line;     /* 1-based; 0 = none */
    char message[512]; /* a sentence without the path */
};
/* Fills error, returns false so that `return error_set(…)` reads well. error may be NULL. */
bool error_set(struct error *error, struct str path, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same with the line at which span begins. */
bool error_at(struct error *error, const struct source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- unicode.c (utf8proc) ------------------------------------------------------------------------------- */

#define UNICODE_BAD UINT32_MAX
/* Decodes the code point at *at and moves past it; UNICODE_BAD (and one byte further) when invalid. */
uint32_t unicode_next(struct str s, size_t *at);
/* Offset of the first byte that is not valid UTF-8, or s.len. */
size_t unicode_check(struct str s);
/* Offset of the first byte from `at` on that is not ASCII, or s.len. */
size_t unicode_ascii(struct str s, size_t at);
size_t unicode_length(struct str s, enum unit unit);
unsigned unicode_width(uint32_t code_point); /* columns of a terminal: 0, 1 or 2 */
uint32_t unicode_lower(uint32_t code_point); /* simple case mapping, one to one (Go's unicode.ToLower) */
bool unicode_is_letter(uint32_t code_point); /* L* */
bool unicode_is_digit(uint32_t code_point);  /* Nd */
bool unicode_is_mark(uint32_t code_point);   /* M* */
bool unicode_is_space(uint32_t code_point);  /* White_Space (Go's unicode.IsSpace) */
bool unicode_is_punct(uint32_t code_point);  /* P* */
/* The bidirectional class (UAX 9, table 4), as far as host names ask for it: R and AL are both RIGHT. */
enum unicode_bidi {
    UNICODE_BIDI_OTHER,
    UNICODE_BIDI_LEFT,
    UNICODE_BIDI_RIGHT,
    UNICODE_BIDI_EUROPEAN_NUMBER,
    UNICODE_BIDI_ARABIC_NUMBER
};
enum unicode_bidi unicode_bidi(uint32_t code_point);
/* Controls but the tab, and what reorders or hides the text around it (Unicode TR 9, CVE-2021-42574): nothing that a
 * terminal should be shown. Not the joiners U+200C and U+200D, which scripts and emoji need. */
bool unicode_is_unsafe(uint32_t code_point);
/* These may return s itself. Invalid UTF-8 stays as it is, in the last three the whole text; so do runs of more than 30
 * combining marks (UAX 15, Stream-Safe Text). */
struct str unicode_lower_str(struct arena *arena, struct str s);
struct str unicode_nfc(struct arena *arena, struct str s);
struct str unicode_nfkc(struct arena *arena, struct str s);
struct str unicode_strip_accents(struct arena *arena, struct str s); /* NFD, without Mn, NFC */

/* ---- idna.c (libidn2): host names in other scripts ------------------------------------------------------ */

/* The host that a browser asks for `host`, in ASCII: mapped as UTS 46 does without transitional processing ("Bücher" is
 * "xn--bcher-kva", full-width letters and capitals are plain ones), symbols that IDNA2008 disallows as they are. False:
 * browsers open no such host. An address is not told from a name here. */
bool idna_host(struct arena *arena, struct str host, struct str *ascii);
/* Might each label of the name be registered (IDNA2008, RFC 5891 section 4)? Labels in Punycode are judged by what
 * they stand for. */
bool idna_is_name(struct arena *arena, struct str name);

/* ---- redact.c: secrets in URLs ------------------------------------------------------------------------------ */

/* Does a URL in the text carry a user name and password, or a query, parameters or a fragment with a secret (token,
 * signature, key …; names compared decoded and without case)? */
bool redact_needed(struct str text);
/* The text as a report may show it: user names left out, of a query with a secret "?…"; text itself without any. */
struct str redact(struct arena *arena, struct str text);
/* The same for a line of source: every byte of it is a '*', so that places stay. */
struct str redact_line(struct arena *arena, struct str text);

/* ---- regex.c (pcre2), glob.c ---------------------------------------------------------------------------- */

enum regex_flag {
    REGEX_NOCASE = 1,
    REGEX_ECMA = 2, /* as ECMA-262 reads it: UTF, no UCP, DOLLAR_ENDONLY, ALT_BSUX, MATCH_UNSET_BACKREF */
    REGEX_MULTILINE = 4,
    REGEX_EXTENDED = 8,
};
enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_LIMIT /* match or depth limit hit: neither is known, and it must be said */
};
/* Without REGEX_ECMA: PCRE2's own syntax with UTF and UCP. error->message ends "... at character N of the pattern". */
struct
    regex; /* immutable once compiled, shareable between threads; freed with the arena's end by regex_free */
struct regex *regex_compile(struct arena *arena, struct str pattern, unsigned flags, struct error *error);
void regex_free(struct regex *regex); /* NULL is fine */
/* Searches s from offset start. groups[0] is the whole match; unset groups are {UINT32_MAX, UINT32_MAX}. Invalid
 * UTF-8 in s never matches across the bad byte. Match, depth and heap limits are fixed in regex.c. */
enum regex_result regex_search(const struct regex *regex, struct str s, size_t start, struct span *groups,
                               size_t group_count);
/* .gitignore-like: '*' and '?' stay within an element, '**' crosses, [..], {a,b}; without '/' for the last element; a
 * leading '/' counts for nothing. glob_check: false, with the reason, for a glob too long for glob_match to read. */
bool glob_match(struct str pattern, struct str path);
bool glob_check(struct str pattern, struct error *error);

/* ---- needles.c: which of many fixed texts occur, in one pass ---------------------------------------------- */
enum { NEEDLES_MAX = 256, NEEDLE_MAX_BYTES = 64, NEEDLE_NONE = NEEDLES_MAX };
typedef struct {
    uint64_t bits[NEEDLES_MAX / 64]; /* one per needle; zero-initialise */
} needle_set;
struct needles; /* add, then build, then scan; immutable once built */
struct needles *needles_new(struct arena *arena);
/* The number of a text (borrowed); NEEDLE_NONE when it is empty, too long or one too many. Bytes, case counts. */
unsigned needles_add(struct needles *needles, struct str text);
void needles_build(struct needles *needles);
/* Adds to *found the needles that occur in text. */
void needles_scan(const struct needles *needles, struct str text, needle_set *found);
/* Do the two have a needle in common? True when set is NULL: nothing is asked for. */
bool needles_common(const needle_set *found, const needle_set *set);
bool needle_found(const needle_set *found, unsigned id); /* true for NEEDLE_NONE: nobody has looked */

/* ---- file.c: files that the command line, the environment or the program itself names ---------------------- */

#define FILE_MAX_BYTES (16u << 20) /* larger files are refused with a clear message */
/* The whole file, at most `max` bytes (0: FILE_MAX_BYTES): larger ones, folders, devices and pipes are refused. A NUL
 * byte stands behind the text. *text lives in the arena; error->path borrows path. What is read on behalf of a site is
 * read through its root (below). */
bool file_read(struct arena *arena, const char *path, size_t max, struct str *text, struct error *error);
/* Could a file be written at path? Nothing is written below a symbolic link, as far as the path lies in a repository
 * (without one, below the working directory), in .git, or over what is no regular file or has a second name. */
bool file_may_write(const char *path, struct error *error);
/* The same checks, then: temporary file beside path, fsync, rename. Keeps the mode of the file that was there, and
 * removes temporary files that killed runs have left. */
bool file_write(const char *path, struct str text, struct error *error);
/* Removes a regular file, under the same checks. True when none is there. */
bool file_remove(const char *path, struct error *error);
bool file_exists(const char *path);
bool dir_exists(const char *path);
bool file_is_taken(const char *path); /* is there anything of that name, a link to nothing too? */
bool file_is_absent(int number);      /* does this errno say that there is nothing by that name? */
struct str path_real(struct arena *arena, struct str path); /* realpath of it, "" is "."; absent: none */
/* These four, git_root and looking for a site say "no" also when the system refuses to say (no descriptors, a broken
 * disk). The first refusal is kept, as is what is given to file_doubt. False, with error: there was one, so that an answer
 * may be wrong and the run must end with status 2. */
bool file_certain(struct error *error);
void file_doubt(struct str path, struct str reason);

typedef ARRAY_OF(struct str) str_array;

/* ---- root.h: the one door to what is read on behalf of a site; url.h: the parts of an address ---------------- */

#include "base/root.h"
#include "base/url.h"

/* ---- path.c -------------------------------------------------------------------------------------------------- */

struct str path_join(struct arena *arena, struct str a, struct str b); /* b alone when it begins with '/' */
struct str path_clean(struct arena *arena,
                      struct str path); /* Go's path.Clean: dots and double slashes resolved */
struct str path_dir(struct str path);   /* "a/b" of "a/b/c", "" when there is no slash */
struct str path_base(struct str path);  /* "c" of "a/b/c" */
struct str path_ext(struct str path);   /* ".md" of "a/b.md", "" if none */

/* ---- process.c, parallel.c, date.c ---------------------------------------------------------------------------- */

#define PROCESS_COMPLAINT_MAX 4096 /* bytes of stderr that are kept */
struct process {
    const char *directory; /* to run in; NULL: this one */
    const char *const
        *environment;     /* changes of ours, NULL behind: "NAME=value", or "NAME" to leave it out */
    struct str input;     /* sent to its stdin */
    size_t max;           /* bytes of stdout; a child that writes more is killed and an error */
    unsigned patience;    /* seconds without a byte from it, after which the same is done; 0: for ever */
    struct str output;    /* out: stdout */
    struct str complaint; /* out: the start of stderr, which is never shown by itself */
    int status;           /* out: the exit status, or 128 + the signal */
};
/* Runs argv (no shell; PATH lookup) to its end. */
bool process_run(struct arena *arena, const char *const *argv, struct process *process, struct error *error);

/* ---- git.c ------------------------------------------------------------------------------------------------- */

/* The folder at or above `real`, an absolute path without symbolic links, that holds .git; absent: none. */
struct str git_root(struct arena *arena, struct str real);
#include "base/git.h"

unsigned parallel_cpus(void);
/* Calls run(context, i, worker) for i in 0..n-1 on `threads` workers (1 = the calling thread). */
void parallel_for(size_t n, unsigned threads, void (*run)(void *context, size_t i, unsigned worker),
                  void *context);

/* Between these one thread runs at a time: for work whose memory is bounded, but too much to be taken several times at
 * once. The same thread may nest them. */
void alone_begin(void);
void alone_end(void);

struct date { /* civil date and time; see date.c for the layouts that Hugo's cast.ToTime reads */
    int year, month, day, hour, minute, second;
    int offset_minutes; /* of UTC; meaningful when has_offset */
    bool has_time, has_offset;
};
bool date_parse(struct str s, struct date *date); /* RFC 3339 and the layouts Hugo accepts for a string */
/* A timestamp that YAML or TOML reads as a date without quotes: "2024-1-2", "2024-01-02 10:11:12.5 +2". */
bool date_timestamp(struct str s, struct date *date);
int64_t date_seconds(const struct date *date);  /* since 1970-01-01T00:00Z; without offset: UTC */
struct date date_at(int64_t seconds);           /* the other way round, in UTC, without offset */
int date_weekday(int year, int month, int day); /* 0 = Sunday */
int date_yearday(int year, int month, int day); /* 1..366 */

/* ---- zone.c: time zones of the system's database ---------------------------------------------------------- */

struct zone;
/* By name ("Europe/Berlin"). NULL: there is no such zone, or no database; one that cannot be read is a file_doubt. After the last change that the file lists
 * (2037) its offset stays. Below, a NULL zone is UTC. */
const struct zone *zone_load(struct arena *arena, struct str name);
int zone_offset(const struct zone *zone, int64_t seconds); /* seconds east of UTC at that moment */
int64_t zone_seconds(const struct zone *zone,
                     const struct date *date); /* date_seconds, without offset in the zone */
void zone_convert(const struct zone *zone,
                  struct date *date); /* what a clock in the zone shows at that moment */

/* ---- node.c, yaml.c, json.c, toml.cpp: one value tree whatever the format -------------------------------- */

enum node_kind {
    NODE_NULL,
    NODE_BOOL,
    NODE_INTEGER,
    NODE_FLOAT,
    NODE_DATE,
    NODE_STRING,
    NODE_ARRAY,
    NODE_OBJECT
};
enum node_style { /* how a scalar was written: needed to map decoded text back to places */
                  STYLE_PLAIN,
                  STYLE_SINGLE,
                  STYLE_DOUBLE,
                  STYLE_LITERAL,
                  STYLE_FOLDED,
                  STYLE_TOML_MULTI,
                  STYLE_TOML_MULTI_LITERAL
};
enum format { FORMAT_YAML, FORMAT_TOML, FORMAT_JSON };

struct node {       /* what a search for a key touches comes first */
    struct str key; /* decoded key when this is a member of an object */
    struct node *next;
    struct node *child; /* first element or member, in source order; shared between aliases: never modify */
    struct str text;    /* scalar: decoded text (strings) or as written (numbers, dates, booleans) */
    enum node_kind kind;
    enum node_style style;
    enum format format;
    bool boolean; /* NODE_BOOL */
    bool shared;  /* reached through a YAML alias or merge: place is the alias's */
    struct span
        span; /* the value in the source; quotes included; a block collection from its first key/dash */
    struct span key_span; /* the key as written */
    double number;        /* NODE_INTEGER, NODE_FLOAT */
    uint32_t count;       /* number of elements or members */
    uint32_t size;        /* nodes in the expanded tree, this one included */
};
enum node_fault {
    FAULT_SYNTAX,
    FAULT_DUPLICATE_KEY,
    FAULT_TAB,
    FAULT_DEPTH,
    FAULT_ALIAS,
    FAULT_CONTROL,
    FAULT_EMPTY_KEY
};
struct node_error { /* content is wrong: becomes a diagnostic */
    enum node_fault fault;
    struct span span;   /* in the source */
    struct span other;  /* the first of duplicate keys; empty otherwise */
    struct str message; /* a sentence in the author's words, no final dot */
};
typedef ARRAY_OF(struct node_error) node_errors;

struct node_options {
    enum format format;
    bool yaml_1_1;      /* yes/no/on/off/y/n are booleans, 0o and sexagesimal rules: Hugo up to 0.151 */
    uint32_t max_depth; /* 0 = 64 */
    uint32_t max_nodes; /* expanded; 0 = 262,144 */
};
/* The most that node_read appends. */
#define NODE_ERRORS_MAX 1000
/* Reads text[span] of a source; all spans are offsets into the whole text. Errors are appended; what could be read
 * before (YAML, JSON) is returned, NULL when there is nothing. Duplicate keys: both members are kept, the later
 * one is what node_get finds. Keys and texts may point into `text`, which must live as long as the tree. */
struct node *node_read(struct arena *arena, struct str text, struct span span,
                       const struct node_options *options, node_errors *errors);
const struct node *node_get(const struct node *object, struct str key); /* last member of that name */
const struct node *node_get_nocase(const struct node *object,
                                   struct str key); /* ASCII case ignored, as Hugo does */
/* Follows "a.b.c" (keys) from object; NULL when something is missing. */
const struct node *node_path(const struct node *object, struct str dotted);
struct str node_text(const struct node *node,
                     struct str fallback); /* a scalar's text; fallback for others and NULL */
/* The date Hugo makes of the value: TOML's own dates as they are; all else, a YAML date without quotes too, is a string
 * to Hugo and must have one of date_parse's layouts. False for other kinds and NULL. */
bool node_date(const struct node *node, struct date *date);
bool node_is_true(const struct node *node);      /* NODE_BOOL and true */
const char *node_kind_name(enum node_kind kind); /* "string", "list", "map": the author's words */

/* Where decoded text lies in the source: piecewise linear. segments[i].from is an offset into node->text (or into any
 * text derived from one scalar), .at the source offset; the last one ends the list. */
struct segment {
    uint32_t from, at;
};
typedef ARRAY_OF(struct segment) segments;
/* The text of an alias maps to the alias. segments_at never lies outside the scalar, whatever the offset. */
void node_segments(struct arena *arena, const struct node *node, struct str source_text, segments *out);
uint32_t segments_at(const segments *list, uint32_t offset); /* source offset of a decoded offset */

#ifdef __cplusplus
}
#endif
#endif
