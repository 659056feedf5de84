package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Rule.FlagSource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads feature flags where somebody says they are. Whatever cannot be read counts as off. */
public final class FlagSources implements Function<FlagSource, Terms.Flag> {
    private static final int LONGEST = 1 << 20;

    private final Map<String, String> variables;
    private final Definitions definitions;
    private final Predicate<String> answers;

    /**
     * Both readers throw {@link BadValue} or {@link InvalidInput} where nothing is said of the flag.
     *
     * @param variables of the environment
     * @param answers reads what a service has answered
     */
    public FlagSources(Map<String, String> variables, Definitions definitions, Predicate<String> answers) {
        this.variables = variables;
        this.definitions = definitions;
        this.answers = answers;
    }

    /** Reads a file of definitions. */
    @FunctionalInterface
    public interface Definitions {
        /** Whether the flag is on. */
        boolean defined(String file, String text, String key);
    }

    /** What a flag was found to be. */
    public enum State {
        ON,
        OFF,
        /** It may be either: it is not there, cannot be had, or is nothing that is on or off. */
        UNKNOWN
    }

    /**
     * A look at a flag.
     *
     * @param words what was found
     */
    public record Reading(State state, String words) {}

    @Override
    public Terms.Flag apply(FlagSource source) {
        Reading reading = read(source);
        return new Terms.Flag(reading.state() == State.ON, reading.words());
    }

    /** Looks now; takes as long as a service that is asked may take to answer. */
    public Reading read(FlagSource source) {
        try {
            boolean on = switch (source) {
                case FlagSource.Variable variable -> variable(variable.name());
                case FlagSource.File file -> definitions.defined(file.file().toString(), text(file.file()), file.key());
                case FlagSource.Url url -> answers.test(ask(url.url(), url.timeout(), ""));
                case FlagSource.Remote remote -> answers.test(ask(address(remote), remote.timeout(), "{}"));
            };
            return on ? new Reading(State.ON, "it is on") : new Reading(State.OFF, "it is off");
        } catch (BadValue | InvalidInput e) {
            return new Reading(State.UNKNOWN, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            return new Reading(State.UNKNOWN, "there is no file " + e.getFile());
        } catch (IOException e) {
            return new Reading(State.UNKNOWN, "it cannot be read: " + e);
        }
    }

    private boolean variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new BadValue("the variable is not set");
        }
        return switch (value.strip()) {
            case "true", "TRUE", "True" -> true;
            case "false", "FALSE", "False", "" -> false;
            default -> throw new BadValue("it is neither true nor false but '" + value + "'");
        };
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new BadValue(file + " is longer than " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** OpenFeature's remote evaluation protocol, https://openfeature.dev/specification/appendix-c. */
    private static URI address(FlagSource.Remote remote) {
        String service = remote.service().toString().replaceFirst("/+$", "");
        String key = URLEncoder.encode(remote.key(), StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create(service + "/ofrep/v1/evaluate/flags/" + key);
    }

    /**
     * @param body is posted; empty means a GET
     */
    private static String ask(URI address, Duration timeout, String body) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "application/json, text/plain");
            if (!body.isEmpty()) {
                connection.setRequestMethod("POST");
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (var out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new BadValue(address + " answered with status " + connection.getResponseCode());
            }
            try (var in = connection.getInputStream()) {
                return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
