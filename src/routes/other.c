/* other.c: sites of generators that are not known here. What holds for any page is checked; addresses are not judged. */
#include "routes/model.h"

struct generator_sign {
    const char *title;
    const char *file;    /* that it has; NULL: none */
    const char *package; /* that package.json names; NULL: none */
    bool sure;           /* whatever else the folder looks like */
};
static const struct generator_sign signs[] = {
    {"Hexo", NULL, "hexo", true},
    {"Jupyter Book", "_toc.yml", NULL, true},
    {"Jupyter Book", "myst.yml", NULL, false},
    {"Quarto", "_quarto.yml", NULL, false},
    {"Quarto", "_quarto.yaml", NULL, false},
    {"Antora", "antora.yml", NULL, false},
    {"Antora", "antora-playbook.yml", NULL, false},
    {"Mintlify", "mint.json", NULL, false},
    {"Pelican", "pelicanconf.py", NULL, false},
    {"Nanoc", "nanoc.yaml", NULL, false},
    {"Middleman", "config.rb", NULL, false},
    {"Bookdown", "_bookdown.yml", NULL, false},
    {"pkgdown", "_pkgdown.yml", NULL, false},
    {"Gatsby", NULL, "gatsby", false},
    {"Nuxt", NULL, "nuxt", false},
    {"SvelteKit", NULL, "@sveltejs/kit", false},
    {"Remix", NULL, "@remix-run/node", false},
    {"VuePress", NULL, "vuepress", false},
    {"Rspress", NULL, "rspress", false},
    {"Rspress", NULL, "@rspress/core", false},
    {"Gridsome", NULL, "gridsome", false},
    {"Metalsmith", NULL, "metalsmith", false},
    {"HonKit", NULL, "honkit", false},
    {"GitBook", NULL, "gitbook-cli", false},
    {"Docusaurus 1", NULL, "docusaurus", false},
    {"Sphinx", "source/conf.py", NULL, false},
    {"Sphinx", "docs/conf.py", NULL, false},
    {"Sphinx", "conf.py", NULL, false},
};

static const struct generator_sign *find_sign(const struct spot *spot, bool guess) {
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        const struct generator_sign *sign = &signs[i];
        if (sign->sure == guess) continue;
        if (sign->file ? spot_has(spot, sign->file) : spot_depends(spot, sign->package)) return sign;
    }
    return NULL;
}

static bool other_is_here(const struct spot *spot, bool guess) {
    return find_sign(spot, guess) != NULL;
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    (void)r;
    options->id_style = ID_UNKNOWN;
    return has_extension(path, ".md .mdx .markdown .html .htm");
}

static void add_files(struct routes *r) {
    for (size_t i = 0; i < r->files.len; i++) {
        struct str path = r->files.items[i];
        if (map_get(&r->pages, path))
            routes_page(r, path, path, path);
        else
            routes_file(r, path, path);
    }
}

static bool other_load(struct site *site, const struct site_options *options, struct error *error) {
    struct routes *r = ARENA_NEW(site->arena, struct routes);
    if (!routes_begin(r, site, options, error)) return false;
    struct spot spot = {.arena = site->arena, .tree = &site->tree};
    const struct generator_sign *sign = find_sign(&spot, false);
    if (!sign) sign = find_sign(&spot, true);
    routes_read(r, wanted);
    add_files(r);
    routes_unknown(r, STR(""));
    const char *found = !sign ? "its configuration" : sign->file ? sign->file : "package.json";
    routes_note(r, "unknown-generator", (struct str){0},
                "%s says that %s makes this site, which contentlint does not know: links within the site and "
                "addresses "
                "are not judged",
                found, sign ? sign->title : "another generator");
    return routes_end(r, error);
}

static void other_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
    out->unmounted = true;
    out->redirects_generated = true;
}

static const char *const marks[] = {NULL};
const struct generator other_generator = {
    .name = "other",
    .title = "another generator",
    .marks = marks,
    .is_here = other_is_here,
    .load = other_load,
    .outlook = other_outlook,
    .yaml_1_2 = "YAML 1.2",
    .static_folder = {"static", 6},
    .asset_folder = {"assets", 6},
    .outputs = (const char *const[]){"public", "_site", "dist", "build", "out", "site", "_build/html", NULL},
};
