package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets a process see a wrong time, as on a host whose clock is not kept right, and no other process. */
public final class TimeSkew implements Fault {
    static final Parameter<Offset> OFFSET =
            Parameter.required("offset", new Offset.Kind(), "By how much its time is wrong: +1h is ahead, -5m behind.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("time/skew", "Lets a process see a wrong time.", OFFSET);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "what time the process sees";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new ControlFile());
    }

    /**
     * What libfaketime(3) goes by in a process.
     *
     * @param preload the library
     * @param file in which it looks for the offset, as we reach it
     * @param apart whether that is by way of the process, as it has mounts of its own
     * @param patience how long it may take to look again
     */
    private record Preloaded(String preload, Path file, boolean apart, Duration patience) {}

    /** The file in which libfaketime looks for the offset, again and again. */
    private record ControlFile() implements Rung {
        private static final String HOW = "; start it with LD_PRELOAD=libfaketime.so.1 (Debian: libfaketime),"
                + " FAKETIME_TIMESTAMP_FILE=/a/file and FAKETIME_NO_CACHE=1";
        private static final Duration CACHE = Duration.ofSeconds(10); // unless told otherwise

        /** $1 the file, $2 our token, $3 the offset; beside it lies for each who does this their offset and what was before. */
        private static final String SKEW = """
                own=$1.$2
                first=
                for was in "$1".shakeout-*.was; do [ ! -e "$was" ] || first=$was; done
                if [ -n "$first" ]; then
                  cp -p "$first" "$own.was"
                elif [ -e "$1" ]; then
                  { echo there; cat "$1"; } >"$own.was"
                else
                  echo missing >"$own.was"
                fi || exit 1
                echo "$3" >"$own.now" && cat "$own.now" >"$1" && chmod a+r "$1\"""";

        /** Ours is removed first, so that of two who leave at once at least one sees that nobody is left. */
        private static final String RESTORE = """
                own=$1.$2
                [ -e "$own.was" ] || exit 0
                rm -f "$own.now"
                last=
                for other in "$1".shakeout-*.now; do [ ! -e "$other" ] || last=$other; done
                read -r state <"$own.was" || :
                if [ -n "$last" ]; then
                  cat "$last" >"$1"
                elif [ "$state" = there ]; then
                  sed 1d "$own.was" >"$1"
                elif [ "$state" = missing ]; then
                  rm -f "$1"
                fi || exit 1
                rm -f "$own.was\"""";

        @Override
        public String name() {
            return "control file of libfaketime";
        }

        @Override
        public String needs() {
            return "a process that was started with libfaketime and FAKETIME_TIMESTAMP_FILE";
        }

        @Override
        public String inverse() {
            return "the control file gets back what it held";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            Optional<String> away = SameProcess.outOfReach(target, machine);
            if (away.isPresent()) {
                return away;
            }
            var procfs = new Procfs(machine);
            if (!variable(procfs, target, "LD_PRELOAD").contains("libfaketime")) {
                return Optional.of(target + " runs without libfaketime, so its clock is the host's" + HOW);
            }
            if (!variable(procfs, target, "FAKETIME_TIMESTAMP_FILE").startsWith("/")) {
                return Optional.of(target + " has no FAKETIME_TIMESTAMP_FILE with a full path" + HOW);
            }
            if (!variable(procfs, target, "FAKETIME").isEmpty()) {
                return Optional.of(target + " was started with FAKETIME, which goes before the control file; start it"
                        + " without");
            }
            Path file = preloaded(target, machine).file();
            Path folder = Optional.ofNullable(file.getParent()).orElse(file);
            return Files.isDirectory(folder)
                            && Files.isWritable(folder)
                            && (Files.notExists(file) || Files.isRegularFile(file))
                    ? Optional.empty()
                    : Optional.of("the control file " + file + " cannot be written");
        }

        private static String variable(Procfs procfs, Target target, String name) {
            return procfs.environment(Long.parseLong(target.detail("pid")), name)
                    .orElse("");
        }

        /** The file as the process sees it, which may be in a container. */
        private static Preloaded preloaded(Target target, Machine machine) {
            var procfs = new Procfs(machine);
            String file = variable(procfs, target, "FAKETIME_TIMESTAMP_FILE");
            boolean apart = !procfs.namespace(target.detail("pid"), "mnt").equals(procfs.namespace("self", "mnt"));
            Path root = apart ? machine.proc(target.detail("pid") + "/root") : machine.root();
            return new Preloaded(
                    variable(procfs, target, "LD_PRELOAD"),
                    root.resolve(file.substring(1)),
                    apart,
                    patience(procfs, target));
        }

        private static Duration patience(Procfs procfs, Target target) {
            if (variable(procfs, target, "FAKETIME_NO_CACHE").equals("1")) {
                return Duration.ZERO;
            }
            String seconds = variable(procfs, target, "FAKETIME_CACHE_DURATION");
            return seconds.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : CACHE;
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var preloaded = preloaded(target, machine);
            Offset offset = arguments.get(OFFSET);
            String file = preloaded.file().toString();
            String token = Token.fresh().text();
            var step = Step.command(
                    "let " + target + " see a time that is " + offset.words(),
                    SameProcess.command(target, "shift 2\n" + SKEW, file, token, offset.seconds()),
                    TimeSkew.inverse(preloaded, target, token));
            return new Prepared(
                    List.of(step),
                    new Seen(target, preloaded, offset, machine),
                    List.of(
                            "every process that goes by " + file + " sees the same time",
                            preloaded.patience().isZero()
                                    ? "it looks at that file each time it asks for the time"
                                    : "it looks at that file every " + Span.words(preloaded.patience())));
        }
    }

    /** What lies in a container is reached by a process number, which a restart of the host makes another's. */
    private static Inverse inverse(Preloaded preloaded, Target target, String token) {
        String file = preloaded.file().toString();
        return preloaded.apart()
                ? SameProcess.inverse(target, "shift 2\n" + ControlFile.RESTORE, file, token)
                : Inverse.of(ControlFile.RESTORE, file, token).lasting();
    }

    /** The time that a process sees which was started as the target was, against the host's, in seconds. */
    private record Seen(Target target, Preloaded preloaded, Offset offset, Machine machine) implements Effect {
        private static final double TOLERANCE = 1;

        @Override
        public String what() {
            return "the time that a process beside " + target + " sees, against the host's";
        }

        @Override
        public Reading read() throws IOException {
            var finished = machine.processes()
                    .run(List.of(
                            "env",
                            "LD_PRELOAD=" + preloaded.preload(),
                            "FAKETIME_TIMESTAMP_FILE=" + preloaded.file(),
                            "FAKETIME_NO_CACHE=1",
                            "date",
                            "+%s.%N"));
            double now = machine.clock().millis() / 1000.0;
            try {
                double off = Double.parseDouble(finished.output().strip()) - now;
                return new Reading(off, "s", "%+.1f s".formatted(off));
            } catch (NumberFormatException e) {
                throw new IOException("date does not say the time: " + finished.complaint(), e);
            }
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return Math.abs(on.value() - offset.value()) < Math.min(TOLERANCE, Math.abs(offset.value()) / 2);
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return Math.abs(after.value() - before.value()) < Math.min(TOLERANCE, Math.abs(offset.value()) / 2);
        }
    }
}
