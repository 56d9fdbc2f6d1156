/* config.h: private. Reads configuration files into one merged tree whose nodes know their source. */
#ifndef CONTENTLINT_SITE_CONFIG_H
#define CONTENTLINT_SITE_CONFIG_H

#include "site/site.h"

struct config_loader {
    struct arena *arena;
    const struct tree *tree;
    bool yaml_1_1;      /* YAML is read as 1.1 has it */
    bool repeated_keys; /* a file of config/ may repeat its own name as its only key */
    ARRAY_OF(const struct source *) sources;
};

/* An empty object, and a scalar made of text ("true", "2" and JSON are read as such). */
struct node *config_object(struct arena *arena, const struct source *source);
struct node *config_scalar(struct arena *arena, struct str text);
/* Reads one file; *root stays NULL when it is not there or empty. false: it can't be read or parsed. */
bool config_read(struct config_loader *loader, struct str path, struct node **root, struct error *error);
/* The first of DIR/hugo.{toml,yaml,yml,json}, DIR/config.{…} that exists (4.1), merged into root. */
bool config_read_root(struct config_loader *loader, struct str dir, struct node *root, struct error *error);
/* Every file below DIR/config/NAME (4.2), merged into root. */
bool config_read_dir(struct config_loader *loader, struct str dir, struct str name, struct node *root,
                     struct error *error);
/* Maps merge key by key, everything else replaces. `keep`: what is there already stays (themes). */
void config_merge(struct arena *arena, struct node *into, const struct node *from, bool keep);
/* Puts value at keys[0].keys[1]…, making maps on the way. */
void config_put(struct arena *arena, struct node *root, const struct str *keys, size_t n, struct node *value);
/* HUGO_… variables (4.3). */
void config_env(struct arena *arena, struct node *root, const char *const *env);

/* Everything for a site: files, environment folder, flags, variables. */
bool config_load(struct config_loader *loader, const struct site_options *options, struct str environment,
                 struct node **root, struct error *error);

#endif
