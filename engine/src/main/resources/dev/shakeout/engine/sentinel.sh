# Usage: sh sentinel.sh RUN_FOLDER LEASE_SECONDS <pipe
# Outlives the runner and takes everything back when the pipe from it ends without the word "bye", or when the lease is
# not renewed: the runner writes another number into the file "lease" several times within each lease.
folder=$1 lease=$2
trap '' HUP INT
cd "$folder" || exit 0

watch_lease() {
    trap 'kill $nap 2>/dev/null; exit 0' TERM
    half=$(((lease + 1) / 2))
    last=none same=0
    while :; do
        sleep $half &
        nap=$!
        wait $nap
        now=
        read -r now <lease || :
        if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0 last=$now; fi
        if [ $same -ge 2 ]; then
            : >lapsed
            sh ./undo.sh "$folder" >undo.log 2>&1
            exit 0
        fi
    done
}

watch_lease </dev/null &
watcher=$!
word=
while read -r word; do
    [ "$word" = bye ] && break
done
kill $watcher 2>/dev/null
wait $watcher 2>/dev/null
[ "$word" = bye ] && exit 0
cd / # the folder may go
sh "$folder/undo.sh" "$folder" >"$folder/undo.log" 2>&1 && rm -rf "$folder"
