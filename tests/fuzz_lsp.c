/* fuzz_lsp.c: libFuzzer entry for the editor server: lines of the input are messages, each put into a frame; after a first
 * line "raw" the rest is the stream itself. A small site lies in a folder of its own, "SITE" in the input; git and the network
 * are not there. Must hold: the server ends, with one of its three statuses, and with a reason where that is 2. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crawl/net.h"
#include "lsp/lsp.h"

#define INPUT_MAX 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
bool __wrap_process_run(struct arena *arena, const char *const *argv, struct process *process,
                        struct error *error);
struct net *__wrap_net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                            uint32_t connections, struct error *error);

static char folder[64]; /* libFuzzer's interface has no place for what is made once */

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

static void require(bool holds) {
    if (!holds) abort();
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static void remove_folder(void) {
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void put(const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    require(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    char content[80];
    snprintf(folder, sizeof folder, "%s/contentlint-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    require(mkdtemp(folder) != NULL);
    snprintf(content, sizeof content, "%s/content", folder);
    require(mkdir(content, 0700) == 0);
    put("hugo.toml", "baseURL = \"https://example.org/\"\n");
    put("contentlint.yml", "rules: {}\n");
    put("content/a.md", "---\ntitle: A\naliases: [/old/]\n---\n\n## Part\n\n[b](/b/#x) [l]\n\n[l]: /old/\n");
    put("content/b.md", "---\ntitle: B\ntags: [one]\n---\n\nText of SAFe.\n");
    atexit(remove_folder);
    return 0;
}

/* The message with "SITE" replaced, in a frame. */
static void add_message(struct buf *out, struct str line) {
    struct buf message = {.arena = out->arena};
    while (line.len) {
        size_t at = str_find(line, STR("SITE"));
        buf_add(&message, str_sub(line, 0, at));
        if (at < line.len) buf_add(&message, str_from(folder));
        line = str_sub(line, at + 4, line.len);
    }
    buf_printf(out, "Content-Length: %zu\r\n\r\n", message.len);
    buf_add(out, buf_str(&message));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct str rest = {(const char *)data, size}, raw = STR("raw\n");
    struct buf input = {.arena = &arena};
    struct error error = {0};
    if (size > INPUT_MAX) return 0;
    if (str_starts(rest, raw))
        buf_add(&input, str_sub(rest, raw.len, rest.len));
    else
        while (rest.ptr) add_message(&input, str_cut(&rest, '\n'));
    FILE *file = tmpfile();
    int out = open("/dev/null", O_WRONLY | O_CLOEXEC);
    require(file && out >= 0 && fwrite(input.ptr ? input.ptr : "", 1, input.len, file) == input.len);
    require(fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0);
    const struct lsp_options options = {.now = 1767225600, .threads = 1};
    int status = lsp_serve(&options, fileno(file), out, &error);
    require(status >= 0 && status <= 2 && (status == 2) == (error.message[0] != '\0'));
    fclose(file);
    close(out);
    arena_free(&arena);
    return 0;
}
