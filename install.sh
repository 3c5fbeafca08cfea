#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs Sluice, or puts a newer one in the place of an older one; or removes it.
# usage: install.sh [--prefix DIR] [--with-java] [--version VERSION] [FROM]
#        install.sh [--prefix DIR] --uninstall
#   FROM       an archive (sluice-VERSION.tar.gz, with its .sha256 beside it), or a folder of such: a path or a URL
#              (default: the folder of this script, or target/ in it)
#   --prefix   where to: DIR/lib/sluice, and DIR/bin/sluice as a link to it (default: ~/.local)
#   --with-java   the archive that brings its own Java
# Nothing is changed unless the checksum is right and the new one starts.
set -eu

version=@VERSION@
prefix=${HOME:+$HOME/.local}
from=
kind=
uninstall=

say() {
  printf '%s\n' "$*"
}

die() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}

usage() {
  printf 'install: %s\n' "$1" >&2
  say "usage: install.sh [--prefix DIR] [--with-java] [--version VERSION] [FROM]" >&2
  say "       install.sh [--prefix DIR] --uninstall" >&2
  exit 2
}

platform() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64) say linux-x64 ;;
    Linux-aarch64 | Linux-arm64) say linux-arm64 ;;
    Darwin-arm64) say macos-arm64 ;;
    *) die "there is no archive with Java for $(uname -s) on $(uname -m); install a JDK (17 or newer), then go without --with-java." ;;
  esac
}

while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --version)
      [ $# -gt 1 ] && [ -n "$2" ] || usage "$1 needs a value"
      if [ "$1" = --prefix ]; then prefix=$2; else version=$2; fi
      shift
      ;;
    --with-java) kind=-$(platform) ;;
    --uninstall) uninstall=yes ;;
    -h | --help)
      usage "installs Sluice from a release"
      ;;
    -*) usage "there is no option $1" ;;
    *)
      [ -z "$from" ] || usage "one FROM at a time"
      from=$1
      ;;
  esac
  shift
done
case $version in @*) version= ;; esac
[ -n "$prefix" ] || usage "HOME is not set; say --prefix"
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
home=$prefix/lib/sluice
link=$prefix/bin/sluice
completions="share/bash-completion/completions/sluice share/zsh/site-functions/_sluice"

# is_ours LINK: whether it leads into what this script installs.
is_ours() {
  [ -L "$1" ] && case $(readlink "$1") in "$home"/*) return 0 ;; *) return 1 ;; esac
}

remove() {
  [ -d "$home" ] || is_ours "$link" || die "there is no Sluice in $prefix."
  [ ! -e "$home" ] || [ -f "$home/lib/sluice.jar" ] || die "$home is not a Sluice; left alone."
  for each in bin/sluice $completions; do
    if is_ours "$prefix/$each"; then rm -f "$prefix/$each"; fi
  done
  rm -rf "$home"
  say "Removed $home and what led to it."
}

if [ -n "$uninstall" ]; then
  [ -z "$from" ] || usage "--uninstall takes no FROM"
  remove
  exit 0
fi

is_url() {
  case $1 in http://* | https://* | file://*) return 0 ;; *) return 1 ;; esac
}

# fetch FROM TO: a copy of a file or of what a URL gives.
fetch() {
  if ! is_url "$1"; then
    cp "$1" "$2" || die "cannot read $1."
  elif command -v curl >/dev/null; then
    curl -fsSL --retry 2 -o "$2" "$1" || die "cannot fetch $1."
  elif command -v wget >/dev/null; then
    wget -q -O "$2" "$1" || die "cannot fetch $1."
  else
    die "neither curl nor wget is there to fetch $1."
  fi
}

digest() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d' ' -f1
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1" | cut -d' ' -f1
  else
    die "neither sha256sum nor shasum is there to verify the archive."
  fi
}

# The one archive of a folder that is of the kind asked for.
in_folder() {
  if [ -n "$version" ]; then
    [ -f "$1/sluice-$version$kind.tar.gz" ] || die "$1 has no sluice-$version$kind.tar.gz."
    say "$1/sluice-$version$kind.tar.gz"
    return
  fi
  found=
  for each in "$1"/sluice-*"$kind".tar.gz; do
    case $each in *-linux-*.tar.gz | *-macos-*.tar.gz) [ -n "$kind" ] || continue ;; esac
    [ -f "$each" ] || continue
    [ -z "$found" ] || die "$1 has several archives; say --version or name one."
    found=$each
  done
  [ -n "$found" ] || die "$1 has no sluice-VERSION$kind.tar.gz; \`mvn package\` makes one in target/."
  say "$found"
}

archive() {
  case $from in
    *.tar.gz) say "$from" ;;
    http://* | https://* | file://*)
      [ -n "$version" ] || die "say which release of $from: --version VERSION, or the archive's own URL."
      say "${from%/}/sluice-$version$kind.tar.gz"
      ;;
    *) in_folder "${from%/}" ;;
  esac
}

if [ -z "$from" ]; then
  case $0 in */*) from=$(cd "${0%/*}" && pwd) ;; *) usage "say FROM where" ;; esac
  if [ -f "$from/pom.xml" ]; then from=$from/target; fi
fi
archive=$(archive)
if [ -e "$link" ] || [ -L "$link" ]; then
  is_ours "$link" || die "$link is there already and is not of this script's making; remove it, or say another --prefix."
fi
if [ -e "$home" ] && [ ! -f "$home/lib/sluice.jar" ]; then
  die "$home is there already and is not a Sluice; remove it, or say another --prefix."
fi

mkdir -p "$prefix/lib" "$prefix/bin"
work=$prefix/lib/.sluice-install.$$
mkdir "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
name=${archive##*/}
fetch "$archive" "$work/$name"
fetch "$archive.sha256" "$work/$name.sha256"
expected=$(cut -d' ' -f1 "$work/$name.sha256" | head -n 1)
actual=$(digest "$work/$name")
[ "$actual" = "$expected" ] || die "$archive is not what its checksum says: it is $actual, and $name.sha256 says $expected. Nothing was changed; fetch it again, and if that does not help, do not use it."

mkdir "$work/new"
tar -xzf "$work/$name" -C "$work/new" --strip-components=1 || die "cannot unpack $archive. Nothing was changed."
[ -x "$work/new/bin/sluice" ] && [ -f "$work/new/lib/sluice.jar" ] || die "$archive holds no Sluice. Nothing was changed."
before=
if [ -d "$home" ]; then
  before=$work/before
  mv "$home" "$before"
fi
mv "$work/new" "$home"
# The classes are archived for the place where they lie, so it is started there; that makes the first start of all.
if ! started=$("$home/bin/sluice" --version 2>"$work/log"); then
  rm -rf "$home"
  [ -z "$before" ] || mv "$before" "$home"
  cat "$work/log" >&2
  die "it does not start, as said above. Nothing was changed."
fi

ln -sf "$home/bin/sluice" "$link"
for each in $completions; do
  if [ ! -e "$prefix/$each" ] || is_ours "$prefix/$each"; then
    mkdir -p "$prefix/${each%/*}"
    ln -sf "$home/$each" "$prefix/$each"
  fi
done
say "Installed $started in $home."
found=$(command -v sluice || :)
if [ "$found" = "$link" ]; then
  say "Try it: sluice init shop"
elif [ -n "$found" ]; then
  say "Another one comes first on the PATH: $found. Try this one: $link init shop"
else
  case ${SHELL:-} in */zsh) profile=.zshrc ;; */bash) profile=.bashrc ;; *) profile=.profile ;; esac
  say "$prefix/bin is not on the PATH. Put it there, for this shell and for those to come:"
  say "  export PATH=\"$prefix/bin:\$PATH\""
  say "  echo 'export PATH=\"$prefix/bin:\$PATH\"' >> ~/$profile"
fi
