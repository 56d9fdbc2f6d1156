# The image of the hook contentlint-docker: the program built against Debian's libraries, with git, which compares with
# commits. The image that is published (packaging/release/image.py) holds the static program alone.
FROM debian:12-slim AS build
COPY . /source
RUN apt-get update && cd /source && ./setup all && make install DESTDIR=/installed PREFIX=/usr

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git tzdata libcmark0.30.2 libyaml-0-2 libcurl4 \
    libpcre2-8-0 libgumbo1 libutf8proc2 libidn2-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /installed/ /
USER nobody
WORKDIR /src
ENTRYPOINT ["/usr/bin/contentlint"]
