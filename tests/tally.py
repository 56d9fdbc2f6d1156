"""Counts for the last line of a suite."""


class Tally:
    """What a suite has asked, and what did not hold."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, condition, *details):
        if condition:
            self.passed += 1
        else:
            self.failed += 1
            print(f"failed: {name}:", *details)

    def end(self):
        """Prints the sum; the exit status."""
        print(f"{self.passed} passed, {self.failed} failed")
        return self.failed > 0
