/* lsp: the Language Server Protocol 3.17 over two descriptors: what an editor shows of a site while its pages are written.
 * A client of session/ and move/ that knows no rule, address or generator.
 *
 * The network is never asked. Nothing is written to disk: what is to be changed is told to the client, whose affair it is.
 * All that comes in is bounded, and what cannot be read is answered with an error of the protocol. */
#ifndef CONTENTLINT_LSP_H
#define CONTENTLINT_LSP_H

#include "base/base.h"

struct lsp_options {
    /* As session_options and lint_options have them; absent and NULL: as a site's files tell. */
    struct str config, rules_dir, maker, version, built;
    const char *const *env;
    /* Seconds since 1970; 0: the clock. */
    int64_t now;
    unsigned threads;
};

/* Serves one client until it says exit, or is gone. Returns 0 when it asked to shut down before, as the protocol wants it,
 * and 1 when it did not; 2, with error: what it sent is no stream of messages, or the descriptors failed. */
int lsp_serve(const struct lsp_options *options, int in, int out, struct error *error);

#endif
