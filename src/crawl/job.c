/* job.c: the end of a job. */
#include "crawl/engine.h"

#include <assert.h>

/* A server may redirect HEAD elsewhere than GET: what a browser would be told decides before an error or a new address
 * is said. True: the chain begins again. */
static bool ask_again_by_get(struct crawl *run, struct job *job) {
    if (job->chain != CHAIN_BY_HEAD) return false;
    struct verdict *verdict = &job->verdict;
    verdict->hop_count = verdict->status = 0;
    verdict->host_down = verdict->minor = false;
    verdict->suggestion = (struct str){0};
    job->url = verdict->url;
    job->https = str_starts(job->url, STR("https:"));
    job->host = job->first;
    job->permanent = job->cookie_hop = 0;
    job->fragment = (struct str){0};
    job->tries = job->busy = 0;
    job->chain = CHAIN_AGAIN;
    job->way = WAY_WHOLE;
    job->refragmented = job->http1 = job->probe = false;
    queue_add_first(run, job);
    return true;
}

void job_done(struct crawl *run, struct job *job, enum verdict_kind kind, enum verdict_reason reason) {
    if ((kind == VERDICT_BROKEN || kind == VERDICT_MOVED) && ask_again_by_get(run, job)) return;
    job->verdict.kind = kind;
    job->verdict.reason = reason;
    if (job->verdict.status) job->verdict.final_url = job->url;
    assert(!job_is_over(job) && run->left > 0); /* one verdict each */
    job->state = JOB_DONE;
    run->left--;
    run->done += job->kind != JOB_STRAY;
}
