/* doubt.c: questions about files that the system would not answer. */
#include "base/file_open.h"

#include <errno.h>
#include <pthread.h>

/* A mutable global, for want of another place: whether a file is there is asked on all threads and at all depths, by
 * functions that answer yes or no, and a refusal must not be lost because the one who asked had nowhere to put it. It
 * ends the run; what the program does until then does not depend on it. */
static struct {
    pthread_mutex_t lock;
    bool there;
    char path[1024];
    char reason[256];
} doubt = {.lock = PTHREAD_MUTEX_INITIALIZER};

void file_doubt(struct str path, struct str reason) {
    pthread_mutex_lock(&doubt.lock);
    if (!doubt.there) {
        path = str_sub(path, 0, sizeof doubt.path - 1);
        reason = str_sub(reason, 0, sizeof doubt.reason - 1);
        if (path.len) memcpy(doubt.path, path.ptr, path.len);
        if (reason.len) memcpy(doubt.reason, reason.ptr, reason.len);
        doubt.path[path.len] = doubt.reason[reason.len] = '\0';
        doubt.there = true;
    }
    pthread_mutex_unlock(&doubt.lock);
}

bool file_is_there(bool answer, const char *path) {
    struct error error = {0};
    if (answer || file_is_absent(errno)) return answer;
    if (errno == ENOMEM) memory_exhausted();
    file_failed(&error, (struct str){0}, "cannot be looked at");
    file_doubt(str_from(path), str_from(error.message));
    return false;
}

bool file_certain(struct error *error) {
    pthread_mutex_lock(&doubt.lock);
    bool certain = !doubt.there;
    pthread_mutex_unlock(&doubt.lock);
    return certain || error_set(error, str_from(doubt.path), 0, "%s", doubt.reason);
}

bool file_failed(struct error *error, struct str path, const char *what) {
    return error_set(error, path, 0, "%s: %s", what, strerror(errno));
}

bool file_is_absent(int number) {
    return number == ENOENT || number == ENOTDIR || number == ELOOP || number == ENAMETOOLONG ||
           number == EILSEQ || number == EINVAL; /* names that the file system cannot have */
}
