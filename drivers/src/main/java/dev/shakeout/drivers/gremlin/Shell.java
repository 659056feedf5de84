package dev.shakeout.drivers.gremlin;

/**
 * What is asked of Gremlin when it must also be possible without a JVM. Every script takes $1 curl's configuration, $2 the
 * API's address, $3 what is added to each path, $4 the memo, $5 how many seconds one answer may take, $6 to $10 the paths of
 * the list, of the creation, of one, and what is before and behind an id to halt it, $11 how many seconds a halt may take.
 *
 * <p>The memo is not there when nothing was asked for, holds "asked" while it is not known what became of that, then the id,
 * and "over" when nothing is left.
 */
final class Shell {
    /** call repeats what may be repeated, and waits as long as a 429 says; ask is sent once. */
    private static final String CALL = """
            access=$1 url=$2 team=$3 memo=$4 limit=$5 list=$6 post=$7 one=$8 halt=$9
            shift 9
            halted=$1 patience=$2
            shift 2
            ask() { # METHOD PATH BODY
              answer=$(printf '%s' "$3" | curl -sS --config "$access" --max-time "$limit" -X "$1" \\
                -H 'Content-Type: application/json;charset=utf-8' -H 'Accept: application/json' --data-binary @- \\
                -D "$memo.head" -w '\\n%{http_code}' "$url$2$team" 2>&1)
              status=${answer##*
            }
              answer=${answer%
            *}
            }
            pause() { # SECONDS MOST
              after=$(sed -n 's/^[Rr]etry-[Aa]fter: *\\([0-9][0-9]*\\).*/\\1/p' "$memo.head" 2>/dev/null | head -n 1)
              [ "$status" = 429 ] && [ -n "$after" ] && [ "$after" -gt 0 ] || { sleep "$1"; return 0; }
              [ "$after" -le "$2" ] || return 1
              sleep "$after"
            }
            call() { # METHOD PATH BODY
              for wait in 0.2 0.5 1 2 -; do
                ask "$@"
                case $status in
                000 | 429 | 5??) [ $wait = - ] || { pause $wait 15 && continue; } ;;
                esac
                break
              done
            }
            said() {
              printf '%s' "$answer" | tr -s ' \\n\\r\\t' '    ' | cut -c 1-300
            }
            refused() { # WHAT
              echo "Gremlin at $url does not $1: $status $(said)" >&2
              exit 1
            }
            members() { # NAME: the texts and numbers of that name in the answer
              printf '%s' "$answer" | tr ',{}[]' '\\n\\n\\n\\n\\n' \\
                | sed -n "s/^ *\\"$1\\" *: *\\"\\{0,1\\}\\([A-Za-z0-9_-]*\\)\\"\\{0,1\\} *\\$/\\1/p"
            }
            ids() {
              { members guid; members run_number; members runNumber; members uid; } | sort -u
            }
            isList() {
              case $(printf '%s' "$answer" | tr -d ' \\n\\r\\t' | cut -c 1) in '[' | '{') return 0 ;; esac
              return 1
            }
            """;

    /** Its own argument $1 is the attack. What is already there is noted first, as a lost answer leaves nothing else to tell by. */
    static final String BEGIN = CALL + """
            [ ! -e "$memo" ] || { echo 'it was asked for already, and never is twice' >&2; exit 1; }
            call GET "$list" ''
            [ "$status" = 200 ] && isList || refused 'list what is there'
            ids >"$memo.before" || exit 1
            echo asked >"$memo" || exit 1
            sync "$memo" 2>/dev/null
            for wait in 0.5 1 2 -; do
              ask POST "$post" "$1"
              [ "$status" = 429 ] && [ $wait != - ] && pause $wait 5 && continue
              break
            done
            case $status in
            2??)
              id=$(printf '%s' "$answer" | tr -d ' "\\n\\r\\t')
              case $id in '' | *[!A-Za-z0-9_-]*) id=$(ids | head -n 1) ;; esac
              [ -n "$id" ] || refused 'say what it has begun'
              echo "$id" >"$memo.new" && mv "$memo.new" "$memo"
              ;;
            400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429)
              rm -f "$memo"
              refused 'begin it'
              ;;
            *) refused 'say whether it has begun it' ;;
            esac
            """;

    /** Ends with status 0 only when Gremlin says that it is over, or that it has never begun. */
    static final String HALT = CALL + """
            [ -e "$memo" ] || exit 0
            read -r id <"$memo" || id=asked
            [ "$id" != over ] || exit 0
            began=$(date +%s)
            if [ "$id" = asked ]; then
              for wait in 0.5 1 2 -; do
                call GET "$list" ''
                [ "$status" = 200 ] && isList || refused 'list what is there, and whether this run has begun something is not known'
                fresh=
                for each in $(ids); do
                  grep -qxF "$each" "$memo.before" || fresh="$fresh $each"
                done
                [ -z "$fresh" ] || break
                [ $wait = - ] || sleep $wait
              done
              [ -z "$fresh" ] || {
                echo "Gremlin at $url has not said what it has begun; it may be one of these, which are new:$fresh; look at them there, and halt the one that is this run's" >&2
                exit 1
              }
              echo over >"$memo"
              exit 0
            fi
            call POST "$halt/$id$halted" '{"reason":"taken back by Shakeout","reference":"shakeout"}'
            asked=$status
            while :; do
              ask GET "$one/$id" ''
              if [ "$status" = 200 ]; then
                stages=$(members stage)
                left=$(printf '%s\\n' "$stages" | grep -vxE 'Successful|UserHalted|ClientAborted|InitializationFailed|InvalidArgument|TargetNotFound|Failed' | head -n 1)
                [ -z "$stages" ] || [ -n "$left" ] || { echo over >"$memo"; exit 0; }
                case $left in
                LostCommunication | TeardownFailed | HaltFailed)
                  echo "Gremlin at $url could not take $id back: $left; look at its targets" >&2
                  exit 1
                  ;;
                esac
              fi
              [ $(($(date +%s) - began)) -lt "$patience" ] || break
              sleep 1
            done
            echo "Gremlin at $url does not say that $id is halted: the halt was answered with $asked, the last look with $status ${left:-$(said)}" >&2
            exit 1
            """;

    /** Prints none, asked, over, or the stages, one a line. */
    static final String LOOK = CALL + """
            [ -e "$memo" ] || { echo none; exit 0; }
            read -r id <"$memo" || id=asked
            case $id in asked | over) echo "$id"; exit 0 ;; esac
            call GET "$one/$id" ''
            [ "$status" = 200 ] || refused "show $id"
            members stage
            """;

    private Shell() {}
}
