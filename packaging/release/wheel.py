#!/usr/bin/env python3
"""packaging/release/wheel.py OUT TARGET=PROGRAM…: a wheel of each static program."""
import os

import common


def main():
    out, programs = common.arguments(__doc__)
    os.makedirs(out, exist_ok=True)
    for target, program in programs:
        print(common.backend.write_wheel(out, program, common.TARGETS[target]["wheel"]))


main()
