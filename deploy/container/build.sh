#!/bin/sh
# Builds the image of Shakeout: deploy/container/build.sh [docker|podman] [OPTION OF ITS BUILD...]. Without a word it takes
# what is there. The image is named shakeout:VERSION, as the manifests name it; another --tag may be among the options.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd -P)

fail() {
    echo "build.sh: $*" >&2
    exit 1
}

case ${1-} in
docker | podman)
    engine=$1
    shift
    ;;
*) engine=$(command -v docker || command -v podman) || fail "needs docker or podman on PATH" ;;
esac
shakeout=$("$home/shakeout" --version) || fail "the command could not be built; its own words are above"
exec "$engine" build --file "$home/deploy/container/Containerfile" --tag "shakeout:${shakeout##* }" "$@" "$home"
