/* version.c: Hugo versions, and the one a repository builds with. */
#include "hugo/hugo.h"

bool hugo_version_parse(struct str text, uint32_t *version) {
    uint32_t parts[3] = {0};
    size_t n = 0, digits = 0;
    if (str_starts(text, STR("v"))) text = str_sub(text, 1, text.len);
    for (size_t i = 0; i < text.len && n < 3; i++) {
        char c = text.ptr[i];
        if (char_is_digit(c) && digits < 4) {
            parts[n] = parts[n] * 10 + (uint32_t)(c - '0');
            digits++;
        } else if (c == '.' && digits > 0) {
            n++;
            digits = 0;
        } else {
            break;
        }
    }
    bool whole = n >= 1 && (digits > 0 || n >= 2);
    *version = HUGO_VERSION(parts[0], parts[1], parts[2]);
    return whole && parts[0] < 100 && parts[1] < 1000 && parts[2] < 1000;
}

/* The version written after a word, with quotes, spaces, ':' '=' '^' '~' between them; 0: none. */
static uint32_t version_after(struct str text, struct str word) {
    for (size_t at; (at = str_find(text, word)) < text.len;) {
        text = str_sub(text, at + word.len, text.len);
        struct str rest = text;
        while (rest.len &&
               (rest.ptr[0] == ' ' || rest.ptr[0] == ':' || rest.ptr[0] == '=' || rest.ptr[0] == '"' ||
                rest.ptr[0] == '\'' || rest.ptr[0] == '^' || rest.ptr[0] == '~'))
            rest = str_sub(rest, 1, rest.len);
        uint32_t version;
        if (hugo_version_parse(rest, &version) && version > 0) return version;
    }
    return 0;
}

static uint32_t version_in(struct arena *arena, const struct tree *tree, struct str path,
                           struct str *source) {
    static const struct str words[] = {{"HUGO_VERSION", 12},
                                       {"hugo-version", 12},
                                       {"hugo_version", 12},
                                       {"hugo-extended\"", 14},
                                       {"hugo-bin\"", 9}};
    struct str text = {0};
    struct error error = {0};
    if (!tree->read(tree->state, arena, path, &text, &error)) return 0;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        uint32_t version = version_after(text, words[i]);
        if (version == 0) continue;
        *source = path;
        return version;
    }
    return 0;
}

static uint32_t version_in_folder(struct arena *arena, const struct tree *tree, struct str folder,
                                  struct str *source) {
    static const char *const names[] = {"netlify.toml", "package.json"};
    uint32_t version = version_in(arena, tree, path_join(arena, folder, str_from(names[0])), source);
    str_array files = {0};
    struct str workflows = path_join(arena, folder, STR(".github/workflows"));
    struct error error = {0};
    if (version == 0 && tree->list(tree->state, arena, workflows, &files, &error))
        for (size_t i = 0; i < files.len && version == 0; i++)
            version = version_in(arena, tree, path_join(arena, workflows, files.items[i]), source);
    if (version) return version;
    return version_in(arena, tree, path_join(arena, folder, str_from(names[1])), source);
}

uint32_t hugo_version_guess(struct arena *arena, const struct tree *tree, unsigned levels,
                            const struct node *config, struct str *source) {
    struct str folder = STR("");
    uint32_t version = 0;
    for (unsigned i = 0; i <= levels && version == 0; i++) {
        version = version_in_folder(arena, tree, folder, source);
        folder = path_join(arena, folder, STR(".."));
    }
    const struct node *minimum = config ? node_path(config, STR("module.hugoVersion.min")) : NULL;
    if (version || minimum == NULL || !hugo_version_parse(minimum->text, &version)) return version;
    *source = STR("module.hugoVersion.min");
    return version;
}
