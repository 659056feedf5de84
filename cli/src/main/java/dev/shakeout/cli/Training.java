package dev.shakeout.cli;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.engine.Witness;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the launcher runs once to train the JVM's ahead-of-time cache: the common commands, and a real run of a small
 * experiment against a server of its own, so that all their classes are in the cache. Breaks nothing.
 */
final class Training {
    private Training() {}

    public static void main(String[] args) throws IOException {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var terminal = new Terminal(nowhere, nowhere, false, false, Map.of());
        Path folder = Files.createTempDirectory("shakeout-training-");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            Path file = folder.resolve("training.yaml");
            Files.writeString(file, experiment(server.getAddress().getPort()));
            Main.warmUp();
            var _ = Terminal.standard(Map.of());
            Main.run(List.of("--help"), terminal);
            Main.run(List.of("run", "--help"), terminal);
            Main.run(List.of("faults", "network/delay"), terminal);
            Main.run(List.of("probes"), terminal);
            Path settings = folder.resolve("settings.yaml"); // never the user's own: somebody would be told of a run
            Files.writeString(settings, "runtime: {rollbacks: {strategy: default}}\n");
            Main.run(List.of("--settings", settings.toString(), "validate", file.toString()), terminal);
            Main.run(List.of("--settings", settings.toString(), "plan", file.toString()), terminal);
            Main.run(
                    List.of(
                            "--settings",
                            settings.toString(),
                            "--log-file",
                            folder.resolve("log.txt").toString(),
                            "run",
                            file.toString(),
                            "--journal-path",
                            folder.resolve("journal.json").toString(),
                            "--report",
                            folder.resolve("report.html").toString()),
                    terminal);
            readFilesOfOtherTools(terminal);
            Path python = folder.resolve("python.json");
            Files.writeString(python, python());
            Main.run(
                    List.of(
                            "run",
                            python.toString(),
                            "--python",
                            "python3",
                            "--journal-path",
                            folder.resolve("python-journal.json").toString()),
                    terminal);
            for (Witness witness : Catalog.installed().witnesses().values()) {
                witness.look(new Witness.Scope("training", List.of()), Machine.local())
                        .compare();
            }
            Main.main(new String[] {"--version"});
        } finally {
            server.stop(0);
            new TemporaryFolder(folder).close();
        }
    }

    /**
     * Those that lie in a source tree, one by one, as some are refused on purpose; and a folder of them, which all processors
     * read.
     */
    private static void readFilesOfOtherTools(Terminal terminal) throws IOException {
        Path corpora = Path.of(System.getProperty("shakeout.home", "."), "dialects/src/test/resources");
        for (Foreign dialect : Dialects.ALL) {
            Path corpus = corpora.resolve(dialect.name());
            if (!Files.isDirectory(corpus)) {
                continue;
            }
            try (Stream<Path> files = Files.list(corpus)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                        .sorted()
                        .toList()) {
                    Main.run(List.of("validate", file.toString()), terminal);
                }
            }
            Main.run(List.of("validate", corpus.toString()), terminal);
        }
    }

    private static String experiment(int port) {
        return """
                title: training
                description: trains the start-up cache
                steady-state-hypothesis:
                  title: the server answers
                  probes:
                    - {type: probe, name: load, tolerance: {type: slo, p95: 1s, error-rate: 1%%, min-samples: 20},
                       provider: {type: load, url: "http://127.0.0.1:%1$d/", rate: 100/s}}
                    - {type: probe, name: http, tolerance: 204, provider: {type: http, url: "http://127.0.0.1:%1$d/"}}
                    - {type: probe, name: tcp, tolerance: {type: jsonpath, path: $.connected, expect: true},
                       provider: {type: tcp, host: 127.0.0.1, port: %1$d}}
                method:
                  - {type: action, name: nothing, provider: {type: process, path: "true"}}
                """.formatted(port);
    }

    /** A file of its own, as it is of no use where there is no Python. */
    private static String python() {
        return """
                {"title": "training", "description": "trains the start-up cache", "method": [
                  {"type": "action", "name": "python",
                   "provider": {"type": "python", "module": "json", "func": "dumps", "arguments": {"obj": 1}}}]}
                """;
    }
}
