/* floor: the least any checker built on these libraries must do, for `make bench`. Reads every file named in a list
 * (one path a line), gives its front matter to libyaml's event parser and its body to cmark, and forgets the result.
 *
 *     floor [-f] [-g] LIST     -f: front matter only; -g: a gumbo pass over pages that contain HTML as well */
#include <cmark.h>
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

int main(int argc, char **argv) {
    bool front_only = false, html = false;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        front_only |= strcmp(argv[i], "-f") == 0;
        html |= strcmp(argv[i], "-g") == 0;
    }
    FILE *list = i < argc ? fopen(argv[i], "r") : NULL;
    if (!list) {
        fputs("usage: floor [-f] [-g] LIST\n", stderr);
        return 2;
    }
    char path[4096];
    unsigned long files = 0, work = 0;
    while (fgets(path, sizeof path, list)) {
        path[strcspn(path, "\n")] = '\0';
        work += read_page(path, front_only, html);
        files++;
    }
    fclose(list);
    printf("%lu files, %lu events and bodies\n", files, work);
    return 0;
}
