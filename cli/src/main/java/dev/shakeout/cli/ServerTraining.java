package dev.shakeout.cli;

import dev.shakeout.engine.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the launcher runs once to train the ahead-of-time cache of the server, whose libraries no other command has: one is started with a new
 * store, asked twice, and ended.
 */
final class ServerTraining {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOKEN = Pattern.compile("shown this once: (\\S+)");
    private static final Pattern URL = Pattern.compile("listens at (\\S+),");

    private ServerTraining() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var told = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(told, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                false,
                false,
                Map.of());
        Path folder = Files.createTempDirectory("shakeout-training-");
        try {
            Thread server = Thread.ofPlatform()
                    .start(() -> Main.run(List.of("server", "--port", "0", "--data", folder.toString()), terminal));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!URL.matcher(told.toString(StandardCharsets.UTF_8)).find()) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IOException("no server could be started: " + told.toString(StandardCharsets.UTF_8));
                }
                Thread.sleep(10);
            }
            String said = told.toString(StandardCharsets.UTF_8);
            ask(found(URL, said) + "/openapi.json", "");
            ask(found(URL, said) + "/api/v1/runs", found(TOKEN, said));
            server.interrupt();
            server.join();
        } finally {
            new TemporaryFolder(folder).close();
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static void ask(String url, String token) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try (var answer = connection.getInputStream()) {
            answer.transferTo(OutputStream.nullOutputStream());
        }
    }
}
