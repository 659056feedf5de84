#!/bin/sh
# Builds Kubernetes for tests (kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, etcd) from the Go modules
# that kubernetes/go.mod pins, and prints the folder of the programs. They are kept outside the tree, so a second call costs
# nothing, and only what is missing there is built; calls at the same time wait for one another, and a build that is cut
# short leaves nothing that could be taken for a finished one. To build anew, remove the folder. GOFLAGS=-p=1 builds gently.
set -eu
cd "$(dirname "$0")/kubernetes"

fail() {
    echo "kubernetes.sh: $*" >&2
    exit 1
}

version=$(sed -n 's/^[[:space:]]*k8s.io\/kubernetes \(v[^ ]*\).*/\1/p' go.mod)
cache=${SHAKEOUT_TEST_CACHE:-${XDG_CACHE_HOME:-${HOME:?is needed to know where to keep what is built}/.cache}/shakeout}
folder=$cache/kubernetes-$version

missing() { # sets packages to those of the programs that are not there
    packages=
    for package in k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kube-controller-manager \
        k8s.io/kubernetes/cmd/kube-scheduler k8s.io/kubernetes/cmd/kubelet; do
        [ -x "$folder/${package##*/}" ] || packages="$packages $package"
    done
    [ -x "$folder/etcd" ] || packages="$packages go.etcd.io/etcd/server/v3"
}

there() { # ends with the answer when nothing is missing
    missing
    if [ -z "$packages" ]; then
        echo "$folder"
        exit 0
    fi
}
there

command -v go >/dev/null || fail "needs Go 1.24 or newer on PATH to build Kubernetes $version"
command -v flock >/dev/null || fail "needs flock on PATH (Debian: util-linux)"
case $(go env GOVERSION) in
go1.? | go1.?.* | go1.1? | go1.1?.* | go1.2[0-3] | go1.2[0-3].*)
    fail "needs Go 1.24 or newer to build Kubernetes $version; go on PATH is $(go env GOVERSION)"
    ;;
esac

mkdir -p "$cache" || fail "cannot make $cache; set SHAKEOUT_TEST_CACHE to a folder to write to"
exec 9>"$folder.lock"
flock 9
there # built by the call that was waited for

rm -rf "$folder".building.*
building=$(mktemp -d "$folder.building.XXXXXX")
trap 'rm -rf "$building"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
echo "kubernetes.sh: building of Kubernetes $version, once:$packages" >&2
echo "kubernetes.sh: all of it takes some minutes, and about 4 GB in Go's own caches" >&2
stamp=k8s.io/component-base/version
minor=${version#v1.}
CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$building/" \
    -ldflags "-s -w -X $stamp.gitVersion=$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=${minor%%.*}" \
    $packages >&2 9>&- ||
    fail "go could not build it; its own words are above"
[ ! -e "$building/server" ] || mv "$building/server" "$building/etcd"
mkdir -p -m 755 "$folder"
mv -f "$building"/* "$folder/"
echo "$folder"
