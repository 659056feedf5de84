package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a process that a fault ends is started again: exactly what ran, as the same user, in the same folder, network and
 * control groups, with the same variables. All of it is noted before the process is touched, in a folder that only its
 * owner can read, as variables may hold secrets; the ledger names the folder alone.
 *
 * @param folder of these notes
 * @param again a command to start it with; empty for its own command line
 */
record Revival(Target target, String folder, List<String> again, Machine machine) {
    static final String NEEDS = "flock and setpriv (Debian: util-linux); root, or the same user as the process";

    /** Debian's sh cannot hold a NUL, so each of the words that NULs end is quoted, to be read by eval. */
    private static final String NOTE = """
            quoted() { sed -z "s/'/'\\\\\\\\''/g; s/^/'/; s/\\$/'/" | tr '\\000' ' '; }
            umask 077
            mkdir "$3" || exit 1
            cat "/proc/$1/cmdline" >"$3/cmdline" && sed -z '/=/!d' "/proc/$1/environ" | quoted >"$3/variables" || exit 1
            readlink "/proc/$1/cwd" >"$3/cwd"
            for fd in 1 2; do
              file=$(readlink "/proc/$1/fd/$fd")
              if [ -f "$file" ]; then printf '%s\\n' "$file"; else echo /dev/null; fi >"$3/out$fd"
            done
            groups=
            while read -r key real rest; do
              case $key in
              Uid:) uid=$real ;;
              Gid:) gid=$real ;;
              Groups:) for group in $real $rest; do groups=$groups${groups:+,}$group; done ;;
              Umask:) mask=$real ;;
              esac
            done <"/proc/$1/status"
            echo "$uid $gid $mask $groups" >"$3/ids"
            if [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; then
              : >"$3/network" && mount --bind "/proc/$1/ns/net" "$3/network" || exit 1
            fi
            same "$1" "$2" || { echo "process $1 has ended meanwhile" >&2; exit 1; }
            pid=$1 start=$2 folder=$3
            shift 3
            if [ $# -gt 0 ]; then
              for word; do printf '%s\\0' "$word"; done >"$folder/again"
            else
              cat "$folder/cmdline" >"$folder/again"
            fi
            quoted <"$folder/again" >"$folder/words\"""";

    private static final String FORGET = """
            umount "$1/network" 2>/dev/null
            rm -rf "$1\"""";

    /** From here on the process may be ended; notes when, in ticks since the boot, as start times are. */
    private static final String BEGIN = """
            own=
            while read -r line; do own=$own$line; done <"/proc/$$/stat"
            nineteenth() { shift 19; echo "$1"; }
            nineteenth ${own##*) } >"$3/begun\"""";

    /** $4 seconds to wait until it has ended, $5 tenths of a second to wait for somebody else to start it again; then its groups. */
    private static final String REVIVE = """
            [ -s "$3/begun" ] && [ -s "$3/words" ] || exit 0
            folder=$3
            read -r begun <"$folder/begun"
            i=0
            while same "$1" "$2"; do
              [ $i -lt $(($4 * 20)) ] || exit 0
              i=$((i + 1))
              sleep 0.05
            done
            since() { shift 19; [ "$1" -ge "$begun" ]; }
            words_of() { cat "$1/cmdline" 2>/dev/null; } # through a pipe, as cmp believes the size of a file, here 0
            like() { words_of "$1" | cmp -s - "$folder/cmdline" || words_of "$1" | cmp -s - "$folder/again"; }
            replaced() { # somebody else has started the same again
              for process in /proc/[0-9]*; do
                stat=
                while read -r line; do stat=$stat$line; done 2>/dev/null <"$process/stat"
                [ -n "$stat" ] && since ${stat##*) } && like "$process" && return 0
              done
              return 1
            }
            exec 9>"$folder/lock" && flock 9 || exit 1
            [ ! -e "$folder/up" ] || exit 0
            i=0
            until replaced; do
              [ "$i" -lt "$5" ] || break
              i=$((i + 1))
              sleep 0.1
            done
            if replaced; then : >"$folder/up"; exit 0; fi
            shift 5
            set -- "$folder" "$@"
            [ ! -e "$folder/network" ] || set -- nsenter "--net=$folder/network" sh -c "$START" sh "$@"
            [ -e "$folder/network" ] || set -- sh -c "$START" sh "$@"
            command -v setsid >/dev/null 2>&1 && set -- setsid "$@"
            "$@" </dev/null >/dev/null 2>&1 9>&- &
            i=0
            pid= start=
            until [ -s "$folder/started" ] && read -r pid start <"$folder/started" && like "/proc/$pid"; do
              [ $i -lt 40 ] || break
              i=$((i + 1))
              sleep 0.05
            done
            [ -n "$pid" ] || { echo "it could not be started again" >&2; exit 1; }
            same "$pid" "$start" || replaced || { echo "it was started again, but ended at once" >&2; exit 1; }
            : >"$folder/up\"""";

    /** In the process that becomes the one that was ended: $1 the notes, then the groups to join. */
    private static final String START = """
            folder=$1
            shift
            own=
            while read -r line; do own=$own$line; done <"/proc/$$/stat"
            nineteenth() { shift 19; echo "$$ $1"; }
            nineteenth ${own##*) } >"$folder/started"
            for group; do [ ! -e "$group" ] || echo $$ >"$group"; done
            read -r uid gid mask groups <"$folder/ids"
            read -r cwd <"$folder/cwd"
            read -r out <"$folder/out1"
            read -r err <"$folder/out2"
            variables=$(cat "$folder/variables")
            words=$(cat "$folder/words")
            become=
            if [ "$(id -u)" = 0 ] && [ "$uid" != 0 ]; then
              become="setpriv --reuid $uid --regid $gid --clear-groups"
              [ -z "$groups" ] || become="setpriv --reuid $uid --regid $gid --groups $groups"
            fi
            cd "$cwd" || exit 1
            exec >>"$out" 2>>"$err"
            umask "$mask"
            eval "exec $become env -i $variables $words\"""";

    /** What is missing of the tools that it takes. */
    static Optional<String> missing(Machine machine) {
        return List.of("flock", "setpriv").stream()
                .filter(tool -> machine.tool(tool).isEmpty())
                .map(tool -> tool + " is not installed (Debian: util-linux)")
                .findFirst();
    }

    static Revival of(Target target, List<String> again, Machine machine) {
        String folder = machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve("ended-" + Token.fresh().text())
                .toString();
        return new Revival(target, folder, again, machine);
    }

    /** Why it could not be started again, if so. */
    static Optional<String> impossible(Target target, List<String> again, Machine machine) {
        var procfs = new Procfs(machine);
        String pid = target.detail("pid");
        for (String kind : List.of("mnt", "pid", "user", "ipc", "uts")) {
            if (!procfs.namespace(pid, kind).equals(procfs.namespace("self", kind))) {
                return Optional.of(
                        target + " runs in another " + kind + " namespace, as in a container, and could not be"
                                + " started there again; stop the container instead");
            }
        }
        if (!machine.isRoot() && !procfs.namespace(pid, "net").equals(procfs.namespace("self", "net"))) {
            return Optional.of(target + " runs in another network, in which only root could start it again");
        }
        if (again.isEmpty() && !saysHowItWasStarted(procfs.commandLine(Long.parseLong(pid)), pid, procfs)) {
            return Optional.of("the command line of " + target + " does not say how it was started: "
                    + String.join(" ", procfs.commandLine(Long.parseLong(pid))) + "; give the command as start");
        }
        return Optional.empty();
    }

    /** Daemons such as nginx put a title into its place. */
    private static boolean saysHowItWasStarted(List<String> argv, String pid, Procfs procfs) {
        if (argv.isEmpty()) {
            return false;
        }
        String program = argv.getFirst();
        Place place = new Place(procfs.machine().proc(pid + "/cwd"), program);
        if (program.contains("/")) {
            return place.isProgram();
        }
        String path = procfs.environment(Long.parseLong(pid), "PATH").orElse("/usr/bin:/bin");
        for (String folder : path.split(":", -1)) {
            if (new Place(procfs.machine().root(), folder + "/" + program).isProgram()) {
                return true;
            }
        }
        return false;
    }

    /** A name as a process in some folder means it. */
    private record Place(Path from, String name) {
        boolean isProgram() {
            try {
                return Files.isExecutable(from.resolve(name));
            } catch (InvalidPathException _) {
                return false;
            }
        }
    }

    Step note() {
        var more = new ArrayList<>(List.of(folder));
        more.addAll(again);
        return Step.command(
                "note how " + target + " was started",
                SameProcess.command(target, NOTE, more.toArray(String[]::new)),
                Inverse.of(FORGET, folder));
    }

    /**
     * @param act what ends it, or lets it be ended: $1 pid, $2 start, $4 the first of more
     * @param grace how long it may take to end
     * @param wait how long somebody else has to start it again
     */
    Step end(String what, String act, Duration grace, Duration wait, String... more) {
        var arguments = new ArrayList<>(List.of(folder));
        arguments.addAll(List.of(more));
        var back = new ArrayList<>(List.of(folder, seconds(grace), Long.toString(wait.toMillis() / 100)));
        if (machine.isRoot()) {
            Cgroup.of(new Procfs(machine), target.detail("pid"))
                    .forEach(group -> back.add(group.members().toString()));
        }
        String start = "START=" + Inverse.quote(START) + "\n";
        return Step.command(
                what,
                SameProcess.command(target, BEGIN + "\n" + act, arguments.toArray(String[]::new)),
                new Inverse(
                        SameProcess.SAME + start + REVIVE, SameProcess.arguments(target, back.toArray(String[]::new))));
    }

    private static String seconds(Duration duration) {
        return Long.toString((duration.toMillis() + 999) / 1000);
    }
}
