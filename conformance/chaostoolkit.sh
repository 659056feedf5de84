#!/bin/sh
# Usage: chaostoolkit.sh DIR
# Makes a virtual environment with Chaos Toolkit in DIR, with what it needs for JSON paths and Vault, unless there is one
# already; pip picks the newest release that fits this machine's Python. Ends with 1 and one line of explanation where
# that cannot be done: no Python 3, no module venv, or no way to a package index.
set -u
[ $# = 1 ] || {
    echo "usage: chaostoolkit.sh DIR" >&2
    exit 2
}
dir=$1
[ -e "$dir/complete" ] && "$dir/bin/python" -c 'import chaoslib' 2>/dev/null && exit 0

if [ -d "$dir" ] && [ ! -e "$dir/pyvenv.cfg" ] && [ -n "$(ls -A "$dir")" ]; then
    echo "chaostoolkit.sh: $dir is not empty and no virtual environment; name another folder" >&2
    exit 1
fi

fail() {
    echo "chaostoolkit.sh: $1" >&2
    rm -rf "$dir"
    exit 1
}

command -v python3 >/dev/null 2>&1 || fail "there is no python3 on the PATH"
rm -rf "$dir"
mkdir -p "$dir" || exit 1
python3 -m venv "$dir" >"$dir.log" 2>&1 ||
    fail "python3 cannot make a virtual environment (on Debian: install python3-venv): $(tail -n 1 "$dir.log")"
"$dir/bin/pip" install --quiet --disable-pip-version-check --retries 1 \
    chaostoolkit 'chaostoolkit-lib[jsonpath,vault]' >"$dir.log" 2>&1 ||
    fail "pip cannot install Chaos Toolkit here: $(tail -n 1 "$dir.log")"
: >"$dir/complete"
