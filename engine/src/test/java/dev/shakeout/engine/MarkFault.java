package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A small real fault: a file exists that should not. Its arguments give it every bad habit that a fault may have. The
 * target's name is the end of the file's name.
 */
final class MarkFault implements Fault {
    static final String NAME = "file/exists";
    static final Parameter<String> PATH = Parameter.required("path", Type.text(), "the file");
    /** Shell run before the file is touched; $1 is the file. */
    static final Parameter<String> FIRST = Parameter.withDefault("first", Type.text(), ":", "run before");
    /** Shell of a step after it. */
    static final Parameter<String> THEN = Parameter.withDefault("then", Type.text(), "", "a second step");
    /** Shell run by the inverse before the file is removed. */
    static final Parameter<String> UNDO = Parameter.withDefault("undo", Type.text(), ":", "run by the inverse");
    /** Shell of an idle child that comes before them. */
    static final Parameter<String> IDLE = Parameter.withDefault("idle", Type.text(), "", "a child that waits");
    /** bites, toothless, momentary, throws, blind, or stuck: it takes a minute. */
    static final Parameter<String> EFFECT = Parameter.withDefault("effect", Type.text(), "bites", "how it is measured");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(NAME, "Touches a file.", PATH, FIRST, THEN, UNDO, IDLE, EFFECT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("place");
    }

    @Override
    public String effect() {
        return "whether the file exists";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Touch());
    }

    static Path mark(String path, String place) {
        return Path.of(path + "." + place);
    }

    private record Touch() implements Rung {
        @Override
        public String name() {
            return "touch";
        }

        @Override
        public String needs() {
            return "nothing";
        }

        @Override
        public String inverse() {
            return "the file is removed";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return target.name().equals("moon") ? Optional.of("too far") : Optional.empty();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            Path mark = mark(arguments.get(PATH), target.name());
            var steps = new ArrayList<Step>();
            if (!arguments.get(IDLE).isEmpty()) {
                steps.add(Step.idleChild("wait", List.of("sh", "-c", arguments.get(IDLE))));
            }
            steps.add(Step.shell(
                    "touch " + mark,
                    arguments.get(FIRST) + "\n: >\"$1\"",
                    List.of(mark.toString()),
                    Inverse.of("{ " + arguments.get(UNDO) + "\n} && rm -f \"$1\"", mark.toString())));
            if (!arguments.get(THEN).isEmpty()) {
                steps.add(Step.shell("go on", arguments.get(THEN), List.of(mark.toString()), Inverse.of(":")));
            }
            return Prepared.of(steps, new Exists(mark, arguments.get(EFFECT)));
        }
    }

    private record Exists(Path mark, String habit) implements Effect {
        @Override
        public String what() {
            return mark + " exists";
        }

        @Override
        public Reading read() {
            boolean exists = Files.exists(mark);
            if (habit.equals("stuck")) {
                LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
            }
            return new Reading(
                    habit.equals("blind") ? Double.NaN : exists ? 1 : 0,
                    "files",
                    exists ? "it exists" : "no such file");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return !habit.equals("toothless") && on.value() > before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            if (habit.equals("throws")) {
                throw new IllegalStateException("this effect is broken");
            }
            return after.value() <= before.value();
        }

        @Override
        public boolean momentary() {
            return habit.equals("momentary");
        }

        @Override
        public Duration patience() {
            return Duration.ofMillis(400);
        }
    }

    /** Finds as many places as are asked for: a, b, c, … */
    record Places() implements TargetFinder {
        static final Parameter<Integer> COUNT = Parameter.withDefault("count", Type.integer(0, 26), 1, "how many");
        static final Parameter<String> NAMED = Parameter.optional("named", Type.text(), "one of this name");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("place", "Finds places.", COUNT, NAMED);
        }

        @Override
        public List<Target> find(Arguments by, Machine machine) {
            if (by.find(NAMED).isPresent()) {
                return List.of(place(by.get(NAMED)));
            }
            var places = new ArrayList<Target>();
            for (int i = 0; i < by.get(COUNT); i++) {
                places.add(place(String.valueOf((char) ('a' + i))));
            }
            return places;
        }

        private static Target place(String name) {
            return new Target("place", name, name, Map.of());
        }
    }
}
