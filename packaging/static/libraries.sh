# packaging/static/libraries.sh: how each library of the static program is built. Sourced by `build`, in a folder with the
# unpacked sources (one folder a package). Every function is given nothing and leaves headers and an archive in $prefix.
# shellcheck shell=bash
# shellcheck disable=SC2154 # prefix, target, cpu, system, jobs, compile_flags: of `build`

in_cmake() { # SOURCE OPTION…: configures the source in build/
    local source=$1
    shift
    # The probes of a library must not find what the machine has in /usr/include: it is of another C library.
    cmake -S "$source" -B "$source/zbuild" -DCMAKE_SYSTEM_NAME="$system" -DCMAKE_SYSTEM_PROCESSOR="$cpu" \
        -DCMAKE_C_COMPILER="$(command -v zcc)" -DCMAKE_CXX_COMPILER="$(command -v zc++)" \
        -DCMAKE_AR="$(command -v zar)" -DCMAKE_RANLIB="$(command -v zranlib)" \
        -DCMAKE_C_COMPILER_WORKS=1 -DCMAKE_CXX_COMPILER_WORKS=1 -DCMAKE_BUILD_TYPE=None \
        -DCMAKE_C_FLAGS="$compile_flags" -DCMAKE_CXX_FLAGS="$compile_flags" \
        -DCMAKE_FIND_ROOT_PATH="$prefix" -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY \
        -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_PACKAGE=ONLY \
        -DCMAKE_OSX_SYSROOT=/ -DBUILD_SHARED_LIBS=OFF "$@"
}

keep() { # ARCHIVE HEADER…
    local archive=$1
    shift
    cp "$archive" "$prefix/lib/"
    if [ $# -gt 0 ]; then cp "$@" "$prefix/include/"; fi
}

describe() { # NAME VERSION LIBS [CFLAGS]: what pkg-config answers
    printf 'prefix=%s\nName: %s\nDescription: %s\nVersion: %s\nLibs: %s\nCflags: -isystem ${prefix}/include %s\n' \
        '${pcfiledir}/../..' "$1" "$1" "$2" "-L\${prefix}/lib $3" "${4-}" >"$prefix/lib/pkgconfig/$1.pc"
}

build_tomlplusplus() { # headers alone
    cp -R libtomlplusplus-dev/usr/include/toml++ "$prefix/include/"
    describe tomlplusplus "$(version_of libtomlplusplus-dev)" ''
}

build_utf8proc() {
    # shellcheck disable=SC2086
    (cd utf8proc && zcc $compile_flags -DUTF8PROC_STATIC -c utf8proc.c && zar rcs libutf8proc.a utf8proc.o)
    keep utf8proc/libutf8proc.a utf8proc/utf8proc.h
    describe libutf8proc "$(version_of utf8proc)" -lutf8proc -DUTF8PROC_STATIC
}

build_gumbo() {
    # shellcheck disable=SC2086
    (cd gumbo-parser/src && zcc $compile_flags -std=gnu99 -c ./*.c && zar rcs libgumbo.a ./*.o)
    keep gumbo-parser/src/libgumbo.a gumbo-parser/src/{gumbo,tag_enum}.h
    describe gumbo "$(version_of gumbo-parser)" -lgumbo
}

build_libyaml() {
    in_cmake libyaml -DBUILD_TESTING=OFF
    make -C libyaml/zbuild -j"$jobs" yaml
    keep libyaml/zbuild/libyaml.a libyaml/include/yaml.h
    describe yaml-0.1 "$(version_of libyaml)" -lyaml -DYAML_DECLARE_STATIC
}

build_zlib() {
    (cd zlib && CC=zcc AR=zar RANLIB=zranlib CFLAGS=$compile_flags ./configure --static --uname=$system &&
        make -j"$jobs" AR=zar ARFLAGS=rcs RANLIB=zranlib libz.a)
    keep zlib/libz.a zlib/zlib.h zlib/zconf.h
    describe zlib "$(version_of zlib)" -lz
}

build_cmark() {
    in_cmake cmark -DCMARK_SHARED=OFF -DCMARK_STATIC=ON -DCMARK_TESTS=OFF
    make -C cmark/zbuild -j"$jobs" cmark_static
    keep cmark/zbuild/src/libcmark.a cmark/src/cmark.h cmark/zbuild/src/cmark_{export,version}.h
    describe libcmark "$(version_of cmark)" -lcmark -DCMARK_STATIC_DEFINE
}

build_pcre2() { # its CMake has JIT off, Debian has it on
    in_cmake pcre2 -DPCRE2_BUILD_PCRE2_8=ON -DPCRE2_SUPPORT_JIT=ON -DPCRE2_SUPPORT_UNICODE=ON \
        -DPCRE2_BUILD_PCRE2GREP=OFF -DPCRE2_BUILD_TESTS=OFF -DPCRE2_SUPPORT_LIBZ=OFF -DPCRE2_SUPPORT_LIBBZ2=OFF \
        -DPCRE2_SUPPORT_LIBREADLINE=OFF -DPCRE2_SUPPORT_LIBEDIT=OFF
    make -C pcre2/zbuild -j"$jobs" pcre2-8-static
    keep pcre2/zbuild/libpcre2-8.a pcre2/zbuild/interface/pcre2.h
    describe libpcre2-8 "$(version_of pcre2)" -lpcre2-8 -DPCRE2_STATIC
}

build_idn2() { # with the part of libunistring that it carries
    (cd libidn2 && ./configure $autoconf --disable-shared --enable-static --disable-nls --disable-doc --disable-rpath \
        --with-included-libunistring --without-libiconv-prefix --without-libintl-prefix CFLAGS="$compile_flags" &&
        make -j"$jobs" -C gl && make -j"$jobs" -C unistring && make -j"$jobs" -C lib)
    keep libidn2/lib/.libs/libidn2.a libidn2/lib/idn2.h
    describe libidn2 "$(version_of libidn2)" -lidn2
}

build_nghttp2() {
    in_cmake nghttp2 -DENABLE_LIB_ONLY=ON -DENABLE_STATIC_LIB=ON -DENABLE_SHARED_LIB=OFF
    make -C nghttp2/zbuild -j"$jobs" nghttp2_static
    mkdir -p "$prefix/include/nghttp2"
    keep nghttp2/zbuild/lib/libnghttp2.a
    cp nghttp2/lib/includes/nghttp2/nghttp2.h nghttp2/zbuild/lib/includes/nghttp2/nghttp2ver.h "$prefix/include/nghttp2/"
    describe libnghttp2 "$(version_of nghttp2)" -lnghttp2 -DNGHTTP2_STATICLIB
}

# TLS 1.2 and 1.3 as a client, no engines, no modules, no legacy ciphers, no texts of errors (nobody prints them). --prefix and --openssldir end up in the program:
# they are constant, and /etc/ssl is where a system keeps its certificates. Nothing is installed: archives and headers are
# taken from the build. It is a third of the program, and what is slow in it is assembly: -Os.
build_openssl() {
    local off
    off='shared dso engine tests legacy module async comp ssl3 ssl3-method tls1 tls1_1 dtls srp psk gost idea seed rc2 rc4 rc5
        md4 mdc2 bf cast camellia aria sm2 sm3 sm4 whirlpool rmd160 cms ts cmp ct rfc3779 ocb siphash scrypt afalgeng ktls
        sctp ui-console autoload-config siv blake2 des dsa ec2m err ssl-trace'
    # shellcheck disable=SC2046,SC2086
    (cd openssl && CC=zcc AR=zar RANLIB=zranlib ./Configure "$openssl_target" --prefix=/usr --libdir=lib \
        --openssldir=/etc/ssl $(printf 'no-%s ' $off) $compile_flags -Os &&
        make -s build_generated && make -s -j"$jobs" libcrypto.a libssl.a)
    keep openssl/libcrypto.a
    keep openssl/libssl.a
    cp -R openssl/include/openssl "$prefix/include/"
    describe libcrypto "$(version_of openssl)" -lcrypto
    describe libssl "$(version_of openssl)" '-lssl -lcrypto'
    describe openssl "$(version_of openssl)" '-lssl -lcrypto'
}

# HTTP and HTTPS alone. Names are looked up in a thread, since the program asks for no signals.
build_curl() {
    local off
    off='dict file ftp gopher imap ldap ldaps mqtt pop3 rtsp smb smtp telnet tftp manual ntlm unix-sockets doh alt-svc hsts netrc
        libcurl-option tls-srp ares dependency-tracking'
    # shellcheck disable=SC2046,SC2086
    (cd curl && ./configure $autoconf --disable-shared --enable-static --with-openssl="$with" --with-nghttp2="$with" \
        --with-zlib="$with" --without-brotli --without-zstd --without-libidn2 --without-libpsl --without-libssh2 \
        --without-librtmp --without-ca-bundle --without-ca-path --with-ca-fallback --enable-threaded-resolver \
        $(printf -- '--disable-%s ' $off) CFLAGS="$compile_flags" PKG_CONFIG=false LIBS="$curl_libs" &&
        make -s -j"$jobs" -C lib)
    keep curl/lib/.libs/libcurl.a
    cp -R curl/include/curl "$prefix/include/"
    describe libcurl "$(version_of curl)" '-lcurl -lssl -lcrypto -lnghttp2 -lz' -DCURL_STATICLIB
}

# The packages that a library is made of, and the libraries that must be there before it. In an order that works.
libraries='tomlplusplus:libtomlplusplus-dev utf8proc:utf8proc gumbo:gumbo-parser libyaml:libyaml zlib:zlib cmark:cmark
    pcre2:pcre2 idn2:libidn2 nghttp2:nghttp2 openssl:openssl curl:curl'

# All that goes into a library: its files, how it is built, by what, for what. curl has what it is configured against.
key_of() { # NAME PACKAGE
    {
        if [ "$1" = curl ]; then grep -E '^(zlib|nghttp2|openssl)	' "$here/sources.tsv"; declare -f build_zlib build_nghttp2 build_openssl; fi
        grep -E "^(ziglang|$2)	" "$here/sources.tsv"
        declare -f "build_$1" in_cmake keep describe unpack
        echo "$target $compile_flags $autoconf $openssl_target $curl_libs"
    } | sha256sum | cut -c1-16
}

# Leaves headers, archives and pkg-config's files of all in a folder of the cache, $prefix.
build_libraries() {
    local entry name package kept status keys=''
    mkdir -p "$work/prefix" "$cache/libraries/$target"
    cd "$work"
    for entry in $libraries; do
        name=${entry%%:*} package=${entry#*:}
        kept=$cache/libraries/$target/$name-$(key_of "$name" "$package")
        keys="$keys ${kept##*/}"
        if [ ! -d "$kept" ]; then
            say "$name"
            unpack "$package"
            prefix=$work/new-$name
            mkdir -p "$prefix/lib/pkgconfig" "$prefix/include"
            # $with: where a library finds those built before it
            # Not left of ||, where set -e means nothing.
            set +e
            (set -e; with=$work/prefix; "build_$name") >"log-$name" 2>&1
            status=$?
            set -e
            if [ "$status" != 0 ]; then tail -n 30 "log-$name" >&2 && fail "$name cannot be built"; fi
            mv "$prefix" "$kept"
        fi
        cp -R "$kept/." "$work/prefix/"
    done
    prefix=$cache/prefix-$target-$(echo "$keys" | sha256sum | cut -c1-16)
    if [ ! -d "$prefix" ]; then mv "$work/prefix" "$prefix"; fi
}
