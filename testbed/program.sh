#!/bin/sh
# Builds a program for tests from the Go modules that its folder here pins, and prints where it is: program.sh helm, or
# program.sh collector. It is kept outside the tree, beside Kubernetes, so a second call costs nothing; calls at the same time
# wait for one another, and a build that is cut short leaves nothing that could be taken for a finished one. GOFLAGS=-p=1
# builds gently.
set -eu
name=${1-}
stamp=
case $name in
helm)
    module=helm.sh/helm/v3 package=helm.sh/helm/v3/cmd/helm needs=1.24
    stamp=helm.sh/helm/v3/internal/version.version
    ;;
collector) module=go.opentelemetry.io/collector/otelcol package=. needs=1.26 ;;
*)
    echo "program.sh: builds helm or collector, not '$name'" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")/$name"

fail() {
    echo "program.sh: $*" >&2
    exit 1
}

version=$(sed -n "s|^[[:space:]]*$module \(v[^ ]*\).*|\1|p" go.mod)
cache=${SHAKEOUT_TEST_CACHE:-${XDG_CACHE_HOME:-${HOME:?is needed to know where to keep what is built}/.cache}/shakeout}
program=$cache/$name-$version
if [ ! -x "$program" ]; then
    command -v go >/dev/null || fail "needs Go $needs or newer on PATH to build $name $version"
    command -v flock >/dev/null || fail "needs flock on PATH (Debian: util-linux)"
    mkdir -p "$cache" || fail "cannot make $cache; set SHAKEOUT_TEST_CACHE to a folder to write to"
    exec 9>"$program.lock"
    flock 9
    if [ ! -x "$program" ]; then # not built by the call that was waited for
        echo "program.sh: building $name $version, once; it takes some minutes" >&2
        trap 'rm -f "$program.building"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$program.building" \
            -ldflags "-s -w${stamp:+ -X $stamp=$version}" "$package" >&2 9>&- ||
            fail "go could not build it; its own words are above"
        mv "$program.building" "$program"
    fi
fi
echo "$program"
