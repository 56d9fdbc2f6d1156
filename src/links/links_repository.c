/* Addresses that are the site's own although they look like another host's: its base URL, its repository. */
#include "links/graph.h"

#define GIT_CONFIG_MAX (1u << 20)

static void add_host(struct links *links, struct str address) {
    struct url url = url_split(address);
    if (!url.authority.len) return;
    struct str host = str_lower(links->arena, url.authority);
    bool placeholder = str_eq(host, STR("example.org")) || str_eq(host, STR("example.com")) ||
                       str_starts(host, STR("localhost"));
    if (!placeholder) *ARRAY_PUSH(links->arena, &links->hosts) = host;
}

/* "owner/name" of "https://github.com/owner/name.git", "git@github.com:owner/name", "ssh://git@host/owner/name". */
static void add_repository(struct links *links, struct str address, struct str branch) {
    struct str rest = address;
    size_t scheme = str_find(rest, STR("://"));
    if (scheme < rest.len) rest = str_sub(rest, scheme + 3, rest.len);
    size_t at = str_find_char(rest, '@');
    if (at < str_find_char(rest, '/')) rest = str_sub(rest, at + 1, rest.len);
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != ':') end++;
    struct repository repository = {.host = str_lower(links->arena, str_sub(rest, 0, end)), .branch = branch};
    rest = str_sub(rest, end + 1, rest.len);
    while (rest.len && rest.ptr[rest.len - 1] == '/') rest.len--;
    if (str_ends(rest, STR(".git"))) rest.len -= 4;
    size_t slash = str_find_char(rest, '/');
    if (!repository.host.len || slash == 0 || slash + 1 >= rest.len) return;
    repository.name = rest;
    *ARRAY_PUSH(links->arena, &links->repositories) = repository;
}

/* The URL of the remote "origin" in the text of .git/config; absent without. */
static struct str origin_url(struct str text) {
    bool origin = false;
    while (text.ptr) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (str_starts(line, STR("["))) origin = str_eq(line, STR("[remote \"origin\"]"));
        struct str value = line;
        struct str key = str_trim(str_cut(&value, '='));
        if (origin && value.ptr && str_eq(key, STR("url"))) return str_trim(value);
    }
    return (struct str){0};
}

/* A file of git's own; absent without. */
static struct str read_git(const struct links *links, const char *name) {
    struct str text = {0};
    struct root *root = links->site->tree.root;
    if (root) (void)root_read_git(root, links->arena, name, GIT_CONFIG_MAX, &text);
    return text;
}

static bool is_sparse(struct str config) {
    return str_find(config, STR("sparseCheckout = true")) < config.len;
}

static void read_repository(struct links *links) {
    const struct site *site = links->site;
    if (!site->git_root.ptr) {
        struct str address = links->outlook.repository;
        if (address.ptr) add_repository(links, address, (struct str){0});
        return;
    }
    struct str text = read_git(links, "config");
    if (!text.ptr) return;
    struct str own = read_git(links, "config.worktree");
    links->sparse = is_sparse(text) || is_sparse(own);
    struct str url = origin_url(text);
    if (url.len) add_repository(links, url, links->outlook.branch);
}

void links_read_hosts(struct links *links) {
    const struct site *site = links->site;
    add_host(links, site->base_url);
    for (size_t i = 0; i < site->language_count; i++) add_host(links, site->languages[i].base_url);
    read_repository(links);
}

bool links_is_own_host(const struct links *links, struct str authority) {
    for (size_t i = 0; i < links->hosts.len; i++)
        if (str_eq_nocase(links->hosts.items[i], authority)) return true;
    return false;
}

const struct site_page *links_home_of_host(const struct links *links, const struct site_page *from,
                                           struct str authority) {
    const struct site *site = links->site;
    for (unsigned i = 0; site->multihost && from && i < site->language_count; i++) {
        struct str host = url_split(site->languages[i].base_url).authority;
        if (i != from->language && str_eq_nocase(host, authority)) return site_page_at(site, i, STR(""));
    }
    return NULL;
}

static bool is_default_branch(const struct repository *repository, struct str branch) {
    if (repository->branch.len) return str_eq(repository->branch, branch);
    return str_eq(branch, STR("main")) || str_eq(branch, STR("master")) || str_eq(branch, STR("HEAD"));
}

/* "blob/main/docs/a.md" (GitHub), "-/blob/main/docs/a.md" (GitLab): cuts to the path; false for other views. */
static bool cut_view(const struct repository *repository, struct str *rest) {
    if (str_starts(*rest, STR("-/"))) *rest = str_sub(*rest, 2, rest->len);
    struct str view = str_cut(rest, '/');
    bool file = str_eq(view, STR("blob")) || str_eq(view, STR("edit")) || str_eq(view, STR("raw")) ||
                str_eq(view, STR("tree"));
    return file && rest->ptr && is_default_branch(repository, str_cut(rest, '/')) && rest->ptr && rest->len;
}

/* Path in the repository that url names, in *path; false when it isn't a file of this repository's main branch. */
static bool repository_path(const struct repository *repository, const struct url *url, struct str *path) {
    bool raw = str_eq_nocase(url->authority, STR("raw.githubusercontent.com")) &&
               str_eq(repository->host, STR("github.com"));
    if (!raw && !str_eq_nocase(url->authority, repository->host)) return false;
    struct str rest = url->path;
    if (rest.len <= repository->name.len + 1) return false;
    struct str name = str_sub(rest, 1, 1 + repository->name.len);
    if (!str_eq_nocase(name, repository->name) || rest.ptr[1 + name.len] != '/') return false;
    *path = str_sub(rest, name.len + 2, rest.len);
    if (!raw) return cut_view(repository, path);
    return is_default_branch(repository, str_cut(path, '/')) && path->ptr && path->len;
}

/* Without git the site's folder is taken for the repository's. */
static bool is_file(const struct asking *asking, struct str path) {
    const struct site *site = asking->links->site;
    if (site->git_root.ptr && site->tree.root) {
        struct str border = root_border(site->tree.root);
        enum root_answer answer =
            root_look(site->tree.root, asking->arena, path_join(asking->arena, border, path));
        return answer == ROOT_FILE || answer == ROOT_FOLDER;
    }
    str_array files = {0};
    struct error error = {0};
    return tree_has(&site->tree, asking->arena, path) ||
           (site->tree.list(site->tree.state, asking->arena, path, &files, &error) && files.len);
}

/* A file that isn't here may be in the repository: of a sparse checkout, or of an export (no git) that lacks even the
 * folder, or the root's files. */
static enum resolution_status absent_status(const struct asking *asking, struct str path) {
    bool git = asking->links->site->git_root.ptr != NULL;
    struct str rest = path, top = str_cut(&rest, '/');
    bool part = git ? asking->links->sparse : !is_file(asking, top);
    return part ? RESOLUTION_UNKNOWN : RESOLUTION_BROKEN;
}

bool links_own_repository(const struct asking *asking, const struct url *url, struct resolution *result) {
    const struct links *links = asking->links;
    struct str path = {0};
    bool own = false;
    for (size_t i = 0; i < links->repositories.len && !own; i++)
        own = repository_path(&links->repositories.items[i], url, &path);
    if (!own) return false;
    path = url_decode(asking->arena, path);
    while (path.len && path.ptr[path.len - 1] == '/') path.len--;
    struct str clean = path_clean(asking->arena, path);
    if (str_starts(clean, STR(".."))) return false;
    *result = (struct resolution){.flags = RESOLUTION_REPOSITORY, .url = clean};
    result->status = is_file(asking, clean) ? RESOLUTION_EXTERNAL : absent_status(asking, clean);
    return true;
}
