/* check_body.c: a whole page pasted with the fence of a chat or an editor around it. */
#include "lint/checks.h"

static bool is_markdown_info(struct str info) {
    static const char *const words[] = {"markdown", "md", "mdx", "gfm"};
    struct str rest = str_trim(info), word = str_cut(&rest, ' ');
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq_nocase(word, str_from(words[i]))) return true;
    return false;
}

/* Does the text read like Markdown: a heading or a link at least? A page may well be one block of shell commands. */
static bool reads_like_markdown(struct str text) {
    for (struct str rest = text; rest.ptr;) {
        struct str line = str_cut(&rest, '\n');
        if (str_starts(line, STR("## ")) || str_find(line, STR("](http")) < line.len) return true;
    }
    return false;
}

void check_body(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    (void)rule;
    for (size_t i = 0; i < page->codes.len; i++) {
        const struct code *code = &page->codes.items[i];
        if (!code->whole_body || code->kind != CODE_FENCED) continue;
        bool pasted = code->info.len ? is_markdown_info(code->info)
                                     : reads_like_markdown(span_str(&page->source, code->content));
        if (!pasted) continue;
        struct str fence = span_str(&page->source, code->span);
        size_t line = str_trim(str_sub(fence, 0, str_find_char(fence, '\n'))).len;
        struct span span = {code->span.start, code->span.start + (uint32_t)line};
        struct diagnostic *d = finding_add(findings, span);
        finding_set(findings, d, "info", code->info);
        if (code->unclosed) continue;
        struct span open = {code->span.start, code->content.start},
                    close = {code->content.end, code->span.end};
        finding_suggest(findings, d, open, STR(""), "take the fence away");
        finding_suggest(findings, d, close, STR(""), "take the fence away");
    }
}
