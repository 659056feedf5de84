package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that Gremlin is asked to begin, and what tells of it.
 *
 * @param what in words: "attack Latency"
 * @param body that is sent
 */
record Request(Target team, Machine machine, String what, Paths paths, String body, Path memo) {
    /** Where the API lists, begins, shows and halts such a thing. */
    record Paths(String list, String begin, String one, String halt, String halted) {
        static final Paths ATTACK = new Paths("/attacks/active", "/attacks", "/attacks", "/attacks", "/halt");
        static final Paths OLD_ATTACK = new Paths("/attacks/active", "/attacks/new", "/attacks", "/attacks", "/halt");
        static final Paths KUBERNETES = new Paths(
                "/kubernetes/attacks",
                "/kubernetes/attacks/new",
                "/kubernetes/attacks",
                "/kubernetes/attacks",
                "/halt");

        static Paths scenario(String guid) {
            String runs = "/scenarios/" + guid + "/runs";
            return new Paths(runs, runs, runs, "/scenarios/halt/" + guid + "/runs", "");
        }
    }

    /** Of one try of a halt, in seconds. The ledger ends an inverse after 30 and tries again; what is left is to be told by then. */
    private static final int MOST_PATIENCE = 20;

    static Request of(Target team, Machine machine, String what, Paths paths, String body) {
        return new Request(
                team, machine, what, paths, body, Accounts.of(machine).memo());
    }

    Prepared prepared() {
        var step = Step.command(
                "have Gremlin begin the " + what,
                shell(Shell.BEGIN, List.of(body)).argv(),
                halt());
        return new Prepared(
                List.of(step),
                new State(this),
                List.of("Gremlin's agents carry it out and take it back; asked by " + account()));
    }

    private Account account() {
        return Accounts.of(machine).of(team);
    }

    /** It goes on when this host is started again, and so its inverse must be there then. */
    Inverse halt() {
        return shell(Shell.HALT, List.of()).lasting();
    }

    private Inverse shell(String script, List<String> more) {
        Account account = account();
        double seconds = account.limit().toMillis() / 1000.0;
        var arguments = new ArrayList<>(List.of(
                Accounts.of(machine).credentials(account).toString(),
                account.base(),
                account.query(),
                memo.toString(),
                String.valueOf(seconds),
                paths.list(),
                paths.begin(),
                paths.one(),
                paths.halt(),
                paths.halted(),
                String.valueOf((int) Math.clamp(Math.ceil(seconds * 8), 2, MOST_PATIENCE))));
        arguments.addAll(more);
        return new Inverse(script, arguments);
    }

    /** Value 1 while it is on, 0 when nothing is done to a target, 2 in between, 3 when nobody knows. */
    private record State(Request request) implements Effect {
        private static final double NOTHING = 0;
        private static final double ON = 1;
        private static final double BETWEEN = 2;
        private static final double UNSURE = 3;

        @Override
        public String what() {
            return "the stage of the " + request.what + " at Gremlin";
        }

        @Override
        public Reading read() throws IOException {
            var look = request.machine
                    .processes()
                    .run(request.shell(Shell.LOOK, List.of()).argv(), Duration.ofMinutes(1));
            if (!look.ok()) {
                throw new IOException(look.complaint());
            }
            List<String> words = look.output().lines().distinct().toList();
            return new Reading(value(words), "", words(words));
        }

        private static double value(List<String> words) {
            if (words.equals(List.of("none")) || words.equals(List.of("over"))) {
                return NOTHING;
            }
            var courses = words.stream()
                    .map(word -> Stage.of(word).map(Stage::course))
                    .collect(Collectors.toSet());
            if (words.isEmpty()
                    || courses.stream()
                            .anyMatch(course -> course.filter(known -> known != Stage.Course.UNSURE)
                                    .isEmpty())) {
                return UNSURE;
            }
            var known = courses.stream().map(course -> course.orElseThrow()).collect(Collectors.toSet());
            return known.contains(Stage.Course.ON)
                    ? ON
                    : known.equals(java.util.Set.of(Stage.Course.OVER)) ? NOTHING : BETWEEN;
        }

        private String words(List<String> words) {
            return switch (words.isEmpty() ? "" : words.getFirst()) {
                case "none" -> "nothing is asked for yet";
                case "asked" -> "Gremlin has not said whether it began";
                case "over" -> "it is over";
                case "" -> "Gremlin names no stage";
                default -> "Gremlin says " + String.join(", ", words);
            };
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() == ON;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == NOTHING;
        }

        @Override
        public Optional<Duration> followed() {
            return Optional.of(Duration.ofSeconds(2));
        }

        /** Agents ask every few seconds what there is to do. */
        @Override
        public Duration patience() {
            return Duration.ofMinutes(2);
        }
    }
}
