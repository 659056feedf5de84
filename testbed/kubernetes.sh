#!/bin/sh
# Builds Kubernetes' control plane for tests (kube-apiserver, kube-controller-manager, kube-scheduler, etcd) from the Go
# modules that kubernetes/go.mod pins, and prints the folder of the programs. They are kept outside the tree, so a second
# call costs nothing; calls at the same time wait for one another, and a build that is cut short leaves nothing that
# could be taken for a finished one. To build anew, remove the folder. GOFLAGS=-p=1 builds gently.
set -eu
cd "$(dirname "$0")/kubernetes"

fail() {
    echo "kubernetes.sh: $*" >&2
    exit 1
}

version=$(sed -n 's/^[[:space:]]*k8s.io\/kubernetes \(v[^ ]*\).*/\1/p' go.mod)
cache=${SHAKEOUT_TEST_CACHE:-${XDG_CACHE_HOME:-${HOME:?is needed to know where to keep what is built}/.cache}/shakeout}
folder=$cache/kubernetes-$version
if [ -d "$folder" ]; then
    echo "$folder"
    exit 0
fi

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
if [ -d "$folder" ]; then # built by the call that was waited for
    echo "$folder"
    exit 0
fi

rm -rf "$folder".building.*
building=$(mktemp -d "$folder.building.XXXXXX")
trap 'rm -rf "$building"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
echo "kubernetes.sh: building Kubernetes $version, once; it takes some minutes and about 3.5 GB in Go's own caches" >&2
stamp=k8s.io/component-base/version
minor=${version#v1.}
CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$building/" \
    -ldflags "-s -w -X $stamp.gitVersion=$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=${minor%%.*}" \
    k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kube-controller-manager \
    k8s.io/kubernetes/cmd/kube-scheduler go.etcd.io/etcd/server/v3 >&2 9>&- ||
    fail "go could not build it; its own words are above"
mv "$building/server" "$building/etcd"
chmod 755 "$building"
mv "$building" "$folder"
echo "$folder"
