/* references.h: is there such a file or page? What x-ref of a schema asks. */
#ifndef CONTENTLINT_LINT_REFERENCES_H
#define CONTENTLINT_LINT_REFERENCES_H

#include "lint/uniques.h"

/* A schema_site callback; query is a struct uniques_query. Answers SCHEMA_NO only where nothing but the site's own files
 * can decide: other hosts' files, template expressions, themes and taxonomies are SCHEMA_UNKNOWN. */
enum schema_answer references_answer(void *query, enum schema_ref ref, struct str name, struct str value,
                                     struct str *nearest);

#endif
