# Usage: sh undo.sh RUN_FOLDER [ENTRY...]
# Takes back what a run has done: all of it, or the entries named, newest first. Needs no JVM and may be repeated.
# Prints a line for each entry that could not be taken back and then ends with status 1; those entries stay.
trap '' HUP INT QUIT TERM # Ctrl-C reaches the whole process group, and impatience must not skip an undo
cd "$1" || exit 0
shift
umask 077
newline='
'

same_process() { # PID START: still there, not a stranger with the same number, and not merely waiting to be reaped
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    wanted=$2
    set -- ${stat##*) }
    [ "$1" = Z ] && return 1
    shift 19
    [ "$1" = "$wanted" ]
}

pause() { sleep "$1" 2>/dev/null || sleep 1; }

end_step() { # NUMBER: ends the child of a step, or waits for a command that is still on its way
    read -r pid start kind <"$1.pid" || return 0
    patience=40
    [ "$kind" = child ] && patience=0
    while same_process "$pid" "$start"; do
        if [ $patience -le 0 ]; then
            same_process "$pid" "$start" && kill -KILL "$pid" 2>/dev/null
            [ $patience -le -40 ] && return 1
        fi
        patience=$((patience - 1))
        pause 0.02
    done
}

take_back() { # FILE
    number=${1%%-*}
    : >"$number.cancelled"
    if [ -e "$number.pid" ] && ! end_step "$number"; then
        echo "$PWD/$1: its process $pid does not end"
        return 1
    fi
    hash=${1#*-}
    hash=${hash%.entry}
    case "$newline$sums" in
    *"$newline$hash"*) ;;
    *)
        [ -e "$1" ] || return 0
        mv "$1" "$1.damaged"
        echo "$PWD/$1.damaged: damaged, so it was not run"
        return 1
        ;;
    esac
    for wait in 0.1 0.3 1 -; do
        said=$(sh "./$1" 2>&1 </dev/null) && {
            mv -f "$1" "$number.done" 2>/dev/null
            return 0
        }
        [ -e "$1" ] || return 0
        [ $wait = - ] || pause $wait
    done
    echo "$PWD/$1: $said"
    return 1
}

[ $# -gt 0 ] || set -- *.entry
[ -e "$1" ] || set --
newest_first=
for entry; do newest_first="$entry $newest_first"; done
[ -n "$newest_first" ] || exit 0
sums=$(sha256sum -- $newest_first 2>/dev/null)
status=0
for entry in $newest_first; do
    take_back "$entry" || status=1
done
exit $status
