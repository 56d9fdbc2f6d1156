/* session: a site that stays open. It is opened once; buffers are put over its files, changed and dropped; it is asked what
 * is wrong with a page, with a few or with all. What the command line and an editor server do with a site goes through here.
 * Nothing here prints or exits.
 *
 * What an answer costs is what changed. The facts of a page are kept by the hash of its text. Another body costs that page,
 * and the pages whose links it answers; other front matter, a page that comes or goes, a redirect or a link target cost a
 * look at where each page's links lead, and a check of those that see something else than before; a template, a data
 * file, the site's configuration, rules or schemas cost a check of all pages, of which only changed ones are read again.
 * Every answer is the one that a session opened at that moment would give.
 *
 * Paths are relative to the site's root, texts are UTF-8, spans are bytes; versions of documents are the client's affair.
 * One thread at a time may use a session; it uses as many as lint_options.threads itself. */
#ifndef CONTENTLINT_SESSION_H
#define CONTENTLINT_SESSION_H

#include "fix/fix.h"
#include "lint/lint.h"

struct session;

/* What it points at must outlive the session. */
struct session_options {
    /* Who asks for pages one by one sets `each`: findings that share a cause are one in the whole of an answer. */
    struct lint_options lint;
    /* The site's folder, from the working directory. */
    struct str root;
    /* NULL: files are served as they are. */
    const struct generator *generator;
    /* A generator's name, whatever was found; absent: the configuration's `generator`, else what was found. */
    struct str maker;
    /* The generator's version, as --hugo-version takes it; absent: the configuration's, else it is guessed. */
    struct str version;
    /* Folder of the built site, from the working directory; absent: the configuration's `built`, else one that the
     * generator built there after the sources were changed; "none": none. */
    struct str built;
    /* "NAME=value", NULL-terminated: the environment a build would see; NULL: none. */
    const char *const *env;
    /* The files below the root; NULL: the disk. */
    const struct tree *tree;
    /* The folder is what a generator made: its files are served as they are, and no other build is asked. */
    bool itself_built;
    /* One answer over the whole site is all that will be asked for: each file is read once, and nothing is kept. */
    bool once;
    /* Nothing is kept for a second answer. */
    bool brief;
};

/* Reads rules and configuration; the site is loaded when it is first asked for. False, with nothing open, when the
 * configuration or a rule is wrong. */
bool session_open(const struct session_options *options, struct session **session, struct error *error);
/* Frees everything that the session made, its answers too. NULL is fine. */
void session_close(struct session *session);

/* Rules and configuration as they are now. False: they cannot be read; session_open's errors. */
bool session_lint(struct session *session, const struct lint **lint, struct error *error);
/* The site with all buffers, valid until the next change. False: site_load's errors. */
bool session_site(struct session *session, const struct site **site, struct error *error);
/* Where links lead on it, until the next change. The session keeps answers (it is neither `once` nor `brief`). */
bool session_links(struct session *session, struct links **links, struct error *error);
/* A page of session_site with its body, in arena unless the session keeps it: until the next change. NULL: it has no file,
 * or none that can be read. */
const struct page *session_page(struct session *session, struct arena *arena, const struct site_page *page);
/* Another site by the session's options, in arena: that of an older revision, as `tree` has it. */
bool session_load(struct session *session, struct arena *arena, const struct tree *tree,
                  const struct generator *generator, struct site **site, struct error *error);

/* ---- changes: no answer is valid after one ---------------------------------------------------------------- */

/* The file has this text, whatever the disk says, or is a new one. The text is copied. */
void session_put(struct session *session, struct str path, struct str text);
/* It is as the disk has it again, or gone. No buffer: nothing happens. */
void session_drop(struct session *session, struct str path);
/* The file came, went or has another text on the disk. */
void session_touch(struct session *session, struct str path);

/* ---- answers ------------------------------------------------------------------------------------------------ */

struct session_answer {
    /* Sorted; path, place and text of each finding live until the next change or question. */
    const struct lint_results *results;
    /* Pages, sorted, whose findings are others than those told last, or that were told for the first time and have some;
     * those that are gone and had some too. An editor's marks on all other pages are up to date. */
    str_array changed;
};
/* What is wrong with these pages, and with all that were asked for before. NULL: with the whole site. Pages that are not
 * there are left out. False: the operation failed (session_open's and site_load's errors, lint_run's); the next question
 * tries again. */
bool session_diagnose(struct session *session, const str_array *pages, struct session_answer *answer,
                      struct error *error);
/* One run as lint_run does it, with results in arena that point into the session. request->site and ->kept are the
 * session's. */
bool session_run(struct session *session, struct arena *arena, const struct lint_request *request,
                 struct lint_results *results, struct error *error);

/* ---- repair.c: the fixes of findings ------------------------------------------------------------------------- */

struct session_fix_options {
    /* Those that are suggestions too. */
    bool suggestions;
    /* What to check, made anew in arena for each look: the site changes from one to the next. */
    bool (*request)(void *data, struct arena *arena, struct session *session, struct lint_request *request,
                    struct error *error);
    void *data;
    /* What would be written; NULL: nothing will be. */
    struct root *root;
};
/* A fix that was not made, or a file in which none was: rule is "" then. */
struct session_fix_left {
    struct str path, rule;
    /* A sentence about the fix, or the file, without its stop. */
    struct str reason;
    /* The system refused; else there are reasons to let it be. */
    bool failed;
};
struct session_fixes {
    /* Sorted by path; `before` is what the file was when it was read. */
    fix_changes changes;
    ARRAY_OF(struct session_fix_left) left;
    /* Why the site, or what was asked about, could not be read whole: nothing is mended; absent: it could. */
    struct str incomplete;
    /* Findings at the start, and how many of those that are left have a suggestion. */
    size_t found, suggestions;
    /* How many are gone by the changes of each group, and, behind these, by others'. */
    size_t *fixed;
    uint32_t groups;
};
/* Makes the fixes of all findings of the request in buffers, again and again until none is left, and checks after each time:
 * a file in which a fix did not help, or brought a finding in the whole site that was not there, is put back, and its
 * fixes are tried in smaller parts. The session keeps its buffers; nothing is written. It must have
 * lint.each. False: session_run's errors. */
bool session_fix(struct session *session, struct arena *arena, const struct session_fix_options *options,
                 struct session_fixes *out, struct error *error);

#endif
