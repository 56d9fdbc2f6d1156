#define _DEFAULT_SOURCE /* d_type */
#include "base/ignore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 2000000 };

struct folder {      /* waits for its turn */
    struct str path; /* relative to the root; "" is the root */
    const struct ignore *ignore;
};

struct entry {
    struct str path;
    unsigned char type; /* DT_* */
};

struct walk {
    struct arena *arena;
    const struct walk_options *options;
    const char *root;
    int root_fd;
    struct str real_root; /* without symbolic links; "" until a link asks for it */
    struct str prefix; /* of the root, relative to the git root, with a slash behind it; "" at the git root */
    ARRAY_OF(struct folder) folders;
    ARRAY_OF(struct entry) entries; /* of the folder at hand */
    str_array *files;
    struct error *error;
};

static struct str below(struct arena *arena, struct str folder, struct str name) {
    return folder.len ? path_join(arena, folder, name) : str_copy(arena, name);
}

/* ---- .gitignore ------------------------------------------------------------------------------------------- */

static const struct ignore *read_ignore(struct arena *arena, struct str path, struct str folder,
                                        const struct ignore *parent) {
    struct str text;
    if (!file_read(arena, str_c(arena, path), 0, &text, NULL)) return parent;
    return ignore_parse(arena, text, folder, parent);
}

/* What applies above the root: .git/info/exclude and the .gitignore of each folder from the git root down. */
static const struct ignore *outer_ignore(struct walk *w) {
    char real[PATH_MAX];
    if (!realpath(w->root, real)) return NULL;
    struct str here = str_copy(w->arena, str_from(real)), top = git_root(w->arena, here);
    if (!top.ptr) return NULL;
    const struct ignore *ignore =
        read_ignore(w->arena, path_join(w->arena, top, STR(".git/info/exclude")), STR(""), NULL);
    struct str rest = str_sub(here, top.len + 1, here.len);
    for (size_t at = 0; at < rest.len;) {
        struct str folder = str_sub(rest, 0, at ? at - 1 : 0);
        struct str file = path_join(w->arena, folder, STR(".gitignore"));
        ignore = read_ignore(w->arena, path_join(w->arena, top, file), folder, ignore);
        at += str_find_char(str_sub(rest, at, rest.len), '/') + 1;
    }
    if (rest.len) w->prefix = str_printf(w->arena, "%.*s/", STR_FMT(rest));
    return ignore;
}

static bool is_ignored(struct walk *w, const struct ignore *ignore, struct str path, bool is_folder) {
    if (!ignore) return false;
    if (w->prefix.len == 0) return ignore_match(ignore, path, is_folder);
    struct str full = str_printf(w->arena, "%.*s%.*s", STR_FMT(w->prefix), STR_FMT(path));
    return ignore_match(ignore, full, is_folder);
}

static const struct ignore *inner_ignore(struct walk *w, const struct folder *folder) {
    bool there = false;
    for (size_t i = 0; i < w->entries.len && !there; i++)
        there = str_eq(path_base(w->entries.items[i].path), STR(".gitignore"));
    if (!there) return folder->ignore;
    struct str path = below(w->arena, folder->path, STR(".gitignore"));
    struct str base = str_printf(w->arena, "%.*s%.*s", STR_FMT(w->prefix), STR_FMT(folder->path));
    while (str_ends(base, STR("/"))) base.len--;
    return read_ignore(w->arena, path_join(w->arena, str_from(w->root), path), base, folder->ignore);
}

/* ---- entries ---------------------------------------------------------------------------------------------- */

/* A link is listed when it leads to a regular file within the root. */
static bool is_inner_file(struct walk *w, struct str path) {
    char real[PATH_MAX], *full = str_c(w->arena, path_join(w->arena, str_from(w->root), path));
    struct stat status;
    if (w->real_root.len == 0) {
        if (!realpath(w->root, real)) return false;
        w->real_root = str_printf(w->arena, "%s/", real);
    }
    if (!realpath(full, real) || stat(real, &status) != 0 || !S_ISREG(status.st_mode)) return false;
    return str_starts(str_from(real), w->real_root);
}

static bool is_skipped(const struct walk_options *options, struct str name) {
    if (str_eq(name, STR(".git"))) return true;
    if (str_starts(name, STR(".")) && !options->dot_folders) return true;
    for (size_t i = 0; i < options->skip_dir_count; i++)
        if (str_eq(name, options->skip_dirs[i])) return true;
    return false;
}

static void take_entry(struct walk *w, const struct entry *entry, const struct ignore *ignore) {
    bool is_folder = entry->type == DT_DIR;
    if (is_folder && is_skipped(w->options, path_base(entry->path))) return;
    if (!is_folder && entry->type != DT_REG && entry->type != DT_LNK) return;
    if (is_ignored(w, ignore, entry->path, is_folder)) return;
    if (entry->type == DT_LNK && !is_inner_file(w, entry->path)) return;
    if (is_folder)
        *ARRAY_PUSH(w->arena, &w->folders) = (struct folder){entry->path, ignore};
    else
        *ARRAY_PUSH(w->arena, w->files) = entry->path;
}

static unsigned char type_of(int fd, const struct dirent *found) {
    struct stat status;
    if (found->d_type != DT_UNKNOWN) return found->d_type;
    if (fstatat(fd, found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return DT_UNKNOWN;
    return S_ISDIR(status.st_mode)   ? DT_DIR
           : S_ISREG(status.st_mode) ? DT_REG
           : S_ISLNK(status.st_mode) ? DT_LNK
                                     : 0;
}

static bool failed(struct walk *w, struct str folder) {
    return error_set(w->error, below(w->arena, str_from(w->root), folder), 0, "cannot be listed: %s",
                     strerror(errno));
}

static bool read_entries(struct walk *w, struct str folder) {
    int fd =
        openat(w->root_fd, folder.len ? folder.ptr : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    w->entries.len = 0;
    if (!dir && errno == ENOENT && folder.len) return true; /* removed since its name was read */
    if (!dir) return failed(w, folder);
    const struct dirent *found;
    while ((errno = 0, found = readdir(dir)) != NULL) {
        struct str name = str_from(found->d_name);
        if (str_eq(name, STR(".")) || str_eq(name, STR(".."))) continue;
        struct entry entry = {below(w->arena, folder, name), type_of(fd, found)};
        *ARRAY_PUSH(w->arena, &w->entries) = entry;
    }
    bool ok = errno == 0 || failed(w, folder);
    closedir(dir);
    return ok;
}

static int by_bytes(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool walk_folders(struct walk *w) {
    for (size_t next = 0; next < w->folders.len; next++) {
        struct folder folder = w->folders.items[next];
        if (!read_entries(w, folder.path)) return false;
        const struct ignore *ignore = w->options->gitignore ? inner_ignore(w, &folder) : NULL;
        for (size_t i = 0; i < w->entries.len; i++) take_entry(w, &w->entries.items[i], ignore);
        if (w->files->len > FILES_MAX)
            return error_set(w->error, str_from(w->root), 0, "has more than %d files, the limit", FILES_MAX);
    }
    return true;
}

bool walk_tree(struct arena *arena, const char *root, const struct walk_options *options, str_array *files,
               struct error *error) {
    struct walk w = {.arena = arena, .options = options, .root = root, .files = files, .error = error};
    files->len = 0;
    w.root_fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w.root_fd < 0) return failed(&w, STR(""));
    const struct ignore *ignore = options->gitignore ? outer_ignore(&w) : NULL;
    *ARRAY_PUSH(arena, &w.folders) = (struct folder){STR(""), ignore};
    bool ok = walk_folders(&w);
    close(w.root_fd);
    if (files->len) qsort(files->items, files->len, sizeof files->items[0], by_bytes);
    return ok;
}
