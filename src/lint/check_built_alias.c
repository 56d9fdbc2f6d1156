/* check_built_alias.c: redirects that a page promises, and that the build of its site does not have, or sends elsewhere. */
#include "lint/built_pages.h"
#include "lint/checks.h"

/* Nobody else claims the file: then it is no matter of who wins. */
static bool is_alone(const struct site *site, const struct site_alias *alias) {
    const struct site_url *claim = site_claims(site, alias->file);
    return claim && claim->alias == alias && !claim->next_claim && !claim->uncertain && !claim->racing;
}

/* What became of the alias, as the end of a sentence; absent: it leads to its page. */
static struct str outcome_of(const struct subject *subject, struct arena *arena,
                             const struct site_alias *alias) {
    const struct built *built = lint_built_pages(subject->build);
    const struct built_page *page = built_page_of(built, alias->file);
    if (!page && built_has_file(built, alias->file)) return (struct str){0};
    if (!page) return STR("is not in the built site");
    if (!page->refresh.ptr) return (struct str){0}; /* a page, or a redirect of another make */
    struct built_answer answer = built_ask(built, arena, page, page->refresh);
    bool elsewhere = answer.verdict == BUILT_EXTERNAL || answer.verdict == BUILT_OUTSIDE;
    if (elsewhere || answer.page == subject->built) return (struct str){0};
    return str_printf(arena, "leads to %.*s in the built site", STR_FMT(answer.path));
}

static void look_at(const struct subject *subject, const struct site_alias *alias,
                    struct findings *findings) {
    if (!alias->live || alias->likely || !alias->file.len || !alias->node) return;
    if (alias->source && !str_eq(alias->source->path, subject->source->path)) return;
    if (!is_alone(subject->site, alias)) return;
    struct str outcome = outcome_of(subject, findings->arena, alias);
    if (!outcome.ptr) return;
    struct diagnostic *d = finding_add(findings, alias->node->span);
    finding_set(findings, d, "alias", alias->text);
    finding_set(findings, d, "outcome", outcome);
}

void check_built_alias(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    (void)rule;
    if (!subject->built || subject->site_page_count != 1 || !lint_built_redirects(subject->build)) return;
    const struct site_page *page = subject->site_pages;
    for (size_t i = 0; i < page->alias_count; i++) look_at(subject, &page->aliases[i], findings);
}
