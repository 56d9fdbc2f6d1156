/* network.c: options that ask the network; signals that end a run; progress; the ledger afterwards. */
#include "cmd/network.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The one thing that a signal may touch. */
static volatile sig_atomic_t interrupted;

/* The first asks the run to end: it prints and keeps what it knows. The second, whichever it is, ends the program. */
static void interrupt(int number) {
    if (interrupted) {
        signal(number, SIG_DFL);
        raise(number);
    }
    interrupted = 1;
}

/* What the caller ignores stays ignored: SIGHUP under nohup, SIGINT in the background of a shell. */
static void catch_signals(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    const struct sigaction action = {.sa_handler = interrupt};
    struct sigaction old;
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

static void show_progress(void *data, const struct crawl_progress *progress) {
    (void)data;
    if (progress->done == progress->total)
        fprintf(stderr, "\r\033[K");
    else
        fprintf(stderr, "\r\033[K%u of %u URLs, %.0f/s, waiting for %.*s", progress->done, progress->total,
                progress->per_second, STR_FMT(progress->slowest));
}

/* A hook has a terminal that nobody watches. */
static bool is_watched(void) {
    return isatty(STDERR_FILENO) && !getenv("CI") && !getenv("PRE_COMMIT");
}

/* Up to four digits; 0 for anything else. */
static uint32_t small_number(struct str text) {
    uint32_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.len > 4 || text.ptr[i] < '0' || text.ptr[i] > '9') return 0;
        number = number * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return number;
}

/* "K/N" */
static bool read_shard(const struct arguments *arguments, struct crawl_options *crawl, struct error *error) {
    struct str text = arguments_value(arguments, OPTION_SHARD, (struct str){0}), count = text;
    if (!text.ptr) return true;
    crawl->shard = small_number(str_cut(&count, '/'));
    crawl->shards = small_number(count);
    if (crawl->shard && crawl->shard <= crawl->shards) return true;
    return error_set(error, (struct str){0}, 0, "--shard takes K/N such as 1/4, not \"%.*s\"", STR_FMT(text));
}

static bool read_lane(const struct arguments *arguments, bool offline, struct crawl_options *crawl,
                      struct error *error) {
    if (!arguments_number(arguments, OPTION_REFRESH, 1, &crawl->refresh, error)) return false;
    if (arguments_has(arguments, OPTION_REFRESH)) crawl->lane = LANE_REFRESH;
    if (arguments_has(arguments, OPTION_NEW_ONLY)) crawl->lane = LANE_NEW_ONLY;
    if (offline) crawl->lane = LANE_OFFLINE;
    return true;
}

/* For tests: CONTENTLINT_RESOLVE="a.example=127.0.0.1 b.example=127.0.0.2"; no other name exists then. */
static enum crawl_lookup look_up(void *data, const char *host, char address[256]) {
    struct str rest = str_from(data), name = str_from(host);
    while (rest.ptr) {
        struct str entry = str_cut(&rest, ' ');
        if (!str_eq(str_cut(&entry, '='), name)) continue;
        snprintf(address, 256, "%.*s", STR_FMT(entry));
        return LOOKUP_FOUND;
    }
    return LOOKUP_NO_SUCH_HOST;
}

/* The values of a repeatable option, then the words of an environment variable that says the same. */
static str_array option_or_variable(struct arena *arena, const struct arguments *arguments, enum option_id id,
                                    const char *variable) {
    str_array all = {0};
    for (size_t i = 0; i < arguments->values[id].len; i++)
        *ARRAY_PUSH(arena, &all) = arguments->values[id].items[i];
    for (struct str rest = str_from(getenv(variable)); rest.ptr;) {
        struct str word = str_trim(str_cut(&rest, ' '));
        if (word.len) *ARRAY_PUSH(arena, &all) = word;
    }
    return all;
}

static bool read_addresses(struct arena *arena, const struct arguments *arguments,
                           struct crawl_options *crawl, struct error *error) {
    str_array ranges =
        option_or_variable(arena, arguments, OPTION_ALLOW_ADDRESS, "CONTENTLINT_ALLOW_ADDRESSES");
    crawl->allow_private = arguments_has(arguments, OPTION_ALLOW_PRIVATE);
    crawl->allow_addresses = ranges.items;
    crawl->allow_address_count = ranges.len;
    for (size_t i = 0; i < ranges.len; i++)
        if (!crawl_address_ok(ranges.items[i]))
            return error_set(error, (struct str){0}, 0, "\"%.*s\" is not an address or address range",
                             STR_FMT(ranges.items[i]));
    return true;
}

static bool read_secrets(struct arena *arena, const struct arguments *arguments, struct crawl_options *crawl,
                         struct error *error) {
    str_array all = option_or_variable(arena, arguments, OPTION_SECRET, "CONTENTLINT_SECRETS");
    struct crawl_secret *secrets = ARENA_ARRAY(arena, struct crawl_secret, all.len + 1);
    for (size_t i = 0; i < all.len; i++)
        if (!crawl_secret_read(arena, all.items[i], &secrets[i], error)) return false;
    crawl->secrets = secrets;
    crawl->secret_count = all.len;
    return true;
}

/* SSL_CERT_FILE names a bundle, SSL_CERT_DIR a folder that OpenSSL itself looks into; else the system's is looked for. */
static bool find_authorities(struct arena *arena, struct crawl_options *crawl, struct error *error) {
    const char *file = getenv("SSL_CERT_FILE"), *folder = getenv("SSL_CERT_DIR");
    if (file && *file) {
        crawl->ca_file = file;
        return crawl_authorities_named(file, error);
    }
    if (!folder || !*folder) crawl->ca_file = crawl_authorities(arena, "");
    return true;
}

static void read_environment(struct crawl_options *crawl) {
    char *names = getenv("CONTENTLINT_RESOLVE");
    if (names) {
        crawl->lookup = look_up;
        crawl->lookup_data = names;
    }
}

/* A pull request only reads the ledger; what it learns is the schedule's to write. */
static bool writes_ledger(const struct arguments *arguments, const struct lint_external *external) {
    return external->crawl.lane != LANE_OFFLINE &&
           (external->crawl.lane != LANE_NEW_ONLY || arguments_has(arguments, OPTION_WRITE_LEDGER));
}

static bool open_ledger(struct arena *arena, const struct arguments *arguments, struct session *session,
                        struct lint_external *external, struct error *error) {
    struct str path;
    int64_t now;
    const struct lint *lint;
    const struct site *site;
    if (!writes_ledger(arguments, external)) return true;
    if (!open_now(arguments, &now, error) || !session_lint(session, &lint, error) ||
        !session_site(session, &site, error) || !lint_ledger(arena, lint, site, external, &path, error))
        return false;
    external->crawl.journal_of = str_c(arena, path);
    return ledger_recover(external->crawl.journal_of, ledger_date(now), error);
}

bool network_options(struct arena *arena, const struct arguments *arguments, struct session *session,
                     bool offline, struct lint_external *external, struct error *error) {
    struct crawl_options crawl = crawl_defaults();
    unsigned budget = 0;
    const struct lint *lint;
    if (!session_lint(session, &lint, error)) return false;
    const struct config_file *config = config_main(lint_config(lint));
    const struct node *settings = config_node(lint_config(lint), STR("links.external"), &config);
    read_environment(&crawl);
    if ((!offline && !find_authorities(arena, &crawl, error)) ||
        !crawl_configure(arena, &config->source, settings, &crawl, error) ||
        !read_addresses(arena, arguments, &crawl, error) || !read_secrets(arena, arguments, &crawl, error) ||
        !arguments_number(arguments, OPTION_BUDGET, 1, &budget, error) ||
        !read_lane(arguments, offline, &crawl, error) || !read_shard(arguments, &crawl, error))
        return false;
    if (budget > UINT32_MAX / 1000) return error_set(error, (struct str){0}, 0, "--budget is too large");
    crawl.budget_ms = budget * 1000;
    crawl.progress = is_watched() && !offline ? show_progress : NULL;
    crawl.interrupted = &interrupted;
    if (!offline) catch_signals();
    *external = (struct lint_external){.crawl = crawl, .places = arguments_has(arguments, OPTION_LIST)};
    external->ledger = arguments_value(arguments, OPTION_LEDGER, (struct str){0});
    return open_ledger(arena, arguments, session, external, error);
}

static bool save(struct arena *arena, const struct target *target, const struct lint_external *external,
                 const struct lint_crawl *crawl, struct error *error) {
    struct ledger_policy policy = ledger_policy_defaults();
    struct ledger updated = {0};
    bool given = external->ledger.ptr != NULL; /* perhaps shared by several sites */
    policy.prune = target->whole && !given;
    ledger_update(arena, crawl->ledger, crawl->report, &policy, &updated);
    if (!crawl->damaged && ledger_equal(crawl->ledger, &updated)) return true;
    const struct ledger_change change = {crawl->ledger, crawl->ledger_seen, &updated, crawl->report->today};
    return ledger_save(external->crawl.journal_of, &change, error);
}

void network_keep(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct lint_external *external, struct lint_results *results) {
    const struct lint_crawl *crawl = &results->crawl;
    struct error error = {0};
    if (external->crawl.progress) fputs("\r\033[K", stderr); /* an interrupted run leaves its line */
    if (!crawl->links || !writes_ledger(arguments, external)) return;
    bool kept = crawl->report->no_network || save(arena, target, external, crawl, &error);
    if (crawl->report->journal) (kept ? ledger_journal_end : ledger_journal_leave)(crawl->report->journal);
    if (!kept) lint_fail(arena, results, &error);
}

static void print_hosts(struct buf *out, const char *title, const struct crawl_host **hosts, size_t count) {
    if (count) buf_printf(out, "%s:\n", title);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "  %-40.*s %5u URLs, %u broken, %u unverifiable, slowest %u ms\n",
                   STR_FMT(hosts[i]->name), hosts[i]->urls, hosts[i]->broken, hosts[i]->unverifiable,
                   hosts[i]->slowest_ms);
}

void network_summary(struct buf *out, const struct crawl_report *report) {
    const struct crawl_host *hosts[10];
    buf_printf(out, "%zu URLs on %zu hosts, %u requests, %.1f s", report->verdict_count, report->host_count,
               report->requests, (double)report->wall_ms / 1000);
    for (int kind = 0; kind < VERDICT_KINDS; kind++)
        if (report->totals[kind])
            buf_printf(out, ", %u %s", report->totals[kind], verdict_name((enum verdict_kind)kind));
    buf_add(out, STR(".\n"));
    if (!report->requests) return;
    print_hosts(out, "Slowest hosts", hosts, crawl_slowest(report, hosts, ARRAY_LEN(hosts)));
    print_hosts(out, "Hosts with trouble", hosts, crawl_worst(report, hosts, ARRAY_LEN(hosts)));
}
