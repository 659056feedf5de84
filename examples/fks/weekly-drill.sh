#!/bin/sh
# Has a server drill the sample system every week: puts the four experiments into it, and a schedule for each, Tuesdays from 10:00.
#   token=shakeout_… examples/fks/weekly-drill.sh
# Run again after a change, it writes the next versions. Where the system runs, FKS_API and the like say to the server when it drills, and
# here too, as 'convert' looks whether they are set. The environment 'staging' must be there. Needs curl.
# With slack=https://hooks.slack.com/services/… and an admin's token, that channel is told before each drill and of its end.
set -eu

here=$(dirname "$(readlink -f "$0")")
shakeout=${SHAKEOUT:-"$here/../../shakeout"}
api=${api:-http://127.0.0.1:7777/api/v1}
zone=${zone:-Europe/Berlin}

ask() { # ARGUMENT...
    curl -sS --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"
}

# What is there already is replaced, if nobody else has written it meanwhile.
put() { # PATH BODY
    etag=$(ask -D - -o /dev/null "$api/$1" 2>/dev/null | sed -n 's/^[Ee][Tt]ag: *//p' | tr -d '\r')
    printf '%s' "$2" | ask -o /dev/null -X PUT ${etag:+-H "If-Match: $etag"} --data-binary @- "$api/$1"
}

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

# One after another: each is over long before the next begins.
drill() { # EXPERIMENT TIME
    "$shakeout" convert "$here/experiments/$1.yaml" --output "$files/$1.json"
    put "experiments/fks-$1" "{\"owner\": \"fks\", \"definition\": $(cat "$files/$1.json")}"
    put "schedules/fks-$1" "{
        \"experiment\": \"fks-$1\", \"environment\": \"staging\",
        \"when\": \"every Tuesday at $2\", \"time-zone\": \"$zone\", \"jitter\": \"2m\",
        \"missed\": \"once\", \"latest\": \"4h\", \"concurrency\": \"forbid\",
        \"blackout\": [{\"from\": \"2026-12-18\", \"to\": \"2027-01-04\", \"reason\": \"year end\"}]}"
    echo "fks-$1: every Tuesday at $2, $zone"
}

[ -z "${slack:-}" ] || put channels/fks-drills "{\"kind\": \"slack\", \"environment\": \"staging\", \"lead-time\": \"5m\",
    \"target\": {\"url\": \"$slack\"}, \"on\": [\"before\", \"halt\", \"end\", \"finding\"]}"

drill network-delay-execution 10:00
drill pod-failure-auth 10:15
drill memory-exhaustion-data 10:30
drill cpu-stress-training 10:45
