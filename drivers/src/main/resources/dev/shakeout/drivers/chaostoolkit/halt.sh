# $1 the folder of the run, $2 how many seconds it gets to end and to run its rollbacks, $3 the strategy for these, $4 the
# experiment; then the command that runs what is left of the rollbacks. Ends with 0 only when the run is over and nothing
# is left. Whoever runs this ends it after half a minute and runs it again when it fails, so it never waits that long.
memo=$1 grace=$2 strategy=$3 file=$4
shift 4
[ -e "$memo/begun" ] || exit 0
. "$memo/processes.sh"
now() { read -r up _ </proc/uptime && up=${up%%.*}; }
pause() { sleep "$1" 2>/dev/null || sleep 1; }
at() { grep -q "^$1" "$memo/trace" 2>/dev/null; }
lives() { # NOTE: sets pid and group
    pid= began= then=
    [ -f "$memo/$1" ] && read -r pid began then <"$memo/$1" || return 1
    [ "$then" = "$boot" ] && read_stat "$pid" && [ "$state" != Z ] && [ "$start" = "$began" ]
}
running() { lives runner || lives keeper; }
kill_all() { ! running || kill -KILL "-$group" 2>/dev/null; }
kill_rest() { # what its background has left in its session; the number may be another's by now, so it must be of this step
    [ -f "$memo/keeper" ] && [ -f "$memo/step" ] && read -r session _ then <"$memo/keeper" && [ "$then" = "$boot" ] || return 0
    for each in /proc/[0-9]*; do
        read_stat "${each#/proc/}" && [ "$in" = "$session" ] || continue
        tr '\0' '\n' <"$each/environ" 2>/dev/null | grep -qxFf "$memo/step" && kill -KILL "${each#/proc/}" 2>/dev/null
    done
}

now
first=$up
if [ ! -e "$memo/halted" ]; then
    echo "$up" >"$memo/halted.new" && mv "$memo/halted.new" "$memo/halted"
    ! running || at finish || : >"$memo/cut"
fi
read -r asked <"$memo/halted" || asked=$up
[ "$asked" -le "$up" ] || asked=$up # the host was started again meanwhile

told=-9 finished=
while running; do
    now
    if [ $((up - asked)) -ge "$grace" ]; then
        : >"$memo/killed"
        kill_all
    elif at finish; then # what its background does still keeps it, and is not waited for
        finished=${finished:-$up}
        [ $((up - finished)) -lt 2 ] || kill_all
    elif ! at rollbacks && [ $((up - told)) -ge 2 ] && lives runner; then
        # A wait for what is in the background swallows nothing: each signal ends one. Without a trace it is not known
        # whether the rollbacks have begun, which another one would cut short.
        if at ready || [ $told = -9 ]; then
            kill -USR1 "$pid" 2>/dev/null
            told=$up
        fi
    fi
    if [ $((up - first)) -ge 18 ]; then
        echo "Chaos Toolkit is still ending its run of $file" >&2
        exit 1
    fi
    pause 0.1
done

[ ! -e "$memo/cut" ] || kill_rest

if ! at ready && grep -q 'Running experiment' "$memo/said" 2>/dev/null && [ ! -e "$memo/journal.json" ]; then
    echo "Chaos Toolkit was ended while it ran $file, and has not told how far it was; see by hand what its rollbacks would take back, then delete $memo/said" >&2
    exit 1
fi
[ "$strategy" = always ] && at method && [ -s "$memo/left" ] || exit 0

left() {
    names=$(tr '\n' ';' <"$memo/left")
    echo "Chaos Toolkit has not run these rollbacks of $file, or they failed: ${names%;}. This runs them again; they stand in $memo/left.json. Once they are done by hand, delete $memo/left first" >&2
    exit 1
}
# They are run by a fresh process, by one at a time; those that have just failed are not run again at once.
now
[ ! -f "$memo/tried" ] || { read -r tried <"$memo/tried" && [ "$tried" -le "$up" ] && [ $((up - tried)) -lt 30 ] && left; }
for wait in 1 2 4 8 -; do
    now
    ln -s "$up" "$memo/rolling" 2>/dev/null && break
    since=$(readlink "$memo/rolling") || since=$up
    if [ "$since" -gt "$up" ] || [ $((up - since)) -gt 60 ]; then rm -f "$memo/rolling"; fi
    [ $wait = - ] && { echo "the rollbacks of $file are being run by somebody else" >&2; exit 1; }
    pause $wait
done
limit=$((27 - up + first))
[ $limit -ge 5 ] || limit=5
bounded=
command -v timeout >/dev/null 2>&1 && bounded="timeout -s KILL $limit"
if [ -s "$memo/left" ]; then
    echo "$up" >"$memo/tried"
    (. "$memo/environment.sh"; exec $bounded "$@") </dev/null >>"$memo/said" 2>&1
fi
rm -f "$memo/rolling"
[ -s "$memo/left" ] || exit 0
left
