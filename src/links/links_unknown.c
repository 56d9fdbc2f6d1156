/* What the model can't know about a site: addresses whose content comes from elsewhere when it is built. */
#include "links/graph.h"

/* "blog/page/2/": how many pages a list has is a template's business. */
static bool is_pager(const struct links *links, struct str file) {
    if (str_ends(file, STR("/index.html"))) file.len -= 11;
    struct str number = path_base(file);
    for (size_t i = 0; i < number.len; i++)
        if (number.ptr[i] < '0' || number.ptr[i] > '9') return false;
    return number.len && str_eq(path_base(path_dir(file)), links->outlook.pager);
}

bool links_is_unknown(const struct links *links, struct str file) {
    for (size_t i = 0; i < links->outlook.unknown.len; i++) {
        struct str prefix = links->outlook.unknown.items[i];
        if (!str_starts(file, prefix)) continue;
        if (!prefix.len || file.len == prefix.len || file.ptr[prefix.len] == '/' ||
            file.ptr[prefix.len] == '.')
            return true;
    }
    struct str extension = path_ext(file);
    bool asset =
        extension.len > 1 && !str_eq_nocase(extension, STR(".html")) && !str_eq_nocase(extension, STR(".md"));
    if (links->outlook.unknown_assets && asset) return true;
    return links->outlook.pager.ptr && is_pager(links, file);
}
