#!/bin/sh
# Fetches Keycloak with Maven for the test that signs in by it (mvn -Dlong), and prints its folder. It is kept beside Kubernetes.
set -eu
version=26.7.3
cache=${SHAKEOUT_TEST_CACHE:-${XDG_CACHE_HOME:-${HOME:?is needed to know where to keep it}/.cache}/shakeout}
folder=$cache/keycloak-$version
if [ ! -d "$folder" ]; then
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/keycloak.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    mvn -B -ntp -q dependency:copy "-Dartifact=org.keycloak:keycloak-quarkus-dist:$version:zip" "-DoutputDirectory=$work" >&2
    (cd "$work" && python3 -m zipfile -e "keycloak-quarkus-dist-$version.zip" .)
    mv "$work/keycloak-$version" "$folder"
fi
echo "$folder"
