package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.files.FaultyFiles;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A file system of ours over the path, which passes every call on to what is below. Of several at one path, each with a note
 * of what it does, one is mounted and does what all notes say; see {@link FaultyFiles}.
 *
 * @param note that tells our file system what happens to which calls
 * @param words for the step, of a file system: "in which 10% of the calls read take 200 ms longer"
 */
record FuseRung(
        Function<Arguments, String> note,
        Function<Arguments, String> words,
        BiFunction<FileUse, Arguments, Effect> effect)
        implements Rung {
    private static final Parameter<String> PATH = DiskDelay.PATH;
    private static final String LIBRARY = "libfuse3.so.3";

    /**
     * $1 the path, $2 the same as mountinfo writes it, $3 a folder for what is below our file system, before the token, $4 the
     * same of our note, $5 the token, $6 what the note says, $7 the beginning of marks of read-only mounts.
     *
     * <p>What is below is the same for all who are here. Its mount is private, so that our file system is not mounted there as
     * well. Two of ours, one further down than the other, could not be taken back one by one.
     */
    private static final String BELOW = """
            refuse() { echo "$1" >&2; exit 1; }
            for mark in "$7"*; do
              [ ! -e "$mark" ] || refuse "$1 is read-only by another fault; let that end first"
            done
            there cat /proc/self/mountinfo | while read -r id parent device root point rest; do
              case $rest in *" - fuse"*" shakeout-"*) ;; *) continue ;; esac
              source=${rest#*" - fuse"}
              source=${source#* }
              [ "$point" = "$2" ] && [ -e "$4${source%% *}" ] && continue
              case $point/ in "$2"/*) exit 1 ;; esac
              case $2/ in "$point"/*) exit 1 ;; esac
            done || refuse "another fault is above or below $1 already; let one of them end before the other begins"
            origin=$1
            for other in "$4"*; do
              [ -e "$other" ] || continue
              there test -d "$1" || refuse "another fault is at $1 and does not answer; let it end, or run 'shakeout recover'"
              origin=$3${other#"$4"}
            done
            echo "$6" >"$4$5" || exit 1
            there mkdir -p "$3$5" && there mount --bind -- "$origin" "$3$5" && there mount --make-private -- "$3$5\"""";

    /** Whatever the probes have left goes too, by way of what is below. */
    private static final String NOTHING_BELOW = """
            there test -d "$3" || exit 0
            there sh -c 'rm -f -- "$1/$2" "$1/$2.2"' sh "$3" "$4"
            there umount -- "$3" 2>/dev/null || there umount -l -- "$3" 2>/dev/null
            ! there test -d "$3" || there rmdir -- "$3\"""";

    /** $1 the path, $2 the same as mountinfo writes it, $3 the source of our mount. Lazily, as open files would keep it. */
    private static final String UNMOUNT = """
            ours() {
              there cat /proc/self/mountinfo | while read -r id parent device root point rest; do
                [ "$point" = "$1" ] || continue
                case $rest in *" - fuse"*" $2 "*) exit 1 ;; esac
              done && return 1
              return 0
            }
            tries=0
            while ours "$2" "$3"; do
              there umount -l -- "$1" || [ $tries -lt 20 ] || exit 1
              tries=$((tries + 1))
              [ $tries -lt 25 ] || exit 1
            done""";

    @Override
    public String name() {
        return "a file system in user space (FUSE)";
    }

    @Override
    public String needs() {
        return "root, /dev/fuse and libfuse 3 (Debian: fuse3)";
    }

    @Override
    public String inverse() {
        return "the mount is undone";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (!Files.exists(machine.root().resolve("dev/fuse"))) {
            return Optional.of("this kernel has no /dev/fuse");
        }
        return library(machine).isPresent()
                ? Optional.empty()
                : Optional.of("libfuse 3 is not installed (Debian: fuse3)");
    }

    private static Optional<Path> library(Machine machine) {
        return machine.fact("libfuse3", () -> {
            for (String folder : List.of("usr/lib", "usr/lib64", "lib", "usr/local/lib")) {
                try (var found = Files.find(machine.root().resolve(folder), 2, (path, _) -> path.endsWith(LIBRARY))) {
                    Optional<Path> library = found.findFirst();
                    if (library.isPresent()) {
                        return library;
                    }
                } catch (IOException | java.io.UncheckedIOException _) {
                    // there is no such folder here
                }
            }
            return Optional.<Path>empty();
        });
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        var place = MountPlace.of(arguments.get(PATH), target, machine);
        return place.unusable()
                .or(() -> Files.isDirectory(place.seen())
                        ? Optional.empty()
                        : Optional.of(place.path() + " is not a folder"))
                .or(place::mountedBelow)
                .or(() -> sharesOurFiles(place, machine));
    }

    /** Our process runs among the target's mounts, so its program must be there. */
    private static Optional<String> sharesOurFiles(MountPlace place, Machine machine) {
        String java = machine.java().getFirst();
        Path folder = machine.folders().runtime().toAbsolutePath();
        return place.seesToo(java) && (place.namespace().isEmpty() || place.seesToo(folder.toString()))
                ? Optional.empty()
                : Optional.of(
                        place.target() + " has other files than we, as in a container, so our file system cannot be"
                                + " started there");
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var place = MountPlace.of(arguments.get(PATH), target, machine);
        String probe = "." + token.text();
        String folder =
                machine.folders().runtime().toAbsolutePath().resolve("below-").toString();
        String below = folder + token.text();
        String notes = place.marks("faulty");
        var child = new ArrayList<>(machine.java());
        child.addAll(List.of(
                FaultyFiles.class.getName(),
                "--token=" + token.text(),
                "--library=" + library(machine).orElseThrow(),
                "--notes=" + notes,
                "--under=" + below,
                "--over=" + place.path(),
                "--point=" + place.escaped(),
                "--uid=" + owner(place, target, machine, "Uid", "unix:uid"),
                "--gid=" + owner(place, target, machine, "Gid", "unix:gid")));
        var steps = List.of(
                Step.command(
                        "keep what is at " + place.path() + " in reach",
                        place.alone(
                                BELOW,
                                place.escaped(),
                                folder,
                                notes,
                                token.text(),
                                note.apply(arguments),
                                place.marks("read-only")),
                        place.forgetting(notes + token.text(), NOTHING_BELOW, place.escaped(), below, probe)),
                new Step(
                        "mount a file system over it in which " + words.apply(arguments),
                        new Step.Change.Child(place.entering(child), false),
                        Optional.of(place.forgetting(notes + token.text(), UNMOUNT, place.escaped(), token.text()))));
        return new Prepared(
                steps,
                effect.apply(new FileUse(place, probe, machine), arguments),
                List.of(
                        place.notes(),
                        "files that are open already are not seen by it, and those that are opened meanwhile must be opened"
                                + " again when it, or an older one at the same path, is taken back",
                        "files that are made meanwhile belong to the user of " + place.target()
                                + ", whoever makes them; of a host, to the owner of the folder"));
    }

    private static String owner(MountPlace place, Target target, Machine machine, String key, String attribute) {
        if (target.isProcess()) {
            return new Procfs(machine)
                    .status(target.detail("pid"), key)
                    .map(ids -> ids.split("\\s+", -1)[1])
                    .orElse("0");
        }
        try {
            return String.valueOf(Files.getAttribute(place.seen(), attribute));
        } catch (IOException _) {
            return "0";
        }
    }
}
