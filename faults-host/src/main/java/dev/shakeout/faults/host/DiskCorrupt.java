package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Lets wrong bytes be read of files, as a failing disk or cable would. What is on the disk stays as it is. */
public final class DiskCorrupt implements Fault {
    static final Parameter<String> PATH = DiskPath.parameter("Folder whose files are read wrongly.");
    static final Parameter<String> FILLING = Parameter.withDefault(
            "filling", Type.choice("random", "zero"), "random", "What is read in place of the bytes of the file.");
    static final Parameter<Integer> PLACES = Parameter.withDefault(
            "places",
            Type.integer(1, 1000),
            1,
            "How many places of an answer are wrong at most; from one on, as chance has it.");
    static final Parameter<Integer> LENGTH = Parameter.withDefault(
            "length",
            Type.integer(1, 1 << 20),
            1,
            "How many bytes are wrong at a place at most; from one on, as chance has it.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "disk/corrupt",
                "Lets wrong bytes be read of files; what is on the disk stays as it is.",
                PATH,
                FILLING,
                PLACES,
                LENGTH,
                FileCalls.PERCENT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "how often a file in the path is read wrongly";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new FuseRung(
                arguments -> FileCalls.note(
                        arguments.with(FileCalls.OPERATIONS, new FileCalls(List.of("read"))),
                        "--filling=" + arguments.get(FILLING) + " --places=" + arguments.get(PLACES) + " --length="
                                + arguments.get(LENGTH)),
                DiskCorrupt::words,
                (use, _) -> new Misread(use)));
    }

    private static String words(Arguments arguments) {
        return arguments.get(FileCalls.PERCENT) + " of the answers have up to " + arguments.get(PLACES)
                + " places of up to " + arguments.get(LENGTH) + " bytes that are "
                + (arguments.get(FILLING).equals("zero") ? "zeros" : "wrong")
                + "; what somebody makes of them and writes is not taken back";
    }

    /** How many of a few reads give other bytes than were written. */
    private record Misread(FileUse use) implements Effect {
        @Override
        public String what() {
            return "how many of some reads of a file in " + use.place().path() + " give wrong bytes";
        }

        @Override
        public Reading read() {
            List<String> wrong = use.wrongBytes();
            long reads = wrong.stream().filter(bytes -> !bytes.equals("0")).count();
            return new Reading(reads, "reads", reads + " of " + wrong.size() + " wrong");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() > before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() <= before.value();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
