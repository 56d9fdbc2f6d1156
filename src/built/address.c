/* address.c: where an address leads in the build, as a browser asks and a host answers. */
#include "built/parts.h"

/* ---- the path that the build is published below --------------------------------------------------------------------- */

/* "/a/" of "a/index.html", "/a.html". */
static struct str own_path(struct arena *arena, struct str file) {
    if (str_eq(path_base(file), STR("index.html"))) file.len -= sizeof("index.html") - 1;
    struct buf out = {.arena = arena};
    buf_add_char(&out, '/');
    url_add_encoded(&out, file, "/-._~!$&'()*+,;=:@");
    return buf_str(&out);
}

struct str built_address(const struct built *built, struct arena *arena, const struct built_page *page) {
    struct str own = own_path(arena, page->file);
    return str_printf(arena, "%.*s%.*s", STR_FMT(built->base), STR_FMT(str_sub(own, 1, own.len)));
}

struct tally { /* of the bases that pages tell */
    struct map counts;
    struct arena *arena;
    struct str best;
    size_t most, total;
};

static void tally_add(struct tally *tally, struct str base) {
    void **slot = map_slot(tally->arena, &tally->counts, str_copy(tally->arena, base));
    size_t *count = *slot ? *slot : (*slot = ARENA_NEW(tally->arena, size_t));
    ++*count;
    tally->total++;
    if (*count <= tally->most) return;
    tally->most = *count;
    tally->best = str_copy(tally->arena, base);
}

/* "https://host/course/a/" of the page at "/a/": the base is "/course/". */
static void tell_canonical(struct tally *tally, const struct built_page *page) {
    if (page->refresh.ptr) return; /* what it names is the page that it sends the reader to */
    struct url url = url_split(page->canonical);
    struct str path = url_decode(tally->arena, url.path), own = own_path(tally->arena, page->file);
    if (!url.authority.ptr || !path.len) return;
    own = url_decode(tally->arena, own);
    if (!str_ends(path, STR("/")) && str_ends(own, STR("/"))) own.len--; /* hosts that cut the slash */
    if (!str_ends(path, STR(".html")) && str_ends(own, STR(".html"))) own.len -= 5;
    if (str_ends(path, own)) tally_add(tally, str_sub(path, 0, path.len - own.len + 1));
}

static bool has_path(const struct built *built, struct arena *arena, struct str path) {
    struct str file = url_decode(arena, path);
    if (map_get(&built->files, file)) return true;
    struct str slash = file.len && !str_ends(file, STR("/")) ? STR("/") : STR("");
    return map_get(&built->files, str_printf(arena, "%.*s%.*sindex.html", STR_FMT(file), STR_FMT(slash))) !=
           NULL;
}

/* "/course/a/", which is there as "a/index.html" and not as it is written. */
static void tell_links(const struct built *built, struct tally *tally, const struct built_page *page) {
    struct arena scratch = arena_within(tally->arena);
    for (size_t i = 0; i < page->link_count; i++) {
        struct url url = url_split(page->links[i].target->text);
        if (url.scheme.ptr || url.authority.ptr || !str_starts(url.path, STR("/"))) continue;
        if (has_path(built, &scratch, str_sub(url.path, 1, url.path.len))) {
            tally_add(tally, STR("/"));
            continue;
        }
        size_t cut = 1 + str_find_char(str_sub(url.path, 1, url.path.len), '/');
        if (cut < url.path.len && has_path(built, &scratch, str_sub(url.path, cut + 1, url.path.len)))
            tally_add(tally, str_sub(url.path, 0, cut + 1));
    }
    arena_free(&scratch);
}

void built_find_base(struct built *built) {
    enum { LOOKED_AT = 200, LINKS_MIN = 10 };
    struct arena memory = {0};
    struct tally canonical = {.arena = &memory}, links = {.arena = &memory};
    for (size_t i = 0; i < built->page_count && canonical.total < LOOKED_AT; i++)
        tell_canonical(&canonical, &built->pages[i]);
    for (size_t i = 0; i < built->page_count && i < LOOKED_AT; i++)
        tell_links(built, &links, &built->pages[i]);
    built->base = STR("/");
    bool contradicted = links.most > 2 && canonical.most && !str_eq(links.best, canonical.best);
    const struct tally *told = canonical.total && !contradicted ? &canonical : &links;
    if (told->most * 10 > told->total * 9 && (told == &canonical || told->most >= LINKS_MIN))
        built->base = str_copy(built->arena, told->best);
    arena_free(&memory);
}

/* ---- files ------------------------------------------------------------------------------------------------------------- */

static const void *file_at(const struct built *built, struct str file) {
    return map_get(&built->files, file);
}

static void answer_with(const struct built *built, struct built_answer *answer, const void *found) {
    answer->page = found == &built->files ? NULL : found;
    answer->verdict = answer->page && answer->page->refresh.ptr ? BUILT_MOVED : BUILT_SERVED;
}

/* "x" of "x/", which is there as "x.html": a host may send the reader on, or not. */
static bool answers_slash(const struct built *built, struct arena *arena, struct str file) {
    while (str_ends(file, STR("/"))) file.len--;
    return file.len && file_at(built, str_printf(arena, "%.*s.html", STR_FMT(file)));
}

/* The file whose name differs by case only; NULL: none. */
static const struct str *find_nocase(const struct built *built, struct arena *arena, struct str file) {
    struct str lower = unicode_lower_str(arena, file);
    struct str slash = lower.len && !str_ends(lower, STR("/")) ? STR("/") : STR("");
    const struct str *found = map_get(&built->nocase, lower);
    if (found) return found;
    return map_get(&built->nocase, str_printf(arena, "%.*s%.*sindex.html", STR_FMT(lower), STR_FMT(slash)));
}

static void answer_nocase(const struct built *built, struct arena *arena, struct str file,
                          struct built_answer *answer) {
    const struct str *other = find_nocase(built, arena, file);
    answer->verdict = other ? BUILT_CASE : BUILT_NOTHING;
    if (!other) return;
    struct str own = own_path(arena, *other);
    answer->other = str_printf(arena, "%.*s%.*s", STR_FMT(built->base), STR_FMT(str_sub(own, 1, own.len)));
}

/* What a host answers to a path below the base, decoded. */
static void find_file(const struct built *built, struct arena *arena, struct str file,
                      struct built_answer *answer) {
    static const char *const forms[] = {"", "/index.html", ".html", "/index.htm"};
    bool folder = !file.len || str_ends(file, STR("/"));
    const void *found = NULL;
    if (folder) {
        found = file_at(built, str_printf(arena, "%.*sindex.html", STR_FMT(file)));
        if (!found) found = file_at(built, str_printf(arena, "%.*sindex.htm", STR_FMT(file)));
    }
    for (size_t i = 0; !folder && !found && i < ARRAY_LEN(forms); i++)
        found = file_at(built, str_printf(arena, "%.*s%s", STR_FMT(file), forms[i]));
    if (found)
        answer_with(built, answer, found);
    else if (folder && answers_slash(built, arena, file))
        answer->verdict = BUILT_SLASH;
    else
        answer_nocase(built, arena, file, answer);
}

static bool find_below(const struct built *built, struct arena *arena, struct str path,
                       struct built_answer *answer) {
    struct str bare = str_sub(built->base, 0, built->base.len - 1);
    bool within = str_starts(path, built->base) || str_eq(path, bare);
    if (within) find_file(built, arena, str_sub(path, built->base.len, path.len), answer);
    return within;
}

static void find_path(const struct built *built, struct arena *arena, struct built_answer *answer) {
    if (find_below(built, arena, answer->path, answer)) return;
    struct built_answer below = {0};
    find_file(built, arena, str_sub(answer->path, 1, answer->path.len), &below);
    answer->verdict = BUILT_OUTSIDE;
    answer->rebased = below.verdict == BUILT_SERVED || below.verdict == BUILT_MOVED;
}

/* ---- anchors ------------------------------------------------------------------------------------------------------------ */

static bool has_id(const struct built_page *page, struct str id) {
    return built_has(page->ids, page->id_count, str_hash(id));
}

/* Fragments that scripts, browsers or viewers give a meaning to. */
static bool is_special(struct str fragment) {
    return !fragment.len || str_eq_nocase(fragment, STR("top")) || strchr("/!:", fragment.ptr[0]) ||
           str_find_char(fragment, '=') < fragment.len;
}

static void find_anchor(struct arena *arena, struct str raw, struct built_answer *answer) {
    const struct built_page *page = answer->page;
    raw = str_sub(raw, 0, str_find(raw, STR(":~:")));
    answer->fragment = url_decode(arena, raw);
    if (!page || answer->verdict != BUILT_SERVED || is_special(raw) || page->scripted) return;
    if (!has_id(page, answer->fragment) && !has_id(page, raw)) answer->verdict = BUILT_NO_ANCHOR;
}

/* ---- the question --------------------------------------------------------------------------------------------------------- */

/* The host that the build is for, by the page's own address. */
static bool is_own_host(const struct built_page *from, const struct url *url) {
    struct url own = url_split(from->canonical);
    return own.authority.len && str_eq_nocase(own.authority, url->authority);
}

/* The path of the reference seen from the page; absent: another host's, or no address of the web. */
static struct str path_of(const struct built *built, struct arena *arena, const struct built_page *from,
                          const struct url *url) {
    struct str address = built_address(built, arena, from);
    if (from->base_href.ptr) {
        struct url base = url_split(from->base_href);
        if (base.authority.ptr && !is_own_host(from, &base) && !str_starts(url->path, STR("/")))
            return (struct str){0};
        if (base.path.len) address = url_join(arena, address, base.path);
    }
    if (url->authority.ptr)
        return is_own_host(from, url) ? url_join(arena, STR("/"), url->path) : (struct str){0};
    return url->path.len ? url_join(arena, address, url->path) : address;
}

struct built_answer built_ask(const struct built *built, struct arena *arena, const struct built_page *from,
                              struct str target) {
    struct built_answer answer = {.verdict = BUILT_EXTERNAL};
    struct str text = url_as_browsers_read(arena, str_trim(target));
    struct url url = url_split(text);
    bool web =
        !url.scheme.ptr || str_eq_nocase(url.scheme, STR("https")) || str_eq_nocase(url.scheme, STR("http"));
    struct str path = web ? path_of(built, arena, from, &url) : (struct str){0};
    if (!path.ptr) return answer;
    answer.path = url_decode(arena, path);
    bool self = !url.path.len && !url.authority.ptr && !from->base_href.ptr;
    if (self) {
        answer.page = from;
        answer.verdict = BUILT_SERVED;
    } else {
        find_path(built, arena, &answer);
    }
    if (url.fragment.ptr) find_anchor(arena, url.fragment, &answer);
    return answer;
}
