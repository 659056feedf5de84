read_stat() { # PID: sets state, group, in (its session) and start; fails when there is no such process
    stat=
    while read -r line; do stat=$stat$line; done 2>/dev/null <"/proc/$1/stat" || return 1
    set -- ${stat##*) }
    [ $# -ge 20 ] || return 1
    state=$1 group=$3 in=$4
    shift 19
    start=$1
}
boot=
[ ! -r /proc/sys/kernel/random/boot_id ] || read -r boot </proc/sys/kernel/random/boot_id
note_self() { # NOTE: who this process is
    read_stat "$$" && echo "$$ $start $boot" >"$memo/$1.new" && mv "$memo/$1.new" "$memo/$1"
}
