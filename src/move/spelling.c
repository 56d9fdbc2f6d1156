/* spelling.c: other ways to write a target, in the notation it is written in.
 *
 * A page has several names: its address, the file that is published, its source, its place below the content, its content
 * path. Whoever wrote a target had one of them in mind, from the root or from the page the link stands on, perhaps without
 * its extension, its index file or its first folders. The name that fits the target is looked for, and the new one is
 * written with the same things left out. What comes of it is only proposed: the links of the new site judge it. */
#include "move/parts.h"

enum { SEGMENTS_MAX = 64 };

/* ---- names ---- */

enum { NAME_URL, NAME_FILE, NAME_SOURCE, NAME_BARE_SOURCE, NAME_PATH, NAME_KEY, NAME_KEY_INSIDE, NAMES };
struct names { /* each begins with '/', or is absent */
    struct str of[NAMES];
    struct str folder[NAMES]; /* that a relative target begins at, with '/' at both ends */
};

static struct str rooted(struct arena *arena, struct str path) {
    return path.len ? str_printf(arena, "/%.*s", STR_FMT(path)) : (struct str){0};
}

/* "/a/b/" of "/a/b/c"; absent of an absent one. */
static struct str folder_of(struct str name) {
    return name.ptr ? str_sub(name, 0, str_rfind_char(name, '/') + 1) : name;
}

static struct str with_slash(struct arena *arena, struct str key) {
    return str_printf(arena, "%.*s/", STR_FMT(key));
}

/* "/docs/a.md" of "/docs/a.de.md". */
static struct str without_language(struct arena *arena, const struct site *site, const struct site_page *page,
                                   struct str source) {
    struct str extension = path_ext(source), stem = str_sub(source, 0, source.len - extension.len);
    struct str code = path_ext(stem);
    bool known = page->language < site->language_count && code.len > 1 &&
                 str_eq_nocase(str_sub(code, 1, code.len), site->languages[page->language].code);
    if (!known) return (struct str){0};
    stem.len -= code.len;
    return str_printf(arena, "%.*s%.*s", STR_FMT(stem), STR_FMT(extension));
}

static struct names names_of_page(struct arena *arena, const struct site *site,
                                  const struct site_page *page) {
    struct names n = {0};
    n.of[NAME_URL] = page->link.len ? url_decode(arena, url_split(page->link).path) : (struct str){0};
    n.of[NAME_FILE] = rooted(arena, page->file);
    n.of[NAME_SOURCE] = rooted(arena, page->source);
    if (page->source.len) n.of[NAME_BARE_SOURCE] = without_language(arena, site, page, n.of[NAME_SOURCE]);
    n.of[NAME_PATH] = rooted(arena, page->path);
    n.of[NAME_KEY] = n.of[NAME_KEY_INSIDE] = page->key.len ? page->key : STR("/");
    for (int i = 0; i < NAMES; i++) n.folder[i] = folder_of(n.of[i]);
    n.folder[NAME_BARE_SOURCE] = n.folder[NAME_SOURCE];
    bool list = page->bundle == BUNDLE_BRANCH;
    if (list) n.folder[NAME_KEY] = with_slash(arena, page->key);
    n.folder[NAME_KEY_INSIDE] = with_slash(arena, page->key);
    return n;
}

static struct names names_of_claim(struct arena *arena, const struct site_url *claim) {
    struct names n = {0};
    n.of[NAME_URL] = url_decode(arena, url_split(claim->link).path);
    n.of[NAME_FILE] = rooted(arena, claim->file);
    n.of[NAME_SOURCE] = rooted(arena, claim->source);
    if (claim->page && claim->page->path.len && claim->kind == URL_RESOURCE && claim->source.len) {
        /* A resource lies below content as its page does. */
        const struct site_page *page = claim->page;
        size_t front = page->source.len > page->path.len ? page->source.len - page->path.len : 0;
        struct str mount = str_sub(page->source, 0, front);
        if (str_starts(claim->source, mount))
            n.of[NAME_PATH] = rooted(arena, str_sub(claim->source, mount.len, claim->source.len));
    }
    return n;
}

/* ---- what may be left out at the end ---- */

static bool is_index(struct str base) {
    struct str stem = str_sub(base, 0, base.len - path_ext(base).len);
    return str_eq(stem, STR("index")) || str_eq(stem, STR("_index"));
}

static bool is_page_extension(struct str extension) {
    static const char *const known[] = {".md", ".markdown", ".mdx", ".html", ".htm", ".adoc", ".org", ".rst"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_eq_nocase(extension, str_from(known[i]))) return true;
    return false;
}

/* "/a/b" of "/a/b/", "/a/b.md", "/a/b/index.html"; "" of the root. */
static struct str bare(struct str name) {
    struct str base = path_base(name), extension = path_ext(base);
    if (is_index(base)) return str_sub(name, 0, name.len - base.len - (name.len > base.len));
    if (is_page_extension(extension)) return str_sub(name, 0, name.len - extension.len);
    while (name.len && name.ptr[name.len - 1] == '/') name.len--;
    return name;
}

static struct str end_of(struct str name) {
    return str_sub(name, bare(name).len, name.len);
}

/* ---- relative ones ---- */

/* dot segments resolved; a slash at the end stays. */
static struct str clean(struct arena *arena, struct str path) {
    return url_join(arena, STR("/"), path);
}

/* How a page in `folder` writes `path`; both are clean. */
static struct str relative(struct arena *arena, struct str folder, struct str path) {
    size_t common = 0;
    for (size_t i = 0; i < folder.len && i < path.len && folder.ptr[i] == path.ptr[i]; i++)
        if (folder.ptr[i] == '/') common = i + 1;
    struct buf out = {.arena = arena};
    for (size_t i = common; i < folder.len; i++)
        if (folder.ptr[i] == '/') buf_add(&out, STR("../"));
    buf_add(&out, str_sub(path, common, path.len));
    return out.len ? buf_str(&out) : STR("./");
}

/* The same with as much of `head` at its beginning as leads towards the path. */
static struct str relative_like(struct arena *arena, struct str head, struct str folder, struct str path) {
    for (size_t end = head.len + 1; end > 0; end--) {
        if (end > 1 && (end - 1 > head.len || head.ptr[end - 2] != '/')) continue;
        struct str start = str_sub(head, 0, end - 1);
        struct str there = clean(arena, str_printf(arena, "%.*s%.*s", STR_FMT(folder), STR_FMT(start)));
        if (!str_ends(there, STR("/")) || !str_starts(path, there)) continue;
        struct str rest = str_sub(path, there.len, path.len);
        if (rest.len || start.len) return str_printf(arena, "%.*s%.*s", STR_FMT(start), STR_FMT(rest));
    }
    return (struct str){0};
}

/* ---- one target ---- */

struct writing {
    const struct moving *moving;
    struct arena *arena;
    struct names before, after;           /* of what it leads to */
    struct names from_before, from_after; /* of the page it stands on */
    struct str start, head, tail, end;    /* the target: what is kept, the path, what is kept */
    bool encoded;                         /* the path has %XX, or may not have more than ASCII */
    struct spellings *out;
};

static void add(const struct writing *w, struct str path) {
    if (w->out->count == SPELLINGS_MAX) return;
    struct str text = str_printf(w->arena, "%.*s%.*s%.*s%.*s", STR_FMT(w->start), STR_FMT(path),
                                 STR_FMT(w->tail), STR_FMT(w->end));
    for (size_t i = 0; i < w->out->count; i++)
        if (str_eq(w->out->items[i], text)) return;
    w->out->items[w->out->count++] = text;
}

/* As an address has it; where that is another text, as it is too: names of files are not encoded. */
static void propose(const struct writing *w, struct str path) {
    struct buf out = {.arena = w->arena};
    bool quotes = false;
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        bool odd = c <= ' ' || c == 0x7F || strchr("<>()\"'{}[]`\\^|%?#", c);
        quotes |= odd && c != ' ' && c != '(' && c != ')';
        if (odd || (c > 0x7F && w->encoded))
            buf_printf(&out, "%%%02X", c);
        else
            buf_add_char(&out, (char)c);
    }
    if (!path.len) return;
    add(w, buf_str(&out));
    if (!quotes) add(w, path);
}

/* The new name's end for a target that ends in `end` where the old name ends in `old`. */
static struct str new_end(struct str end, struct str old, struct str name) {
    return str_eq(end, old) ? end_of(name) : end;
}

/* Elements at the end of a path: as many as `like` has. */
static struct str last_elements(struct str path, struct str like) {
    size_t count = 1, at = path.len;
    for (size_t i = 0; i < like.len; i++) count += like.ptr[i] == '/';
    while (at > 0 && count)
        if (path.ptr[--at] == '/') count--;
    return count ? path : str_sub(path, at + (at < path.len), path.len);
}

static struct str joined(const struct writing *w, struct str a, struct str b) {
    return str_printf(w->arena, "%.*s%.*s", STR_FMT(a), STR_FMT(b));
}

/* From the root, with a slash before it or not: folders at the beginning may be left out, or more of them be there. */
static void rooted_spellings(const struct writing *w, int name, struct str path, bool slash) {
    struct str old = w->before.of[name], new = w->after.of[name];
    struct str absolute = clean(w->arena, path), stem = bare(absolute), old_stem = bare(old);
    struct str own_end = end_of(absolute), end = new_end(own_end, end_of(old), new), new_stem = bare(new);
    size_t cut = slash ? 0 : 1;
    if (str_eq(stem, old_stem)) {
        propose(w, str_sub(joined(w, new_stem, end), cut, SIZE_MAX));
        propose(w, str_sub(joined(w, new_stem, own_end), cut, SIZE_MAX));
    } else if (stem.len && str_ends(old_stem, stem)) {
        struct str left_out = str_sub(old_stem, 0, old_stem.len - stem.len);
        if (str_starts(new_stem, with_slash(w->arena, left_out)))
            propose(w, str_sub(joined(w, str_sub(new_stem, left_out.len, SIZE_MAX), end), cut, SIZE_MAX));
        if (!slash) propose(w, joined(w, last_elements(new_stem, str_sub(stem, 1, stem.len)), end));
        propose(w, str_sub(joined(w, new_stem, end), cut, SIZE_MAX));
    } else if (old_stem.len && str_ends(stem, old_stem)) {
        struct str more = str_sub(stem, cut, stem.len - old_stem.len);
        propose(w, joined(w, more, joined(w, new_stem, end)));
    }
}

static void relative_spellings(const struct writing *w, int name, struct str path) {
    struct str old = w->before.of[name], new = w->after.of[name];
    struct str from = w->from_before.folder[name], to = w->from_after.folder[name];
    if (!from.len || !to.len) return;
    struct str absolute = clean(w->arena, str_printf(w->arena, "%.*s%.*s", STR_FMT(from), STR_FMT(path)));
    if (!str_eq(bare(absolute), bare(old))) return;
    struct str end = end_of(absolute), old_end = end_of(old);
    struct str ends[] = {new_end(end, old_end, new), end, end_of(new)};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        struct str whole = str_printf(w->arena, "%.*s%.*s", STR_FMT(bare(new)), STR_FMT(ends[i]));
        if (!whole.len) whole = STR("/");
        bool shortest = str_eq(relative(w->arena, from, absolute), path);
        if (str_eq(from, to) && !shortest) propose(w, relative_like(w->arena, path, to, whole));
        struct str plain = relative(w->arena, to, whole);
        bool dot = str_starts(path, STR("./")) && !str_starts(plain, STR("."));
        propose(w, dot ? joined(w, STR("./"), plain) : plain);
    }
}

/* "tea.md", as references find it wherever it lies: a name alone stays one. */
static void name_spellings(const struct writing *w, int name, struct str path) {
    struct str old = w->before.of[name], new = w->after.of[name], stem = bare(path);
    if (!str_eq(path_base(bare(old)), stem)) return;
    propose(w, joined(w, path_base(bare(new)), new_end(end_of(path), end_of(old), new)));
}

static bool has_name(const struct writing *w, int name) {
    return w->before.of[name].len && w->after.of[name].len;
}

static void path_spellings(const struct writing *w) {
    struct str path = url_decode(w->arena, w->head);
    bool slash = str_starts(path, STR("/")), alone = str_find_char(path, '/') == path.len;
    if (!path.len) return;
    if (alone && has_name(w, NAME_PATH)) name_spellings(w, NAME_PATH, path);
    if (alone && has_name(w, NAME_KEY)) name_spellings(w, NAME_KEY, path);
    for (int name = 0; name < NAMES; name++)
        if (!slash && has_name(w, name)) relative_spellings(w, name, path);
    for (int name = 0; name < NAMES; name++)
        if (has_name(w, name)) rooted_spellings(w, name, path, slash);
}

/* What fits no name: the address from the root, as the site's pages have it. */
static void last_resorts(const struct writing *w, const struct site *site, const struct site_page *from) {
    struct str url = w->after.of[NAME_URL];
    bool known = from && from->language < site->language_count;
    struct str base = known ? site->languages[from->language].base_path : STR("/");
    if (!url.len || !str_starts(w->head, STR("/"))) return;
    propose(w, url);
    if (base.len > 1 && str_starts(url, base)) propose(w, str_sub(url, base.len - 1, url.len));
}

/* ---- its parts ---- */

static size_t tail_at(struct str text) {
    size_t query = str_find_char(text, '?'), fragment = str_find_char(text, '#');
    return query < fragment ? query : fragment;
}

/* The tail with the anchor that is wanted. */
static struct str new_tail(struct arena *arena, const struct wanted *wanted, struct str tail) {
    size_t mark = str_find_char(tail, '#');
    struct str fragment = str_sub(tail, mark + 1, tail.len);
    if (mark == tail.len || str_eq(url_decode(arena, fragment), wanted->fragment)) return tail;
    return str_printf(arena, "%.*s#%.*s", STR_FMT(str_sub(tail, 0, mark)), STR_FMT(wanted->fragment));
}

/* One stretch of the target that may be the path. */
static void write_stretch(struct writing *w, const struct wanted *wanted, struct str target, size_t start,
                          size_t end, const struct site_page *from) {
    struct str stretch = str_sub(target, start, end);
    struct url url = url_split(stretch);
    size_t skip = url.authority.ptr ? (size_t)(url.authority.ptr - stretch.ptr) + url.authority.len : 0;
    struct str path = str_sub(stretch, skip, stretch.len);
    w->start = str_sub(target, 0, start + skip);
    w->head = str_sub(path, 0, tail_at(path));
    w->tail = new_tail(w->arena, wanted, str_sub(path, w->head.len, path.len));
    w->end = str_sub(target, end, target.len);
    w->encoded = str_find_char(w->head, '%') < w->head.len || skip;
    struct str same = str_printf(w->arena, "%.*s%.*s%.*s%.*s", STR_FMT(w->start), STR_FMT(w->head),
                                 STR_FMT(w->tail), STR_FMT(w->end));
    if (!str_eq(same, target) && w->out->count < SPELLINGS_MAX) w->out->items[w->out->count++] = same;
    path_spellings(w);
    last_resorts(w, w->moving->after, from);
}

static bool is_word(char c) {
    return (unsigned char)c > ' ' && c != '"' && c != '\'' && c != '|' && c != '}' && c != '%' && c != '{';
}

/* In template language: what stands in quotes, each word, and what follows the last closing bracket. */
static void write_template(struct writing *w, const struct wanted *wanted, struct str target,
                           const struct site_page *from) {
    size_t last = str_rfind_char(target, '}') + 1;
    for (size_t at = 0; at < last && at < target.len;) {
        char c = target.ptr[at];
        size_t end = at + 1;
        if (c == '"' || c == '\'') {
            while (end < last && target.ptr[end] != c) end++;
            if (end < last) write_stretch(w, wanted, target, at + 1, end, from);
            end++;
        } else if (is_word(c)) {
            while (end < last && is_word(target.ptr[end])) end++;
            write_stretch(w, wanted, target, at, end, from);
        }
        at = end;
    }
    if (last < target.len) write_stretch(w, wanted, target, last, target.len, from);
}

void spellings_of(const struct moving *moving, struct arena *arena, const struct site_page *from_before,
                  const struct site_page *from, const struct wanted *wanted, struct str target,
                  struct spellings *out) {
    struct writing w = {.moving = moving, .arena = arena, .out = out};
    out->count = 0;
    if (wanted->page && wanted->page_before) {
        w.before = names_of_page(arena, moving->before, wanted->page_before);
        w.after = names_of_page(arena, moving->after, wanted->page);
    } else if (wanted->claim && wanted->claim_before) {
        w.before = names_of_claim(arena, wanted->claim_before);
        w.after = names_of_claim(arena, wanted->claim);
    } else if (wanted->url.len) {
        w.before.of[NAME_URL] = w.after.of[NAME_URL] = wanted->url;
        struct str file =
            from_before ? path_join(arena, path_dir(from_before->source), wanted->url) : wanted->url;
        file = clean(arena, rooted(arena, file)); /* a file beside the page, of which nothing else is known */
        w.before.of[NAME_SOURCE] = file;
        w.after.of[NAME_SOURCE] = rooted(arena, moving_renamed(moving, str_sub(file, 1, file.len)));
    }
    if (from_before) w.from_before = names_of_page(arena, moving->before, from_before);
    if (from) w.from_after = names_of_page(arena, moving->after, from);
    bool template = str_find(target, STR("{{")) < target.len || str_find(target, STR("{%")) < target.len;
    if (template)
        write_template(&w, wanted, target, from);
    else
        write_stretch(&w, wanted, target, 0, target.len, from);
}
