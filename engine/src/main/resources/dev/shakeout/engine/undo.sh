# Usage: sh undo.sh RUN_FOLDER [ENTRY...]
# Takes back what a run has done: all of it, or the entries named, newest first. Needs no JVM and may be repeated.
# Prints a line for each entry that could not be taken back and then ends with status 1; those entries stay.
# Nothing here may depend on the disk having room for another file: a full disk may be what is taken back.
cd "$1" || exit 0
shift
umask 077
trap : HUP INT QUIT TERM # an impatient Ctrl-C must not cut it short, nor may what an inverse starts ignore signals

same_process() { # PID START: still there, not a stranger with the same number, and not merely waiting to be reaped
    stat= # read without another process, which might not be had
    while read -r line; do stat=$stat$line; done 2>/dev/null <"/proc/$1/stat" || return 1
    wanted=$2
    set -- ${stat##*) }
    [ "$1" = Z ] && return 1
    group=$3
    shift 19
    [ "$1" = "$wanted" ]
}

pause() { sleep "$1" 2>/dev/null || sleep 1; }

kill_step() { # PID: with all that it started, if it leads a group
    [ "$group" = "$1" ] && kill -KILL "-$1" 2>/dev/null && return 0
    kill -KILL "$1" 2>/dev/null
}

end_step() { # NUMBER: ends the child of a step, or waits for a command that is still on its way
    read -r pid start kind <"$1.pid" || return 0
    patience=40
    [ "$kind" = child ] && patience=0
    while same_process "$pid" "$start"; do
        if [ $patience -le 0 ]; then
            kill_step "$pid"
            [ $patience -le -40 ] && return 1
        fi
        patience=$((patience - 1))
        pause 0.02
    done
}

intact() { # FILE: whether it is what its name says; 2 when that cannot be told, as without memory for a process
    hash=${1#*-}
    hash=${hash%.entry}
    for wait in 0.1 0.5 -; do
        sum=$(sha256sum <"$1") && break
        [ $wait = - ] && return 2
        pause $wait
    done
    case "$sum" in
    ????????????????*) [ "${sum%"${sum#????????????????}"}" = "$hash" ] ;;
    *) return 2 ;;
    esac
}

# One inverse that hangs must not keep the others from running.
limit=
timeout -s KILL 5 true 2>/dev/null && limit='timeout -s KILL 30'

run() { # FILE: what it says goes into a file, so that a process it leaves behind cannot hold this one up
    if true 2>/dev/null >"$number.said"; then
        $limit sh "./$1" >"$number.said" 2>&1 </dev/null
    else
        $limit sh "./$1" >/dev/null 2>&1 </dev/null
    fi
}

take_back() { # FILE
    number=${1%%-*}
    true 2>/dev/null >"$number.cancelled"
    if [ -f "$number.pid" ] && ! end_step "$number"; then
        echo "$PWD/$1: its process $pid does not end"
        return 1
    fi
    [ -e "$1" ] || return 0
    intact "$1"
    case $? in
    0) ;;
    1)
        [ -e "$1" ] || return 0
        if mv -f "$1" "$1.damaged" 2>/dev/null; then
            # so that nothing remains to be said once a person has deleted the entry
            [ ! -e "$number.pid" ] || rm -f "$number.pid"
            set -- "$1.damaged"
        fi
        echo "$PWD/$1: damaged, so it was not run"
        return 1
        ;;
    *)
        [ -e "$1" ] || return 0
        echo "$PWD/$1: could not be checked for damage, so it was not run"
        return 1
        ;;
    esac
    for wait in 0.1 0.3 1 -; do
        run "$1"
        status=$?
        if [ $status = 0 ]; then
            mv -f "$1" "$number.done" 2>/dev/null
            return 0
        fi
        [ -e "$1" ] || return 0
        if [ $status = 137 ]; then
            echo "$PWD/$1: it was ended after 30 seconds"
            return 1
        fi
        [ $wait = - ] || pause $wait
    done
    echo "$PWD/$1: $(head -c 2000 "$number.said" 2>/dev/null)"
    return 1
}

sane() { # FILE: a name as the ledger gives it, of a file that can be read to its end
    case ${1%.entry} in
    *[!0-9a-f-]* | -*) return 1 ;;
    esac
    [ -f "./$1" ]
}

is_in() { # FILE...: whether the first of what a pattern has become is there
    [ -e "./$1" ] || [ -L "./$1" ]
}

failed=0
if [ $# = 0 ]; then
    for file in *.entry; do
        is_in "$file" || continue
        if sane "$file"; then
            set -- "$@" "$file"
        elif ! mv -f -- "./$file" "./$file.damaged" 2>/dev/null; then
            echo "$PWD/$file: damaged, so it was not run"
            failed=1
        fi
    done
    for note in [0-9]*.pid; do # a step was begun, so there was an entry
        number=${note%.pid}
        [ -f "$note" ] || continue
        if is_in "$number"-*.entry || is_in "$number"-*.entry.damaged || [ -e "$number.done" ]; then continue; fi
        end_step "$number"
        mv -f "$note" "$number-lost.damaged" 2>/dev/null && continue
        echo "$PWD/$number: its entry is missing, so it could not be taken back"
        failed=1
    done
    for file in *.damaged; do
        is_in "$file" || continue
        case $file in
        *-lost.damaged) echo "$PWD/$file: its entry is missing, so it could not be taken back" ;;
        *) echo "$PWD/$file: damaged, so it was not run" ;;
        esac
        failed=1
    done
fi
newest_first=
for entry; do newest_first="$entry $newest_first"; done
for entry in $newest_first; do
    take_back "$entry" || failed=1
done
exit $failed
