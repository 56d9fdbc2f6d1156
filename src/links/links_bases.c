/* links_bases.c: base addresses that the build is given where it is deployed, in place of the configuration's. */
#include "links/graph.h"

enum { FILE_MAX = 1 << 20 };

static bool is_end(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '\'' || c == '\\' ||
           c == '`' || c == ',' || c == ';';
}

/* The word behind an option or variable: `--base "https://…"`, `BASE: https://…`. */
static struct str word_behind(struct str text) {
    size_t start = 0, end;
    while (start < text.len && (text.ptr[start] == '=' || text.ptr[start] == ':' ||
                                (is_end(text.ptr[start]) && text.ptr[start] != '\n')))
        start++;
    for (end = start; end < text.len && !is_end(text.ptr[end]); end++) continue;
    return str_sub(text, start, end);
}

/* Another path of the site's own host. What holds a variable is known to the deployment alone. */
static void take_base(struct links *links, struct str word) {
    struct url url = url_split(word);
    struct str path = url.path.len ? url.path : STR("/");
    bool web = str_eq_nocase(url.scheme, STR("https")) || str_eq_nocase(url.scheme, STR("http"));
    if (!web || !url.authority.len || str_find_char(word, '$') < word.len ||
        str_find_char(word, '{') < word.len || str_find_char(word, '%') < word.len)
        return;
    if (!links_is_own_host(links, url.authority)) return;
    path = str_ends(path, STR("/")) ? str_copy(links->arena, path)
                                    : str_printf(links->arena, "%.*s/", STR_FMT(path));
    for (size_t i = 0; i < links->site->language_count; i++)
        if (str_eq(links->site->languages[i].base_path, path)) return;
    for (size_t i = 0; i < links->bases.len; i++)
        if (str_eq(links->bases.items[i], path)) return;
    *ARRAY_PUSH(links->arena, &links->bases) = path;
}

static void read_text(struct links *links, struct str text) {
    for (const char *const *word = links->site->generator->base_words; *word; word++) {
        struct str name = str_from(*word), rest = text;
        for (size_t at; (at = str_find(rest, name)) < rest.len;) {
            rest = str_sub(rest, at + name.len, rest.len);
            take_base(links, word_behind(rest));
        }
    }
}

static void read_file(struct links *links, struct str path) {
    struct arena scratch = arena_within(links->arena);
    const struct tree *tree = &links->site->tree;
    struct error error = {0};
    struct str text;
    if (tree->read(tree->state, &scratch, path, &text, &error)) read_text(links, str_sub(text, 0, FILE_MAX));
    arena_free(&scratch);
}

static bool is_workflow(struct str path) {
    return str_ends(path, STR(".yml")) || str_ends(path, STR(".yaml"));
}

static void read_folder(struct links *links, struct str above) {
    static const char *const names[] = {
        ".gitlab-ci.yml",  ".circleci/config.yml", "netlify.toml", "Makefile",
        "package.json",    "Dockerfile",           "build.sh",     "deploy.sh",
        "cloudbuild.yaml", "azure-pipelines.yml",  "amplify.yml",  "vercel.json"};
    const struct tree *tree = &links->site->tree;
    struct str folder = str_printf(links->arena, "%.*s.github/workflows", STR_FMT(above));
    struct error error = {0};
    str_array files = {0};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        read_file(links, str_printf(links->arena, "%.*s%s", STR_FMT(above), names[i]));
    if (!tree->list(tree->state, links->arena, folder, &files, &error)) return;
    for (size_t i = 0; i < files.len; i++)
        if (is_workflow(files.items[i])) read_file(links, path_join(links->arena, folder, files.items[i]));
}

void links_read_bases(struct links *links) {
    struct str above = STR("");
    if (!links->hosts.len || !links->site->generator->base_words) return;
    for (unsigned i = 0; i <= links->site->levels; i++) {
        read_folder(links, above);
        above = str_printf(links->arena, "%.*s../", STR_FMT(above));
    }
}
