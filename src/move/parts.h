/* parts.h (private to move): a move in the making. */
#ifndef CONTENTLINT_MOVE_PARTS_H
#define CONTENTLINT_MOVE_PARTS_H

#include "move/move.h"
#include "page/page.h"

struct moving_text { /* of a file, by its path after the move */
    struct str path;
    struct str before; /* as it is on the disk; absent: the file is new */
    struct str now;
};
typedef ARRAY_OF(struct edit) edit_array;

struct moving {
    struct arena *arena;
    struct session *session;
    const struct move_options *options;
    struct move_plan *plan;
    struct error *error;
    const struct site *before;
    struct links *links_before;
    ARRAY_OF(struct tree_move) moves;
    struct map to, from; /* path before -> its struct tree_move, path after -> the same */
    struct tree moved;   /* the files after the moves, with their texts as they are */
    ARRAY_OF(struct moving_text *) texts;
    struct map text_of; /* path after -> struct moving_text */
    /* The site with the moves and the texts so far, and its links. */
    struct arena *after_memory;
    struct site *after;
    struct links *links_after;
    struct map files_after;           /* source -> struct site_url of a file that is no page */
    const struct site_page **matches; /* per page of before: the same page of after; NULL: none */
    /* The last commit: not asked for yet, there, or not. */
    enum { COMMITTED_UNASKED, COMMITTED_HERE, COMMITTED_NONE } committed_state;
    struct tree committed;
    /* What of its history the branch has that readers see; once the last commit was asked for. */
    struct tree published;
    /* What was published cannot be told, for the reason in `error`. */
    bool untold;
    /* A term that gets another name. */
    struct str term_before, term_after; /* their content paths; absent: none does */
    struct str term_title;              /* as it is written now */
    /* Anchors that get other names, of one page. */
    const struct site_page *anchored;
    struct map anchors; /* id -> struct str, the new one */
};

/* ---- load.c ---- */

/* Loads the site as it is. */
bool moving_begin(struct moving *moving);
/* Loads the site with the moves and texts so far, and finds each page of before in it. */
bool moving_load(struct moving *moving);
void moving_close(struct moving *moving);

/* ---- moving.c ---- */

/* The moves are others: names and texts are looked up by them from here on. */
bool moving_index(struct moving *moving);
/* The path after the moves. */
struct str moving_renamed(const struct moving *moving, struct str path);
struct str moving_name_before(const struct moving *moving, struct str path);
/* The text of a file after the moves; absent: there is none, or it cannot be read. */
struct str moving_read(const struct moving *moving, struct arena *arena, struct str path);
/* The text with the edits made, which are sorted; one that overlaps an earlier one is taken out. */
struct str moving_edited(struct arena *arena, struct str text, edit_array *edits);
void moving_edit(struct moving *moving, struct str path, edit_array *edits);
void moving_put(struct moving *moving, struct str path, struct str text);
/* The file, by its path after the moves, goes. moving_load has to follow. */
void moving_drop(struct moving *moving, struct str path);
/* Fills the plan's changes in. */
bool moving_end(struct moving *moving);
/* A remark on a place of a text as it is after the moves, before its edits. */
void moving_remark(struct moving *moving, struct str path, struct str text, uint32_t offset,
                   struct str message);

/* ---- match.c ---- */

void match_pages(struct moving *moving);
const struct site_page *match_of(const struct moving *moving, const struct site_page *page);
/* What leads to `before` is to lead to the same things now. */
struct wanted {
    const struct site_page *page; /* of after; NULL: it is no page */
    const struct site_url *claim; /* of after; NULL: none */
    const struct site_page *page_before;
    const struct site_url *claim_before;
    struct str url;      /* neither: the address asked for; absent: as before whatever it is */
    struct str fragment; /* decoded; absent: none */
    struct str file;     /* neither: the file that the address names from its page, after the moves */
    enum resolution_status status;
    bool named; /* it is found by its name, not as an address */
};
struct wanted match_wanted(const struct moving *moving, struct arena *arena, const struct site_page *from,
                           const struct resolution *before);
/* `from`: the page that asks, of after; NULL: none. */
bool match_is(struct arena *arena, const struct wanted *wanted, const struct site_page *from,
              const struct resolution *now);

/* ---- spelling.c ---- */

#define SPELLINGS_MAX 48
struct spellings {
    struct str items[SPELLINGS_MAX];
    size_t count;
};
/* Ways to write a target that led from `from` to what is wanted, in its own notation, the likeliest first. */
void spellings_of(const struct moving *moving, struct arena *arena, const struct site_page *from_before,
                  const struct site_page *from, const struct wanted *wanted, struct str target,
                  struct spellings *out);

/* ---- value.c ---- */

/* Is the value of a key an address? *link: as the links of the site read it. In data only what looks like one is. */
bool value_link(const struct moving *moving, struct str key, bool data, struct str text, struct link *link);
/* Is the value of a key an address that leads on, whatever is there now? */
bool value_is_old(struct str key);
/* The bytes of a string, quotes left out. False: they are not the string as it is decoded. */
bool value_place(struct str text, struct span span, struct str decoded, struct span *out);
/* Adds addresses of the front matter that are no links of the page: of menus, and those from the root. */
void value_add_fields(const struct moving *moving, struct arena *arena, struct page *page);

/* ---- inbound.c, values.c, mentions.c, rules.c ---- */

/* Rewrites the links of all pages. */
void inbound_rewrite(struct moving *moving);
/* The text in place of a link's target: absent, with *same: as it is; absent: there is none that is known to be right. */
struct str inbound_target(const struct moving *moving, struct arena *arena,
                          const struct site_page *from_before, const struct site_page *from,
                          const struct page *page, const struct link *link, const struct resolution *before,
                          const struct resolution *now, bool *same);
void values_rewrite(struct moving *moving);
void rules_rewrite(struct moving *moving);
void mentions_find(struct moving *moving);

/* ---- rules_add.c ---- */

struct old_address {
    struct str from, to; /* LINKs */
};
typedef ARRAY_OF(struct old_address) old_addresses;
/* Adds a redirect rule for each, where the site has rules to copy. False: it has none. moving_load has to follow. */
bool rules_add(struct moving *moving, const old_addresses *list);

/* ---- old.c ---- */

/* Keeps the old addresses, and takes out aliases that are the new ones. */
bool old_keep(struct moving *moving);
/* Remarks on addresses that are lost all the same. */
void old_report(struct moving *moving);

/* ---- contents.c ---- */

/* Names moved pages anew in the file that says which files are pages. moving_load has to follow. */
void contents_rewrite(struct moving *moving);

/* ---- alias_form.c ---- */

/* Are both texts aliases of the page for the same address? */
bool alias_same(struct arena *arena, const struct site_page *page, struct str a, struct str b);
/* An alias for the address `link`, relative where all aliases of the page are; else `rooted`. */
struct str alias_form(struct arena *arena, const struct site_page *page, struct str link, struct str rooted);
/* Rewrites relative aliases of moved pages that would be other addresses now. True: moving_load has to follow. */
bool aliases_rebase(struct moving *moving);

/* ---- committed.c ---- */

/* Texts that mean the same as those of the last commit, in other words, become those. */
void committed_prefer(struct moving *moving);
/* Is there a last commit, which can be read? */
bool committed_open(struct moving *moving);
/* Was there a file by that name that readers may know the address of? As --since has it: where the last commit's history
 * left the branch that is published; without such a branch, in the last commit. Not for a site outside of git. */
bool committed_published(struct moving *moving, struct str path);
/* The same of any file below the folder. */
bool committed_published_in(struct moving *moving, struct str folder);
/* Had the file at this path after the moves an alias for the address in the last commit? */
bool committed_has_alias(struct moving *moving, struct str path, struct str address);
/* The text of a file in it; absent: it is not there. */
struct str committed_read(struct moving *moving, struct arena *arena, struct str path);

/* ---- parallel.c ---- */

typedef ARRAY_OF(struct tree_move) parallel_array;
/* The same move in the folders of the other languages, where nothing may be. None where `to` lies in another language's. */
void parallel_moves(const struct moving *moving, struct str from, struct str to, parallel_array *out);

/* ---- operands.c ---- */

/* From what was asked for to moves of files. */
bool operands_read(struct moving *moving, const str_array *from, struct str to);

#endif
