package dev.shakeout.dialects.settings;

import dev.shakeout.dialects.chaostoolkit.StrategyWords;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chaos Toolkit's settings of one user: strategies, who may fetch experiments from where, who is told of what, controls
 * of all experiments. Keys of others are left alone.
 *
 * @param file where they were read, for messages
 */
public record UserSettings(String file, Json.Obj values) {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(?:token|secret|passw|credential|api[-_ ]?key|authorization|cookie).*");

    public static final UserSettings NONE = new UserSettings("no settings", Json.Obj.EMPTY);

    /** @throws InvalidInput when the text is not YAML, or no object */
    public static UserSettings read(String file, String text) {
        return switch (Yaml11.read(file, text).orElse(Json.Obj.EMPTY)) {
            case Json.Obj values -> new UserSettings(file, values);
            case Json other ->
                throw new InvalidInput(Problem.of(file + ": the settings must be an object; found " + other.kind()));
        };
    }

    /**
     * When hypothesis and rollbacks run, unless the experiment or the command line says otherwise.
     *
     * @throws InvalidInput when a strategy is none
     */
    public Strategies strategies() {
        var standard = Strategies.DEFAULT;
        return new Strategies(
                word("hypothesis", StrategyWords.HYPOTHESIS).orElse(standard.hypothesis()),
                standard.frequency(),
                standard.failFast(),
                word("rollbacks", StrategyWords.ROLLBACKS).orElse(standard.rollbacks()));
    }

    private <T> Optional<T> word(String what, Type<T> words) {
        try {
            return SettingsKey.of("runtime." + what + ".strategy").find(values).map(words::parse);
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(file + ": runtime." + what + ".strategy: " + e.getMessage()));
        }
    }

    /**
     * What a server that hands out experiments wants to see.
     *
     * @param server its name and, where the address has one, its port: {@code example.com:8443}
     */
    public Optional<String> authorization(String server) {
        return values.get("auths")
                .flatMap(auths -> auths instanceof Json.Obj object ? object.get(server) : Optional.empty())
                .map(auth -> {
                    if (auth instanceof Json.Obj object
                            && object.get("type").isPresent()
                            && object.get("value").isPresent()) {
                        return object.get("type").get().text() + " "
                                + object.get("value").get().text();
                    }
                    throw new InvalidInput(Problem.of(file + ": auths: '" + server + "' must have a type and a value"));
                });
    }

    /**
     * What nobody may be shown: the values of {@code auths}, and of the channels of notifications whatever is named like a
     * token, a password or a key.
     */
    public List<Json> secrets() {
        var found = new ArrayList<Json>();
        values.get("auths").ifPresent(auths -> named("value"::equals, auths, found));
        values.get("notifications").ifPresent(channels -> named(SECRET.asMatchPredicate(), channels, found));
        return found;
    }

    private static void named(Predicate<String> secret, Json in, List<Json> found) {
        switch (in) {
            case Json.Obj(var members) ->
                members.forEach((key, value) -> {
                    if (!secret.test(key)) {
                        named(secret, value, found);
                        return;
                    }
                    found.add(value);
                    if (value instanceof Json.Str(String text)) {
                        found.add(Json.of(text.replaceFirst("^\\S+\\s+", ""))); // without a scheme, such as Bearer
                    }
                });
            case Json.Arr(var items) -> items.forEach(item -> named(secret, item, found));
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> {}
        }
    }

    /** Where to tell of commands; a channel that has no meaning is told to the reader of {@code complaints}. */
    public List<NotificationChannel> channels(Consumer<String> complaints) {
        return values.get("notifications")
                .map(written -> ChannelReader.read(written, words -> complaints.accept(file + ": " + words)))
                .orElse(List.of());
    }

    /**
     * The controls of all experiments.
     *
     * @throws InvalidInput when one is no object
     */
    public List<GlobalControl> controls() {
        return switch (values.get("controls").orElse(Json.Null.NULL)) {
            case Json.Null.NULL -> List.of();
            case Json.Obj(var members) -> {
                var controls = new ArrayList<GlobalControl>();
                members.forEach((name, written) -> {
                    if (!(written instanceof Json.Obj definition)) {
                        throw new InvalidInput(Problem.of(
                                file + ": controls: '" + name + "' must be an object; found " + written.kind()));
                    }
                    controls.add(new GlobalControl(name, definition, file));
                });
                yield controls;
            }
            case Json other ->
                throw new InvalidInput(
                        Problem.of(file + ": controls must be an object of controls by name; found " + other.kind()));
        };
    }
}
