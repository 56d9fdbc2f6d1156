/* options.c: the one table of commands and the one table of options. Help, manual and completions are made of
 * them. */
#include "cmd/cmd.h"

#include <stddef.h>

#define RUNS (IN_CHECK | IN_LINKS)
#define READS                                                                                                \
    (IN_CHECK | IN_LINKS | IN_URLS | IN_RULES | IN_EXPLAIN | IN_SCHEMA | IN_BASELINE | IN_INIT | MOVES)
#define NETWORK (IN_CHECK | IN_LINKS)
#define MOVES   (IN_MOVE | IN_RENAME_HEADING | IN_RENAME_TERM)

const struct option option_table[OPTION_COUNT] = {
    [OPTION_ALL] = {"all", 0, VALUE_NONE, NULL, IN_LINKS, "print the verdict of every URL, good ones too"},
    [OPTION_ALLOW_ADDRESS] =
        {"allow-address", 0, VALUE_WORD, "RANGE", NETWORK,
         "ask hosts in this range of private addresses too, such as 10.1.0.0/16; repeatable"},
    [OPTION_ALLOW_PRIVATE] = {"allow-private", 0, VALUE_NONE, NULL, NETWORK,
                              "ask hosts with private addresses too"},
    [OPTION_AS] = {"as", 0, VALUE_CHOICE, "markdown|html", IN_CHECK | IN_LINKS,
                   "read the named files as this, whatever their suffix"},
    [OPTION_BASELINE] = {"baseline", 0, VALUE_FILE, "FILE", RUNS | IN_BASELINE,
                         "findings that FILE has are known and not reported; none: of no file"},
    [OPTION_BUDGET] =
        {"budget", 0, VALUE_WORD, "SECONDS", NETWORK,
         "ask the network no longer than this; the rest stands as the ledger has it, or as not checked"},
    [OPTION_BUILT] = {"built", 0, VALUE_FOLDER, "DIR", IN_LSP | IN_CHECK | IN_BASELINE | IN_INIT | IN_EXPLAIN,
                      "the site as it was built, a witness of where links lead; none: no build is asked"},
    [OPTION_CHANGED] = {"changed", 0, VALUE_WORD, "REF", RUNS,
                        "what the site did not have at the git revision REF comes first, on changed lines "
                        "before the rest; REF... is "
                        "where the branch left REF"},
    [OPTION_CHANGED_ONLY] = {"changed-only", 0, VALUE_NONE, NULL, RUNS,
                             "leave out what the site had at that revision (needs --changed)"},
    [OPTION_COLOR] = {"color", 0, VALUE_CHOICE, "auto|always|never", IN_ALL, "colour the text"},
    [OPTION_CONFIG] = {"config", 'c', VALUE_FILE, "FILE", IN_LSP | READS,
                       "read FILE instead of the nearest contentlint.yml"},
    [OPTION_DIFF] = {"diff", 0, VALUE_NONE, NULL, IN_CHECK | MOVES,
                     "print what would change, of check what --fix would, as a patch that git apply takes; "
                     "change nothing"},
    [OPTION_DISABLE] = {"disable", 0, VALUE_RULE, "RULE,…", IN_CHECK | IN_BASELINE, "switch these rules off"},
    [OPTION_DRIVER] = {"driver", 0, VALUE_NONE, NULL, IN_LEDGER,
                       "merge BASE OURS THEIRS into OURS, as a git merge driver does"},
    [OPTION_EACH] = {"each", 0, VALUE_NONE, NULL, IN_CHECK,
                     "list findings that share a cause one by one, not as one"},
    [OPTION_EXCLUDE] = {"exclude", 0, VALUE_WORD, "GLOB", RUNS | IN_BASELINE,
                        "leave out paths that match, named ones too"},
    [OPTION_EXTERNAL] = {"external", 0, VALUE_NONE, NULL, IN_CHECK, "ask the network about external links"},
    [OPTION_FAIL_ON] = {"fail-on", 0, VALUE_CHOICE, "error|warning|note|never", RUNS,
                        "exit with 1 from this severity on (error)"},
    [OPTION_FILE] = {"file", 0, VALUE_FILE, "PAGE", IN_EXPLAIN, "show what the rule finds on PAGE, and why"},
    [OPTION_FIX] = {"fix", 0, VALUE_ATTACHED, "safe|all", IN_CHECK,
                    "mend what can be mended safely; all: what is only likely to be meant, too"},
    [OPTION_FORCE_EXCLUDE] = {"force-exclude", 0, VALUE_NONE, NULL, IN_CHECK,
                              "exclusions hold for named files too (they always do)"},
    [OPTION_FORMAT] = {"format", 0, VALUE_CHOICE, "tsv|json-lines", IN_URLS, "how to print (tsv)"},
    [OPTION_GENERATOR] =
        {"generator", 0, VALUE_WORD, "NAME",
         IN_LSP | IN_CHECK | IN_BASELINE | IN_INIT | IN_LINKS | IN_URLS | IN_EXPLAIN | MOVES,
         "the generator that makes the site, where its files do not tell; none: files as they are"},
    [OPTION_HELP] = {"help", 'h', VALUE_NONE, NULL, IN_ALL, "print this and exit"},
    [OPTION_HUGO_VERSION] = {"hugo-version", 0, VALUE_WORD, "VERSION",
                             IN_LSP | IN_CHECK | IN_BASELINE | IN_INIT | IN_LINKS | IN_URLS | MOVES,
                             "compute URLs as this Hugo does (guessed, else the newest)"},
    [OPTION_JOBS] = {"jobs", 'j', VALUE_WORD, "N",
                     IN_LSP | IN_CHECK | IN_BASELINE | IN_INIT | IN_LINKS | IN_URLS | MOVES,
                     "use N threads (one per processor)"},
    [OPTION_JSON] = {"json", 0, VALUE_NONE, NULL, IN_RULES | IN_EXPLAIN, "print JSON"},
    [OPTION_LEDGER] = {"ledger", 0, VALUE_FILE, "FILE", NETWORK, "keep verdicts in FILE"},
    [OPTION_LIST] = {"list", 0, VALUE_NONE, NULL, IN_LINKS,
                     "print the URLs and where they stand, without the network"},
    [OPTION_NEW_ONLY] = {"new-only", 0, VALUE_NONE, NULL, NETWORK, "ask only about URLs not in the ledger"},
    [OPTION_NO_ALIAS] = {"no-alias", 0, VALUE_NONE, NULL, MOVES,
                         "let the old addresses go: write no alias and no redirect rule"},
    [OPTION_NO_NETWORK] = {"no-network", 0, VALUE_NONE, NULL, RUNS,
                           "never ask the network, whatever the configuration says"},
    [OPTION_NOW] = {"now", 0, VALUE_WORD, "DATE",
                    IN_LSP | IN_CHECK | IN_BASELINE | IN_INIT | IN_LINKS | IN_URLS | IN_EXPLAIN | IN_LEDGER |
                        MOVES,
                    "take DATE (2026-01-31) for today"},
    [OPTION_ONLY] = {"only", 0, VALUE_RULE, "RULE,…", IN_CHECK | IN_BASELINE,
                     "run these rules and no others"},
    [OPTION_OUTPUT] = {"output", 'o', VALUE_FILE, "FILE", IN_LEDGER, "write to FILE"},
    [OPTION_PRINT] = {"print", 0, VALUE_NONE, NULL, IN_INIT, "print contentlint.yml and write nothing"},
    [OPTION_QUIET] = {"quiet", 'q', VALUE_NONE, NULL, RUNS | IN_BASELINE | IN_INIT | MOVES,
                      "print findings only, no closing line"},
    [OPTION_README] = {"readme", 0, VALUE_NONE, NULL, IN_RULES, NULL},
    [OPTION_REFRESH] = {"refresh", 0, VALUE_WORD, "N", NETWORK,
                        "ask again about the N oldest good URLs of the ledger"},
    [OPTION_REPORT] = {"report", 'r', VALUE_FORMAT, "FORMAT[=PATH]", RUNS,
                       "full, concise, sarif, json-lines, github or summary; to PATH; repeatable"},
    [OPTION_ROOT] = {"root", 0, VALUE_FOLDER, "DIR",
                     IN_CHECK | IN_BASELINE | IN_INIT | IN_LINKS | IN_URLS | IN_EXPLAIN | MOVES,
                     "the site's folder (found upwards)"},
    [OPTION_RULES] = {"rules", 0, VALUE_FOLDER, "DIR",
                      IN_LSP | IN_CHECK | IN_BASELINE | IN_LINKS | IN_RULES | IN_EXPLAIN,
                      "read the site's own rules from DIR"},
    [OPTION_SECRET] =
        {"secret", 0, VALUE_WORD, "NAME=HOST", NETWORK,
         "the environment variable NAME may be sent to HOST, where contentlint.yml names it; repeatable"},
    [OPTION_SHARD] = {"shard", 0, VALUE_WORD, "K/N", NETWORK, "ask only about part K of N of the hosts"},
    [OPTION_SINCE] = {"since", 0, VALUE_WORD, "REF", IN_CHECK,
                      "report URLs that the git revision REF serves and this tree does not; REF... is where "
                      "the branch left REF"},
    [OPTION_STAGED] =
        {"staged", 0, VALUE_NONE, NULL, IN_CHECK,
         "check what is staged, as git commit would record it, in place of the files on the disk"},
    [OPTION_STDIN_FILENAME] = {"stdin-filename", 0, VALUE_FILE, "PATH", IN_CHECK,
                               "check standard input in place of PATH"},
    [OPTION_STDIO] = {"stdio", 0, VALUE_NONE, NULL, IN_LSP,
                      "speak on standard input and output (it always does)"},
    [OPTION_TEST] = {"test", 0, VALUE_NONE, NULL, IN_RULES,
                     "run the Bad and Good examples: of the built-in rules, or of DIR"},
    [OPTION_VERSION] = {"version", 'V', VALUE_NONE, NULL, IN_ALL, "print the version and exit"},
    [OPTION_WRITE_LEDGER] = {"write-ledger", 0, VALUE_NONE, NULL, NETWORK,
                             "with --new-only: keep what was learnt in the ledger too"},
};

const struct command command_table[] = {
    {"check", "[PATH…]", "check pages and print what is wrong with them",
     "Checks the files and folders named; without any, the whole site that the working directory lies in. "
     "The "
     "site, its generator and contentlint.yml are found upwards from there. Nothing touches the network "
     "unless "
     "asked to.",
     IN_CHECK},
    {"urls", "[SITE]", "print every URL the site serves",
     "Computes from content and configuration alone what the site's generator publishes: kind, URL, source "
     "and "
     "file, or for a redirect where it leads. A kind that ends in ? may lose its file to another one, "
     "depending on the build.",
     IN_URLS},
    {"links", "[PATH…]", "ask the network about external links",
     "Asks about every external URL of the site once, politely, and prints those that are dead or have "
     "moved. What was "
     "learnt is kept in the ledger, .contentlint-links, which is made to be committed. --list asks nothing "
     "and prints "
     "where each URL stands, what the ledger says about it, and the URL. --all prints, in place of findings, "
     "the verdict "
     "of every URL: verdict, status, URL, final URL, number of links.",
     IN_LINKS},
    {"ledger", "merge FILE…", "join link ledgers",
     "Joins ledgers and prints the result, or writes it to --output. As a git merge driver: git config "
     "merge.contentlint.driver 'contentlint ledger merge --driver %O %A %B', with '.contentlint-links "
     "merge=contentlint' in .gitattributes.",
     IN_LEDGER},
    {"baseline", "write|show|prune [PATH…]", "keep findings that are known, so that only new ones are told",
     "`baseline write` puts what is found now into the file that --baseline or contentlint.yml names, else "
     "into "
     ".contentlint-baseline beside the site; what it has keeps its date. `baseline show` counts its rows by "
     "rule and age. "
     "`baseline prune` takes out the rows for which nothing is found any more.",
     IN_BASELINE},
    {"init", "[SITE]", "write a first contentlint.yml",
     "Looks at the site and writes a commented contentlint.yml, with schemas for folders whose pages have "
     "all something in "
     "common, so that a run with it finds nothing in today's pages that one without would not. Says what it "
     "decided, and "
     "why. What is there already is never overwritten.",
     IN_INIT},
    {"rules", "[DIR]", "list the rules, or run their examples",
     "Lists every rule with its severity. DIR holds a site's own rules.", IN_RULES},
    {"explain", "RULE", "say what a rule is about, with examples", "Prints the documentation of a rule.",
     IN_EXPLAIN},
    {"move", "OLD… NEW", "move pages, and all that leads to them",
     "Moves pages, bundles and sections as mv does, to NEW or into it when it is a folder; translations and "
     "all files of a "
     "bundle go along. The old addresses become aliases, or redirect rules where the site has those; links, "
     "references, "
     "menus, data and redirect rules that led there are rewritten as they were written, and so are the "
     "page's own links. "
     "What cannot be rewritten safely is named, and the status is 1 then. All files are changed, or none; "
     "git's index is "
     "left as it is.",
     IN_MOVE},
    {"rename-heading", "PAGE#OLD NEW", "give a heading another text, and links to it the new anchor",
     "OLD is the heading's id or its text, NEW its new text, or with a # before it its new id. A heading "
     "with an id of its "
     "own keeps it when its text changes.",
     IN_RENAME_HEADING},
    {"rename-term", "TAXONOMY/OLD NEW", "give a term another name on all pages that have it",
     "TAXONOMY is the key in front matter: tags/go-lang Go. The term's own page moves along, and its old "
     "address is kept.",
     IN_RENAME_TERM},
    {"schema", "infer|check|print [PATH…]", "propose a schema from pages, test schemas, or print one",
     "`schema infer PATH…` prints a commented schema that most of the pages follow, and names those that do "
     "not. "
     "`schema check [FILE…]` runs schemas against their own examples and tests: the files named, else the "
     "built-in ones and the site's. `schema print [TYPE]` prints the JSON Schema of front matter of that "
     "type, or of "
     "contentlint.yml, for an editor.",
     IN_SCHEMA},
    {"lsp", "", "serve an editor",
     "Speaks the Language Server Protocol on standard input and output, for an editor that starts it: what "
     "is "
     "wrong while one types, fixes, and where links lead. The rules and the configuration are those of "
     "check. "
     "Never asks the network, and writes no file.",
     IN_LSP},
    {NULL, NULL, NULL, NULL, 0},
};
