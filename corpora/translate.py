#!/usr/bin/env python3
"""Translates the articles of sources/*.jsonl with Apertium, as a careless site would.

Usage: corpora/translate.py [ID...] > raw.jsonl

Needs Debian's packages apertium, apertium-eng-spa, apertium-eng-cat, apertium-en-gl, apertium-eo-en, apertium-eu-en,
apertium-isl-eng, apertium-hbs-eng, apertium-mkd-eng, apertium-fra-cat, apertium-fr-es, apertium-cat-ita,
apertium-spa-ita, apertium-es-pt and apertium-es-ro.
"""

import html
import json
import pathlib
import re
import subprocess
import sys


def translate(text, article):
    """One paragraph through the pairs of the article, one after the other."""
    for pair in article["pairs"]:
        # Only the last engine shows its marks: the stars of the first would be words to the second.
        marks = article["marks"] and pair == article["pairs"][-1]
        command = ["apertium", "-f", article["format"], *([] if marks else ["-u"]), pair]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text.strip("\n")


def strip_tags(text):
    """What a scraper makes of the markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


def page(article):
    """The translated headline and text, with the faults of the page around the engine."""
    faults = article["faults"]
    title, *parts = [translate(p, article) for p in [article["title"], *article["text"].split("\n\n")]]
    if "link-stops" in faults:  # every link was a segment of its own, and a segment ends in a full stop
        parts = [re.sub(r"([^\W_])</a>(?= )", r"\1.</a>", p) for p in parts]
    if article["format"] == "html" and "tags" not in faults:
        title, parts = strip_tags(title), [strip_tags(p) for p in parts]
    text = ("" if "glued" in faults else "\n\n").join(parts)
    if "entities" in faults:  # encoded once more than it is decoded
        title, text = html.escape(title), html.escape(text)
    if "straight" in faults:  # a cleaner that knows one kind of quotation mark only
        text = re.sub("[„“”]", '"', text)
    if "crlf" in faults:
        text = text.replace("\n", "\r\n")
    return {"id": article["id"], "title": title, "lang": "en", "text": text, "labels": []}


def main():
    wanted = sys.argv[1:]
    for path in sorted((pathlib.Path(__file__).parent / "sources").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            if not wanted or article["id"] in wanted:
                print(json.dumps(page(article), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
