/* cmd_links.c: `contentlint links`: external links and nothing else. */
#include "cmd/check.h"

int cmd_links(struct arena *arena, const struct arguments *arguments) {
    return check_all(arena, arguments, true);
}
