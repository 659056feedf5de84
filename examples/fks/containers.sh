#!/bin/sh
# The sample system on Docker or Podman, without the internet:
#   containers.sh image   makes the image 'fks' of this host's JDK, its C library and the jars (mvn -pl examples/fks package)
#   containers.sh up      starts all services as compose.yaml says, and waits until they serve
#   containers.sh down    removes them, with their data
# DOCKER_HOST says which engine. Needs docker or podman, docker-compose or docker's own compose, and a JDK 25 for the image.
set -eu

here=$(dirname "$(readlink -f "$0")")

engine() { # ARGUMENT...
    if command -v docker >/dev/null 2>&1; then docker "$@"; else podman "$@"; fi
}

# Version 1 of Compose (docker-compose) does not know the key 'name', and the newer one needs it nowhere if told here.
compose() { # ARGUMENT...
    cd "$here"
    if docker compose version >/dev/null 2>&1; then
        docker compose --project-name fks --file compose.yaml "$@"
    elif command -v docker-compose >/dev/null 2>&1; then
        sed '/^name:/d' compose.yaml | docker-compose --compatibility --project-name fks --file - "$@"
    else
        echo "containers.sh: needs docker-compose, or docker with its compose plugin" >&2
        exit 1
    fi
}

# A JDK's own linker leaves out what the services do not use; its C library comes from this host.
image() {
    for jar in "$here"/target/shakeout-fks-*.jar; do :; done
    [ -e "$jar" ] || { echo "containers.sh: not built yet; run: mvn -pl examples/fks package" >&2; exit 1; }
    java=$("$here/fks" --java)
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    "${java%/java}/jlink" --output "$root/opt/java" --strip-debug --no-header-files --no-man-pages \
        --add-modules java.management,java.naming,java.net.http,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported
    find "$root/opt/java" -type f \( -name '*.so' -o -name java \) -exec ldd {} + 2>/dev/null |
        sed -n 's/^[^/]*\(\/[^ ]*\) (0x[0-9a-f]*)$/\1/p' | sort -u | while read -r library; do
        case $library in "$root"/*) continue ;; esac
        mkdir -p "$root${library%/*}"
        cp -L "$library" "$root$library"
    done
    mkdir -p "$root/opt/fks" "$root/var/lib/fks" "$root/tmp" "$root/etc" "$root/bin"
    cp "$jar" "$root/opt/fks/fks.jar"
    cp -r "$here/target/lib" "$root/opt/fks/lib"
    echo 'fks:x:1000:1000::/var/lib/fks:/bin/false' >"$root/etc/passwd"
    tar -C "$root" --owner=1000 --group=1000 -c . | engine import \
        --change 'USER 1000' \
        --change 'ENTRYPOINT ["/opt/java/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-Xss512k", "--enable-native-access=ALL-UNNAMED", "-cp", "/opt/fks/fks.jar", "dev.shakeout.fks.Fks"]' \
        - fks:latest
}

# Each says in its log where it serves, once it does.
await_all() {
    for container in $(engine ps --quiet --filter label=com.docker.compose.project=fks); do
        tries=0
        until engine logs "$container" 2>&1 | grep -q '"url"'; do
            tries=$((tries + 1))
            if [ $tries -gt 120 ]; then
                echo "containers.sh: container $container does not serve; see: docker logs $container" >&2
                exit 1
            fi
            sleep 0.5
        done
    done
}

case ${1-} in
image) image ;;
up)
    engine image inspect fks:latest >/dev/null 2>&1 || image
    compose up --detach --no-build
    await_all
    ;;
down) compose down --volumes ;;
*)
    sed -n '2,6s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
