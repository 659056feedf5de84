package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerApi.Answer;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An experiment of a server: one that is there, or a file that is put there.
 *
 * @param version the newest when empty
 */
record ServerExperiment(String name, Optional<Long> version) {
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
        if (!ServerDocument.isName(named)) {
            throw new InvalidInput(Problem.of(named + ": no such file, and no name of an experiment on the server"));
        }
        return new ServerExperiment(named, version);
    }

    private static ServerExperiment put(Path file, ServerApi server, Terminal terminal) throws IOException {
        return put(file, "", "", server, terminal);
    }

    /**
     * A file that is put there, unless it is there as it is.
     *
     * @param named under which name; that of the file when empty
     * @param owner who answers for it; who did before, or the user, when empty
     * @throws InvalidInput it holds no experiment, or somebody else was quicker
     */
    static ServerExperiment put(Path file, String named, String owner, ServerApi server, Terminal terminal)
            throws IOException {
        String name = ServerDocument.name(file, named);
        Json.Obj definition = definition(file);
        String path = "/experiments/" + name;
        Optional<Answer> there = server.find(path);
        Optional<Json.Obj> known = there.isPresent() ? Optional.of(there.get().json()) : Optional.empty();
        String before =
                known.map(each -> Answered.text(each, "owner")).orElse(System.getProperty("user.name", "unknown"));
        String answers = owner.isEmpty() ? before : owner;
        if (known.isPresent()
                && known.get().get("definition").equals(Optional.of(definition))
                && answers.equals(before)) {
            return new ServerExperiment(name, Optional.of(version(known.get())));
        }
        long version = version(ServerDocument.put(
                path,
                Json.object("owner", answers, "definition", definition),
                there,
                "experiment '" + name + "'",
                server));
        terminal.line("put      " + file + " as " + name + " v" + version);
        return new ServerExperiment(name, Optional.of(version));
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
