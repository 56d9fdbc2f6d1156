"""Pages without end."""
from hostile.site import row


def test_pages():
    definitions = "---\ntitle: x\n---\n" + "".join(f"[a{i}]: /b\n" for i in range(100000))
    row("definitions without end", lambda s: s.write("content/a.md", definitions), [], 0, "in 1 of 2 files")
    row("a page over the limit", lambda s: s.write("content/a.md", b"x" * ((16 << 20) + 1)), [], 2,
        "content/a.md was not checked: is larger than 16 MiB")
