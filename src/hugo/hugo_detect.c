/* hugo_detect.c: is a Hugo site here? */
#include "hugo/model.h"

/* Does a line begin with the key? In JSON it stands behind white space and a quote. */
static bool has_key(struct str text, struct str key, bool json) {
    while (text.ptr) {
        struct str line = str_cut(&text, '\n');
        if (json) line = str_trim(line);
        if (json && str_starts(line, STR("\""))) line = str_sub(line, 1, line.len);
        if (!str_starts(line, key)) continue;
        struct str rest = str_sub(line, key.len, line.len);
        if (json && str_starts(rest, STR("\""))) rest = str_sub(rest, 1, rest.len);
        rest = str_trim(rest);
        if (str_starts(rest, STR(":")) || str_starts(rest, STR("="))) return true;
    }
    return false;
}

/* A config.* alone may belong to anything: Hugo's has a content folder, a theme or Hugo's own keys beside it. */
static bool looks_like_hugo(const struct spot *spot, const char *name) {
    static const struct str words[] = {{"baseURL", 7}, {"baseurl", 7}, {"theme", 5}, {"languageCode", 12}};
    struct str text = {0};
    if (spot_has_folder(spot, "content") || spot_has_folder(spot, "layouts")) return true;
    if (!spot_read(spot, name, &text)) return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (has_key(text, words[i], str_ends(str_from(name), STR(".json")))) return true;
    return false;
}

bool hugo_is_here(const struct spot *spot, bool guess) {
    static const char *const sure[] = {"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"};
    static const char *const old[] = {"config.toml", "config.yaml", "config.yml", "config.json"};
    for (size_t i = 0; !guess && i < ARRAY_LEN(sure); i++)
        if (spot_has(spot, sure[i])) return true;
    for (size_t i = 0; guess && i < ARRAY_LEN(old); i++)
        if (spot_has(spot, old[i]) && looks_like_hugo(spot, old[i])) return true;
    return !guess && spot_has_folder(spot, "config/_default");
}
