package dev.shakeout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A server of our own in a process of its own. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private String url = "";
    private String token = "";

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** @return once it listens */
    static ServerProcess start(Path data, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("shakeout.home", "."), "shakeout")
                        .toAbsolutePath()
                        .normalize()
                        .toString(),
                "server",
                "--port",
                "0",
                "--data",
                data.toString()));
        command.addAll(List.of(more));
        return start(
                command, Map.of("SHAKEOUT_HOME", data.resolveSibling("home").toString())); // the ledgers of its runs
    }

    /** The same of another command that says the same; its input stays open as long as it is wanted. */
    static ServerProcess start(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var server = new ServerProcess(builder.start());
        server.url = server.said("listens at (\\S+),");
        Thread.ofVirtual().start(server::passOver);
        return server;
    }

    /** What it says later must not keep it waiting. */
    private void passOver() {
        try {
            process.inputReader().transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // it has ended
        }
    }

    private String said(String pattern) throws IOException {
        BufferedReader output = process.inputReader();
        var told = new StringBuilder();
        var tokens = Pattern.compile("shown this once: (\\S+)");
        var wanted = Pattern.compile(pattern);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            told.append(line).append('\n');
            var made = tokens.matcher(line);
            if (made.find()) {
                token = made.group(1);
            }
            var found = wanted.matcher(line);
            if (found.find()) {
                return found.group(1);
            }
        }
        throw new IOException("the server ended: " + told);
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /** Of an admin; empty when it was started before. */
    String token() {
        return token;
    }

    /** It has no chance to do anything any more; its runs go on, and notice. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        client.close();
    }

    /** @return the body of the answer, whose status is one of success */
    String send(String verb, String path, Optional<String> body, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(verb, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(
                    verb + " " + path + " was answered with " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** Events as they come, once the server has begun to answer. */
    InputStream follow(String path, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token);
        return client.send(request.build(), BodyHandlers.ofInputStream()).body();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        process.onExit().join();
    }
}
