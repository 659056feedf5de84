package dev.shakeout.engine;

import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function of one of Chaos Toolkit's extensions that is done here, as it is done there, so that no Python is needed for
 * it. What no twin does is asked of the user's Python.
 *
 * @param function its full name, of module and function
 * @param parameters their names; one that may be left out ends with a question mark
 * @param understands whether these arguments are within what is done here
 * @param works whether it can be done as there on this machine
 * @param foresight of one that changes something which can be taken back
 */
public record Twin(
        String function,
        List<String> parameters,
        Predicate<Json.Obj> understands,
        Predicate<Machine> works,
        Body body,
        Foresight foresight) {
    /** The twins of one part of this installation, found as services. */
    public interface Table {
        List<Twin> twins();
    }

    /** What it is going to change. */
    public interface Foresight {
        Foresight NOTHING = _ -> List.of();

        List<Foreseen> of(Call call);
    }

    /** What it does. */
    public interface Body {
        /** @throws ProbeFailed where the function would raise an exception */
        Json call(Call call) throws ProbeFailed, InterruptedException;
    }

    /**
     * What it is called with.
     *
     * @param arguments those of the file
     * @param configuration the experiment's, fetched
     * @param secrets those that the activity names, merged into one
     * @param limit how long it may take
     */
    public record Call(Json.Obj arguments, Json.Obj configuration, Json.Obj secrets, Duration limit, Machine machine) {
        /** One that is given, and not as null. */
        public Optional<Json> find(String name) {
            return arguments.get(name).filter(value -> value != Json.Null.NULL);
        }

        public String text(String name) {
            return find(name).map(Json::text).orElse("");
        }
    }

    private static final class Installed {
        private static final Map<String, Twin> TWINS = ServiceLoader.load(Table.class).stream()
                .flatMap(table -> table.get().twins().stream())
                .collect(Collectors.toMap(Twin::function, twin -> twin));
    }

    /** That of a function, unless its arguments or this machine are beyond what it understands. */
    public static Optional<Twin> find(String function, Json.Obj arguments, Machine machine) {
        return Optional.ofNullable(Installed.TWINS.get(function))
                .filter(twin -> twin.understands.test(arguments) && twin.works.test(machine));
    }

    /** One that understands whatever fits its parameters. */
    public static Twin of(String function, String parameters, Body body) {
        return new Twin(
                function,
                parameters.isEmpty() ? List.of() : List.of(parameters.split(" ", -1)),
                _ -> true,
                _ -> true,
                body,
                Foresight.NOTHING);
    }

    /** One whose change is planned as a fault. */
    public Twin foreseeing(Foresight changes) {
        return new Twin(function, parameters, understands, works, body, changes);
    }

    public Twin when(Predicate<Json.Obj> understood) {
        return new Twin(function, parameters, understood, works, body, foresight);
    }

    public Twin where(Predicate<Machine> possible) {
        return new Twin(function, parameters, understands, possible, body, foresight);
    }

    /** What Python would say of a call that does not fit. */
    public Optional<Misfit> misfit(Json.Obj arguments) {
        Stream<String> missing = parameters.stream()
                .filter(name -> !name.endsWith("?") && arguments.get(name).isEmpty())
                .map(name -> "required argument '" + name + "' is missing");
        Stream<String> unknown = arguments.members().keySet().stream()
                .filter(name -> !parameters.contains(name) && !parameters.contains(name + "?"))
                .map(name -> "argument '" + name + "' is not part of the function signature");
        return Stream.concat(missing, unknown)
                .findFirst()
                .map(words -> new Misfit(
                        "arguments",
                        words + "; the function is " + function + "(" + String.join(", ", parameters) + ")"));
    }
}
