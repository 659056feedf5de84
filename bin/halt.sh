# Usage: sh halt.sh
# Stops every run of this user on this host, of every user when root, and takes everything back. Sets the kill switch
# first, so that nothing new begins meanwhile. Needs no JVM: it is for the moment when nothing else works any more.
# Ends with 0 when all is taken back, else with 8 and a command for each thing that is not.
set -u
me=$(id -u)
status=0
runs= state=

own_folders() { # sets runs and state, as the engine's Folders does
    if [ -n "${SHAKEOUT_HOME-}" ]; then
        runs=$SHAKEOUT_HOME/run/runs state=$SHAKEOUT_HOME/state
        return
    fi
    if [ "$me" = 0 ]; then
        runs=/run/shakeout/runs state=/var/lib/shakeout
        return
    fi
    runs=/tmp/shakeout-$(id -un)/runs
    [ -z "${XDG_RUNTIME_DIR-}" ] || runs=$XDG_RUNTIME_DIR/shakeout/runs
    state=${HOME:-/tmp}/.local/state/shakeout
    [ -z "${XDG_STATE_HOME-}" ] || state=$XDG_STATE_HOME/shakeout
}

set_switch() {
    mkdir -p "$state" 2>/dev/null
    if { echo "by $(id -un) at $(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$state/halted"; } 2>/dev/null; then
        chmod 644 "$state/halted"
        [ -n "${SHAKEOUT_HOME-}" ] || [ "$me" != 0 ] || chmod 755 "$state" # everybody must see it
    elif [ ! -e "$state/halted" ]; then
        echo "shakeout: the kill switch could not be set in $state; new runs can still begin" >&2
        status=8
    fi
}

is_run() { # FOLDER: nothing else is ever stopped, run or removed
    [ -d "$1" ] && [ ! -L "$1" ] && [ -f "$1/undo.sh" ]
}

as_owner() { # FOLDER COMMAND...: what lies in somebody's folder is that user's word, so it gets that user's rights
    owner=$(stat -c %u "$1") && group=$(stat -c %g "$1") || return 1
    shift
    if [ "$owner" = "$me" ]; then
        "$@"
    else
        setpriv --reuid "$owner" --regid "$group" --clear-groups -- "$@"
    fi
}

living_owner() { # FOLDER: sets pid when the process that owns the run still lives
    pid= start=
    read -r pid start 2>/dev/null <"$1/owner" || return 1
    case $pid$start in '' | *[!0-9]*) return 1 ;; esac
    rest=$(sed -n 's/.*) //p' "/proc/$pid/stat" 2>/dev/null | tail -n 1)
    set -- $rest
    [ $# -ge 20 ] && [ "$1" != Z ] && [ "${20}" = "$start" ]
}

ask_owner() { # FOLDER: a run that ends by itself writes its journal
    living_owner "$1" && as_owner "$1" sh -c 'kill -s TERM "$1"' kill "$pid" 2>/dev/null
}

end_owner() { # FOLDER: waits 5 s for a run that was asked; says in $how what became of it
    how="was left by a run that is gone"
    patience=100
    while is_run "$1" && living_owner "$1"; do
        how="was stopped"
        [ $patience -gt 0 ] || as_owner "$1" sh -c 'kill -s KILL "$1"' kill "$pid" 2>/dev/null
        patience=$((patience - 1))
        [ $patience -gt -40 ] || return 0
        sleep 0.05
    done
    is_run "$1" || how="was stopped"
}

take_back() { # FOLDER
    if is_run "$1" && ! said=$(as_owner "$1" sh "$1/undo.sh" "$1" 2>&1) && is_run "$1"; then
        echo "run ${1##*/} $how; not all could be taken back: $said"
        echo "  sh $1/undo.sh $1" >&2
        status=8
        return
    fi
    if is_run "$1"; then # a run's folder has no folders in it
        [ ! -f "$1/farewell.sh" ] || as_owner "$1" sh "$1/farewell.sh" "$1"
        as_owner "$1" sh -c 'rm -f "$1"/* && rmdir "$1"' rm "$1" 2>/dev/null
    fi
    echo "run ${1##*/} $how; everything is taken back"
}

own_folders
set_switch
set -- "$runs"/* "$state"/runs/*
if [ "$me" = 0 ] && [ -z "${SHAKEOUT_HOME-}" ]; then
    set -- "$@" /run/user/*/shakeout/runs/* /tmp/shakeout-*/runs/* /home/*/.local/state/shakeout/runs/*
fi
found=
for folder; do # all are asked before any is waited for
    is_run "$folder" && found="$found/${folder##*/}/" && ask_owner "$folder"
done
for folder; do
    case $found in */"${folder##*/}"/*) ;; *) continue ;; esac
    end_owner "$folder"
    take_back "$folder"
done
[ -n "$found" ] || echo "Nothing is running."
echo "No run begins until: shakeout resume"
exit $status
