"""Reads reports back with other people's parsers and compares them with each other and with the files they speak of.

Run it in the folder of the run, after

    mtlint check corpora --select all --format compact -o o.compact --report sarif=o.sarif \\
      --report gitlab=o.gitlab.json --report junit=o.junit.xml --report checkstyle=o.checkstyle.xml \\
      --report rdjsonl=o.rdjsonl

with the path of sarif-schema-2.1.0.json. Needs jsonschema, junitparser and lxml. Exits with 1 where something is wrong.
"""

import json
import sys

import jsonschema
from junitparser import JUnitXml
from lxml import etree

failed = False


def say(what, found, expected):
    global failed
    failed |= found != expected
    print(f"{'ok    ' if found == expected else 'WRONG '} {what}: {found}, expected {expected}")


def raw(path, cache={}):
    if path not in cache:
        with open(path, "rb") as file:
            cache[path] = file.read()
    return cache[path]


def by_units(path, region):
    """What stands between two places of a file whose columns count UTF-16 units."""
    lines = raw(path).decode("utf-8-sig").split("\n")
    chosen = [line.encode("utf-16-le") for line in lines[region["startLine"] - 1 : region["endLine"]]]
    chosen[-1] = chosen[-1][: 2 * (region["endColumn"] - 1)]
    chosen[0] = chosen[0][2 * (region["startColumn"] - 1) :]
    return "\n".join(line.decode("utf-16-le") for line in chosen)


def by_bytes(path, region):
    start = region["byteOffset"]
    return raw(path)[start : start + region["byteLength"]].decode()


with open("o.compact", encoding="utf-8") as file:
    findings = [line.split(": ", 1)[1].split(" ", 1)[0] for line in file]
count = len(findings)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open("o.sarif", encoding="utf-8") as file:
    sarif = json.load(file)
validator = jsonschema.validators.validator_for(schema)
errors = list(validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(sarif))
for error in errors[:10]:
    print(list(error.absolute_path), error.message[:200])
say("errors against the schema of SARIF", len(errors), 0)
results = sarif["runs"][0]["results"]
say("results of SARIF", len(results), count)
wrong = regions = 0
for result in results:
    place = result["locations"][0]["physicalLocation"]
    path = place["artifactLocation"]["uri"]
    regions += 1
    wrong += not by_bytes(path, place["region"]) == by_units(path, place["region"]) == place["region"]["snippet"]["text"]
    for fix in result.get("fixes", []):
        for replacement in fix["artifactChanges"][0]["replacements"]:
            regions += 1
            region = replacement["deletedRegion"]
            wrong += by_bytes(path, region) != by_units(path, region)
say(f"regions of SARIF, of {regions}, that say one thing in bytes and another in units", wrong, 0)

suites = list(JUnitXml.fromfile("o.junit.xml"))
cases = [case for suite in suites for case in suite]
say("cases of JUnit with a finding", sum(case.name != "no findings" for case in cases), count)
severe = sum(severity in ("major", "critical") for severity in findings)
failures = [case for case in cases if case.result and case.result[0]._tag == "failure"]
say("failures of JUnit at the gate", len(failures), severe)
say("failures that its suites count", sum(suite.failures for suite in suites), severe)

errors = etree.parse("o.checkstyle.xml").findall("file/error")
say("errors of Checkstyle", len(errors), count)
say("errors of Checkstyle without a place", sum(int(e.get("line")) < 1 or int(e.get("column")) < 1 for e in errors), 0)

with open("o.gitlab.json", encoding="utf-8") as file:
    issues = json.load(file)
say("issues of GitLab", len(issues), count)
say("their fingerprints", len({issue["fingerprint"] for issue in issues}), count)
sound = sum(
    issue["location"]["lines"]["begin"] > 0
    and issue["severity"] in ("info", "minor", "major", "critical", "blocker")
    and bool(issue["description"] and issue["check_name"])
    and not issue["location"]["path"].startswith(("/", "./"))
    for issue in issues
)
say("issues with all keys that GitLab asks for", sound, count)

with open("o.rdjsonl", encoding="utf-8") as file:
    diagnostics = [json.loads(line) for line in file]
say("diagnostics of reviewdog's format", len(diagnostics), count)
for diagnostic in diagnostics:
    lines = raw(diagnostic["location"]["path"]).removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for place in diagnostic["location"]["range"].values():
        # Raises where a column lies inside a character.
        lines[place["line"] - 1][: place["column"] - 1].decode()
sys.exit(failed)
