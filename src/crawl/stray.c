/* stray.c: what an address that cannot exist is answered with, asked of a host at most once a run and only where something
 * speaks for it: a page says that nothing is there, wants not to be indexed, has the title of another, or is the home page
 * in the place of a deeper one. What a page shares with that answer is not the page that was linked to. */
#include "crawl/engine.h"

/* A script may make more of the page than was read, so nothing can be told from its title. */
static bool made_by_script(const struct fragment_page *page) {
    return page->scripts && page->ids.len <= 2;
}

static bool was_seen(struct host *host, uint64_t title) {
    size_t i = 0;
    while (i < HOST_TITLES && host->titles[i] && host->titles[i] != title) i++;
    if (i == HOST_TITLES) return false;
    bool seen = host->titles[i] == title;
    host->titles[i] = title;
    return seen;
}

void stray_page(struct crawl *run, struct job *job, const struct fragment_page *page) {
    struct str title = str_trim(page->title);
    if (!title.len || made_by_script(page)) return;
    job->title = str_hash(title) | 1;
    if (job->kind == JOB_STRAY) return;
    bool seen = was_seen(job->host, job->title) && !job->verdict.hop_count;
    if (seen || page->noindex) stray_ask(run, job, false);
}

void stray_ask(struct crawl *run, struct job *job, bool first) {
    struct host *host = first ? job->first : job->host;
    const struct crawl_options *options = run->options;
    struct canonical_url target = target_split(first ? job->verdict.url : job->url);
    if (!options->titles || host->stray || job->kind == JOB_STRAY) return;
    struct str path = str_sub(target.path, 0, str_find_char(target.path, '?'));
    struct str url = str_printf(run->arena, "%s://%.*s%.*s/no-page-%016llx", target.https ? "https" : "http",
                                STR_FMT(target.name), STR_FMT(str_sub(path, 0, str_rfind_char(path, '/'))),
                                (unsigned long long)str_hash(host->stats.name));
    if (options->excluded && options->excluded(options->excluded_data, url)) return;
    struct job *stray = ARENA_NEW(run->arena, struct job);
    stray->url = stray->verdict.url = url;
    stray->https = target.https;
    stray->host = stray->first = host;
    stray->kind = JOB_STRAY;
    stray->way = WAY_GET;
    stray->chain = CHAIN_AGAIN;
    host->stray = stray;
    run->left++;
    queue_add(run, stray);
}

static bool has_other_title(const struct host *host, uint64_t title) {
    for (size_t i = 0; i < HOST_TITLES && host->titles[i]; i++)
        if (host->titles[i] != title) return true;
    return false;
}

static bool is_answered(const struct job *stray) {
    return stray && job_is_over(stray) &&
           (stray->verdict.kind == VERDICT_OK || stray->verdict.kind == VERDICT_MOVED);
}

/* The same title, which is not that of all pages of the host; or for a redirect to the home page, the same redirect. */
static bool is_stray(const struct job *job) {
    const struct job *stray = job->verdict.reason == REASON_HOME ? job->first->stray : job->host->stray;
    if (!is_answered(stray)) return false;
    if (job->verdict.reason == REASON_HOME) return str_eq(stray->url, job->url);
    bool says = job->verdict.reason == REASON_SOFT_404 || has_other_title(job->host, job->title);
    return job->title && job->title == stray->title && says;
}

void stray_judge(struct job *job) {
    struct verdict *verdict = &job->verdict;
    bool good = verdict->kind == VERDICT_OK || verdict->kind == VERDICT_MOVED;
    if (job->state != JOB_DONE || verdict->from_ledger || !good || verdict->reason == REASON_LOGIN) return;
    if (soft_topic(target_split(verdict->url).path) || !is_stray(job)) return;
    verdict->kind = VERDICT_OK;
    verdict->reason = REASON_SOFT_SAME;
    verdict->suggestion = (struct str){0};
    verdict->minor = false;
}
