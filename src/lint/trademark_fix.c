/* trademark_fix.c: the sentence a page lacks, and where it can be put. */
#include "lint/trademark.h"

bool trademark_names_all(struct arena *arena, const struct registry *registry, struct str text,
                         const struct mark *const *marks, size_t count) {
    notice_array found = {0};
    notice_find(arena, registry, text, &found);
    for (size_t m = 0; m < count; m++) {
        bool named = false;
        for (size_t i = 0; i < found.len && !named; i++) named = notice_covers(&found.items[i], marks[m]);
        if (!named) return false;
    }
    return found.len > 0;
}

static enum notice_status status_of(const struct mark *const *marks, size_t count) {
    enum notice_status status = NOTICE_TRADEMARK;
    for (size_t i = 0; i < count; i++) {
        enum notice_status own = marks[i]->kind == MARK_CERTIFICATION ? NOTICE_CERTIFICATION
                                 : marks[i]->kind == MARK_REGISTERED  ? NOTICE_REGISTERED
                                                                      : NOTICE_TRADEMARK;
        if (i > 0 && own != status) return NOTICE_TRADEMARK;
        status = own;
    }
    return status;
}

struct str trademark_sentence(const struct page_marks *page, struct arena *arena, const struct owner *owner,
                              const struct mark *const *marks, size_t count, bool *verified) {
    str_array texts = {0};
    *verified = true;
    for (size_t i = 0; i < owner->notices.len; i++) {
        const struct owner_notice *notice = &owner->notices.items[i];
        if (!str_eq(notice->language, page->language) ||
            !trademark_names_all(arena, &page->subject->lint->marks, notice->text, marks, count))
            continue;
        *verified = !notice->verify;
        return notice->text;
    }
    for (size_t i = 0; i < count; i++) {
        *ARRAY_PUSH(arena, &texts) = marks[i]->text;
        *verified &= !marks[i]->verify;
    }
    return language_notice(arena, page->language, status_of(marks, count), &texts, owner->name);
}

/* Is what stands at the end still open, so that a sentence there would be part of it? */
static bool is_open_ended(const struct page *page) {
    for (size_t i = 0; i < page->codes.len; i++)
        if (page->codes.items[i].unclosed) return true;
    for (size_t i = 0; i < page->faults.len; i++)
        if (page->faults.items[i].kind == PAGE_FAULT_UNCLOSED ||
            page->faults.items[i].kind == PAGE_FAULT_LIMIT ||
            page->faults.items[i].kind == PAGE_FAULT_FENCE_UNCLOSED)
            return true;
    return page->format != PAGE_HTML && page->has_front && page->body.start >= page->body.end &&
           !page->fence.end;
}

static size_t last_of(struct str text, struct str needle) {
    for (size_t at = text.len; at >= needle.len && at > 0; at--)
        if (str_eq_nocase(str_sub(text, at - needle.len, at), needle)) return at - needle.len;
    return text.len;
}

/* A paragraph of its own at the end of the page. */
void trademark_append(struct findings *findings, struct diagnostic *finding, const struct page_marks *page,
                      struct str sentence) {
    struct str text = page->subject->source->text;
    const struct page *p = page->subject->page;
    size_t line = str_find_char(text, '\n');
    const char *end = line > 0 && line < text.len && text.ptr[line - 1] == '\r' ? "\r\n" : "\n";
    if (is_open_ended(p) || !page->subject->site_page_count) return;
    struct str added;
    uint32_t at = (uint32_t)text.len;
    if (p->format == PAGE_HTML) {
        at = (uint32_t)last_of(text, STR("</body>"));
        if (at == text.len) return;
        added = str_printf(findings->arena, "<p>%.*s</p>%s", STR_FMT(sentence), end);
    } else
        added = str_printf(findings->arena, "%s%s%.*s%s", str_ends(text, STR("\n")) ? "" : end, end,
                           STR_FMT(sentence), end);
    finding_edit(findings, finding, (struct span){at, at}, added, "add the notice");
}
