#!/usr/bin/env python3
"""packaging/release/image.py OUT TARGET=PROGRAM…: an OCI image of the programs for Linux, one file, made without a daemon. It
holds the program and nothing else, runs as nobody in /site, and has no certificates: a crawl is given the host's with
`-v /etc/ssl/certs:/etc/ssl/certs:ro`."""
import json

import common

CREATED = "2026-01-01T00:00:00Z"


def main():
    out, programs = common.arguments(__doc__)
    blobs, manifests = {}, []

    def blob(data, kind):
        digest = common.sha256(data)
        blobs[digest] = data
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    for target, program in programs:
        architecture = common.TARGETS[target]["oci"]
        if not architecture:
            continue
        layer = common.tar([("usr/bin/contentlint", common.read(program), 0o755), ("site/.keep", b"", 0o644),
                            ("tmp/.keep", b"", 0o644),
                            ("usr/share/doc/contentlint/copyright", common.backend.read("LICENSE").encode(), 0o644)])
        config = {"created": CREATED, "architecture": architecture, "os": "linux",
                  "config": {"User": "65534:65534", "Entrypoint": ["/usr/bin/contentlint"], "WorkingDir": "/site",
                             "Env": ["PATH=/usr/bin"],
                             "Labels": {"org.opencontainers.image.title": "contentlint",
                                        "org.opencontainers.image.version": common.VERSION,
                                        "org.opencontainers.image.licenses": "MIT"}},
                  "rootfs": {"type": "layers", "diff_ids": ["sha256:" + common.sha256(layer)]},
                  "history": [{"created": CREATED, "created_by": "packaging/release/image.py"}]}
        manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                    "config": blob(json.dumps(config).encode(), "config.v1+json"),
                    "layers": [blob(common.packed(layer), "layer.v1.tar+gzip")]}
        manifests.append({**blob(json.dumps(manifest).encode(), "manifest.v1+json"),
                          "platform": {"architecture": architecture, "os": "linux"}})
    # A reader that wants one image by its name takes the first; others go through the index of both.
    index = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": manifests}

    def named(entry, name):
        return {**entry, "annotations": {"org.opencontainers.image.ref.name": name, "io.containerd.image.name": f"contentlint:{name}"}}

    entries = [named(entry, f"{common.VERSION}-{entry['platform']['architecture']}") for entry in manifests]
    entries.append(named(blob(json.dumps(index).encode(), "index.v1+json"), common.VERSION))
    layout = [("oci-layout", b'{"imageLayoutVersion": "1.0.0"}', 0o644),
              ("index.json", json.dumps({"schemaVersion": 2, "manifests": entries}).encode(), 0o644)]
    layout += [(f"blobs/sha256/{digest}", data, 0o644) for digest, data in sorted(blobs.items())]
    common.write(out, f"{common.NAME}-image.tar", common.tar(layout))


main()
