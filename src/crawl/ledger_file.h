/* ledger_file: what the files that read, join, keep and write ledgers share. Private to crawl/. */
#ifndef CONTENTLINT_CRAWL_LEDGER_FILE_H
#define CONTENTLINT_CRAWL_LEDGER_FILE_H

#include "crawl/crawl.h"

#define LEDGER_HEADING "# contentlint links 1"

enum { LEDGER_MAX_RUNS = 60000, LEDGER_PART_ROWS = 4096 };

/* ledger.c */
void ledger_add_row(struct buf *out, const struct ledger_row *row); /* a line, with its end */
bool ledger_is_validator(struct str s); /* an entity tag in its quotes or a date: a server may be sent it */

/* ledger_merge.c */
void ledger_sort(struct ledger *ledger); /* by URL, rows of one URL joined, in place */

/* ledger_lock.c */
/* Locks an open file for writing without waiting: false, with errno, when it is another process's. Ends with the
 * process, however that ends. */
bool ledger_hold(int fd);
bool ledger_is_there(int fd, const char *name); /* is the open file still the one of that name? */

/* ledger_save.c */
bool ledger_is_ours(
    int fd); /* a regular file that is empty or begins like a ledger; if not: errno, 0 when it was read */
/* A link, a folder, a page, another program's file under the ledger's name is not written over: false, and said. */
bool ledger_may_write(const char *path, struct error *error);

#endif
