#!/usr/bin/env python3
"""packaging/release/sbom.py OUT TARGET=PROGRAM…: for each static program the list of what it is made of, in SPDX 2.3."""
import json
import os
import uuid

import common

# Licences of the parts that are linked, as Debian's copyright files have them.
LICENSES = {"cmark": "BSD-2-Clause AND MIT", "curl": "curl", "gumbo-parser": "Apache-2.0", "libidn2": "LGPL-3.0-or-later OR GPL-2.0-or-later",
            "libyaml": "MIT", "nghttp2": "MIT", "openssl": "Apache-2.0", "pcre2": "BSD-3-Clause", "libtomlplusplus-dev": "MIT",
            "utf8proc": "MIT AND Unicode-DFS-2016", "zlib": "Zlib", "ziglang": "MIT"}


def rows():
    """Of each package the version, the kind, and its first file's sum."""
    seen = {}
    with open(os.path.join(common.ROOT, "packaging", "static", "sources.tsv"), encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                name, kind, version, _, filename, digest = line.rstrip("\n").split("\t")
                seen.setdefault(name, (kind, version, filename, digest))
    return seen


def part(name, kind, version, filename, digest):
    if kind == "upstream":  # without Debian's part: its revision says nothing of it
        version = version.rpartition("-")[0]
        locator = f"pkg:generic/{name}@{version}"
    else:
        locator = f"pkg:pypi/{name}@{version}" if kind == "wheel" else f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch=source"
    return {"SPDXID": f"SPDXRef-{name}", "name": name, "versionInfo": version, "packageFileName": filename,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": LICENSES[name],
            "licenseDeclared": LICENSES[name], "copyrightText": "NOASSERTION",
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest}],
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": locator}]}


def document(target, program):
    digest = common.sha256(common.read(program))
    parts = rows()
    own = {"SPDXID": "SPDXRef-contentlint", "name": "contentlint", "versionInfo": common.VERSION, "downloadLocation": "NOASSERTION",
           "filesAnalyzed": False, "licenseConcluded": "MIT", "licenseDeclared": "MIT", "copyrightText": "NOASSERTION",
           "primaryPackagePurpose": "APPLICATION", "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-contentlint")]
    for name, row in parts.items():
        if row[0] == "wheel":  # its C and C++ libraries are linked too
            relations.append((f"SPDXRef-{name}", "BUILD_TOOL_OF", "SPDXRef-contentlint"))
        relations.append(("SPDXRef-contentlint", "STATIC_LINK", f"SPDXRef-{name}"))
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"{common.NAME}-{target}",
            "documentNamespace": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
            "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: contentlint-sbom"]},
            "packages": [own] + [part(name, *row) for name, row in parts.items()],
            "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in relations]}


def main():
    out, programs = common.arguments(__doc__)
    for target, program in programs:
        common.write(out, f"{common.NAME}-{target}.spdx.json", (json.dumps(document(target, program), indent=1) + "\n").encode())


main()
