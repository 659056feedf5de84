#!/bin/sh
# Tests the launcher itself as a user meets it: from another folder, through a symlink, with an old default java, and
# with no JDK at all. Run by ./verify.
set -u
home=$(cd "$(dirname "$0")/.." && pwd -P)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
passed=0 failed=0

check() { # NAME EXPECTED ACTUAL
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1: expected '$2', got '$3'"
    fi
}

version=$(sed -n 's/.*NUMBER = "\(.*\)".*/\1/p' "$home/cli/src/main/java/dev/shakeout/cli/Version.java")
check "the version is the POM's" "$version" \
    "$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$home/pom.xml" | head -n 1)"
check "works from any folder" "shakeout $version" "$(cd / && "$home/shakeout" --version 2>/dev/null)"
mkdir "$place/bin" "$place/a folder"
ln -s "$home/shakeout" "$place/bin/first"
ln -s ../bin/first "$place/a folder/second"
check "works through symlinks" "shakeout $version" "$("$place/a folder/second" --version 2>/dev/null)"
check "passes over a JAVA_HOME that is no JDK 25" "shakeout $version" \
    "$(JAVA_HOME="$place" "$home/shakeout" --version 2>/dev/null)"
check "starts from its cache" "shakeout $version" \
    "$(JAVA_TOOL_OPTIONS=-XX:AOTMode=on "$home/shakeout" --version 2>/dev/null)" # ends at once where it cannot
spun=$(cd "$place" && JAVA_TOOL_OPTIONS=-Xlog:class+load:file="$place/loaded" "$home/shakeout" faults >/dev/null 2>&1
    grep -c 'TypeSwitch\|source: file:' "$place/loaded")
check "nothing that the cache could hold is loaded from elsewhere, nor spun" 0 "$spun"
"$home/shakeout" no-such-command >/dev/null 2>&1
check "an unknown command ends with 2" 2 $?
"$home/shakeout" rnu x >/dev/null 2>"$place/said"
check "a mistyped command is told the right one" 1 "$(grep -c "did you mean" "$place/said")"
"$home/shakeout" >/dev/null 2>&1
check "no command at all shows the help and ends with 2" 2 $?
printf '{"title": "t", "description": "d", "method": []}' >"$place/a folder/empty.json"
(cd "$place" && "$home/shakeout" --change-dir "a folder" --log-file log.txt validate empty.json >/dev/null 2>&1)
check "--change-dir goes there first" 0 $?
check "a log file is named from where one was" yes "$([ -s "$place/log.txt" ] && echo yes)"
"$home/shakeout" --change-dir="$place/no such folder" validate empty.json >/dev/null 2>&1
check "--change-dir to nowhere ends with 2" 2 $?

tried() { # how many of the ways to load a processor hold; each starts children
    "$home/shakeout" doctor --json --fault cpu/load 2>/dev/null | grep -c '"works": *true'
}
cache=$(ls "$home"/cli/target/shakeout-children-*.aot)
cp -p "$cache" "$place/cache"
check "children start from their cache" 1 "$(export JAVA_TOOL_OPTIONS=-XX:AOTMode=on && tried)"
head -c 1000000 "$place/cache" >"$cache"
check "children pass over a cache that is damaged" 1 "$(tried)"
rm "$cache"
check "children need no cache" 1 "$(tried)"
mv "$place/cache" "$cache"

echo "launcher: $passed passed, $failed failed"
[ $failed = 0 ]
