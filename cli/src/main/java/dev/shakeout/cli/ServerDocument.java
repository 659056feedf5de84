package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerApi.Answer;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.OptionSpec;

/** What is written in a file here, YAML or JSON, and kept on a server under a name. */
final class ServerDocument {
    static final String NAME = "--name";
    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final String ENDING = "\\.(yaml|yml|json)$";

    private ServerDocument() {}

    static OptionSpec option() {
        return Options.value(NAME, "NAME", "Its name on the server; that of the file without its ending if not given.");
    }

    /**
     * Under which name a file is kept.
     *
     * @throws InvalidInput it is none
     */
    static String name(Path file, String named) {
        String name = named.isEmpty() ? String.valueOf(file.getFileName()).replaceFirst(ENDING, "") : named;
        if (!name.matches(NAMES)) {
            throw new InvalidInput(Problem.of(file + ": on the server it has the name of its file, and '" + name
                    + "' is none: use 1 to 100 letters, digits, dots, hyphens and underscores; 'put' takes another name"
                    + " with " + NAME));
        }
        return name;
    }

    /** Whether a text could be a name on a server, and no file. */
    static boolean isName(String text) {
        return text.matches(NAMES) && !text.matches(".*" + ENDING);
    }

    /** @throws InvalidInput it cannot be read, or is no object */
    static Json.Obj read(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidInput(Problem.of(file + ": is a folder; name a file"));
        }
        if (TreeReader.readOurs(file.toString(), Source.text(file), TreeReader.Form.BY_NAME)
                        .json()
                instanceof Json.Obj object) {
            if (object.get("name").isPresent()) {
                throw new InvalidInput(
                        Problem.of(file + ": leave out 'name': on the server it has the name of its file, or" + " what "
                                + NAME + " says"));
            }
            return object;
        }
        throw new InvalidInput(Problem.of(file + ": must hold one object, of members and their values"));
    }

    /** What was put there, and under which name. */
    record Put(String name, Json.Obj json) {}

    /**
     * Puts what is in the file that an order names, in place of what is there now.
     *
     * @param kind of which it is one, such as schedule
     * @param body what is sent of what was read
     */
    static Put put(ActCommand.Order order, String kind, UnaryOperator<Json.Obj> body) throws IOException {
        Path file = Path.of(order.of());
        String name = name(file, order.value(NAME));
        String path = "/" + kind + "s/" + name;
        Json.Obj written = body.apply(read(file));
        Optional<Answer> there = order.server().find(path);
        return new Put(name, put(path, written, there, kind + " '" + name + "'", order.server()));
    }

    /**
     * Puts it there, in place of what is there now.
     *
     * @param there as it was found; empty when there was none
     * @param what it is, in words
     * @throws InvalidInput somebody else has changed it since
     */
    static Json.Obj put(String path, Json.Obj body, Optional<Answer> there, String what, ServerApi server)
            throws IOException {
        Map<String, String> condition = there.flatMap(Answer::etag)
                .map(etag -> Map.of("If-Match", etag))
                .orElse(Map.of("If-None-Match", "*"));
        try {
            return server.send("PUT", path, Optional.of(body), condition).json();
        } catch (ServerRefusal e) {
            if (e.status() == 412) {
                throw new InvalidInput(Problem.of(what + " was changed on the server by somebody else just now; see"
                        + " what has changed, and run it again"));
            }
            throw e;
        }
    }

    /** Deletes it as it is there now. */
    static void delete(String path, ServerApi server) throws IOException {
        Map<String, String> seen =
                server.get(path).etag().map(etag -> Map.of("If-Match", etag)).orElse(Map.of());
        server.send("DELETE", path, Optional.empty(), seen);
    }
}
