"""datatrove's quality filters on the records of a JSONL file: FILE."""

import json, sys

from datatrove.data import Document
from datatrove.pipeline import filters

CHAIN = [
    filters.GopherRepetitionFilter(),
    filters.GopherQualityFilter(),
    filters.C4QualityFilter(filter_no_terminal_punct=False),
    filters.FineWebQualityFilter(),
]
kept = 0
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        record = json.loads(line)
        document = Document(text=record["text"], id=record["id"])
        # All of them, whatever the others say: each is a judgement of its own.
        kept += all([step.filter(document) is True for step in CHAIN])
print(kept)
