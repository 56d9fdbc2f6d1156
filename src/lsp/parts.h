/* parts.h (private to lsp): the server, its documents and its sites. */
#ifndef CONTENTLINT_LSP_PARTS_H
#define CONTENTLINT_LSP_PARTS_H

#include "lsp/inbox.h"
#include "lsp/lsp.h"
#include "page/page.h"
#include "report/report.h"
#include "session/session.h"

/* ---- place.c: positions and ranges ---------------------------------------------------------------------------- */

/* A position of the protocol as an offset: past a line's end, its end; past the text's, the text's. The source has its
 * lines. unit: UNIT_BYTE or UNIT_UTF16, as was agreed. */
uint32_t place_offset(const struct source *source, const struct node *position, enum unit unit);
struct span place_span(const struct source *source, const struct node *range, enum unit unit);
/* Writes a range under the key, exactly that of the span. */
void place_write(struct json_writer *json, const char *key, const struct source *source, struct span span,
                 enum unit unit);
/* A range that was made out already. */
void place_write_range(struct json_writer *json, const char *key, struct place_range range);
/* The path of a file's URI. False: it is none of a file of this machine. */
bool uri_path(struct arena *arena, struct str uri, struct str *path);
struct str uri_of(struct arena *arena, struct str path);

/* ---- the server ----------------------------------------------------------------------------------------------- */

/* A site with open documents or below a folder of the workspace. */
struct opened {
    struct arena arena;
    /* Absolute, as the client names it, and without symbolic links. */
    struct str root, real;
    /* NULL: its rules or configuration cannot be read. */
    struct session *session;
    /* A folder that is no site: only the document itself is looked at. */
    bool single;
    /* There are sites below it: of the rest only open documents are looked at. */
    bool parts;
    struct memory_tree none;
    struct tree nothing;
    /* It has changed since it was looked at as a whole; what it says is that of today's files; all of it is to be told anew. */
    bool stale, known, untold;
    /* What is shown of each of its files; path -> struct shown. */
    struct arena shown_memory;
    struct map shown;
    /* What the answer of the last look says; until the session changes. */
    struct session_answer answer;
    /* Path -> when it was changed last, and when that was looked at; where the client does not watch files. */
    struct arena times_memory;
    struct map times;
    int64_t times_at;
    /* Why it cannot be read, and where that is shown. */
    struct arena trouble_memory;
    struct str trouble, trouble_uri, trouble_within;
    /* Counts the changes of its texts, and of more than a text. */
    uint64_t changes;
    /* Who links where, of that count. */
    struct inbound *inbound;
    struct opened *next;
};
struct shown {
    /* Of its diagnostics as they are written: when its site was looked at first, now, and of those that the client has.
     * 0: there are none. */
    uint64_t first, last, sent;
};

struct document {
    struct arena arena;
    struct str uri, language;
    /* Absolute; absent: no file. */
    struct str path;
    /* From the site's root. */
    struct str within;
    struct opened *site; /* NULL: nothing is said of it */
    int64_t version;
    /* With its lines. */
    struct source source;
    struct arena text_memory;
    /* Its own diagnostics are to be told. */
    bool stale;
    struct document *next;
};

struct request { /* a message that waits */
    struct arena arena;
    struct str text;
    const struct node *tree, *id, *params;
    struct str method;
    bool cancelled;
    struct request *next;
};

/* What the client can do. */
struct client {
    enum unit unit;
    bool pull, refresh, related, tags, versioned, data, progress, watches, literals, edits, creates, renames,
        removes, apply, snippets, links, tree;
};
enum scope { SCOPE_CHANGED, SCOPE_OPEN, SCOPE_SITE };

struct lsp {
    const struct lsp_options *options;
    struct inbox *inbox;
    int out;
    bool broken; /* nobody reads what is written */
    enum { LSP_NEW, LSP_READY, LSP_SHUT, LSP_GONE } state;
    struct client client;
    enum scope scope;
    long parent; /* process; 0: none was named */
    int64_t next_id;
    struct arena arena; /* of folders */
    str_array folders;  /* of the workspace, absolute */
    struct document *documents;
    struct opened *sites;
    struct request *first, **last;
    size_t waiting;
    int status; /* that the program will end with */
    /* A token for progress: none, asked of the client, granted. */
    enum { PROGRESS_NONE, PROGRESS_ASKED, PROGRESS_GRANTED } progress;
    int64_t progress_id;
    unsigned progress_waits;
    uint64_t work;   /* numbers the tokens */
    int64_t watched; /* milliseconds: when files were looked at last, where the client does not watch them */
    int64_t watch_cost;
};

/* Writes one value under "result", or says why not. */
typedef bool request_handler(struct lsp *lsp, struct arena *arena, const struct node *params,
                             struct json_writer *json, struct error *error);

/* ---- send.c ---------------------------------------------------------------------------------------------------- */

struct message { /* one that goes out */
    struct buf out;
    struct json_writer json;
};
/* A request of the server's own, or with `id` 0 a notification: its parameters are written under "params". */
void message_begin(struct message *message, struct arena *arena, const char *method, int64_t id);
/* The answer to a request: its value is written under "result", or "error". id NULL: it cannot be told which. */
void message_answer(struct message *message, struct arena *arena, const struct node *id);
void message_send(struct lsp *lsp, struct message *message);
void message_error(struct lsp *lsp, struct arena *arena, const struct node *id, int code, struct str text);
/* Shown to the user: type 1 error, 2 warning, 3 info; logged alone when !show. */
void message_show(struct lsp *lsp, struct arena *arena, bool show, int type, struct str text);
enum { /* error codes of JSON-RPC 2.0 and LSP 3.17 */
       CODE_PARSE = -32700,
       CODE_REQUEST = -32600,
       CODE_METHOD = -32601,
       CODE_PARAMS = -32602,
       CODE_UNREADY = -32002,
       CODE_FAILED = -32803,
       CODE_CANCELLED = -32800
};

/* A long look is announced as progress where the client shows some. False: it is not. */
void progress_ask(struct lsp *lsp, struct arena *arena);
void progress_answered(struct lsp *lsp, bool granted);
bool progress_begin(struct lsp *lsp, struct arena *arena, const struct opened *site);
void progress_end(struct lsp *lsp, struct arena *arena);

/* ---- capabilities.c: what both sides can do, folders and settings --------------------------------------------------- */

request_handler request_initialize;
/* Asks to be told of changed files. */
void capabilities_register(struct lsp *lsp, struct arena *arena);
void capabilities_folder(struct lsp *lsp, const struct node *folder, bool add);
void capabilities_settings(struct lsp *lsp, const struct node *settings);

/* ---- watch.c: files that change, where the client does not say so ---------------------------------------------------- */

/* Looks at the files of all sites, and touches those that are others than the last time. */
void watch_look(struct lsp *lsp);
/* Looks when it is time to; how long to wait for the next time, in milliseconds. */
int watch_wait(struct lsp *lsp);

/* ---- documents.c ------------------------------------------------------------------------------------------------ */

struct document *document_of(const struct lsp *lsp, struct str uri);
/* The one that the parameters name as textDocument. */
struct document *document_named(const struct lsp *lsp, const struct node *params);
/* The open document of a file of the site. */
struct document *document_at(const struct lsp *lsp, const struct opened *site, struct str within);
/* The URI of a file of the site: as the client opened it, else made of its path. */
struct str document_uri(struct arena *arena, const struct lsp *lsp, const struct opened *site,
                        struct str within);
/* The text of a file of the site as the client sees it, with its lines. False: there is none. */
bool document_source(struct arena *arena, const struct lsp *lsp, const struct opened *site, struct str within,
                     struct source *source);

/* ---- document.c ------------------------------------------------------------------------------------------------- */

void document_open(struct lsp *lsp, const struct node *params);
void document_change(struct lsp *lsp, const struct node *params);
void document_close(struct lsp *lsp, const struct node *params);
void document_free(struct document *document);

/* ---- workspace_edit.c ------------------------------------------------------------------------------------------------ */

struct workspace_edit {
    struct lsp *lsp;
    struct arena *arena;
    struct opened *site;
    struct json_writer *json;
};
void workspace_edit_begin(struct workspace_edit *edit, const char *key);
void workspace_edit_end(struct workspace_edit *edit);
/* Edits of one file, sorted, in the text that the client has. False: it cannot be read. */
bool workspace_edit_file(struct workspace_edit *edit, struct str within, const struct edit *edits,
                         size_t count);
/* Makes the file's text another one, where it differs. uri: what it is called by then. */
void workspace_edit_text(struct workspace_edit *edit, struct str within, struct str uri, struct str after);
/* For clients that can create, rename and delete files. */
void workspace_edit_create(struct workspace_edit *edit, struct str within, struct str text);
void workspace_edit_move(struct workspace_edit *edit, struct str from, struct str to);
void workspace_edit_remove(struct workspace_edit *edit, struct str within);

/* ---- sites.c ------------------------------------------------------------------------------------------------------ */

/* The site of a file, opened when it is the first of it. NULL: files there are not looked at. */
struct opened *sites_of(struct lsp *lsp, struct arena *arena, struct str path, struct str *within);
/* Opens the session when it could not be opened before. */
bool sites_ready(struct lsp *lsp, struct opened *site, struct error *error);
/* A file came, went, or has another text on the disk. */
void sites_touch(struct lsp *lsp, struct arena *arena, struct str path);
/* Which site each document lies in is looked at again. */
void sites_sort(struct lsp *lsp);
void sites_changed(struct opened *site);
/* Opens all sites below the folders of the workspace. */
void sites_open_folders(struct lsp *lsp);
void sites_free(struct opened *site);
void sites_close_unused(struct lsp *lsp);

/* ---- diagnostics.c ------------------------------------------------------------------------------------------------ */

/* Tells what is due: of documents that have changed, then of one site as a whole. False: nothing is. */
bool diagnostics_step(struct lsp *lsp);
void diagnostics_forget(struct lsp *lsp, struct document *document);
/* Findings of one file as it is now, in arena. */
bool diagnostics_of(struct lsp *lsp, struct arena *arena, struct opened *site, struct str within,
                    struct lint_results *results, struct error *error);
void diagnostics_write(struct json_writer *json, const struct lsp *lsp, struct regions *regions,
                       const struct opened *site, const struct diagnostic *item);

/* ---- requests, each in a file of its name ---------------------------------------------------------------------------- */

request_handler request_diagnostic, request_workspace_diagnostic, request_code_action, request_hover,
    request_definition, request_references, request_document_link, request_symbols, request_workspace_symbols,
    request_folding, request_lenses, request_completion, request_prepare_rename, request_rename,
    request_will_rename, request_command;

#endif
