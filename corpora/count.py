#!/usr/bin/env python3
"""Counts the hits of every rule on text, to see how often it fires where people wrote and where machines translated.

    count.py [--out evidence.csv] PROGRAM NAME=FILE[,FILE...] ...

PROGRAM is mtlint, NAME the name of a column, FILE what mtlint reads (JSON Lines with `id`, `lang` and `text`, or text
files). Without --out the table goes to standard output: a row for each rule, a column for each NAME. With --out the
columns clean, human and machine of that file are counted anew, a row is added for each new rule, and what people judged
is kept.
"""

import argparse
import collections
import csv
import json
import subprocess
import sys


def hits(program, files):
    """Findings by rule, experimental rules included."""
    command = [program, "check", "--select", "all", "--format", "jsonl", "--sentences", "none", "--fail-on", "never"]
    counts = collections.Counter()
    with subprocess.Popen(command + files, stdout=subprocess.PIPE, text=True, encoding="utf-8") as run:
        for line in run.stdout:
            record = json.loads(line)
            if record["type"] == "finding":
                counts[record["rule"]] += 1
    if run.returncode:
        sys.exit(f"{program} failed on {' '.join(files)}")
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out")
    parser.add_argument("program")
    parser.add_argument("texts", nargs="+", metavar="NAME=FILE,FILE")
    options = parser.parse_args()
    columns = {}
    for text in options.texts:
        name, _, files = text.partition("=")
        columns[name] = hits(options.program, files.split(","))
    listed = subprocess.run([options.program, "rules", "list", "--format", "json"], capture_output=True, check=True)
    rules = sorted(rule["id"] for rule in json.loads(listed.stdout))

    rows, kept = {}, []
    if options.out:
        with open(options.out, encoding="utf-8", newline="") as file:
            rows = {row["rule"]: row for row in csv.DictReader(file)}
        kept = ["judged", "right"]
    names = list(columns) + [name for name in kept if name not in columns]
    with open(options.out, "w", encoding="utf-8", newline="") if options.out else sys.stdout as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["rule", *names])
        for rule in rules:
            old = rows.get(rule, {})
            table.writerow([rule, *(columns[name][rule] if name in columns else old.get(name, 0) for name in names)])


if __name__ == "__main__":
    main()
