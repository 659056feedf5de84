#!/bin/sh
# Builds helm for tests from the Go modules that helm/go.mod pins, and prints the program. It is kept outside the tree, beside
# Kubernetes, so a second call costs nothing; calls at the same time wait for one another, and a build that is cut short leaves
# nothing that could be taken for a finished one. GOFLAGS=-p=1 builds gently.
set -eu
cd "$(dirname "$0")/helm"

fail() {
    echo "helm.sh: $*" >&2
    exit 1
}

version=$(sed -n 's/^[[:space:]]*helm.sh\/helm\/v3 \(v[^ ]*\).*/\1/p' go.mod)
cache=${SHAKEOUT_TEST_CACHE:-${XDG_CACHE_HOME:-${HOME:?is needed to know where to keep what is built}/.cache}/shakeout}
program=$cache/helm-$version
if [ ! -x "$program" ]; then
    command -v go >/dev/null || fail "needs Go 1.24 or newer on PATH to build helm $version"
    command -v flock >/dev/null || fail "needs flock on PATH (Debian: util-linux)"
    mkdir -p "$cache" || fail "cannot make $cache; set SHAKEOUT_TEST_CACHE to a folder to write to"
    exec 9>"$program.lock"
    flock 9
    if [ ! -x "$program" ]; then # not built by the call that was waited for
        echo "helm.sh: building helm $version, once; it takes some minutes" >&2
        trap 'rm -f "$program.building"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$program.building" \
            -ldflags "-s -w -X helm.sh/helm/v3/internal/version.version=$version" helm.sh/helm/v3/cmd/helm >&2 9>&- ||
            fail "go could not build it; its own words are above"
        mv "$program.building" "$program"
    fi
fi
echo "$program"
