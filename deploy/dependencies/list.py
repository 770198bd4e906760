#!/usr/bin/env python3
"""Prints the libraries of a CycloneDX bill of materials, one per line: group:artifact:version  licences. Usage: list.py BOM

Leaves out native classifiers, which differ between machines, and the project's own modules.
"""

import json
import pathlib
import sys


def licences(component):
    """The licences in the library's own metadata, or '?' if there are none."""
    named = [entry.get("license", entry) for entry in component.get("licenses", [])]
    return " | ".join(sorted({each.get("id") or each.get("name") or each.get("expression") for each in named})) or "?"


def main(bom):
    components = json.loads(pathlib.Path(bom).read_text())["components"]
    lines = {
        f"{each['group']}:{each['name']}:{each['version']}  {licences(each)}"
        for each in components
        if each["group"] != "io.wellstream"
    }
    print("# Every library that the modules need at run time, without test libraries; written by deploy/dependencies/check --update.")
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
