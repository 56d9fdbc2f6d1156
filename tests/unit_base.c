/* base without the value tree: slices, memory, maps, places, paths, files, threads. */
#include "unit.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static void test_arena(void) {
    struct arena arena = {0};
    char *small = arena_alloc(&arena, 1, 3);
    char *huge = arena_alloc(&arena, 1, 1 << 20);
    char *next = arena_alloc(&arena, 1, 3);
    CHECK((uintptr_t)small % 16 == 0 && (uintptr_t)huge % 16 == 0 && (uintptr_t)next % 16 == 0);
    CHECK(huge[0] == 0 && huge[(1 << 20) - 1] == 0);
    CHECK(arena.used >= (1 << 20) + 6);
    ARRAY_OF(int) numbers = {0};
    for (int i = 0; i < 1000; i++) *ARRAY_PUSH(&arena, &numbers) = i;
    bool kept = numbers.len == 1000;
    for (int i = 0; i < 1000; i++) kept = kept && numbers.items[i] == i;
    CHECK(kept);
    arena_free(&arena);
    CHECK(arena.block == NULL && arena.used == 0);
}

static void test_str(struct arena *arena) {
    struct str s = STR("  a/b/c \t");
    CHECK_STR(str_trim(s), "a/b/c");
    CHECK_STR(str_sub(s, 2, 4), "a/");
    CHECK_STR(str_sub(s, 7, 3), "");
    CHECK(str_find(s, STR("/c")) == 5 && str_find(s, STR("zz")) == s.len && str_find(s, STR("")) == 0);
    CHECK(str_find(STR("aab"), STR("ab")) == 1 && str_find(STR("ab"), STR("abc")) == 2);
    CHECK(str_find_char(s, '/') == 3 && str_rfind_char(s, '/') == 5 && str_rfind_char(s, 'z') == s.len);
    CHECK(str_starts(s, STR("  a")) && !str_starts(STR("a"), STR("ab")));
    CHECK(str_ends(s, STR(" \t")) && !str_ends(STR("b"), STR("ab")));
    CHECK(str_eq_nocase(STR("TiTle"), STR("tItle")) && !str_eq_nocase(STR("a"), STR("[")));
    CHECK(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0 &&
          str_cmp(STR(""), STR("")) == 0);
    CHECK(str_hash(STR("a")) != str_hash(STR("b")) && str_hash(STR("")) != str_hash((struct str){"\0", 1}));
    CHECK_STR(str_lower(arena, STR("ABC-\xC3\x84z")), "abc-\xC3\x84z");
    CHECK(str_from(NULL).ptr == NULL && str_copy(arena, (struct str){0}).ptr == NULL);
    struct str rest = STR("a,,b");
    CHECK_STR(str_cut(&rest, ','), "a");
    CHECK_STR(str_cut(&rest, ','), "");
    CHECK_STR(str_cut(&rest, ','), "b");
    CHECK(rest.ptr == NULL && str_cut(&rest, ',').ptr == NULL);
}

static void test_buf(struct arena *arena) {
    struct buf buf = {.arena = arena};
    CHECK(buf_str(&buf).ptr != NULL && buf_str(&buf).len == 0);
    buf_add(&buf, STR("x"));
    buf_printf(&buf, "%0200d", 7);
    CHECK(buf.len == 201 && buf.ptr[200] == '7');
    buf.len = 0;
    const uint32_t code_points[] = {'a', 0xE4, 0x20AC, 0x1F600, 0xD800};
    for (size_t i = 0; i < ARRAY_LEN(code_points); i++) buf_add_utf8(&buf, code_points[i]);
    CHECK_STR(buf_str(&buf), "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD");
    CHECK_STR(str_printf(arena, "%d-%s", 4, "b"), "4-b");
}

static void test_nearest(void) {
    static const struct str keys[] = {{"title", 5}, {"aliases", 7}, {"build_draft", 11}, {"url", 3}};
    static const struct {
        const char *wanted, *nearest;
    } rows[] = {{"titel", "title"},
                {"alias", ""},
                {"alliases", "aliases"},
                {"buildDraft", "build_draft"},
                {"Build-Draft", "build_draft"},
                {"ulr", "url"},
                {"xyz", ""},
                {"", ""},
                {"-", ""},
                {"titles", "title"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(str_nearest(str_from(rows[i].wanted), keys, ARRAY_LEN(keys)), rows[i].nearest);
    CHECK(str_distance(STR("ca"), STR("abc"), 9) == 3);
    CHECK(str_distance(STR("kitten"), STR("sitting"), 9) == 3 &&
          str_distance(STR("kitten"), STR("sitting"), 1) == 2);
    CHECK(str_distance(STR("abcd"), STR("badc"), 2) == 2 && str_distance(STR(""), STR("ab"), 2) == 2);
}

static void test_map(struct arena *arena) {
    struct map map = {0};
    CHECK(map_get(&map, STR("a")) == NULL);
    for (int i = 0; i < 5000; i++) {
        struct str key = str_printf(arena, "key%d", i);
        *map_slot(arena, &map, key) = str_c(arena, key);
    }
    *map_slot(arena, &map, STR("key7")) = str_c(arena, STR("seven"));
    CHECK(map.len == 5000 && map_get(&map, STR("nokey")) == NULL);
    CHECK_STR(str_from(map_get(&map, STR("key4999"))), "key4999");
    CHECK_STR(str_from(map_get(&map, STR("key7"))), "seven");
    CHECK_STR(map.entries[123].key, "key123");
}

static void test_places(struct arena *arena) {
    struct source source = {.text = STR("a\r\nb\xC3\xA4\xF0\x9F\x98\x80"
                                        "c\rd\xFF"
                                        "e\n")};
    source_lines(arena, &source);
    CHECK(source.line_count == 4);
    static const struct {
        uint32_t offset, line, bytes, characters, utf16;
    } rows[] = {{0, 1, 1, 1, 1},  {1, 1, 2, 2, 2},  {3, 2, 1, 1, 1},  {4, 2, 2, 2, 2},  {6, 2, 4, 3, 3},
                {10, 2, 8, 4, 5}, {12, 3, 1, 1, 1}, {14, 3, 3, 3, 3}, {16, 4, 1, 1, 1}, {99, 4, 1, 1, 1}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t offset = rows[i].offset;
        CHECK(source_place(&source, offset, UNIT_BYTE).line == rows[i].line);
        CHECK(source_place(&source, offset, UNIT_BYTE).column == rows[i].bytes);
        CHECK(source_place(&source, offset, UNIT_CHARACTER).column == rows[i].characters);
        CHECK(source_place(&source, offset, UNIT_UTF16).column == rows[i].utf16);
        CHECK(text_line(source.text, offset) == rows[i].line);
    }
    CHECK_STR(source_line(&source, 1), "a");
    CHECK_STR(source_line(&source, 3), "d\xFF"
                                       "e");
    CHECK_STR(source_line(&source, 4), "");
    CHECK(source_line(&source, 5).ptr == NULL && source_line(&source, 0).ptr == NULL);
    CHECK_STR(span_str(&source, (struct span){3, 4}), "b");
    struct source marked = {.text = STR("\xEF\xBB\xBFx")};
    source_lines(arena, &marked);
    CHECK(source_place(&marked, 3, UNIT_CHARACTER).column == 1 &&
          source_place(&marked, 3, UNIT_BYTE).column == 4);
    struct source empty = {.text = STR("")};
    source_lines(arena, &empty);
    CHECK(empty.line_count == 1 && source_place(&empty, 0, UNIT_BYTE).line == 1 &&
          text_line(empty.text, 0) == 1);
}

/* Columns far out on long lines, against a count from the line's start. */
static void test_long_lines(struct arena *arena) {
    struct buf text = {.arena = arena};
    buf_add(&text, STR("first\n"));
    for (int i = 0; i < 3000; i++) buf_add(&text, i % 7 ? STR("abc\xC3\xA4") : STR("\xF0\x9F\x98\x80\xFF"));
    buf_add(&text, STR("\nlast"));
    struct source source = {.text = buf_str(&text)};
    source_lines(arena, &source);
    CHECK(source.line_count == 3 && source.mark_count > 10);
    bool same = true;
    for (uint32_t offset = 6; offset < source.text.len - 5; offset += 37) {
        for (int unit = UNIT_BYTE; unit <= UNIT_UTF16; unit++) {
            size_t column = unicode_length(str_sub(source.text, 6, offset), (enum unit)unit) + 1;
            same = same && source_place(&source, offset, (enum unit)unit).column == column;
        }
    }
    CHECK(same);
    CHECK(source_place(&source, (uint32_t)source.text.len - 1, UNIT_UTF16).column == 4);
}

static void test_unicode_walk(void) {
    static const struct {
        const char *text;
        size_t valid;
    } rows[] = {{"", 0},
                {"plain ascii text", 16},
                {"\xC3\xA4", 2},
                {"12345678\xC3", 8},
                {"\xC0\x80", 0},
                {"\xED\xA0\x80", 0},
                {"\xF4\x90\x80\x80", 0},
                {"a\xE2\x82", 1},
                {"\xE0\x80\xAF", 0},
                {"\xF0\x9F\x98\x80z", 5},
                {"\x80", 0},
                {"\xE2\x28\xA1", 0}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK(unicode_check(str_from(rows[i].text)) == rows[i].valid);
    size_t at = 0;
    CHECK(unicode_next(STR("\xE2\x82\xAC"), &at) == 0x20AC && at == 3);
    at = 0;
    CHECK(unicode_next(STR("\xE2\x82"), &at) == UNICODE_BAD && at == 1);
}

static void test_unicode_kinds(struct arena *arena) {
    CHECK(unicode_lower('A') == 'a' && unicode_lower(0xC4) == 0xE4 && unicode_lower(0x130) != 0x130);
    CHECK(unicode_is_letter('z') && unicode_is_letter(0xE4) && unicode_is_letter(0x4E2D) &&
          !unicode_is_letter('1'));
    CHECK(!unicode_is_letter('[') && !unicode_is_letter('@') && !unicode_is_letter(UNICODE_BAD));
    CHECK(unicode_is_digit('7') && unicode_is_digit(0x0663) && !unicode_is_digit(0xB2));
    CHECK(unicode_is_mark(0x301) && unicode_is_mark(0x903) && !unicode_is_mark('a'));
    CHECK(unicode_is_space(' ') && unicode_is_space(0xA0) && unicode_is_space(0x3000) &&
          !unicode_is_space(0x200B));
    CHECK(unicode_is_punct('-') && unicode_is_punct(0x2014) && !unicode_is_punct('+') &&
          !unicode_is_punct('a'));
    CHECK(unicode_width('a') == 1 && unicode_width(0x4E2D) == 2 && unicode_width(0x301) == 0);
    CHECK_STR(unicode_lower_str(arena, STR("\xC3\x84"
                                           "B\xFF\xE1\xBA\x9E")),
              "\xC3\xA4"
              "b\xFF\xC3\x9F");
    CHECK_STR(unicode_nfc(arena, STR("a\xCC\x88")), "\xC3\xA4");
    CHECK_STR(unicode_strip_accents(arena, STR("\xC3\xA4\xC3\xA9x\xCC\x88-\xE0\xA4\xBE")),
              "aex-\xE0\xA4\xBE");
    CHECK_STR(unicode_strip_accents(arena, STR("\xC3\xA4\xFF")), "\xC3\xA4\xFF");
    struct buf marks = {.arena = arena};
    for (int i = 0; i < 200000; i++) buf_add(&marks, i % 2 ? STR("\xCC\xA7") : STR("\xCC\x81"));
    CHECK(unicode_nfc(arena, buf_str(&marks)).len == marks.len);
}

static void test_paths(struct arena *arena) {
    static const struct {
        const char *path, *clean, *dir, *base, *ext;
    } rows[] = {{"", ".", "", "", ""},
                {"a/b.md", "a/b.md", "a", "b.md", ".md"},
                {"a//b/./c.tar.gz", "a/b/c.tar.gz", "a//b/.", "c.tar.gz", ".gz"},
                {"a/../b", "b", "a/..", "b", ""},
                {"../../a/..", "../..", "../../a", "..", "."},
                {"/../a/", "/a", "/../a", "", ""},
                {"/", "/", "", "", ""},
                {"a/b/../..", ".", "a/b/..", "..", "."},
                {"a.b/c", "a.b/c", "a.b", "c", ""},
                {"/..", "/", "", "..", "."}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str path = str_from(rows[i].path);
        CHECK_STR(path_clean(arena, path), rows[i].clean);
        CHECK_STR(path_dir(path), rows[i].dir);
        CHECK_STR(path_base(path), rows[i].base);
        CHECK_STR(path_ext(path), rows[i].ext);
    }
    CHECK_STR(path_join(arena, STR("a"), STR("b")), "a/b");
    CHECK_STR(path_join(arena, STR("a/"), STR("b")), "a/b");
    CHECK_STR(path_join(arena, STR("a"), STR("/b")), "/b");
    CHECK_STR(path_join(arena, STR(""), STR("b")), "b");
    CHECK_STR(path_join(arena, STR("a"), STR("")), "a");
}

static void test_files(struct arena *arena) {
    char folder[] = "/tmp/unit_base.XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    char *file = str_c(arena, path_join(arena, str_from(folder), STR("f.txt")));
    char *link = str_c(arena, path_join(arena, str_from(folder), STR("link")));
    struct error error = {0};
    struct str text = {0};
    CHECK(!file_read(arena, file, 0, &text, &error) && strstr(error.message, "cannot be opened"));
    CHECK(!file_read(arena, folder, 0, &text, &error) && strstr(error.message, "folder"));
    CHECK(file_write(file, STR("one\ntwo\n"), &error) && file_write(file, STR("one\ntwo\nthree\n"), &error));
    CHECK(file_read(arena, file, 0, &text, &error));
    CHECK_STR(text, "one\ntwo\nthree\n");
    CHECK(file_read(arena, file, 14, &text, &error));
    CHECK(!file_read(arena, file, 13, &text, &error) &&
          strstr(error.message, "larger")); /* never a part of it */
    CHECK(symlink(file, link) == 0 && !file_write(link, STR("x"), &error) &&
          strstr(error.message, "symbolic"));
    CHECK(file_exists(file) && !file_exists(folder) && dir_exists(folder) && !dir_exists(file));
    CHECK(truncate(file, FILE_MAX_BYTES + 1) == 0);
    CHECK(!file_read(arena, file, 0, &text, &error) && strstr(error.message, "larger"));
    CHECK(unlink(link) == 0 && unlink(file) == 0 && rmdir(folder) == 0);
}

enum { JOBS = 1000 };
struct tally {
    atomic_int hits[JOBS];
    atomic_uint beyond;
};

static void count_one(void *context, size_t i, unsigned worker) {
    struct tally *tally = context;
    tally->hits[i]++;
    if (worker >= 4) tally->beyond++;
}

static void test_parallel(void) {
    static const unsigned threads[] = {0, 1, 4};
    for (size_t t = 0; t < ARRAY_LEN(threads); t++) {
        struct tally tally = {0};
        parallel_for(JOBS, threads[t], count_one, &tally);
        int once = 0;
        for (size_t i = 0; i < JOBS; i++) once += tally.hits[i] == 1;
        CHECK(once == JOBS && tally.beyond == 0);
    }
    CHECK(parallel_cpus() >= 1);
}

int main(void) {
    struct arena arena = {0};
    test_arena();
    test_str(&arena);
    test_buf(&arena);
    test_nearest();
    test_map(&arena);
    test_places(&arena);
    test_long_lines(&arena);
    test_unicode_walk();
    test_unicode_kinds(&arena);
    test_paths(&arena);
    test_files(&arena);
    test_parallel();
    arena_free(&arena);
    return unit_report();
}
