"""A file that several mutations add entries to: what it has already, the entries, and where the findings must be."""


class Listing:
    """Plain lines. A subclass says what stands before, between and after the entries."""

    start, between, end = "", "", ""

    def __init__(self, text):
        self.head = text if not text or text.endswith("\n") else text + "\n"
        self.entries = []  # [text, offset of the place or None, mutation]

    def add(self, entry, mark=None):
        """mark: the last such text in the entry is where the finding must be; None: nowhere."""
        self.entries.append([entry, None if mark is None else entry.rindex(mark), None])

    def mark(self):
        return len(self.entries)

    def rewind(self, count):
        del self.entries[count:]

    def assign(self, mutation):
        for entry in self.entries:
            entry[2] = entry[2] or mutation

    def render(self):
        """The file's text, and (mutation, offset) of every place."""
        text, places = self.head + self.start, []
        for i, (entry, offset, mutation) in enumerate(self.entries):
            text += self.between if i else ""
            if offset is not None:
                places.append((mutation, len(text) + offset))
            text += entry
        return text + self.end, places
