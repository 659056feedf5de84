#!/bin/sh
# Has a server drill the sample system every week: puts the four experiments into it, and a schedule for each, Tuesdays from 10:00.
#   shakeout login --server http://127.0.0.1:7777
#   SHAKEOUT_SERVER=http://127.0.0.1:7777 examples/fks/weekly-drill.sh
# Run again after a change, it writes the next versions. Where the system runs, FKS_API and the like say to the server when it drills.
# The environment 'staging' must be there.
set -eu

here=$(dirname "$(readlink -f "$0")")
command=${SHAKEOUT:-"$here/../../shakeout"}
zone=${zone:-Europe/Berlin}

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

# One after another: each is over long before the next begins.
drill() { # EXPERIMENT TIME
    "$command" experiments put "$here/experiments/$1.yaml" --name "fks-$1" --owner fks
    cat >"$files/fks-$1.yaml" <<END
experiment: fks-$1
environment: staging
when: every Tuesday at $2
time-zone: $zone
jitter: 2m
missed: once
latest: 4h
concurrency: forbid
blackout: [{from: 2026-12-18, to: 2027-01-04, reason: year end}]
END
    "$command" schedules put "$files/fks-$1.yaml"
}

drill network-delay-execution 10:00
drill pod-failure-auth 10:15
drill memory-exhaustion-data 10:30
drill cpu-stress-training 10:45
