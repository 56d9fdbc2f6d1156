/* Where a redirect rule leads, hop by hop, until something is served or nothing is. */
#include "links/graph.h"

/* What stands for a placeholder in a path that is tried: its name, ":splat", which messages may show. */
static struct str sample_of(struct arena *arena, const struct redirect_segment *segment) {
    return str_printf(arena, ":%.*s", STR_FMT(segment->text));
}

/* A path the rule matches. */
static struct str sample_path(struct arena *arena, const struct redirect *rule) {
    if (!rule->dynamic) return rule->path;
    struct buf out = {.arena = arena};
    for (uint32_t i = 0; i < rule->segment_count; i++) {
        const struct redirect_segment *segment = &rule->segments[i];
        buf_add_char(&out, '/');
        buf_add(&out, segment->kind == SEGMENT_LITERAL ? segment->text : sample_of(arena, segment));
    }
    return buf_str(&out);
}

/* Does a path have something in it that stood for a placeholder? */
static bool is_sample(struct arena *arena, const struct redirect *rule, struct str path) {
    for (uint32_t i = 0; rule->dynamic && i < rule->segment_count; i++) {
        const struct redirect_segment *segment = &rule->segments[i];
        if (segment->kind != SEGMENT_LITERAL && str_find(path, sample_of(arena, segment)) < path.len)
            return true;
    }
    return false;
}

/* The path below the own host that an address means; absent when it's another host's. */
static struct str own_path(const struct links *links, struct str address) {
    struct url url = url_split(address);
    bool elsewhere = url.authority.ptr && !links_is_own_host(links, url.authority);
    if (elsewhere || (url.scheme.ptr && !url.authority.ptr)) return (struct str){0};
    return url.path.len ? url.path : STR("/");
}

static bool was_here(const struct course *course, struct str path) {
    for (size_t i = 0; i < course->count; i++)
        if (str_eq(course->steps[i].path, path)) return true;
    return false;
}

static void finish(struct course *course) {
    switch (course->last.status) {
    case RESOLUTION_OK:
    case RESOLUTION_SLASH:
    case RESOLUTION_CASE: course->end = COURSE_SERVED; return;
    case RESOLUTION_BROKEN:
    case RESOLUTION_DROPPED: course->end = COURSE_NOTHING; return;
    default: course->end = COURSE_UNKNOWN;
    }
}

/* Takes the hop that course->last is; absent when the course ends here. */
static struct str next_address(struct course *course) {
    const struct resolution *last = &course->last;
    bool hops = last->status == RESOLUTION_ALIAS || last->status == RESOLUTION_REDIRECT;
    if (!hops || !last->final.ptr) return (struct str){0};
    struct course_step *step = &course->steps[course->count++];
    *step = (struct course_step){course->path, last->redirect, last->redirect ? NULL : last->target};
    return last->final;
}

static struct str without_slash(struct str path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    return path;
}

void links_follow(const struct links *links, struct arena *arena, const struct redirect *rule,
                  struct course *course) {
    struct asking asking = {.links = links, .arena = arena};
    struct str start = sample_path(arena, rule);
    struct str address = redirects_target(arena, rule, start);
    *course = (struct course){.end = COURSE_UNKNOWN, .path = address};
    while (address.ptr) {
        course->path = own_path(links, address);
        if (!course->path.ptr) {
            course->end = COURSE_EXTERNAL;
            course->path = address;
            return;
        }
        struct str clean = without_slash(course->path);
        bool back =
            (str_eq(clean, start) && !rule->host.ptr && course->count) || was_here(course, course->path);
        if (back || course->count == REDIRECT_MAX_HOPS) {
            course->end = COURSE_LOOP;
            return;
        }
        course->last = resolve_path(&asking, course->path);
        bool itself = course->last.redirect == rule && str_eq(clean, start);
        if (itself && redirect_moves(rule)) {
            course->end = COURSE_LOOP;
            return;
        }
        address = next_address(course);
    }
    if (course->path.ptr) finish(course);
    bool guessed = is_sample(arena, rule, course->path);
    if (guessed && course->end != COURSE_LOOP) course->end = COURSE_UNKNOWN;
}
