package dev.shakeout.cli;

import dev.shakeout.dialects.policy.FlagText;
import dev.shakeout.engine.Terms;
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

/** Reads feature flags where a policy says they are. Whatever cannot be read counts as off. */
final class FlagSources implements Function<FlagSource, Terms.Flag> {
    private static final int LONGEST = 64 << 10;

    private final Map<String, String> variables;

    FlagSources(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Terms.Flag apply(FlagSource source) {
        try {
            boolean on = switch (source) {
                case FlagSource.Variable variable -> variable(variable.name());
                case FlagSource.File file -> FlagText.defined(file.file().toString(), text(file.file()), file.key());
                case FlagSource.Url url -> FlagText.answered(ask(url.url(), url.timeout(), ""));
                case FlagSource.Remote remote -> FlagText.answered(ask(address(remote), remote.timeout(), "{}"));
            };
            return new Terms.Flag(on, on ? "it is on" : "it is off");
        } catch (BadValue | InvalidInput e) {
            return new Terms.Flag(false, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            return new Terms.Flag(false, "there is no file " + e.getFile());
        } catch (IOException e) {
            return new Terms.Flag(false, "it cannot be read: " + e);
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
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Source.text(file);
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
