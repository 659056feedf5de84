package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether and how telemetry is wanted, by the variables that OpenTelemetry has for that
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 *
 * @param values of those that begin with OTEL_, and of TRACEPARENT
 */
public record OtelVariables(Map<String, String> values) {
    public static final String PREFIX = "OTEL_";
    private static final String PARENT = "TRACEPARENT";
    public static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /** Names the file in which whoever starts a run tells it of them: in its environment an experiment could read the keys among them. */
    static final String HANDED_ON = "SHAKEOUT_TELEMETRY";

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String METRICS = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    public OtelVariables {
        values = Map.copyOf(values);
    }

    /** What an environment says, or the file that it names; empty when no telemetry is wanted. */
    public static Optional<OtelVariables> in(Map<String, String> environment) throws IOException {
        String file = environment.getOrDefault(HANDED_ON, "");
        return file.isEmpty() ? of(environment) : taken(Path.of(file));
    }

    static Optional<OtelVariables> of(Map<String, String> environment) {
        boolean named = isSet(ENDPOINT, environment) || isSet(TRACES, environment) || isSet(METRICS, environment);
        if (!named || environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")) {
            return Optional.empty();
        }
        var found = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) || name.equals(PARENT)) {
                found.put(name, value);
            }
        });
        return Optional.of(new OtelVariables(found));
    }

    private static boolean isSet(String name, Map<String, String> environment) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    /** The span of whoever started the command; empty without. */
    public String parent() {
        return values.getOrDefault(PARENT, "");
    }

    public boolean traces() {
        return isSet(ENDPOINT, values) || isSet(TRACES, values);
    }

    public boolean metrics() {
        return isSet(ENDPOINT, values) || isSet(METRICS, values);
    }

    /** What lets in with a collector: the values of headers. */
    public Json secrets() {
        var secrets = new LinkedHashMap<String, Json>();
        values.forEach((name, value) -> {
            if (name.endsWith("_HEADERS")) {
                for (String header : value.split(",", -1)) {
                    secrets.put(name + header, Json.of(header.substring(header.indexOf('=') + 1)));
                }
            }
        });
        return new Json.Obj(secrets);
    }

    /** For a run that is somebody else's part: it belongs to no span of whoever starts it. */
    void handOn(Path file) throws IOException {
        var json = Json.Obj.EMPTY;
        for (var each : values.entrySet()) {
            if (each.getKey().startsWith(PREFIX)) {
                json = json.with(each.getKey(), Json.of(each.getValue()));
            }
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, json.compact());
    }

    /** It is gone afterwards, so that what the run starts does not come across it. */
    private static Optional<OtelVariables> taken(Path file) throws IOException {
        String text = Files.readString(file);
        Files.deleteIfExists(file);
        try {
            var values = new TreeMap<String, String>();
            if (JsonReader.read(text) instanceof Json.Obj(var members)) {
                members.forEach((name, value) -> values.put(name, value.text()));
            }
            return of(values);
        } catch (BadValue e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
