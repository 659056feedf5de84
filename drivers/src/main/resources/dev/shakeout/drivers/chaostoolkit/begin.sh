# $1 the folder of this run, in which "copy" says where its journal is to be copied, if anywhere; then the command.
# Begins it in a session of its own, and ends as soon as that has noted who it is: whoever takes it back can find it then.
memo=$1
[ -d "$memo" ] || { echo "the folder $memo of this run is gone" >&2; exit 1; }
[ ! -e "$memo/begun" ] || { echo 'it was begun already, and never is twice' >&2; exit 1; }
: >"$memo/begun" || exit 1
echo "SHAKEOUT_STEP=$SHAKEOUT_STEP" >"$memo/step"
keep='
    memo=$1
    shift
    . "$memo/processes.sh"
    note_self keeper || exit 74
    [ ! -e "$memo/halted" ] || exit 75 # it was taken back meanwhile
    . "$memo/environment.sh"
    runner="memo=\$1; shift; . \"\$memo/processes.sh\"; note_self runner || exit 74; exec \"\$@\""
    sh -c "$runner" runner "$memo" "$@" </dev/null >"$memo/said" 2>&1
    status=$?
    if [ -f "$memo/copy" ] && [ -f "$memo/journal.json" ]; then
        cp "$memo/journal.json" "$(cat "$memo/copy")" 2>>"$memo/said"
    fi
    echo $status >"$memo/status.new" && mv "$memo/status.new" "$memo/status"
'
# Without a fork by setsid itself the shell would have SIGINT ignored by all that it starts.
if setsid --fork true 2>/dev/null; then
    setsid --fork sh -c "$keep" keeper "$@" </dev/null >/dev/null 2>&1
else
    setsid sh -c "$keep" keeper "$@" </dev/null >/dev/null 2>&1 &
fi
for wait in 0.02 0.05 0.1 0.2 0.5 1 2 5 5; do
    [ -e "$memo/keeper" ] && exit 0
    sleep $wait 2>/dev/null || sleep 1
done
echo 'it did not begin' >&2
exit 1
