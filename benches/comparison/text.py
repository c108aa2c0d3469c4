"""The text that is measured: news of any length from the articles of corpora/, the same bytes in every run."""

import itertools, json, random, re

# Bytes after which a file repeats its articles under other names.
AGAIN = 50_000_000
# Damaged articles among clean ones: one in so many.
DAMAGED = 20
TITLE = re.compile(r"[.!?…]\s*$")
# Words that are put in place of names and numbers, or every article would be about the same five towns.
SYLLABLES = "ba de ki lo mu na pe ri so tu va we zo lin mar ten gor sel ham dor".split()


def sentences(paragraph):
    """Rough sentences, good enough to shuffle."""
    return [s for s in re.split(r"(?<=[.!?”])\s+(?=[“A-Z])", paragraph.strip()) if s]


def whole(sentence):
    """Whether a sentence can stand by itself: not cut at an abbreviation or inside a quotation."""
    marks = [sentence.count(mark) for mark in "“”()\""]
    even = marks[0] == marks[1] and marks[2] == marks[3] and marks[4] % 2 == 0
    cut = re.search(r"\b(?:[A-Z]|[A-Z][a-z]{1,3}|a\.m|p\.m|vs|No)\.$", sentence)
    return 40 <= len(sentence) <= 400 and even and not cut and re.match(r"[A-Z“]", sentence) and sentence[-1] in ".!?”"


class Source:
    """Articles without end: those of a file over and over, or new ones made of the sentences of corpora/."""

    def __init__(self, file, corpora):
        self.file = file
        self.name = file.stem if file else "corpora"
        if file:
            self.about = f"the articles of {file.name}, over and over"
            return
        self.about = "sentences of corpora/ in random order, with other names and numbers"
        self.clean, self.damaged = [], []
        for folder, to in [("clean", self.clean), ("gold", self.damaged)]:
            for path in sorted((corpora / folder).glob("*.jsonl")):
                for line in path.read_text(encoding="utf-8").splitlines():
                    record = json.loads(line)
                    if record.get("lang", "en") == "en":
                        paragraphs = [p for p in record["text"].split("\n\n") if p.strip()]
                        to.append([sentences(p) for p in paragraphs])
        self.pool = sorted({s for article in self.clean for paragraph in article for s in paragraph if whole(s)})

    def articles(self, seed=1):
        """Records, without end."""
        if self.file:
            lines = self.file.read_text(encoding="utf-8").splitlines()
            records = [json.loads(line) for line in lines if line.strip()]
            for number, record in enumerate(itertools.cycle(records)):
                yield {**record, "id": f"a{number}"}
        chance = random.Random(seed)
        for number in itertools.count():
            if number % DAMAGED == DAMAGED - 1:
                paragraphs = [" ".join(p) for p in chance.choice(self.damaged)]
            else:
                # No sentence twice in an article, which would be a finding.
                lengths = [chance.randint(1, 4) for _ in range(chance.randint(6, 18))]
                chosen = iter(chance.sample(self.pool, sum(lengths)))
                paragraphs = [" ".join(self.varied(next(chosen), chance) for _ in range(n)) for n in lengths]
            title = " ".join(TITLE.sub("", chance.choice(self.pool)).split()[: chance.randint(5, 9)])
            yield {"id": f"a{number}", "lang": "en", "title": title, "text": "\n\n".join(paragraphs)}

    def varied(self, sentence, chance):
        """A sentence with other numbers and other names."""
        def number(found):
            digits = found.group()
            first = str(chance.randint(1, 9))
            return first + "".join(str(chance.randint(0, 9)) for _ in digits[1:])

        def name(found):
            if chance.random() < 0.5:
                return found.group()
            return found.group(1) + "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3))).capitalize()

        sentence = re.sub(r"(?<![\d.,])[1-9]\d*(?![\d.,]*\d)", number, sentence)
        return re.sub(r"((?<=[a-z] ))[A-Z][a-z]{3,}\b", name, sentence)

    def records(self, path, size):
        """Writes a JSONL file of about so many bytes. A large one has the same articles again, which no cache notices."""
        written, kept = 0, []
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            for record in self.articles():
                del record["id"]
                kept.append(json.dumps(record, ensure_ascii=False)[1:] + "\n")
                written += len(kept[-1].encode()) + 16
                if written >= min(size, AGAIN):
                    break
            lengths = [len(line.encode()) + 1 for line in kept]
            written = 0
            for number in itertools.count():
                head = f'{{"id": "a{number}", '
                out.write(head + kept[number % len(kept)])
                written += len(head) + lengths[number % len(kept)] - 1
                if written >= size:
                    return

    def texts(self, size, seed=1):
        """Plain texts of articles, together of about so many bytes."""
        written = 0
        for record in self.articles(seed):
            text = f"{record['title']}\n\n{record['text']}\n" if record.get("title") else record["text"] + "\n"
            written += len(text.encode())
            yield text
            if written >= size:
                return

    def plain(self, path, size):
        """Writes one text file of all articles."""
        path.write_text("\n".join(self.texts(size)), encoding="utf-8")
        return path

    def split(self, folder, size):
        """Writes a text file for each article."""
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(self.texts(size)):
            part = folder / f"{number // 1000:03}"
            part.mkdir(exist_ok=True)
            (part / f"{number:06}.txt").write_text(text, encoding="utf-8")
        return folder

    def article(self, path, size):
        """Writes an article of so many bytes."""
        text = "\n\n".join(self.texts(size)).encode()[:size].decode(errors="ignore")
        path.write_text(text, encoding="utf-8")
        return path

    def shapes(self, work, size, count=10_000):
        """The same text in one article, in `count` records, in `count` files."""
        one, many, folder = work / "shape-one.txt", work / "shape-many.jsonl", work / "shape-files"
        if not (one.exists() and many.exists() and folder.exists()):
            whole = "\n".join(self.texts(size))
            paragraphs = whole.split("\n\n")
            # Pieces of whole paragraphs, all about as long.
            pieces, piece, wanted = [], [], len(whole) / count
            length = done = 0
            for paragraph in paragraphs:
                piece.append(paragraph)
                length += len(paragraph) + 2
                if length - done >= wanted:
                    pieces.append("\n\n".join(piece))
                    piece, done = [], done + wanted
            if piece:
                pieces.append("\n\n".join(piece))
            one.write_text(whole, encoding="utf-8")
            with open(many, "w", encoding="utf-8", newline="\n") as out:
                for number, text in enumerate(pieces):
                    out.write(json.dumps({"id": f"p{number}", "text": text}, ensure_ascii=False) + "\n")
            folder.mkdir(exist_ok=True)
            for number, text in enumerate(pieces):
                part = folder / f"{number // 1000:03}"
                part.mkdir(exist_ok=True)
                (part / f"{number:06}.txt").write_text(text, encoding="utf-8")
        return one, many, folder

    def pack(self, folder, count):
        """A pack of one rule with so many phrases: one in a hundred stands in the text, the others only could."""
        words, chance = [], random.Random(count)
        for text in self.texts(2_000_000, seed=2):
            words.extend(re.findall(r"[A-Za-z]+(?:’[a-z]+)?", text))
        vocabulary = sorted({word.lower() for word in words})
        phrases = set()
        while len(phrases) < count:
            length = chance.randint(2, 4)
            if chance.random() < 0.01:
                at = chance.randrange(len(words) - 4)
                chosen = words[at : at + 4]
                # `in the` would be found in every second sentence, which no list asks for.
                if not any(len(word) > 6 for word in chosen):
                    continue
            else:
                chosen = [chance.choice(vocabulary) for _ in range(length)]
            phrases.add(" ".join(word.lower() for word in chosen))
        (folder / "style").mkdir(parents=True, exist_ok=True)
        (folder / "lists").mkdir(exist_ok=True)
        (folder / "style" / "bench-phrases.toml").write_text(RULE, encoding="utf-8")
        rows = "".join(f"{phrase}\n" for phrase in sorted(phrases))
        (folder / "lists" / "bench-phrases.tsv").write_text("find\n" + rows, encoding="utf-8")
        return folder


RULE = """id       = "bench/phrases"
title    = "A phrase of the benchmark"
category = "style.unidiomatic"
severity = "minor"
status   = "stable"
langs    = ["en"]
message  = "“{found}” is in the list"
docs     = "Phrases from the text, to measure what they cost."

[detect]
kind = "phrase"
list = "bench-phrases"

[[example]]
text = "Nothing."
"""
