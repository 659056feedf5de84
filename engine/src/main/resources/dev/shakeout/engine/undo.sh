# Usage: sh undo.sh RUN_FOLDER [ENTRY...]
# Takes back what a run has done: all of it, or the entries named. Targets are served side by side, each newest first.
# Needs no JVM and may be repeated, also while another one is at work. Prints a line for each entry that could not be
# taken back and then ends with status 1; those entries stay.
# Nothing here may depend on the disk having room for another file: a full disk may be what is taken back. And it is
# fast, as somebody suffers meanwhile: what the shell can do itself is not left to another process.
[ -n "$1" ] && cd "$1" && [ -f undo.sh ] || exit 0
shift
umask 077
export SHAKEOUT_STEP="$PWD" # whatever an inverse leaves running can be known by it
catch_signals() { trap : HUP INT QUIT TERM; } # an impatient Ctrl-C must not cut it short
catch_signals
lanes=64 # side by side at most, as there may be a thousand targets

# ---- processes

read_stat() { # PID: sets state, parent, group and start; fails when there is no such process
    stat=
    while read -r line; do stat=$stat$line; done 2>/dev/null <"/proc/$1/stat" || return 1
    set -- ${stat##*) }
    [ $# -ge 20 ] || return 1
    state=$1 parent=$2 group=$3
    shift 19
    start=$1
}

same_process() { # PID START: still there, not a stranger with the same number, and not merely waiting to be reaped
    read_stat "$1" && [ "$state" != Z ] && [ "$start" = "$2" ]
}

pause() { sleep "$1" 2>/dev/null || sleep 1; }

kill_step() { # PID: with all that it started, if it leads a group
    [ "$group" = "$1" ] && kill -KILL "-$1" 2>/dev/null && return 0
    kill -KILL "$1" 2>/dev/null
}

asked() { # NUMBER: whether a server may still do what the step has asked it for; the times are seconds since the start
    deadline= uptime=
    [ -f "$1.asked" ] && read -r deadline <"$1.asked" && read -r uptime _ </proc/uptime || return 1
    case $deadline in '' | *[!0-9]* | ?????????????*) return 1 ;; esac
    [ "${uptime%%.*}" -le "$deadline" ]
}

end_step() { # NUMBER: ends the child of a step, or waits for a command that is still on its way
    read -r pid begun kind <"$1.pid" || return 0
    patience=40
    [ "$kind" = child ] && patience=0
    while same_process "$pid" "$begun"; do
        if asked "$1"; then # only the answer tells what is to be taken back
            pause 0.02
            continue
        fi
        if [ $patience -le 0 ]; then
            kill_step "$pid"
            [ $patience -le -40 ] && return 1
        fi
        patience=$((patience - 1))
        pause 0.02
    done
}

# ---- entries

check() { # FILE...: puts into $intact those that are what their names say, and into $damaged those that are not
    intact= damaged=
    for wait in 0.1 0.5 -; do
        sums=$(sha256sum "$@" 2>/dev/null)
        [ -n "$sums" ] || [ $wait = - ] || [ ! -f "$1" ] && break
        pause $wait # no memory for a process, perhaps
    done
    set -- $sums
    while [ $# -ge 2 ]; do
        case $2 in
        *-"${1%"${1#????????????????}"}".entry) intact="$intact $2 " ;;
        *) damaged="$damaged $2 " ;;
        esac
        shift 2
    done
}

run() { # FILE: what it says goes into a file, so that a process it leaves behind cannot hold this one up
    if true 2>/dev/null >"$number.said"; then
        (. "./$1") >"$number.said" 2>&1 </dev/null
    else
        (. "./$1") >/dev/null 2>&1 </dev/null
    fi
}

finish() { # FILE: marks it as taken back; $finished are removed together
    if true 2>/dev/null >"$number.done"; then return 0; fi
    mv -f "$1" "$number.done" # which a full disk allows
}

take_back() { # FILE
    number=${1%%-*}
    true 2>/dev/null >"$number.cancelled"
    if [ -f "$number.pid" ] && ! end_step "$number"; then
        echo "$PWD/$1: its process $pid does not end"
        return 1
    fi
    [ -e "$1" ] || return 0
    case $intact in
    *" $1 "*) ;;
    *)
        case $damaged in
        *" $1 "*)
            if mv -f "$1" "$1.damaged" 2>/dev/null; then
                # so that nothing remains to be said once a person has deleted the entry
                [ ! -e "$number.pid" ] || rm -f "$number.pid"
                set -- "$1.damaged"
            fi
            echo "$PWD/$1: damaged, so it was not run"
            ;;
        *) echo "$PWD/$1: could not be checked for damage, so it was not run" ;;
        esac
        return 1
        ;;
    esac
    if [ -e "$number.back" ]; then # somebody has been quicker
        finish "$1"
        return 0
    fi
    for wait in 0.1 0.3 1 -; do
        run "$1"
        status=$?
        while [ $status = 0 ] && asked "$number"; do # the step is gone, and what it asked for may yet be done
            pause 0.5
            run "$1"
            status=$?
        done
        if [ $status = 0 ]; then
            finish "$1"
            return 0
        fi
        [ -e "$1" ] || return 0
        if [ $status = 137 ]; then
            echo "$PWD/$1: it was ended after more than 30 seconds"
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

lane_of() { # FILE: sets lane; entries of one target share one, so that their order holds
    lane=${1#*-}
    lane=${lane%%-*}
    case $lane in '' | *[!0-9]* | ??????????*) lane=0 ;; esac
    lane=$((lane % lanes))
}

run_lane() { # LANE ENTRY...; what runs in the background of a shell ignores SIGINT and SIGQUIT already
    catch_signals
    mine=$1 result=0
    shift
    for entry; do
        lane_of "$entry"
        [ $lane != "$mine" ] || take_back "$entry" || result=1
    done
    exit $result
}

# ---- the watch over inverses that hang: they must not keep others from running

see_processes() {
    processes=
    for stat_file in /proc/[0-9]*/stat; do
        pid=${stat_file#/proc/}
        pid=${pid%/stat}
        read_stat "$pid" && processes="$processes $pid:$parent:$start"
    done
}

descendants() { # PID: puts it and all below it into $family
    family=" $1 "
    grown=yes
    while [ -n "$grown" ]; do
        grown=
        for process in $processes; do
            pid=${process%%:*}
            parent=${process#*:}
            parent=${parent%%:*}
            case $family in
            *" $pid "*) ;;
            *" $parent "*) family="$family$pid " grown=yes ;;
            esac
        done
    done
}

inverses() { # LANE_PID...: puts what the lanes are running into $running, as pid:parent:start
    running=
    for process in $processes; do
        parent=${process#*:}
        case " $* " in *" ${parent%%:*} "*) running="$running $process" ;; esac
    done
}

# USR1 ends it: that is no signal which the shell around it catches, so it cannot get lost on the way into here.
watch() { # LANE_PID...
    over=$! # the last process that is none of ours or has ended
    trap '[ "$!" = "$over" ] || kill -KILL $! 2>/dev/null; exit 0' USR1
    trap : HUP TERM
    before=
    while :; do
        sleep 15 &
        wait $!
        over=$!
        see_processes
        inverses "$@"
        still=
        for process in $running; do
            case " $before " in
            *" $process:seen "*)
                descendants "${process%%:*}"
                kill -KILL $family 2>/dev/null
                ;;
            *" $process "*) still="$still $process:seen" ;;
            *) still="$still $process" ;;
            esac
        done
        before=$still
    done
}

# ---- all of it

# Most of what a ledger is for does not outlive the kernel, and process numbers start anew with it. What does has "d" in the
# name of its entry. The file says it twice, as one that is damaged must not be believed.
then= again= now=
[ ! -f boot ] || read -r then again <boot
[ ! -r /proc/sys/kernel/random/boot_id ] || read -r now </proc/sys/kernel/random/boot_id
if [ -n "$now" ] && [ -n "$then" ] && [ "$then" = "$again" ] && [ "$then" != "$now" ]; then
    rm -f *.pid *.asked
    for file in *.entry *.damaged; do
        case $file in *-d-*) ;; *) rm -f "./$file" ;; esac
    done
fi

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
[ $# -gt 0 ] || exit $failed

check "$@"
newest_first= used=' '
for entry; do
    newest_first="$entry $newest_first"
    lane_of "$entry"
    case $used in *" $lane "*) ;; *) used="$used$lane " ;; esac
done
working=
for lane in $used; do
    run_lane "$lane" $newest_first &
    working="$working $!"
done
watch $working </dev/null >/dev/null 2>&1 &
watcher=$!
for worker in $working; do
    while :; do
        wait "$worker"
        status=$?
        [ $status -gt 128 ] && kill -0 "$worker" 2>/dev/null || break # a signal has ended the wait, not the work
    done
    [ $status = 0 ] || failed=1
done
kill -USR1 $watcher 2>/dev/null
finished=
for entry; do
    number=${entry%%-*}
    [ -e "$number.done" ] && finished="$finished $entry"
done
[ -z "$finished" ] || rm -f $finished
wait $watcher 2>/dev/null
exit $failed
