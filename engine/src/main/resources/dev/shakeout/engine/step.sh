# Usage: sh step.sh ENTRY KIND COMMAND...
# Takes one step of an injection: notes who takes it, then becomes COMMAND. ENTRY is the step's place in the ledger
# without its ending; KIND is "command" or "child". A step whose entry was taken back in the meantime is not taken:
# either undo.sh sees the note and ends this process, or this process sees the mark of undo.sh and stops by itself.
entry=$1 kind=$2
shift 2

started() { # the start time of a process, which with its pid names it for good
    read -r stat <"/proc/$1/stat" || return 1
    set -- ${stat##*) }
    shift 19
    start=$1
}

started $$ || exit 70
echo "$$ $start $kind" >"$entry.pid" || exit 74
[ -e "$entry.cancelled" ] && exit 75
exec "$@"
