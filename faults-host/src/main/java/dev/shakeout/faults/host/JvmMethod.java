package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** What the faults of a method have in common: which one it is, and how it is seen that they bite. */
final class JvmMethod {
    static final Parameter<String> CLASS = Parameter.required(
            "class", JavaName.CLASS, "The class that has the method, with its package; of a class in another a.B$C.");
    static final Parameter<String> METHOD = Parameter.required(
            "method",
            JavaName.METHOD,
            "All methods of this name are hit, whatever they take; <init> is a constructor.");

    static final String EFFECT = "how many calls of the method were met, as the agent in the JVM counts them";

    private JvmMethod() {}

    static String of(Arguments arguments) {
        return arguments.get(CLASS) + "." + arguments.get(METHOD);
    }

    /**
     * @param kind as the agent knows it
     * @param more of the order
     */
    static Rung rung(String kind, Function<Arguments, List<String>> more, Function<Arguments, String> words) {
        return new JvmRung(
                "the JVM makes the class anew from what it had loaded",
                arguments -> {
                    var order = new ArrayList<>(List.of(
                            "kind=" + kind, "class=" + arguments.get(CLASS), "method=" + arguments.get(METHOD)));
                    order.addAll(more.apply(arguments));
                    return order;
                },
                words,
                (folder, arguments) -> new Calls(folder, of(arguments)),
                List.of(
                        "a class that the JVM loads later is changed as it is loaded; without a call there is no effect",
                        JvmRung.WARNING));
    }

    /** How often the changed method was entered, as the agent counts it. */
    private record Calls(JvmFolder folder, String method) implements Effect {
        @Override
        public String what() {
            return "calls of " + method + " in " + folder.target() + " that were met";
        }

        @Override
        public Reading read() throws IOException {
            Optional<Properties> said = folder.said();
            if (said.isEmpty()) {
                return new Reading(0, "", method + " is not changed");
            }
            String methods = said.get().getProperty("methods", "");
            String problem = said.get().getProperty("problem", "");
            long hits = Long.parseLong(said.get().getProperty("hits", "0"));
            String words = methods.isEmpty()
                    ? problem.isEmpty() ? "its class is not loaded" : problem
                    : hits == 1 ? "1 call was met" : hits + " calls were met";
            return new Reading(hits, "", method + ": " + words);
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
            return Duration.ofSeconds(10); // the next call must come
        }
    }
}
