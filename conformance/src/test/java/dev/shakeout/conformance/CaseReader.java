package dev.shakeout.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads {@code case.yaml}, and refuses what it does not know. */
final class CaseReader {
    private static final Set<String> KEYS = Set.of(
            "covers",
            "command",
            "global-options",
            "options",
            "source",
            "environment",
            "signal",
            "journal",
            "traces",
            "says",
            "names",
            "needs-toolkit");

    /** The description of an experiment in JSON or YAML, without asking whether the rest can be read. */
    private static final Pattern DESCRIPTION = Pattern.compile("(?m)^\\s*\"?description\"?: *\"?(.+?)\"?,?$");

    private final Path folder;
    private final JsonNode said;

    private CaseReader(Path folder, JsonNode said) {
        this.folder = folder;
        this.said = said;
    }

    static Case read(Path folder) {
        Path file = folder.resolve("case.yaml");
        JsonNode said = Files.exists(file) ? Trees.yaml(file) : Trees.object();
        for (String key : said.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(file + ": unknown key " + key + "; known are " + KEYS);
            }
        }
        return new CaseReader(folder, said).read();
    }

    private Case read() {
        String name = folder.getFileName().toString();
        return new Case(
                name,
                folder,
                text("covers").orElseGet(this::description),
                Case.Command.valueOf(text("command").orElse("run").toUpperCase(Locale.ROOT)),
                texts("global-options"),
                texts("options"),
                text("source").orElseGet(this::source),
                environment(),
                Optional.ofNullable(said.get("signal"))
                        .map(signal -> new Case.Signal(
                                signal.get("name").asString(),
                                signal.get("after").asString())),
                text("journal").orElse("journal.json"),
                texts("traces"),
                texts("says"),
                texts("names"),
                said.path("needs-toolkit").asBoolean(false));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(said.get(key)).map(JsonNode::asString);
    }

    private List<String> texts(String key) {
        JsonNode value = said.path(key);
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).toList()
                : text(key).stream().toList();
    }

    private Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        said.path("environment")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asString()));
        return variables;
    }

    private String source() {
        return Case.experiment(folder)
                .map(Path::getFileName)
                .map(Path::toString)
                .orElseThrow(() -> new IllegalArgumentException(folder + ": has no experiment and names no source"));
    }

    private String description() {
        try {
            var found =
                    DESCRIPTION.matcher(Files.readString(Case.experiment(folder).orElseThrow()));
            if (found.find()) {
                return found.group(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException(folder + ": does not say what it covers");
    }
}
