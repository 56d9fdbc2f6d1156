/* Redirect files: what each service's syntax means, which rule runs, where it leads. */
#include "generators/generators.h"
#include "hugo/hugo.h"
#include "links/links.h"
#include "unit.h"

static struct redirects read_set(struct arena *arena, const char *name, const char *text) {
    struct redirects set = {0};
    struct source *source = ARENA_NEW(arena, struct source);
    source->path = str_from(name);
    source->text = str_from(text);
    if (strcmp(name, "netlify.toml") == 0)
        redirects_read_toml(arena, &set, source);
    else if (strcmp(name, "vercel.json") == 0)
        redirects_read_vercel(arena, &set, source);
    else if (strcmp(name, "staticwebapp.config.json") == 0)
        redirects_read_azure(arena, &set, source);
    else
        redirects_read_list(arena, &set, source, name[0] == '_' ? REDIRECT_NETLIFY : REDIRECT_CLOUDFLARE);
    redirects_index(arena, &set);
    return set;
}

static void check_syntax(void) {
    struct arena arena = {0};
    struct redirects set = read_set(&arena, "_redirects",
                                    "# comment\r\n"
                                    "/a /b\r\n"
                                    "  /c/   https://x.org/y  302!  # why\n"
                                    "/d id=:id  /e/:id 301\n"
                                    "/f /g 200 Country=de Language=de,at\n"
                                    "https://old.org/* https://new.org/:splat 301!\n"
                                    "/h%20i /j\n"
                                    "/nowhere\n"
                                    "nothing /a\n"
                                    "/k to\n"
                                    "/l /m three-oh-one\n");
    CHECK(set.rules.len == 6);
    CHECK(set.faults.len == 4);
    CHECK_STR(set.rules.items[0].path, "/a");
    CHECK_STR(span_str(set.rules.items[0].source, set.rules.items[0].from_span), "/a");
    CHECK_STR(span_str(set.rules.items[1].source, set.rules.items[1].to_span), "https://x.org/y");
    CHECK_STR(set.rules.items[1].path, "/c");
    CHECK(set.rules.items[1].status == 302 && set.rules.items[1].force);
    CHECK(set.rules.items[2].conditional && !set.rules.items[2].dynamic);
    CHECK(set.rules.items[3].conditional && !redirect_moves(&set.rules.items[3]));
    CHECK_STR(set.rules.items[4].host, "old.org");
    CHECK(set.rules.items[4].dynamic);
    CHECK_STR(set.rules.items[5].path, "/h i");
    CHECK_STR(set.faults.items[0].message, "the rule has no target");
    arena_free(&arena);
}

static const struct target_case {
    const char *file, *rules, *path, *from, *target; /* from = the rule that runs; NULL = none */
} targets[] = {
    {"_redirects", "/a /b\n", "/a/", "/a", "/b"},
    {"_redirects", "/a/ /b\n", "/a", "/a/", "/b"},
    {"_redirects", "/a /b\n", "/a/x", NULL, NULL},
    {"_redirects", "/x/* /y/:splat\n/x/a /z\n", "/x/a", "/x/*", "/y/a"},
    {"_redirects", "/x/a /z\n/x/* /y/:splat\n", "/x/a", "/x/a", "/z"},
    {"_redirects", "/x/* /y/:splat\n", "/x/a/b", "/x/*", "/y/a/b"},
    {"_redirects", "/x/* /y/:splat\n", "/x", "/x/*", "/y/"},
    {"cloudflare", "/x/* /y/:splat\n", "/x", NULL, NULL},
    {"_redirects", "/* /404 404\n", "/x/y", "/*", "/404"},
    {"_redirects", "/n/:year/:slug /b/:slug-:year\n", "/n/2020/hi", "/n/:year/:slug", "/b/hi-2020"},
    {"_redirects", "/n/:year /b http://h:80/:year\n/n/:y http://h:80/:y/:other\n", "/n/1", "/n/:y",
     "http://h:80/1/:other"},
    {"_redirects", "/n/:year /b\n", "/n/2020/hi", NULL, NULL},
    {"_redirects", "/n/:AZaz_09 /b/:AZaz_09\n", "/n/x", "/n/:AZaz_09",
     "/b/x"}, /* each end of what a name may hold */
    {"_redirects", "https://old.org/* https://new.org/:splat\n", "/a", NULL, NULL},
};

static void check_targets(const struct target_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena arena = {0};
        struct redirects set = read_set(&arena, cases[i].file, cases[i].rules);
        const struct redirect *rule = redirects_find(&set, str_from(cases[i].path), 0);
        CHECK((rule != NULL) == (cases[i].from != NULL));
        if (rule && cases[i].from) {
            CHECK_STR(rule->from, cases[i].from);
            CHECK_STR(redirects_target(&arena, rule, str_from(cases[i].path)), cases[i].target);
        }
        arena_free(&arena);
    }
}

static const struct hidden_case {
    const char *rules, *hidden, *by; /* the last rule is asked about; by = NULL: it may run */
} hidden[] = {
    {"/a /b\n/a/ /c\n", "/a/", "/a"},
    {"/a /b 301 Country=de\n/a /c\n", "/a", NULL},
    {"/a /b\n/a /c 301!\n", "/a", NULL},
    {"/a/* /b\n/a/x /c\n", "/a/x", "/a/*"},
    {"/a/* /b\n/a /c\n", "/a", "/a/*"},
    {"/a/:x /b\n/a/* /c\n", "/a/*", NULL},
    {"/a/* /b\n/a/:x/c /c\n", "/a/:x/c", "/a/*"},
    {"/a/:x/:y /b\n/a/b/:z /c\n", "/a/b/:z", "/a/:x/:y"},
    {"/a/:x/:y /b\n/a/b/c/:z /c\n", "/a/b/c/:z", NULL},
    {"/* /b\n/a/* /c\n", "/a/*", "/*"},
    {"/a/x /c\n/a/* /b\n", "/a/*", NULL},
    {"https://o.org/* /b\n/a /c\n", "/a", NULL},
};

static void check_hidden(void) {
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++) {
        struct arena arena = {0};
        struct redirects set = read_set(&arena, "_redirects", hidden[i].rules);
        const struct redirect *last = &set.rules.items[set.rules.len - 1];
        CHECK_STR(last->from, hidden[i].hidden);
        const struct redirect *by = redirects_hidden_by(&set, last);
        CHECK((by != NULL) == (hidden[i].by != NULL));
        if (by && hidden[i].by) CHECK_STR(by->from, hidden[i].by);
        arena_free(&arena);
    }
}

static const struct target_case data_targets[] = {
    {"netlify.toml", "[[redirects]]\nfrom = \"/a/*\"\nto = \"/b/:splat\"\nstatus = 302\n", "/a/x", "/a/*",
     "/b/x"},
    {"netlify.toml", "[build]\ncommand = \"x\"\n", "/a", NULL, NULL},
    {"vercel.json", "{\"redirects\": [{\"source\": \"/a/:p*\", \"destination\": \"/b/:p*\"}]}", "/a/x/y",
     "/a/:p*", "/b/x/y"},
    {"vercel.json", "{\"redirects\": [{\"source\": \"/a/:p\", \"destination\": \"/b/:p/c\"}]}", "/a/x",
     "/a/:p", "/b/x/c"},
    {"staticwebapp.config.json", "{\"routes\": [{\"route\": \"/a/*\", \"redirect\": \"/b\"}]}", "/a/x",
     "/a/*", "/b"},
    {"staticwebapp.config.json", "{\"routes\": [{\"route\": \"/a\", \"headers\": {}}]}", "/a", NULL, NULL},
};

static void check_data(void) {
    check_targets(data_targets, ARRAY_LEN(data_targets));
    struct arena arena = {0};
    struct redirects set = read_set(&arena, "netlify.toml",
                                    "[[redirects]]\nfrom = \"/a\"\nto = \"/b\"\nforce = true\n"
                                    "[[redirects]]\nto = \"/b\"\n");
    CHECK(set.rules.len == 1 && set.faults.len == 1);
    CHECK(set.rules.items[0].force && redirect_beats_file(&set.rules.items[0]));
    CHECK_STR(span_str(set.rules.items[0].source, set.rules.items[0].from_span), "/a");
    set = read_set(
        &arena, "vercel.json",
        "{\"redirects\": [{\"source\": \"/p/:id(\\\\d+)\", \"destination\": \"/b\", \"permanent\": false}],"
        " \"rewrites\": [{\"source\": \"/r\", \"destination\": \"/s\"}]}");
    CHECK(set.rules.len == 2);
    CHECK(set.rules.items[0].opaque && set.rules.items[0].status == 307);
    CHECK(!redirect_moves(&set.rules.items[1]));
    CHECK(redirects_find(&set, STR("/p/17"), 0) == &set.rules.items[0]);
    CHECK(!redirects_target(&arena, &set.rules.items[0], STR("/p/17")).ptr);
    set = read_set(
        &arena, "staticwebapp.config.json",
        "{\"routes\": [{\"route\": \"/x\", \"statusCode\": 404}, {\"route\": \"/y\", \"redirect\": \"/z\","
        " \"allowedRoles\": [\"admin\"]}]}");
    CHECK(set.rules.len == 2 && set.rules.items[0].status == 404 && set.rules.items[1].conditional);
    arena_free(&arena);
}

int main(void) {
    check_syntax();
    check_targets(targets, ARRAY_LEN(targets));
    check_hidden();
    check_data();
    return unit_report();
}
