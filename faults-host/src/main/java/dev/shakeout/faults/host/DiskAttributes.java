package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Tells other attributes of files than they have, as a volume that was mounted or restored wrongly would. */
public final class DiskAttributes implements Fault {
    static final Parameter<String> PATH = DiskPath.parameter("Folder whose files, and itself, have other attributes.");
    static final Parameter<FileAttributes> ATTRIBUTES = Parameter.required(
            "attributes",
            new FileAttributes.Kind(),
            "What is told in place of the truth: some of mode, uid, gid, links, size, accessed, modified, changed.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "disk/attributes",
                "Tells other attributes of files than they have; rights go by what is told.",
                PATH,
                ATTRIBUTES,
                FileCalls.PERCENT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "how many attributes of a file in the path are those that are to be told";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new FuseRung(
                arguments -> FileCalls.note(
                        arguments.with(FileCalls.OPERATIONS, new FileCalls(List.of("attributes"))),
                        arguments.get(ATTRIBUTES).note()),
                arguments -> arguments.get(FileCalls.PERCENT) + " of the answers say "
                        + arguments.get(ATTRIBUTES).words(),
                (use, arguments) -> new Told(use, arguments.get(ATTRIBUTES))));
    }

    /** How many of them are told of a file, at most, in a few answers. */
    private record Told(FileUse use, FileAttributes asked) implements Effect {
        @Override
        public String what() {
            return "how many attributes of a file in " + use.place().path() + " are told as " + asked.words();
        }

        @Override
        public Reading read() {
            int most = 0;
            List<String> answers = use.attributes(asked.format());
            List<String> wanted = asked.printed();
            for (int from = 0; from + wanted.size() <= answers.size(); from += wanted.size()) {
                int told = 0;
                for (int i = 0; i < wanted.size(); i++) {
                    told += answers.get(from + i).equals(wanted.get(i)) ? 1 : 0;
                }
                most = Math.max(most, told);
            }
            return new Reading(most, "attributes", most + " of " + wanted.size() + " as asked");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() == asked.values().size() && on.value() > before.value();
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
