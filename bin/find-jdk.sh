# Sourced: sets jdk to the home of a JDK 25 or newer, or to nothing. Looks where people have them; reads the release
# file instead of starting each java, which would take longer than the command itself.
jdk_version() { # HOME: its major version in $version
    version=0
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line; do
        case $line in
        JAVA_VERSION=*)
            version=${line#JAVA_VERSION=?}
            version=${version%%[!0-9]*}
            ;;
        esac
    done <"$1/release"
}

jdk=
java_on_path=$(command -v java 2>/dev/null) && java_on_path=$(readlink -f "$java_on_path" 2>/dev/null)
for candidate in "${JAVA_HOME-}" "${java_on_path%/bin/java}" /usr/lib/jvm/* /usr/java/* /opt/* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    jdk_version "$candidate"
    if [ "${version:-0}" -ge 25 ]; then
        jdk=$candidate
        break
    fi
done
