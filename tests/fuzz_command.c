/* fuzz_command.c: libFuzzer entry for the program as a person runs it, main() included: the first line of the input is the
 * command line, its files (fuzz_site.h) lie in a folder of their own, "stdin" is standard input. git and the network are
 * not there. Must hold: the status is one of the three, and what is printed is clean text. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crawl/net.h"
#include "fuzz_site.h"

#define main contentlint_main
int contentlint_main(int argc, char **argv);
#include "../src/main.c"
#undef main

#define WORDS_MAX  16
#define INPUT_MAX  65536
#define OUTPUT_MAX (16u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
bool __wrap_process_run(struct arena *arena, const char *const *argv, struct process *process,
                        struct error *error);
struct net *__wrap_net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                            uint32_t connections, struct error *error);

static char folder[64]; /* libFuzzer's interface has no place for what is made once */
static int here, nowhere, streams[3];

bool __wrap_process_run(struct arena *arena, const char *const *argv, struct process *process,
                        struct error *error) {
    (void)arena, (void)argv, (void)process;
    return error_set(error, (struct str){0}, 0, "there is no such program");
}

struct net *__wrap_net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                            uint32_t connections, struct error *error) {
    (void)arena, (void)options, (void)in_flight, (void)connections;
    error_set(error, (struct str){0}, 0, "there is no network");
    return NULL;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static void remove_folder(void) {
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)argc, (void)argv;
    snprintf(folder, sizeof folder, "%s/contentlint-fuzz-XXXXXX", base);
    here = open(".", O_RDONLY | O_CLOEXEC);
    nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    require(mkdtemp(folder) && here >= 0 && nowhere >= 0);
    atexit(remove_folder);
    return 0;
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static void write_file(struct arena *arena, struct str path, struct str text) {
    char *name = str_c(arena, path);
    for (char *c = strchr(name, '/'); c; c = strchr(c + 1, '/')) {
        *c = '\0';
        mkdir(name, 0700);
        *c = '/';
    }
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    require(write(file, text.ptr, text.len) == (ssize_t)text.len);
    close(file);
}

/* A .git of its own keeps the program from looking above. */
static void write_files(struct arena *arena, const struct fuzz_site *site) {
    write_file(arena, STR(".git/HEAD"), STR("ref: refs/heads/main\n"));
    write_file(arena, STR("stdin"), STR(""));
    for (size_t i = 0; i < site->files.count; i++)
        write_file(arena, site->files.files[i].path, site->files.files[i].text);
}

static int clear_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    return walk->level ? remove_one(path, status, kind, walk) : 0;
}

/* ---- the streams --------------------------------------------------------------------------------------------------- */

static void redirect(const char *output) {
    int in = open("stdin", O_RDONLY | O_CLOEXEC);
    int out = open(output, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(out >= 0);
    fflush(NULL);
    for (int i = 0; i < 3; i++) require((streams[i] = fcntl(i, F_DUPFD_CLOEXEC, 10)) >= 0);
    dup2(in < 0 ? nowhere : in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    if (in >= 0) close(in);
    close(out);
}

static void restore(void) {
    fflush(NULL);
    clearerr(stdin);
    for (int i = 0; i < 3; i++) {
        dup2(streams[i], i);
        close(streams[i]);
    }
}

static void check_output(struct arena *arena, const char *path) {
    struct str text = STR("");
    struct error error = {0};
    if (!file_read(arena, path, OUTPUT_MAX, &text, &error)) return;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        require(c != UNICODE_BAD && (c >= ' ' || c == '\n' || c == '\t') && !(c >= 0x7F && c < 0xA0));
    }
}

/* ---- the command line ------------------------------------------------------------------------------------------------ */

/* Nothing outside the folder is named, and colours, which are no clean text, are not asked for. */
static bool is_word(struct str word) {
    struct str path = word;
    if (str_starts(word, STR("-"))) str_cut(&path, '=');
    if (!path.ptr) path = STR("");
    return word.len && !str_starts(path, STR("/")) && str_find(word, STR("..")) == word.len &&
           str_find(word, STR("=/")) == word.len && str_find(word, STR("-/")) == word.len &&
           str_find_char(word, '\0') == word.len && str_find(word, STR("/proc")) == word.len &&
           str_find(word, STR("color")) == word.len && str_find(word, STR("always")) == word.len;
}

static int split(struct arena *arena, struct str line, char **words) {
    int count = 0;
    words[count++] = str_c(arena, STR("contentlint"));
    while (line.ptr && count < WORDS_MAX) {
        struct str word = str_cut(&line, ' ');
        if (is_word(word)) words[count++] = str_c(arena, word);
    }
    words[count] = NULL;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    char *words[WORDS_MAX + 1];
    if (size > INPUT_MAX) return 0;
    struct fuzz_site site = fuzz_site_read(&arena, str_copy(&arena, (struct str){(const char *)data, size}));
    const char *output = str_c(&arena, str_printf(&arena, "%s.out", folder));
    int count = split(&arena, site.words, words);
    require(chdir(folder) == 0);
    write_files(&arena, &site);
    redirect(output);
    int status = contentlint_main(count, words);
    restore();
    check_output(&arena, output);
    require(fchdir(here) == 0);
    unlink(output);
    nftw(folder, clear_one, 16, FTW_DEPTH | FTW_PHYS);
    require(status >= 0 && status <= 2);
    fuzz_site_free(&site);
    arena_free(&arena);
    return 0;
}
