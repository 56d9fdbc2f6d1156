/* inbox.h (private to lsp): messages as they come in, read ahead on a thread of their own, so that a client never waits for an
 * answer before it can say that it does not want it. */
#ifndef CONTENTLINT_LSP_INBOX_H
#define CONTENTLINT_LSP_INBOX_H

#include "base/base.h"

/* Bytes of one message, and of its header; bytes that wait. A file of FILE_MAX_BYTES fits, whatever is escaped in it. */
#define INBOX_MESSAGE_MAX (FILE_MAX_BYTES * 6u + (1u << 20))
#define INBOX_HEADER_MAX  8192
#define INBOX_WAITING_MAX ((size_t)256 << 20)

struct frame {
    struct arena arena; /* of the text; who takes the frame frees it */
    struct str text;
};
enum inbox_answer {
    INBOX_FRAME,
    INBOX_QUIET, /* nothing came in time */
    INBOX_END,   /* the client has closed its end, between two messages */
    INBOX_BROKEN /* what it sent is no message, or reading failed: the error says why, and no more will come */
};

struct inbox;
/* NULL, with error: no thread could be started. */
struct inbox *inbox_open(int in, struct error *error);
/* The next message, for at most `wait` milliseconds. */
enum inbox_answer inbox_take(struct inbox *inbox, int wait, struct frame *frame, struct error *error);
void inbox_close(struct inbox *inbox);

#endif
