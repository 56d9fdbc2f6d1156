/* unit_site.c: names, versions, globs, dates in patterns, configuration: what the recorded cases don't reach. */
#include <stdlib.h>

#include "generators/generators.h"
#include "hugo/model.h"
#include "unit.h"

static const struct hugo newest = {.version = HUGO_VERSION_NEWEST};
static const struct hugo oldest = {.version = HUGO_VERSION(0, 111, 3), .old = true};

static void test_versions(void) {
    static const struct {
        const char *text;
        uint32_t version;
    } rows[] = {
        {"0.111.3", HUGO_VERSION(0, 111, 3)},
        {"v0.131.0", HUGO_VERSION(0, 131, 0)},
        {"0.161", HUGO_VERSION(0, 161, 0)},
        {"0.128.0-extended", HUGO_VERSION(0, 128, 0)},
        {"latest", 0},
        {"", 0},
        {"0", 0},
        {"99999.1", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t version = 0;
        bool good = hugo_version_parse(str_from(rows[i].text), &version);
        CHECK(good == (rows[i].version != 0));
        if (good) CHECK(version == rows[i].version);
    }
}

static void test_names(struct arena *arena) {
    static const struct {
        const char *raw, *normal;
    } rows[] = {
        {"a & b", "a-b"},
        {"x - y", "x-y"},
        {"  lead", "lead"},
        {"trail ", "trail"},
        {"100%", "100"},
        {"50%25x", "50%25x"},
        {"C#", "c#"},
        {"it\xE2\x80\x99s", "its"},
        {"A\xCC\x88", "a\xCC\x88"},
        {"\xFFz", "z"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(hugo_name_normal(&oldest, arena, str_from(rows[i].raw)), rows[i].normal);
    CHECK_STR(hugo_name_element(&newest, arena, STR("a & b")), "a--b");
    CHECK_STR(hugo_name_element(&oldest, arena, STR("a & b")), "a-b");
    CHECK_STR(hugo_name_escape(&newest, arena, STR("/it's/")), "/it's/");
    CHECK_STR(hugo_name_escape(&newest, arena, STR("/it's \xC3\xA9/")), "/it%27s%20%C3%A9/");
    CHECK_STR(hugo_name_escape(&newest, arena, STR("/c#/")), "/c%23/");
    CHECK_STR(hugo_name_escape(&oldest, arena, STR("/c#/")), "/c#/");
    CHECK(hugo_name_unescape(arena, STR("100%"), false).ptr == NULL);
    CHECK_STR(hugo_name_unescape(arena, STR("a+b%41"), true), "a bA");
}

static void test_globs(void) {
    static const struct {
        const char *glob, *value;
        bool match;
    } rows[] = {
        {"/p/**", "/p/a/b", true},
        {"/p/*", "/p/a/b", false},
        {"/p/*", "/p/a", true},
        {"{/q,/q/**}", "/q", true},
        {"{/q,/q/**}", "/q/x/y", true},
        {"{/q,/q/**}", "/qx", false},
        {"/{a,b{c,d}}/*", "/bd/x", true},
        {"/[a-c]x", "/bx", true},
        {"/[!a-c]x", "/bx", false},
        {"/f/Glob*", "/f/glob1", false},
        {"**", "/", true},
        {"/?", "/ab", false},
        {"/[", "/[", false},
        {"{", "{", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK(hugo_glob(str_from(rows[i].glob), str_from(rows[i].value)) == rows[i].match);
    char stars[200], value[200];
    for (size_t i = 0; i < sizeof(stars); i++) stars[i] = i % 2 ? 'a' : '*', value[i] = 'a';
    CHECK(!hugo_glob((struct str){stars, sizeof(stars)}, (struct str){value, 60})); /* ends soon, too */
}

static void test_layouts(struct arena *arena) {
    static const struct {
        const char *layout, *text;
    } rows[] = {
        {"2006", "2020"}, {"Jan", "Feb"}, {"January", "February"}, {"Janet", "Janet"}, {"02", "03"},
        {"2", "3"},       {"15", "07"},   {"Mon", "Mon"},          {"PM", "AM"},       {"06", "20"},
        {"002", "034"},   {"x", "x"},
    };
    const struct date date = {.year = 2020, .month = 2, .day = 3, .hour = 7, .minute = 8, .second = 9};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf out = {.arena = arena};
        bool any = hugo_layout_format(&out, str_from(rows[i].layout), &date);
        CHECK_STR(buf_str(&out), rows[i].text);
        bool same = str_eq(str_from(rows[i].layout), str_from(rows[i].text));
        CHECK(any != same || str_eq(str_from(rows[i].layout), STR("Mon")));
    }
}

static void test_patterns(struct arena *arena) {
    static const struct {
        const char *pattern;
        bool old_good, new_good;
    } rows[] = {
        {"/:year/:slug/", true, true},
        {"x/:slug", false, true},
        {"/a//:slug", false, true},
        {"/:nothing/", false, false},
        {"/:contentbasename/", false, true},
        {"/:2006/:Jan/", true, true},
        {"/a\\:b/", false, true},
        {"/:sections[1:]/", true, true},
    };
    struct hugo old = oldest, new_one = newest;
    old.arena = new_one.arena = arena;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK((hugo_permalink_fault(&old, str_from(rows[i].pattern)) == NULL) == rows[i].old_good);
        CHECK((hugo_permalink_fault(&new_one, str_from(rows[i].pattern)) == NULL) == rows[i].new_good);
    }
}

/* ---- a site in memory ---- */

struct memory {
    const char *const (*files)[2];
    size_t count;
};

static bool memory_list(void *state, struct arena *arena, struct str dir, str_array *files,
                        struct error *error) {
    const struct memory *memory = state;
    struct str prefix = dir.len ? str_printf(arena, "%.*s/", STR_FMT(dir)) : STR("");
    (void)error;
    for (size_t i = 0; i < memory->count; i++) {
        struct str path = str_from(memory->files[i][0]);
        if (str_starts(path, prefix)) *ARRAY_PUSH(arena, files) = str_sub(path, prefix.len, path.len);
    }
    return true;
}

static bool memory_read(void *state, struct arena *arena, struct str path, struct str *text,
                        struct error *error) {
    const struct memory *memory = state;
    (void)arena;
    if (error) error->message[0] = '\0';
    for (size_t i = 0; i < memory->count; i++) {
        if (!str_eq(path, str_from(memory->files[i][0]))) continue;
        *text = str_from(memory->files[i][1]);
        return true;
    }
    return false;
}

static struct site *load(struct arena *arena, const char *const (*files)[2], size_t count,
                         const char *const *env, struct error *error) {
    struct memory *memory = ARENA_NEW(arena, struct memory);
    struct site *site = NULL;
    *memory = (struct memory){files, count};
    struct tree tree = {.state = memory, .list = memory_list, .read = memory_read};
    struct site_options options = {
        .root = STR("/nowhere"), .generator = &hugo_generator, .tree = &tree, .env = env, .threads = 1};
    return site_load(arena, &options, &site, error) ? site : NULL;
}

static void test_config(struct arena *arena) {
    static const char *const files[][2] = {
        {"config/_default/hugo.toml", "baseURL = 'https://e.org/x'\n[params]\na = 1\nb = 2\n"},
        {"config/_default/params.toml", "b = 3\n"},
        {"config/staging/hugo.toml", "title = 'no'\n"},
        {"hugo.toml", "title = 'root'\nbaseURL = 'https://root.org/'\n"},
        {"netlify.toml", "[build.environment]\nHUGO_VERSION = \"0.131.0\"\n"},
    };
    static const char *const env[] = {"HUGO_PARAMS_A=7", "HUGO_BUILDDRAFTS=true", "OTHER=1", NULL};
    struct error error = {0};
    const struct site *site = load(arena, files, ARRAY_LEN(files), env, &error);
    CHECK(site != NULL);
    if (site == NULL) return;
    CHECK_STR(site->base_url, "https://e.org/x/");
    CHECK_STR(site->languages[0].base_path, "/x/");
    CHECK(site->version == HUGO_VERSION(0, 131, 0));
    CHECK_STR(site->version_source, "netlify.toml");
    CHECK_STR(node_text(site_config(site, 0, STR("TITLE")), STR("")), "root");
    CHECK_STR(node_text(site_config(site, 0, STR("params.A")), STR("")), "7");
    const struct node *b = site_config(site, 0, STR("params.b"));
    CHECK_STR(node_text(b, STR("")), "3");
    CHECK(b && config_source(b) && str_eq(config_source(b)->path, STR("config/_default/params.toml")));
    CHECK(config_source(site_config(site, 0, STR("buildDrafts"))) == NULL);
}

static void test_bad_config(struct arena *arena) {
    static const char *const files[][2] = {{"hugo.toml", "title = 'x'\n[[[\n"}};
    struct error error = {0};
    CHECK(load(arena, files, 1, NULL, &error) == NULL);
    CHECK(error.message[0] != '\0');
    CHECK_STR(error.path, "hugo.toml");
    CHECK(error.line == 2);
}

static void test_questions(struct arena *arena) {
    static const char *const files[][2] = {
        {"content/p/_index.md", "---\ntitle: P\n---\n"},
        {"content/p/a.md", "---\ntitle: A\naliases: [/old, /P/B/]\n---\n"},
        {"content/p/b.md", "---\ntitle: B\n---\n"},
        {"content/p/d.md", "---\ndraft: true\n---\n"},
        {"hugo.toml", "baseURL = 'https://e.org/sub/'\ndisableKinds = ['RSS', 'taxonomy', 'term']\n"},
        {"static/P/B/x.txt", "x"},
    };
    struct error error = {0};
    const struct site *site = load(arena, files, ARRAY_LEN(files), NULL, &error);
    CHECK(site != NULL);
    if (site == NULL) return;
    const struct site_page *a = site_page_of(site, STR("content/p/a.md"));
    const struct site_page *d = site_page_of(site, STR("content/p/d.md"));
    CHECK(a && site_page_served(a) && str_eq(a->link, STR("/sub/p/a/")));
    CHECK(a == site_page_at(site, 0, STR("/p/a")));
    CHECK(a && a->parent && str_eq(a->parent->source, STR("content/p/_index.md")));
    CHECK(d && !site_page_served(d) && (d->flags & PAGE_DRAFT) && str_eq(d->link, STR("/sub/p/d/")));
    CHECK(site_claims(site, STR("p/a/index.html")) && site_claims(site, STR("p/a/index.html"))->page == a);
    CHECK(site_claims(site, STR("p/d/index.html")) == NULL);
    CHECK(site_claims_nocase(site, STR("P/A/INDEX.html")) != NULL);
    CHECK_STR(site_file_of_link(arena, site, 0, STR("/sub/p/%61/?x=1#y")), "p/a/index.html");
    CHECK(site_file_of_link(arena, site, 0, STR("/other/p/a/")).ptr == NULL);
    size_t by_case = 0;
    for (size_t i = 0; i < site->collision_count; i++) by_case += site->collisions[i].kind == COLLISION_CASE;
    CHECK(by_case == 1 && site->collision_count == 1);
}

int main(void) {
    struct arena arena = {0};
    test_versions();
    test_names(&arena);
    test_globs();
    test_layouts(&arena);
    test_patterns(&arena);
    test_config(&arena);
    test_bad_config(&arena);
    test_questions(&arena);
    arena_free(&arena);
    return unit_report();
}
