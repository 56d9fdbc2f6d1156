#!/usr/bin/env python3
"""bench_schema.py BUILD [TOOLS]: what the `course` schema costs on pages that get it.

Generates 2,000 course pages (seeded; one in ten with mistakes), then measures in interleaved rounds the whole
`contentlint check -j1` and the validation alone (tests/ajv/driver bench: every page's front matter, findings made,
parsing left out), and prints medians and the share. With TOOLS, where `npm install ajv ajv-formats` was run, ajv
validates the same values beside it.
"""
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time

PAGES, ROUNDS, SEED = 2000, 7, 20240601
WORDS = ("Scrum Kanban Nexus flow evidence product goal review team delivery metrics boards release value backlog "
         "planning forecast customer change outcome agile leader coach practice pipeline quality").split()
MISTAKES = [("course_length: ", "course_length: about "), ("delivery_audiences:", "delivery-audiences:"),
            ("course_sessions:", "course_sesions:"), ("[Traditional]", "[Traditionel]"), ("date: 2", "date: spring 2")]


def sentence(rng, count):
    return " ".join(rng.choice(WORDS) for _ in range(count)).capitalize() + "."


def page(rng, number):
    hours = 2 * rng.randint(2, 20)
    front = f"""---
title: {sentence(rng, 5)[:-1]} {number}
short_title: {sentence(rng, 2)[:-1]}
description: {sentence(rng, 24)} {number}
type: course
date: 2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}
lastmod: 2025-03-01T10:00:00Z
slug: course-{number}
weight: {number}
aliases:
  - /old/course-{number}/
  - /older/course-{number}/
course_code: C{number}
course_length: {hours}
course_sessions: {hours // 2}
course_topics: [Scrum, Kanban]
course_vendors: [Example]
course_proficiencies: [Intermediate]
course_learning_experiences: [Traditional]
delivery_audiences: [Teams, Scrum Masters]
tags: [{rng.choice(WORDS)}, {rng.choice(WORDS)}]
card:
  title: {sentence(rng, 3)}
  content: {sentence(rng, 20)}
  button: {{content: Read more}}
outcomes:
""" + "".join(f"  - {sentence(rng, 9)}\n" for _ in range(5)) + "---\n"
    if number % 10 == 0:
        front = front.replace(*rng.choice(MISTAKES))
    body = "".join(f"\n## {sentence(rng, 4)[:-1]}\n\n" + " ".join(sentence(rng, 14) for _ in range(8)) +
                   f" See [the next one](../course-{(number + 1) % PAGES}/).\n" for _ in range(4))
    return front + body


def generate(root):
    rng = random.Random(SEED)
    shutil.rmtree(root, ignore_errors=True)
    for number in range(PAGES):
        folder = os.path.join(root, "content", "courses", f"course-{number}")
        os.makedirs(folder)
        with open(os.path.join(folder, "index.md"), "w") as out:
            out.write(page(rng, number))
    with open(os.path.join(root, "hugo.yaml"), "w") as out:
        out.write("baseURL: https://example.org/\ntitle: Bench\n")


def check(program, root):
    start = time.perf_counter()
    subprocess.run([program, "check", "-j1", "--report", "concise"], cwd=root, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - start) * 1e9 / PAGES


def dump(driver, files):
    lines = []
    for first in range(0, len(files), 500):
        lines += subprocess.run([driver, "dump", *files[first:first + 500]], capture_output=True, text=True,
                                check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def make_job(driver, root):
    names = ["page.yaml", "course.yaml"]
    schemas = dict(zip(names, dump(driver, ["rules/schemas/" + name for name in names])))
    pages = [os.path.join(folder, name) for folder, _, files in os.walk(root) for name in files if name == "index.md"]
    return json.dumps({"schemas": schemas, "main": "course.yaml", "values": dump(driver, pages)}) + "\n"


def validate(driver, job):
    done = subprocess.run([driver, "bench", "10"], input=job, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["findings"])


def validate_ajv(driver, suites, tools):
    done = subprocess.run(["node", "tests/ajv/compare.mjs", driver, tools, suites, "bench"], capture_output=True,
                          text=True, check=True)
    return float(re.search(r"course\.yaml, \d+ pages, findings: \d+ ns, ajv (\d+) ns", done.stdout)[1])


def main():
    build, tools = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    program, driver = os.path.join(build, "contentlint"), os.path.join(build, "tests", "ajv", "driver")
    suites = os.path.join(build, "bench", "schema")
    root = os.path.join(suites, "corpora", "courses")
    generate(root)
    job = make_job(driver, root)
    whole, ours, theirs = [], [], []
    for _ in range(ROUNDS):
        whole.append(check(program, root))
        ours.append(validate(driver, job))
        if tools:
            theirs.append(validate_ajv(driver, suites, tools))
    median = statistics.median
    print(f"{PAGES} course pages (seed {SEED}), medians of {ROUNDS} interleaved runs, microseconds per page")
    print(f"check -j1, all rules   {median(whole) / 1e3:8.1f}")
    print(f"course schema alone    {median(ours) / 1e3:8.1f}   {100 * median(ours) / median(whole):.1f} % of the check")
    if tools:
        print(f"ajv, all errors        {median(theirs) / 1e3:8.1f}   {median(theirs) / median(ours):.1f} times ours")
    else:
        print("ajv: not installed (TOOLS), not measured")


if __name__ == "__main__":
    main()
