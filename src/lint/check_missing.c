/* check_missing.c: a page that offers a course of an owner's marks, and does not say whose they are. */
#include "lint/trademark.h"

enum { MARKS_NAMED = 12 /* in a sentence that is proposed */ };

/* A notice of the page that speaks of the mark, rightly or wrongly: what is wrong with it is another rule's. */
static bool is_credited(const struct page_marks *page, const struct mark *mark) {
    for (size_t i = 0; i < page->notices.len; i++)
        if (page->notices.items[i].notice.credits && notice_covers(&page->notices.items[i].notice, mark))
            return true;
    return trademark_site_covers(page->subject, mark);
}

static bool has_notice_of(const struct page_marks *page, const struct owner *owner) {
    for (size_t i = 0; i < page->notices.len; i++)
        if (notice_credits(&page->notices.items[i].notice, owner)) return true;
    return false;
}

static bool is_blanket(const struct page_notice *n) {
    return n->notice.respective;
}

static const struct page_notice *blanket_of(const struct page_marks *page) {
    for (size_t i = 0; i < page->notices.len; i++)
        if (is_blanket(&page->notices.items[i])) return &page->notices.items[i];
    return NULL;
}

/* ---- notices that stand elsewhere ------------------------------------------------------------------------------ */

static bool front_names(const struct node *front, struct str key, const struct owner *owner) {
    const struct node *params = front ? node_get_nocase(front, STR("params")) : NULL;
    if (!front) return false;
    return trademark_names_owner(owner, node_get_nocase(front, key)) ||
           (params && params->kind == NODE_OBJECT &&
            trademark_names_owner(owner, node_get_nocase(params, key)));
}

static bool cascade_names(const struct node *cascade, struct str key, const struct owner *owner) {
    if (!cascade) return false;
    if (cascade->kind == NODE_OBJECT) return front_names(cascade, key, owner);
    for (const struct node *n = cascade->kind == NODE_ARRAY ? cascade->child : NULL; n; n = n->next)
        if (n->kind == NODE_OBJECT && front_names(n, key, owner)) return true;
    return false;
}

/* By a shortcode of the theme, or by a key of the front matter, which a section may give to its pages. */
static bool stands_elsewhere(struct arena *arena, const struct rule *rule, const struct subject *subject,
                             const struct owner *owner) {
    str_array names = {0};
    if (subject->page->options.mdx == MDX_PROGRAM) return true; /* components that it names may print one */
    struct str key = option_text(rule, "key", STR("trademarks"));
    option_texts(arena, rule, "shortcodes", &names);
    for (size_t i = 0; i < names.len; i++)
        for (size_t k = 0; k < subject->page->shortcodes.len; k++)
            if (str_eq(names.items[i], subject->page->shortcodes.items[k].name)) return true;
    if (front_names(subject->page->front, key, owner)) return true;
    for (const struct site_page *p = subject->site_pages; p; p = p->parent) {
        const struct node *front = p->page ? p->page->front : NULL;
        if (front && cascade_names(node_get_nocase(front, STR("cascade")), key, owner)) return true;
    }
    return false;
}

/* ---- what is missing ---------------------------------------------------------------------------------------------- */

struct lacking {
    const struct use *first;
    const struct mark *marks[MARKS_NAMED];
    size_t count;
};

static uint32_t place_of(const struct page_marks *page, const struct use *use) {
    return trademark_span(page, use->text, use->hit.start, use->hit.end).start;
}

static void find_lacking(struct arena *arena, const struct page_marks *page, const struct owner *owner,
                         struct lacking *out) {
    enum { UNKNOWN, CREDITED, LACKING };
    unsigned char *state = ARENA_ARRAY(arena, unsigned char, owner->mark_count);
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        if (use->mark->owner != owner || !use->certain || use->in_notice || use->mark->optional) continue;
        unsigned char *known = &state[use->mark - owner->marks];
        if (*known == UNKNOWN) {
            *known = is_credited(page, use->mark) ? CREDITED : LACKING;
            if (*known == LACKING && out->count < MARKS_NAMED) out->marks[out->count++] = use->mark;
        }
        if (*known == CREDITED) continue;
        if (!out->first || place_of(page, use) < place_of(page, out->first)) out->first = use;
    }
}

/* Does a text of the owner's ask for a notice? Else only licensees' pages have one. */
static bool asks_for_notice(const struct owner *owner) {
    for (size_t i = 0; i < owner->notices.len; i++)
        if (!owner->notices.items[i].verify) return true;
    return false;
}

static enum severity severity_of(const struct page_marks *page, const struct owner *owner,
                                 enum severity most) {
    enum duty duty = trademark_duty(page, owner);
    bool has = has_notice_of(page, owner);
    if (duty == DUTY_CONFIGURED) return has && most > SEVERITY_WARNING ? SEVERITY_WARNING : most;
    if (!asks_for_notice(owner) || owner->only_offered || duty != DUTY_OFFERED) return SEVERITY_NOTE;
    return most > SEVERITY_WARNING ? SEVERITY_WARNING : most;
}

/* A blanket sentence of a template may be taken for the notice. */
static void relate_blanket(struct findings *findings, struct diagnostic *d, const struct page_marks *page) {
    struct span span;
    const struct source *source =
        trademark_shared_blanket(trademark_site_shared(page->subject->facts), &span);
    if (source)
        finding_relate(findings, d, source, span,
                       STR("'respective owners' credits nobody, and is no notice"));
}

static void report(struct findings *findings, const struct page_marks *page, const struct owner *owner,
                   const struct lacking *lacking) {
    const struct use *use = lacking->first;
    struct span span = trademark_span(page, use->text, use->hit.start, use->hit.end);
    struct diagnostic *d = finding_add(findings, span);
    enum severity severity = severity_of(page, owner, d->severity);
    if (severity < d->severity) d->severity = severity;
    bool verified;
    struct str sentence =
        trademark_sentence(page, findings->arena, owner, lacking->marks, lacking->count, &verified);
    finding_set(findings, d, "mark", use->mark->text);
    finding_set(findings, d, "owner", owner->name);
    finding_set(findings, d, "notice", sentence);
    finding_set(findings, d, "advice", verified ? STR("write") : STR("licensees print"));
    finding_set(findings, d, "lack",
                has_notice_of(page, owner) ? STR("its notice does not name it") : STR("has no notice"));
    trademark_append(findings, d, page, sentence);
    if (!has_notice_of(page, owner)) relate_blanket(findings, d, page);
}

/* Does the page credit marks whose courses it does not offer? Then it means to credit what it speaks of. */
static bool credits_freely(const struct page_marks *page) {
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct notice *notice = &page->notices.items[i].notice;
        bool owed = false;
        for (size_t k = 0; k < notice->owners.len; k++)
            owed |= trademark_duty(page, notice->owners.items[k].term->owner) >= DUTY_OFFERED;
        if (notice->credits && !owed) return true;
    }
    return false;
}

void notice_missing(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    const struct registry *registry = &page->subject->lint->marks;
    bool freely = credits_freely(page);
    for (size_t i = 0; i < registry->owner_count; i++) {
        const struct owner *owner = &registry->owners[i];
        enum duty duty = page->duties[i];
        struct lacking lacking = {0};
        if (duty < DUTY_DISCUSSED || (duty == DUTY_DISCUSSED && !freely)) continue;
        if (blanket_of(page) && !has_notice_of(page, owner)) continue;
        find_lacking(findings->arena, page, owner, &lacking);
        if (lacking.first && !stands_elsewhere(findings->arena, rule, page->subject, owner))
            report(findings, page, owner, &lacking);
    }
}

/* ---- "trademarks are the property of their respective owners" ----------------------------------------------------- */

void notice_blanket(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    const struct registry *registry = &page->subject->lint->marks;
    const struct page_notice *blanket = blanket_of(page);
    for (size_t i = 0; blanket && i < registry->owner_count; i++) {
        const struct owner *owner = &registry->owners[i];
        struct lacking lacking = {0};
        if (page->duties[i] < DUTY_OFFERED || has_notice_of(page, owner)) continue;
        find_lacking(findings->arena, page, owner, &lacking);
        if (!lacking.first || stands_elsewhere(findings->arena, rule, page->subject, owner)) continue;
        struct diagnostic *d = finding_add(findings, trademark_notice_span(page, blanket));
        if (page->duties[i] != DUTY_CONFIGURED) d->severity = SEVERITY_NOTE;
        bool verified;
        struct str sentence =
            trademark_sentence(page, findings->arena, owner, lacking.marks, lacking.count, &verified);
        finding_set(findings, d, "owner", owner->name);
        finding_set(findings, d, "mark", lacking.first->mark->text);
        finding_set(findings, d, "notice", sentence);
        trademark_append(findings, d, page, sentence);
    }
}

/* ---- the line that an organisation wants on every page of a built site ------------------------------------------ */

static bool shows(const struct page *page, struct str wanted) {
    for (size_t i = 0; wanted.len && i < page->blocks.len; i++)
        if (str_find(page->blocks.items[i].text, wanted) < page->blocks.items[i].text.len) return true;
    return false;
}

static bool links_to(const struct page *page, struct str wanted) {
    for (size_t i = 0; wanted.len && i < page->links.len; i++)
        if (str_starts(page->links.items[i].target, wanted)) return true;
    return false;
}

/* It only sends its reader on. */
static bool is_redirect(const struct page *page) {
    for (size_t i = 0; i < page->links.len; i++)
        if (str_eq_nocase(page->links.items[i].rel, STR("refresh"))) return true;
    return false;
}

void notice_line(const struct rule *rule, const struct page_marks *marks, struct findings *findings) {
    const struct subject *subject = marks->subject;
    const struct page *page = subject->page;
    const struct registry *registry = &subject->lint->marks;
    bool built = marks->whose == MARKS_OF_BUILT;
    (void)rule;
    if (!built && (page->format != PAGE_HTML || !site_has(subject->site, SITE_AS_IS))) return;
    if (is_redirect(page)) return;
    for (size_t i = 0; i < registry->owner_count; i++) {
        const struct owner *owner = &registry->owners[i];
        if (marks->duties[i] != DUTY_CONFIGURED || !(owner->line.len || owner->line_link.len)) continue;
        if (shows(page, owner->line) || links_to(page, owner->line_link)) continue;
        struct diagnostic *d = finding_add(findings, (struct span){0, 0});
        finding_set(findings, d, "owner", owner->name);
        finding_set(findings, d, "notice", owner->line);
        finding_set(findings, d, "link", owner->line_link.len ? owner->line_link : owner->source);
    }
}
