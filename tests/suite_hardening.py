#!/usr/bin/env python3
"""tests/suite_hardening.py BINARY: the ELF headers, notes and symbols of the program tell how it was built: each protection
that Debian gives its own programs (dpkg-buildflags, hardening=+all) must be there. Prints "N passed, N failed" last."""
import re
import subprocess
import sys

from tally import Tally

TALLY = Tally()
judge = TALLY.check



def read(*options):
    return subprocess.run(["readelf", "-W", *options, sys.argv[1]], capture_output=True, text=True, check=True).stdout


def lines(text, *words):
    return [line for line in text.splitlines() if all(word in line for word in words)]


def first_bytes(name, count=4):
    """The first machine code of a function, from the symbol's address and the section that holds it."""
    symbol = re.search(rf"^ *\d+: ([0-9a-f]+) .* FUNC .* (\d+) {name}$", read("--syms"), re.M)
    if not symbol:
        return b""
    section = re.search(rf"^ *\[ *{symbol[2]}\] \S+ +\S+ +([0-9a-f]+) ([0-9a-f]+)", read("--sections"), re.M)
    with open(sys.argv[1], "rb") as file:
        file.seek(int(symbol[1], 16) - int(section[1], 16) + int(section[2], 16))
        return file.read(count)


def branches_are_marked(machine):
    """Functions begin with a landing pad for indirect branches. The note that lets the loader enforce it is there only
    when the C library's own start files have it too, which Debian 12's have not: then the linker drops it."""
    if "X86-64" in machine:
        return first_bytes("main") == b"\xf3\x0f\x1e\xfa"  # endbr64
    if "AArch64" in machine:
        return first_bytes("main") in (b"\x3f\x23\x03\xd5", b"\x5f\x24\x03\xd5")  # paciasp, bti c
    return True


def main():
    with open(sys.argv[1], "rb") as file:
        if file.read(4) != b"\x7fELF":
            print("skipped: not an ELF program\n0 passed, 0 failed")
            return False
    header, segments, dynamic, symbols = read("-h"), read("-l"), read("-d"), read("--dyn-syms")
    judge("any address will do (PIE)", lines(dynamic, "FLAGS_1", "PIE") and lines(header, "Type:", "DYN"), dynamic)
    judge("relocations are read-only (RELRO)", lines(segments, "GNU_RELRO"), segments)
    judge("nothing is bound late (BIND_NOW)", lines(dynamic, "FLAGS_1", "NOW"), "\n".join(lines(dynamic, "FLAGS")))
    stack = lines(segments, "GNU_STACK")
    judge("the stack is not executable", stack and "RWE" not in stack[0], segments)
    judge("nothing is writable and executable", not lines(segments, "LOAD", "RWE"), segments)
    judge("code is not relocated", not lines(dynamic, "TEXTREL"), dynamic)
    judge("libraries come from the system's folders", not re.search("RPATH|RUNPATH", dynamic), dynamic)
    judge("stack frames are guarded", "__stack_chk_fail" in symbols, "no __stack_chk_fail")
    checked = set(re.findall(r"__(\w+)_chk\b", symbols))
    judge("calls know the size of buffers (FORTIFY)", len(checked) >= 3, f"only {sorted(checked)}")
    machine = lines(header, "Machine:")[0]
    judge("indirect branches have landing pads", branches_are_marked(machine), first_bytes("main").hex())
    return TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
