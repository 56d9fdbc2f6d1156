/* init: a first configuration for a site: what it is made by, which pages have a type of their own and whose marks they
 * teach, as far as that is certain, and as comments what its owner may want to decide. Nothing here prints or writes. */
#ifndef CONTENTLINT_INIT_H
#define CONTENTLINT_INIT_H

#include "session/session.h"

struct init_file {
    /* From the site's folder. */
    struct str path, text;
};
struct init_proposal {
    /* contentlint.yml first, then the schemas that it names. What is on the disk by these names is not looked at. */
    ARRAY_OF(struct init_file) files;
    /* What was decided, and why: sentences without a stop, in ASCII. */
    str_array decisions;
};

/* Looks at the whole site. A type is proposed for a folder of at least ten pages, all of which have two keys or more in
 * common: a run with the proposal finds nothing in today's pages that one without would not, but that what is wrong with
 * keys of the generator's own is told in full. False: session_run's errors. */
bool init_propose(struct arena *arena, struct session *session, struct init_proposal *proposal,
                  struct error *error);

#endif
