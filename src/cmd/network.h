/* network.h (private to cmd): the options that ask the network, and what is done with the answers. */
#ifndef CONTENTLINT_CMD_NETWORK_H
#define CONTENTLINT_CMD_NETWORK_H

#include "cmd/targets.h"

/* Crawl options from the command line and links.external of the configuration. offline: nothing may be asked. What killed
 * runs left beside the ledger is joined to it when this run will write it. */
bool network_options(struct arena *arena, const struct arguments *arguments, struct session *session,
                     bool offline, struct lint_external *external, struct error *error);
/* Writes the ledger when the run learnt something and the lane is one that writes. That it could not be written is said
 * among the results, which are reported all the same. */
void network_keep(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct lint_external *external, struct lint_results *results);
/* Hosts, time and verdicts, for people: on standard error of a terminal. */
void network_summary(struct buf *out, const struct crawl_report *report);

#endif
