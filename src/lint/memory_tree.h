/* memory_tree.h: a site whose files are in memory: the examples of rules. */
#ifndef CONTENTLINT_LINT_MEMORY_TREE_H
#define CONTENTLINT_LINT_MEMORY_TREE_H

#include "site/site.h"

struct memory_file {
    struct str path, text;
};
struct memory_tree {
    struct memory_file *files; /* sorted by path */
    size_t count;
};
/* Sorts the files; `state` must outlive the tree. */
struct tree memory_tree(struct memory_tree *state);

#endif
