# Usage: sh step.sh ENTRY KIND COMMAND...
# Takes one step of an injection: notes who takes it, then becomes COMMAND. ENTRY is the step's place in the ledger
# without its ending; KIND is "command" or "child". A step whose entry was taken back in the meantime is not taken:
# either undo.sh sees the note and ends this process, or this process sees the mark of undo.sh and stops by itself.
entry=$1 kind=$2
shift 2
export SHAKEOUT_STEP="$entry" # whatever this step leaves running can be known by it

read -r stat <"/proc/$$/stat" || exit 70
step() { # the fields after the name of the process: state, parent, group, …, start time (the 20th)
    group=$3
    shift 19
    start=$1
}
step ${stat##*) }

(umask 077 && echo "$$ $start $kind" >"$entry.pid") || exit 74 # COMMAND keeps the umask it would have without us
[ -e "$entry.cancelled" ] && exit 75

# A session of its own: no Ctrl-C cuts it in half, and undo.sh can end it with all that it started. One that leads a
# group already could only get it in another process, so it stays where it is.
[ "$group" != $$ ] && command -v setsid >/dev/null 2>&1 && exec setsid "$@"
exec "$@"
