/* limit.c: a configuration of a few kilobytes can ask for more addresses than any machine holds: languages times pages, a
 * long pattern for every page. The limits are on what comes out of it, and grow with the files that a site has. */
#include "site/generator.h"

enum {
    ADDRESSES_MAX = 300000,
    ADDRESSES_PER_FILE = 4,
    BYTES_MAX = 32 << 20, /* of all addresses */
    BYTES_PER_FILE = 512
};

bool limit_keep(struct limit *limit, bool room, const char *key, const char *what) {
    if (room || limit->full) return room && !limit->full;
    limit->full = what;
    limit->key = key;
    return false;
}

bool limit_address(struct limit *limit, size_t files, size_t length, const char *key) {
    limit->count++;
    limit->bytes += length;
    return limit_keep(limit, length <= LIMIT_ADDRESS, key,
                      "an address has more than 4,096 bytes, which no file's path may have") &&
           limit_keep(limit, limit->count <= ADDRESSES_MAX + ADDRESSES_PER_FILE * files, key,
                      "pages and aliases make more than 300,000 addresses and four for each file") &&
           limit_keep(limit, limit->bytes <= BYTES_MAX + BYTES_PER_FILE * files, key,
                      "the addresses have more than 32 MiB and 512 bytes for each file");
}

bool limit_kept(const struct limit *limit, const struct node *node, struct error *error) {
    if (!limit->full) return true;
    const struct source *source = config_source(node);
    if (!source) return error_set(error, (struct str){0}, 0, "%s: the site is not checked", limit->full);
    return error_set(error, source->path, text_line(source->text, node->span.start),
                     "%s: the site is not checked", limit->full);
}
