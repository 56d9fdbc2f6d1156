#include "crawl/ledger_file.h"

#include "crawl/parts.h"

#include <assert.h>

struct ledger_policy ledger_policy_defaults(void) {
    return (struct ledger_policy){.good_days = 14, .spread_days = 3};
}

static bool is_good(enum verdict_kind kind) {
    return kind == VERDICT_OK || kind == VERDICT_MOVED;
}

/* The hash spreads the dates, so that one run does not have to ask all again. */
static int32_t expiry(const struct ledger_policy *policy, struct str url, int32_t today) {
    uint64_t span = 2 * (uint64_t)(policy->spread_days > 0 ? policy->spread_days : 0) + 1;
    int32_t days = policy->good_days + (int32_t)(str_hash(url) % span) - (int32_t)(span / 2);
    return today + (days > 1 ? days : 1);
}

static struct str validator_of(const struct verdict *verdict, const struct ledger_row *old) {
    if (ledger_is_validator(verdict->etag)) return verdict->etag;
    if (ledger_is_validator(verdict->last_modified)) return verdict->last_modified;
    return verdict->status == 304 && old ? old->validator : (struct str){0};
}

static struct ledger_row new_row(const struct verdict *verdict, const struct ledger_row *old, int32_t today,
                                 const struct ledger_policy *policy) {
    struct ledger_row row = {.url = verdict->url, .kind = verdict->kind, .checked = today};
    row.reason = verdict->reason;
    row.status = verdict->status == 304 && old ? old->status : verdict->status;
    row.runs = verdict->runs < LEDGER_MAX_RUNS ? verdict->runs : LEDGER_MAX_RUNS;
    row.good = old ? old->good : 0;
    if (is_good(verdict->kind)) {
        row.good = today;
        row.expires = expiry(policy, verdict->url, today);
        row.final_url = verdict->suggestion;
        row.validator = verdict->kind == VERDICT_OK ? validator_of(verdict, old) : (struct str){0};
    } else
        row.failed = verdict->failed ? verdict->failed : today;
    return row;
}

/* Nothing new: it was good, is good in the same way, and the row has not expired. */
static bool keeps(const struct ledger_row *old, const struct verdict *verdict, int32_t today) {
    if (old->manual) return !old->expires || old->expires > today;
    return is_good(old->kind) && old->kind == verdict->kind && old->expires > today &&
           old->reason == verdict->reason && str_eq(old->final_url, verdict->suggestion) &&
           (verdict->kind == VERDICT_OK || old->runs == verdict->runs);
}

static bool is_answer(const struct verdict *verdict) {
    return verdict->kind <= VERDICT_UNVERIFIABLE && !verdict->from_ledger &&
           verdict->reason < REASON_BUDGET && verdict->reason != REASON_MALFORMED &&
           !redact_needed(verdict->url);
}

bool ledger_answer(const struct verdict *verdict, const struct ledger_row *old, int32_t today,
                   const struct ledger_policy *policy, struct ledger_row *row) {
    if (!is_answer(verdict) || (old && keeps(old, verdict, today))) return false;
    *row = new_row(verdict, old, today, policy);
    return true;
}

static bool was_asked_about(const struct crawl_report *report, struct str url) {
    size_t low = 0, high = report->verdict_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(report->verdicts[middle]->url, url);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || str_cmp(report->verdicts[low - 2]->url, report->verdicts[low - 1]->url) < 0);
    return false;
}

void ledger_update(struct arena *arena, const struct ledger *old, const struct crawl_report *report,
                   const struct ledger_policy *policy, struct ledger *updated) {
    struct ledger_row *rows = ARENA_ARRAY(arena, struct ledger_row, old->count + report->verdict_count);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < old->count; i++)
        if (!policy->prune || old->rows[i].manual || was_asked_about(report, old->rows[i].url))
            rows[kept++] = old->rows[i];
    const struct ledger base = {rows, kept};
    count = kept;
    for (size_t i = 0; i < report->verdict_count; i++) {
        const struct verdict *verdict = report->verdicts[i];
        const struct ledger_row *row = ledger_find(&base, verdict->url);
        struct ledger_row fresh;
        if (report->no_network || !ledger_answer(verdict, row, report->today, policy, &fresh)) continue;
        if (row)
            rows[row - rows] = fresh;
        else
            rows[count++] = fresh;
    }
    *updated = (struct ledger){rows, count};
    ledger_sort(updated);
}

enum ledger_severity ledger_severity(const struct verdict *verdict, bool new_in_change, int32_t today) {
    int32_t days = verdict->failed ? today - verdict->failed : 0;
    switch (verdict->kind) {
    case VERDICT_BROKEN:
        if (new_in_change || !verdict->in_ledger || (days >= 14 && verdict->runs >= 3)) return LEDGER_ERROR;
        return days >= 3 && verdict->runs >= 3 ? LEDGER_WARNING : LEDGER_NOTE;
    case VERDICT_MOVED: return verdict->runs > 1 ? LEDGER_WARNING : LEDGER_NOTE;
    case VERDICT_UNVERIFIABLE: return LEDGER_NOTE;
    case VERDICT_OK:
        if (verdict->reason == REASON_SOFT_SAME) return LEDGER_WARNING;
        return verdict->reason == REASON_NONE ? LEDGER_FINE : LEDGER_NOTE;
    case VERDICT_NOT_CHECKED:
    case VERDICT_SKIPPED: break;
    }
    return LEDGER_FINE;
}
