"""What the gate says, for the test page of a CI."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from evals.comparing.gate import Failure, GateResult
from evals.comparing.shown import failure_lines

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(result: GateResult, path: Path) -> None:
    """A test for each scorer that was compared and for each other reason to fail; its failures name the cases."""
    root = Element("testsuites", name="draftdesk eval gate")
    failures: dict[tuple[str, str], list[Failure]] = {}
    for one in result.failures:
        failures.setdefault((one.suite, one.scorer or one.rule), []).append(one)
    compared = {(one.suite, one.scorer.name) for one in result.comparison.differences}
    suites: dict[str, Element] = {}
    for suite, name in sorted(compared | failures.keys()):
        place = suites.setdefault(suite, SubElement(root, "testsuite", name=suite) if suite not in suites else root)
        test = SubElement(place, "testcase", classname=f"gate.{clean(suite)}", name=clean(name))
        for one in failures.get((suite, name), []):
            told = SubElement(test, "failure", type=one.rule, message=clean(one.told))
            told.text = clean("\n".join(failure_lines(one)))
    for place in suites.values():
        place.set("tests", str(len(place)))
        place.set("failures", str(len(place.findall("testcase/failure/.."))))
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def clean(text: str) -> str:
    """XML has no place for control characters, nor for half a character."""
    return _NOT_XML.sub("\ufffd", text)
