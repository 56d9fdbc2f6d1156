/* floor: the least any checker built on these libraries must do, for `make bench`. Reads every file named in a list
 * (one path a line), gives its front matter to libyaml's event parser and its body to cmark, and forgets the result.
 *
 *     floor [-f] [-g] LIST     -f: front matter only; -g: a gumbo pass over pages that contain HTML as well
 *     floor [-f] [-g] -w DIR   lists the files below DIR itself */
#define _DEFAULT_SOURCE /* d_type */
#include <cmark.h>
#include <dirent.h>
#include <gumbo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    *length = text ? fread(text, 1, (size_t)size, file) : 0;
    if (text) text[*length] = '\0';
    fclose(file);
    return text;
}

/* Length of "---\n…\n---\n" at the start of text, or 0. */
static size_t front_length(const char *text, size_t length) {
    if (length < 8 || strncmp(text, "---", 3) != 0) return 0;
    const char *close = strstr(text + 3, "\n---");
    return close ? (size_t)(close + 4 - text) : 0;
}

static unsigned long count_events(const char *text, size_t length) {
    yaml_parser_t parser;
    yaml_event_t event;
    unsigned long count = 0;
    bool more = true;
    if (!yaml_parser_initialize(&parser)) return 0;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    while (more && yaml_parser_parse(&parser, &event)) {
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        count++;
    }
    yaml_parser_delete(&parser);
    return count;
}

static unsigned long parse_body(const char *text, size_t length, bool html) {
    cmark_node_free(cmark_parse_document(text, length, CMARK_OPT_DEFAULT));
    if (!html || !strstr(text, "</")) return 1;
    gumbo_destroy_output(&kGumboDefaultOptions,
                         gumbo_parse_with_options(&kGumboDefaultOptions, text, length));
    return 1;
}

static unsigned long read_page(const char *path, bool front_only, bool html) {
    size_t length = 0;
    char *text = read_file(path, &length);
    if (!text) return 0;
    size_t front = front_length(text, length);
    unsigned long work = front > 8 ? count_events(text + 4, front - 8) : 0;
    if (!front_only) work += parse_body(text + front, length - front, html);
    free(text);
    return work;
}

struct job {
    bool front_only, html;
    unsigned long files, work;
};

static void read_one(const char *path, struct job *job) {
    job->work += read_page(path, job->front_only, job->html);
    job->files++;
}

/* Every file below a folder; recursive, as these are folders of our own making. */
static void read_below(const char *folder, struct job *job) {
    char path[4096];
    const struct dirent *entry;
    DIR *dir = opendir(folder);
    while (dir && (entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length < 0 || (size_t)length >= sizeof path) continue;
        if (entry->d_type == DT_DIR)
            read_below(path, job);
        else if (entry->d_type == DT_REG)
            read_one(path, job);
    }
    if (dir) closedir(dir);
}

static void read_list(FILE *list, struct job *job) {
    char path[4096];
    while (fgets(path, sizeof path, list)) {
        path[strcspn(path, "\n")] = '\0';
        read_one(path, job);
    }
    fclose(list);
}

int main(int argc, char **argv) {
    struct job job = {0};
    bool walk = false;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        job.front_only |= strcmp(argv[i], "-f") == 0;
        job.html |= strcmp(argv[i], "-g") == 0;
        walk |= strcmp(argv[i], "-w") == 0;
    }
    FILE *list = i < argc && !walk ? fopen(argv[i], "r") : NULL;
    if (i == argc || (!list && !walk)) {
        fputs("usage: floor [-f] [-g] LIST | -w DIR\n", stderr);
        return 2;
    }
    if (walk)
        read_below(argv[i], &job);
    else
        read_list(list, &job);
    printf("%lu files, %lu events and bodies\n", job.files, job.work);
    return 0;
}
