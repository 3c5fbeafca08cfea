# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scripts of delivery share: they speak on stderr, and refuse values that are not what they should be.

die() {
  echo "${0##*/}: $*" >&2
  exit 1
}

usage() {
  echo "usage: ${0##*/} $*" >&2
  exit 2
}

say() {
  echo "${0##*/}: $*" >&2
}

# must NAME VALUE PATTERN: the value has the form it should have, from its first character to its last.
must() {
  [[ $2 =~ ^($3)$ ]] || die "$1 is '$2', which has not the form $3"
}

readonly COMMIT='[0-9a-f]{40}'
readonly SHA256='[0-9a-f]{64}'
readonly IMAGE="[a-z0-9./_-]+@sha256:$SHA256"
readonly OBJECT='gs://[a-z0-9._-]+(/[A-Za-z0-9._=-]+)+'
readonly FOLDER="$OBJECT"
export COMMIT SHA256 IMAGE OBJECT FOLDER
