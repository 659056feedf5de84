package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerApi.Answer;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment of a server: one that is there, or a file that is put there.
 *
 * @param version the newest when empty
 */
record ServerExperiment(String name, Optional<Long> version) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final String ENDING = "\\.(yaml|yml|json)$";

    /**
     * What a person names: a file that is there is meant before an experiment of the same name.
     *
     * @param version as the person said
     * @throws InvalidInput it cannot be had
     */
    static ServerExperiment of(String named, Optional<Long> version, ServerApi server, Terminal terminal)
            throws IOException {
        if (RemoteSource.names(named)) {
            throw new InvalidInput(
                    Problem.of("with a server, an experiment is a name there or a file here; fetch this one first"));
        }
        Path file = Path.of(named);
        if (Files.exists(file)) {
            if (version.isPresent()) {
                throw new InvalidInput(Problem.of("--version is about an experiment on the server, and " + named
                        + " is a file; what is in the file gets its version from the server"));
            }
            return put(file, server, terminal);
        }
        if (named.matches(".*" + ENDING) || !named.matches(NAME)) {
            throw new InvalidInput(Problem.of(named + ": no such file, and no name of an experiment on the server"));
        }
        return new ServerExperiment(named, version);
    }

    private static ServerExperiment put(Path file, ServerApi server, Terminal terminal) throws IOException {
        String name = String.valueOf(file.getFileName()).replaceFirst(ENDING, "");
        if (!name.matches(NAME)) {
            throw new InvalidInput(Problem.of(file + ": on the server an experiment has the name of its file, and '"
                    + name + "' is none: use 1 to 100 letters, digits, dots, hyphens and underscores"));
        }
        Json.Obj definition = definition(file);
        String path = "/experiments/" + name;
        Optional<Answer> there = server.find(path);
        if (there.isPresent() && there.get().json().get("definition").equals(Optional.of(definition))) {
            return new ServerExperiment(name, Optional.of(version(there.get().json())));
        }
        String owner = there.isPresent()
                ? there.get().json().get("owner").map(Json::text).orElse("")
                : System.getProperty("user.name", "unknown");
        Map<String, String> condition = there.flatMap(Answer::etag)
                .map(etag -> Map.of("If-Match", etag))
                .orElse(Map.of("If-None-Match", "*"));
        try {
            long version = version(server.send(
                            "PUT", path, Optional.of(Json.object("owner", owner, "definition", definition)), condition)
                    .json());
            terminal.line("put      " + file + " as " + name + " v" + version);
            return new ServerExperiment(name, Optional.of(version));
        } catch (ServerRefusal e) {
            if (e.status() == 412) {
                throw new InvalidInput(Problem.of("experiment '" + name
                        + "' was changed on the server by somebody else just now; see what has changed, and run it"
                        + " again"));
            }
            throw e;
        }
    }

    /** As it stands in the file; the server's own run says what is wrong with it, as there it will be read. */
    private static Json.Obj definition(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidInput(Problem.of(file + ": is a folder; with a server, run one file at a time"));
        }
        Source source = Source.of(file);
        List<Tree> documents = TreeReader.readAll(source.name(), source.text(), source.form());
        if (documents.size() == 1 && documents.getFirst().json() instanceof Json.Obj definition) {
            return definition;
        }
        throw new InvalidInput(Problem.of(file + ": must hold one experiment, to be put on a server"));
    }

    private static long version(Json.Obj experiment) {
        return experiment
                .get("version")
                .map(json -> Long.parseLong(json.text()))
                .orElse(0L);
    }

    String words() {
        return name + version.map(number -> " v" + number).orElse("");
    }
}
