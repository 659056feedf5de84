# Usage: sh sentinel.sh RUN_FOLDER LEASE_SECONDS <pipe
# Outlives the runner and takes everything back when the pipe from it ends without the word "bye", or when the lease is
# not renewed: the runner writes another number into the file "lease" several times within each lease.
umask 077
lease=$2
[ -n "$1" ] && cd "$1" && [ -f undo.sh ] || exit 0
folder=$PWD

take_back() { # never depends on the disk having room for a log
    if true 2>/dev/null >"$folder/undo.log"; then
        sh "$folder/undo.sh" "$folder" >"$folder/undo.log" 2>&1
    else
        sh "$folder/undo.sh" "$folder" >/dev/null 2>&1
    fi
}

# Signals are caught rather than ignored, as what an inverse starts would inherit that.
watch_lease() {
    over=$! # the last process that has ended
    trap '[ "$!" = "$over" ] || kill -KILL $! 2>/dev/null; exit 0' USR1
    trap : HUP INT QUIT TERM
    half=$(((lease + 1) / 2))
    last=none same=0
    while :; do
        sleep $half &
        if ! wait $!; then # a signal, not the time
            kill -KILL $! 2>/dev/null
            continue
        fi
        over=$!
        [ -d "$folder" ] || exit 0 # the run is over, although nobody has said so: the other half of this sentinel is gone
        now=
        read -r now <lease || :
        if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0 last=$now; fi
        if [ $same -ge 2 ]; then
            true 2>/dev/null >lapsed
            take_back
            exit 0
        fi
    done
}

watch_lease </dev/null &
watcher=$!
word=
signalled=
trap 'signalled=yes' HUP INT QUIT TERM
while :; do
    signalled=
    read -r word || [ -n "$signalled" ] || break
    [ "$word" = bye ] && break
done
kill -USR1 $watcher 2>/dev/null
wait $watcher 2>/dev/null
[ "$word" = bye ] && exit 0
cd / # the folder may go
nothing_is_left() { # somebody else has come to the end meanwhile, but for the log that we write
    [ ! -e "$folder/undo.sh" ] || return 1
    for file in "$folder"/*.entry "$folder"/*.damaged "$folder"/*.pid; do
        [ ! -e "$file" ] && [ ! -L "$file" ] || return 1
    done
}
# What stands in the way may pass: a full disk, no memory for a process.
for again in 1 5 15 -; do
    if take_back || nothing_is_left; then
        [ ! -f "$folder/farewell.sh" ] || sh "$folder/farewell.sh" "$folder"
        # The notes of steps first: one that is there without its entry means that an entry was lost.
        rm -f "$folder"/*.pid && rm -rf "$folder" && exit 0
    fi
    [ -d "$folder" ] || exit 0
    [ $again = - ] || sleep $again
done
