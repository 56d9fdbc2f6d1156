/* walk.c: the files below a folder, through its root. */
#define _DEFAULT_SOURCE /* d_type */
#include "base/file_open.h"
#include "base/ignore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
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
    struct root *root;
    struct str dir; /* as it was asked for: of paths in messages */
    struct str top; /* the folder, from the border, without links */
    ARRAY_OF(struct folder) folders;
    ARRAY_OF(struct entry) entries; /* of the folder at hand */
    str_array *files;
    struct error *error;
};

static struct str below(struct arena *arena, struct str folder, struct str name) {
    return folder.len ? path_join(arena, folder, name) : str_copy(arena, name);
}

/* ---- .gitignore ------------------------------------------------------------------------------------------- */

/* `folder` is from the border, and what the file applies to. */
static const struct ignore *read_ignore(struct walk *w, struct str folder, const struct ignore *parent) {
    struct str text, path = below(w->arena, folder, STR(".gitignore")), shown = path;
    if (folder.len >= w->top.len) /* at or below the folder that is walked */
        shown = path_join(w->arena, w->dir, str_sub(path, w->top.len ? w->top.len + 1 : 0, path.len));
    struct root_found found = root_find(w->root, w->arena, path, WANT_FILE);
    if (root_answer_of(w->root, shown, &found, NULL) != ROOT_FILE) return parent;
    struct error own;
    bool read = file_read_open(w->arena, found.fd, &found.status, shown, 0, 0, &text, &own);
    close(found.fd);
    if (!read) root_remark(w->root, shown, own.message, true);
    return read ? ignore_parse(w->arena, text, folder, parent) : parent;
}

/* What applies above the folder: .git/info/exclude and the .gitignore of each folder from the git root down. */
static const struct ignore *outer_ignore(struct walk *w) {
    const struct ignore *ignore = NULL;
    struct str text, rest = w->top;
    if (!root_has_git(w->root)) return NULL;
    if (root_read_git(w->root, w->arena, "info/exclude", 0, &text))
        ignore = ignore_parse(w->arena, text, STR(""), NULL);
    for (size_t at = 0; at < rest.len;) {
        ignore = read_ignore(w, str_sub(rest, 0, at ? at - 1 : 0), ignore);
        at += str_find_char(str_sub(rest, at, rest.len), '/') + 1;
    }
    return ignore;
}

static bool is_ignored(struct walk *w, const struct ignore *ignore, struct str path, bool is_folder) {
    if (!ignore) return false;
    return ignore_match(ignore, w->top.len ? path_join(w->arena, w->top, path) : path, is_folder);
}

static const struct ignore *inner_ignore(struct walk *w, const struct folder *folder) {
    bool there = false;
    for (size_t i = 0; i < w->entries.len && !there; i++)
        there = str_eq(path_base(w->entries.items[i].path), STR(".gitignore"));
    return there ? read_ignore(w, path_join(w->arena, w->top, folder->path), folder->ignore) : folder->ignore;
}

/* ---- entries ---------------------------------------------------------------------------------------------- */

/* A link is listed when it leads to a regular file below the folder that is walked; one that leads out of the border
 * is remarked on, whatever it leads to. */
static bool is_inner_file(struct walk *w, struct str path) {
    struct str full = w->top.len ? path_join(w->arena, w->top, path) : path;
    struct root_found found = root_find(w->root, w->arena, full, WANT_LOOK);
    if (found.answer == ROOT_OUTSIDE)
        root_answer_of(w->root, path_join(w->arena, w->dir, path), &found, NULL);
    if (found.answer != ROOT_FILE) return false;
    size_t len = w->top.len;
    return str_starts(found.resolved, w->top) && (!len || found.resolved.ptr[len] == '/');
}

static bool is_skipped(const struct walk_options *options, struct str name) {
    if (file_is_git(name)) return true;
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

static enum root_answer failed(struct walk *w, struct str folder) {
    struct error own;
    file_failed(&own, path_join(w->arena, w->dir, folder), "cannot be listed");
    root_remark(w->root, own.path, own.message, true);
    if (w->error) *w->error = own;
    return ROOT_FAILED;
}

static bool read_all(struct walk *w, struct str folder, DIR *dir) {
    const struct dirent *found;
    w->entries.len = 0;
    while ((errno = 0, found = readdir(dir)) != NULL) {
        struct str name = str_from(found->d_name);
        if (str_eq(name, STR(".")) || str_eq(name, STR(".."))) continue;
        struct entry entry = {below(w->arena, folder, name), type_of(dirfd(dir), found)};
        *ARRAY_PUSH(w->arena, &w->entries) = entry;
    }
    return errno == 0;
}

/* A folder that was removed, or became a link, since its name was read has no entries. */
static enum root_answer read_entries(struct walk *w, struct str folder) {
    struct str full = folder.len ? path_join(w->arena, w->top, folder) : w->top;
    struct root_found found = root_find(w->root, w->arena, full, WANT_FOLDER);
    w->entries.len = 0;
    if (found.answer == ROOT_FAILED) return errno = found.number, failed(w, folder);
    if (found.answer != ROOT_FOLDER || !str_eq(found.resolved, full)) {
        if (found.fd >= 0) close(found.fd);
        return ROOT_FOLDER;
    }
    DIR *dir = fdopendir(found.fd);
    if (!dir) {
        enum root_answer answer = failed(w, folder);
        return close(found.fd), answer;
    }
    enum root_answer answer = read_all(w, folder, dir) ? ROOT_FOLDER : failed(w, folder);
    closedir(dir);
    return answer;
}

static int by_bytes(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static enum root_answer walk_folders(struct walk *w) {
    for (size_t next = 0; next < w->folders.len; next++) {
        struct folder folder = w->folders.items[next];
        enum root_answer answer = read_entries(w, folder.path);
        if (answer != ROOT_FOLDER) return answer;
        const struct ignore *ignore = w->options->gitignore ? inner_ignore(w, &folder) : NULL;
        for (size_t i = 0; i < w->entries.len; i++) take_entry(w, &w->entries.items[i], ignore);
        if (w->files->len <= FILES_MAX) continue;
        error_set(w->error, w->dir, 0, "has more than %d files, the limit", FILES_MAX);
        return ROOT_FAILED;
    }
    return ROOT_FOLDER;
}

enum root_answer root_list(struct root *root, struct arena *arena, struct str dir,
                           const struct walk_options *options, str_array *files, struct error *error) {
    struct walk w = {
        .arena = arena, .options = options, .root = root, .dir = dir, .files = files, .error = error};
    struct root_found found = {.answer = ROOT_OUTSIDE};
    struct str within;
    files->len = 0;
    if (root_within(root, arena, dir, &within)) found = root_find(root, arena, within, WANT_LOOK);
    if (found.answer != ROOT_FOLDER) {
        root_answer_of(root, dir, &found, error);
        return found.answer;
    }
    w.top = found.resolved;
    const struct ignore *ignore = options->gitignore ? outer_ignore(&w) : NULL;
    *ARRAY_PUSH(arena, &w.folders) = (struct folder){STR(""), ignore};
    enum root_answer answer = walk_folders(&w);
    if (files->len) qsort(files->items, files->len, sizeof files->items[0], by_bytes);
    return answer;
}
