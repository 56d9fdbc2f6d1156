#include "crawl/ledger_file.h"

/* A ledger comes with a branch, from other machines and other clocks. */
enum { CLOCKS_APART = 1 /* days by which another machine's date may be ahead */ };

/* No fresh row holds longer: the longest term of the default policy. */
static int32_t longest_term(void) {
    struct ledger_policy policy = ledger_policy_defaults();
    return policy.good_days + policy.spread_days;
}

static void believe(struct ledger_row *row, int32_t today) {
    int32_t last = today + CLOCKS_APART;
    bool unknown = row->checked > last;
    if (unknown) row->checked = LEDGER_LONG_AGO;
    if (row->good > last) row->good = 0;
    if (row->failed > last) row->failed = 0;
    if (row->manual) return; /* a person's word holds until the date that the person gave */
    if (unknown) row->expires = 0;
    if (row->expires > row->checked + longest_term()) row->expires = row->checked + longest_term();
}

void ledger_believe(struct ledger *ledger, int32_t today) {
    for (size_t i = 0; i < ledger->count; i++) believe(&ledger->rows[i], today);
}
