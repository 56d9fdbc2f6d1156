"""One run of the program over one copy of a site, with as many seeded defects in it as fit beside one another."""
import collections
import os

from mutate_site import place_of, read, write
from mutations import setups
from mutations.listing import Listing

TRIES = 80  # pages that are offered to a mutation before it counts as one that suits none

Wanted = collections.namedtuple("Wanted", "mutation place about")


def place(text, offset):
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


class Round:
    serials = 0

    def __init__(self, site, setup, pages, rng, server):
        self.site, self.setup, self.rng, self.server = site, setup, rng, server
        self.pages = rng.sample(pages, len(pages))
        self.owners, self.texts, self.wanted = {}, {}, []
        self.listings = {}  # path -> Listing
        self.unserved = set()
        self.kept = set()  # paths that no other mutation may touch
        self.tried = None

    # ---- what mutations ask for ----

    @staticmethod
    def serial():
        Round.serials += 1
        return "%04d" % Round.serials

    def url(self, page):
        return self.site.url(page.path)

    def source(self, page):
        return page.path[len(self.site.root):]

    def has_taxonomy(self, name):
        return any(url.endswith("/%s/" % name) for url in self.site.lists)

    def another(self, page, suits=lambda page: True):
        for other in self.rng.sample(self.pages, len(self.pages)):
            taken = other.path in self.owners or other.path in self.kept or other.path == page.path
            if not taken and suits(other):
                return other
        return None

    def is_mentioned(self, page):
        """Does any text of the site name the page's file or the last part of its URL?"""
        name = self.url(page).rstrip("/").rsplit("/", 1)[-1]
        file = os.path.splitext(os.path.basename(page.path))[0]
        return not self.site.mentioned.isdisjoint({name, file, file + ".md"})

    def on_config(self, about):
        """What is said of a file that is gone stands at the beginning of the site's configuration."""
        return Wanted(None, (self.site.config, 1, 1), about)

    def loses(self, url):
        self.unserved.add(url.rstrip("/"))

    def list_in(self, path, make=Listing):
        """The file that several mutations add entries to."""
        if path not in self.listings:
            full = os.path.join(self.site.folder, path)
            self.listings[path] = make(read(full) if os.path.exists(full) else "")
        return self.listings[path]

    # ---- seeding ----

    def seed(self, mutation):
        """Puts the defect into the first free page that suits; False when there is none."""
        self.tried = 0
        for page in self.pages:
            if page.path in self.owners or page.path in self.kept:
                continue
            self.tried += 1
            entries = {path: listing.mark() for path, listing in self.listings.items()}
            changes = mutation.apply(page, self)
            if changes is not None and not self.has_taken(changes):
                self.take(mutation, page, changes)
                return True
            for path, listing in self.listings.items():
                listing.rewind(entries.get(path, 0))
            if self.tried == TRIES:
                break
        return False

    def has_taken(self, changes):
        paths = {getattr(change, "path", None) for change in changes}
        return not paths.isdisjoint(self.owners) or not paths.isdisjoint(self.kept)

    def take(self, mutation, page, changes):
        self.owners[page.path] = mutation
        for change in changes:
            if isinstance(change, Wanted):
                self.wanted.append(Wanted(mutation, (mutation.rule,) + change.place, change.about))
                continue
            self.owners[change.path] = mutation
            self.texts[change.path] = change.text
            for offset in change.places:
                where = (mutation.rule, change.path) + place(change.text or "\n", offset)
                self.wanted.append(Wanted(mutation, where, change.about))
        for path, listing in self.listings.items():
            listing.assign(mutation)

    # ---- judging ----

    def judge(self):
        """{mutation: [seeded, found, problems]}, and the problems that belong to no mutation alone."""
        for path, listing in self.listings.items():
            text, entries = listing.render()
            self.texts[path] = text
            for mutation, offset in entries:
                self.wanted.append(Wanted(mutation, (mutation.rule, path) + place(text, offset), ""))
        originals = {path: self.original(path) for path in self.texts}
        for path, text in self.texts.items():
            self.put(path, text)
        after = self.site.findings(setups.ALL[self.setup], self.server)
        for path, text in originals.items():
            self.put(path, text)
        return self.compare(self.site.before[self.setup], after)

    def original(self, path):
        full = os.path.join(self.site.folder, path)
        return read(full) if os.path.exists(full) else None

    def put(self, path, text):
        full = os.path.join(self.site.folder, path)
        if text is not None:
            write(full, text)
        elif os.path.exists(full):
            os.remove(full)

    def compare(self, before, after):
        count = collections.Counter(map(place_of, before))
        count.subtract(collections.Counter(map(place_of, after)))
        rows = collections.defaultdict(list)
        for row in after:
            rows[place_of(row)].append(row)
        results = {m: [0, 0, []] for m in set(self.owners.values()) | {w.mutation for w in self.wanted}}
        for want in self.wanted:
            found = any(want.about in row["message"] for row in rows[want.place]) and count[want.place] < 0
            results[want.mutation][0] += 1
            results[want.mutation][1] += found
            if not found:
                results[want.mutation][2].append("missed " + self.describe(want.place, want.about))
        others = []
        expected = {want.place for want in self.wanted}
        for where, difference in sorted(count.items()):
            if difference > 0:
                others.append("gone " + self.describe(where, ""))
            elif difference < 0 and where not in expected and not self.is_consequence(where, rows[where]):
                owner = self.owners.get(where[1])
                problems = results[owner][2] if owner else others
                problems.append("besides " + self.describe(where, rows[where][0]["message"]))
        return results, others

    def describe(self, where, about):
        return "%s: %s:%s:%d:%d %s" % ((self.site.name,) + where + (about,))

    def is_consequence(self, where, rows):
        """True of what a mutation says may be found besides: in its own files, or about an address it took away."""
        owner = self.owners.get(where[1])
        if owner:
            return where[0] in owner.also
        allowed = any(where[0] in mutation.elsewhere for mutation in self.owners.values())
        values = [str(value).rstrip("/") for value in rows[0]["properties"].values()]
        return allowed and any(value.startswith(url) for value in values for url in self.unserved)


