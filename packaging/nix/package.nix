# contentlint for nixpkgs: nix-build -E '(import <nixpkgs> {}).callPackage ./packaging/nix/package.nix {}'
{ lib, stdenv, pkg-config, cmark, curl, gumbo, libidn2, libyaml, pcre2, tomlplusplus, utf8proc, git }:

stdenv.mkDerivation {
  pname = "contentlint";
  version = lib.head (builtins.match ".*\nVERSION := ([0-9.]+)\n.*" (builtins.readFile ../../Makefile));
  src = lib.cleanSource ../..;

  postPatch = "patchShebangs src tests";
  nativeBuildInputs = [ pkg-config ];
  buildInputs = [ cmark curl gumbo libidn2 libyaml pcre2 tomlplusplus utf8proc ];
  nativeCheckInputs = [ git ];
  enableParallelBuilding = true;
  makeFlags = [ "PREFIX=${placeholder "out"}" ];

  doCheck = true;
  checkTarget = "unit";
  doInstallCheck = true;
  installCheckPhase = "$out/bin/contentlint rules --test";

  meta = {
    description = "Linter for the content of web sites: links, aliases, front matter, trademark notices";
    license = lib.licenses.mit;
    mainProgram = "contentlint";
    platforms = lib.platforms.unix;
  };
}
