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

try_jdk() { # HOME: sets jdk when it is one
    [ -z "$jdk" ] && [ -n "$1" ] || return 0
    jdk_version "$1"
    [ "${version:-0}" -lt 25 ] || jdk=$1
}

jdk=
try_jdk "${JAVA_HOME-}"
old_ifs=$IFS
IFS=:
for candidate in $PATH; do
    try_jdk "${candidate%/bin}"
done
IFS=$old_ifs
for candidate in /usr/lib/jvm/* /usr/java/* /opt/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    try_jdk "$candidate"
done
if [ -z "$jdk" ] && java_on_path=$(command -v java 2>/dev/null); then # last, as it takes a process to follow a link
    java_on_path=$(readlink -f "$java_on_path" 2>/dev/null)
    try_jdk "${java_on_path%/bin/java}"
fi
