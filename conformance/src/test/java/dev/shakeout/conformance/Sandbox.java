package dev.shakeout.conformance;

import dev.shakeout.conformance.web.WebServer;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fresh folder in which one tool runs one case: with the case's files in it, a home folder of its own, and a web server of
 * its own. It stays when it is closed, for who wants to look at what went wrong.
 */
final class Sandbox implements AutoCloseable {
    private final Case given;
    private final Places places;
    private final WebServer server;

    private Sandbox(Case given, Places places, WebServer server) {
        this.given = given;
        this.places = places;
        this.server = server;
    }

    /** @param folder is emptied first */
    static Sandbox open(Case given, Path folder) throws IOException {
        empty(folder);
        Files.createDirectories(folder.resolve("home"));
        boolean withTls = given.files().stream()
                .anyMatch(file -> text(given.folder().resolve(file)).contains(Places.TLS_PORT));
        WebServer server = WebServer.open(folder, withTls);
        var places = new Places(folder, Corpus.resources().resolve("support"), server.port(), server.tlsPort());
        var sandbox = new Sandbox(given, places, server);
        for (Path file : given.files()) {
            sandbox.put(file);
        }
        return sandbox;
    }

    private void put(Path file) throws IOException {
        Path from = given.folder().resolve(file);
        Path to = places.folder().resolve(file);
        Files.createDirectories(to.getParent());
        String text = text(from);
        if (Files.isExecutable(from)) {
            if (text.isEmpty()) {
                Program.copy(from, to);
            } else {
                Program.script(to, places.fill(text));
            }
        } else if (text.isEmpty()) {
            Files.copy(from, to);
        } else {
            Files.writeString(to, places.fill(text));
        }
    }

    /** Nothing for a file that is no text; it is copied as it is. */
    private static String text(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return places.folder();
    }

    /** What every tool gets: a plain environment, the same for all but for the folder, and what the case adds. */
    Map<String, String> environment() {
        var environment = new TreeMap<String, String>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder().resolve("home").toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SHAKEOUT_HOME", folder().resolve("shakeout").toString());
        environment.put("PYTHONPATH", folder() + ":" + places.support());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        given.environment().forEach((key, value) -> environment.put(key, places.fill(value)));
        return environment;
    }

    /** The case's own part of the command line. */
    List<String> words() {
        return Stream.concat(given.options().stream(), Stream.of(given.source()))
                .map(places::fill)
                .toList();
    }

    /** What there is to see after the tool has ended. */
    Outcome outcome(int exit, String said) {
        ObjectNode tree = Trees.object();
        tree.put("exit", exit);
        tree.set("journal", journal());
        ObjectNode traces = Trees.object();
        for (String trace : given.traces()) {
            Path file = folder().resolve(trace);
            traces.set(trace, Files.exists(file) ? lines(file) : Trees.string("none"));
        }
        if (!traces.isEmpty()) {
            tree.set("traces", traces);
        }
        ArrayNode requests = Requests.compared(server.requests());
        if (!requests.isEmpty()) {
            tree.set("requests", requests);
        }
        return new Outcome(places.hide(tree), said);
    }

    private JsonNode journal() {
        Path file = folder().resolve(given.journal());
        if (!Files.exists(file)) {
            return Trees.string(Outcome.NO_JOURNAL);
        }
        try {
            return Journals.normalised(Trees.json(file));
        } catch (JacksonException e) {
            return Trees.string(Outcome.BROKEN_JOURNAL);
        }
    }

    private static JsonNode lines(Path file) {
        var lines = Trees.array();
        text(file).lines().forEach(lines::add);
        return lines;
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> old = Files.walk(folder)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
