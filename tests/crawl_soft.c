/* Pages that answer 200 and are not there: what is asked for, and what is said. */
#include "crawl_world.h"

#define TITLE(text) "body=%3Ctitle%3E" text "%3C%2Ftitle%3E"

struct soft_row {
    const char *host, *path;
    enum verdict_kind kind;
    enum verdict_reason reason;
};
/* A made-up address has the directory of the page: "/TITLE/x" lies in a place where everything has that title. */
static const struct soft_row rows[] = {
    /* by the title alone: the made-up address is answered with 404, or differently */
    {"honest", "/soft/" TITLE("Page not found"), VERDICT_OK, REASON_SOFT_404},
    {"honest", "/" TITLE("How pages are found"), VERDICT_OK, REASON_NONE},
    {"honest", "/" TITLE("404 Not Found | Docs") "/status=200/about-404", VERDICT_OK, REASON_NONE},
    {"honest", "/status=404/" TITLE("Page not found"), VERDICT_BROKEN, REASON_NOT_FOUND},
    /* the made-up address has the same title */
    {"same", "/" TITLE("Page not found") "/x", VERDICT_OK, REASON_SOFT_SAME},
    {"same", "/" TITLE("Welcome"), VERDICT_OK, REASON_NONE},
    /* in a language that is not known: two pages have a title, and the made-up address has it */
    {"other", "/" TITLE("Saitija mut ihtu") "/x", VERDICT_OK, REASON_SOFT_SAME},
    {"other", "/" TITLE("Saitija mut ihtu") "/y", VERDICT_OK, REASON_SOFT_SAME},
    {"other", "/" TITLE("Welcome"), VERDICT_OK, REASON_NONE},
    {"other",
     "/status=301/to=%2F"
     "body=%253Ctitle%253ESaitija mut ihtu%253C%252Ftitle%253E%2Fx",
     VERDICT_OK, REASON_SOFT_SAME},
    /* or one page that wants not to be indexed */
    {"noindex", "/body=%3Ctitle%3ESaitija%3C%2Ftitle%3E%3Cmeta name=robots content=noindex%3E/x", VERDICT_OK,
     REASON_SOFT_SAME},
    {"noindex", "/" TITLE("Welcome"), VERDICT_OK, REASON_NONE},
    /* a host whose pages all have one title, and pages that scripts make, say nothing */
    {"one", "/" TITLE("Company") "/x", VERDICT_OK, REASON_NONE},
    {"one", "/" TITLE("Company") "/y", VERDICT_OK, REASON_NONE},
    {"spa", "/body=%3Ctitle%3EApp%3C%2Ftitle%3E%3Cscript src=a.js%3E%3C%2Fscript%3E/x", VERDICT_OK,
     REASON_NONE},
    {"spa", "/body=%3Ctitle%3EApp%3C%2Ftitle%3E%3Cscript src=a.js%3E%3C%2Fscript%3E/y", VERDICT_OK,
     REASON_NONE},
    {"spa", "/" TITLE("Welcome"), VERDICT_OK, REASON_NONE},
    /* redirects to a page for what is missing, and to the home page */
    {"page", "/status=302/to=%2F%34%30%34.html", VERDICT_OK, REASON_SOFT_PAGE},
    {"page2", "/status=301/to=%2Ferror%2Fnot-found", VERDICT_OK, REASON_SOFT_PAGE},
    {"page3", "/old-404/status=301/to=%2F404", VERDICT_MOVED, REASON_NONE},
    {"home", "/a/status=301/to=%2F", VERDICT_OK, REASON_HOME},
    {"homes", "/status=301/to=%2F/x", VERDICT_OK, REASON_SOFT_SAME},
};

static void test_rows(struct world *world) {
    struct crawl_link links[ARRAY_LEN(rows)] = {0};
    world_begin(world, "soft answers");
    world->options.titles = 16;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        links[i].url = str_printf(&world->arena, "http://%s.loop.dev:%d%s", rows[i].host, world->httpd.port,
                                  rows[i].path);
    CHECK(world_run(world, links, ARRAY_LEN(rows)));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct verdict *verdict = world->report.results[i].verdict;
        if (verdict->kind == rows[i].kind && verdict->reason == rows[i].reason) {
            unit_passed++;
            continue;
        }
        unit_failed++;
        printf("%s %s: %s %s %u\n", rows[i].host, rows[i].path, verdict_name(verdict->kind),
               verdict_reason_id(verdict->reason), verdict->status);
    }
    CHECK(httpd_count(&world->httpd, "/no-page-") == 8); /* one a host where something speaks for it */
    CHECK(world->report.verdict_count == ARRAY_LEN(rows));
}

static unsigned count_of(const struct httpd *httpd, const char *method) {
    unsigned count = 0;
    const struct httpd_entry *entry;
    for (unsigned n = 0; (entry = httpd_entry(httpd, NULL, n)); n++)
        count += strcmp(entry->method, method) == 0;
    return count;
}

/* What titles cost: nothing but GET in the place of HEAD, for the first pages of a host; one request more where something
 * is found. */
static void test_cost(struct world *world) {
    enum { N = 60 };
    struct crawl_link links[N] = {0};
    for (int soft = 0; soft < 2; soft++) {
        world_begin(world, soft ? "titles of a host with soft answers" : "titles of a large host");
        world->options.titles = 16;
        for (int i = 0; i < N; i++)
            links[i].url = str_printf(&world->arena, "http://cost.loop.dev:%d/%s/%d", world->httpd.port,
                                      soft && i == 0 ? "body=sorry" : "x", i);
        CHECK(world_run(world, links, N));
        CHECK(count_of(&world->httpd, "GET") == (soft ? N + 1 : 16));
        CHECK(count_of(&world->httpd, "HEAD") == (soft ? 0 : N - 16));
    }
}

int main(void) {
    static struct world world;
    if (!world_open(&world)) return 2;
    test_rows(&world);
    test_cost(&world);
    world_close(&world);
    return unit_report();
}
