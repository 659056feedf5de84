package dev.shakeout.faults.container;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A container engine of this host: Docker, or Podman's service, which speaks Docker's API too. Asked by HTTP/1.0, whose
 * answers end with the connection. Changes are not made here but by a shell, as they must be taken back without a JVM.
 */
record ContainerEngine(Path socket) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String UNIX = "unix://";
    private static final List<String> VARIABLES = List.of("DOCKER_HOST", "CONTAINER_HOST");

    /**
     * What a question was answered with.
     *
     * @param latin each byte of it as a letter of ISO 8859-1
     */
    record Answer(int status, String latin) {
        Json json() throws IOException {
            try {
                return JsonReader.read(text());
            } catch (BadValue e) {
                throw new IOException("an answer that is no JSON: " + e.getMessage(), e);
            }
        }

        String text() {
            return utf8(latin);
        }

        static String utf8(String latin) {
            return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    /**
     * Where the environment says (DOCKER_HOST, CONTAINER_HOST), or else in the usual places, those that are there.
     *
     * @throws BadValue the environment names an engine on another host, whose containers cannot be broken from here
     */
    static List<ContainerEngine> on(Machine machine) {
        Map<String, String> environment = machine.environment();
        Set<ContainerEngine> said = said(environment);
        return (said.isEmpty() ? usual(environment) : said)
                .stream().filter(engine -> Files.exists(engine.socket)).toList();
    }

    private static Set<ContainerEngine> said(Map<String, String> environment) {
        var said = new LinkedHashSet<ContainerEngine>();
        for (String variable : VARIABLES) {
            Optional.ofNullable(environment.get(variable))
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> said.add(named(variable, value)));
        }
        return said;
    }

    /** Why {@link #on} finds none, and what to do. */
    static String none(Machine machine) {
        Map<String, String> environment = machine.environment();
        Set<ContainerEngine> said = said(environment);
        String looked = (said.isEmpty() ? usual(environment) : said)
                .stream().map(engine -> engine.socket.toString()).collect(Collectors.joining(", "));
        return "no container engine is found: "
                + (said.isEmpty()
                        ? "this user sees no socket at " + looked + "; start Docker, or Podman's service (podman system"
                                + " service), or name its socket by engine or by DOCKER_HOST"
                        : "no socket is at " + looked + ", which " + String.join(" or ", VARIABLES) + " names");
    }

    /**
     * At a socket that somebody has named.
     *
     * @param by where it was named
     * @param value unix:///PATH, as elsewhere, or the path alone
     * @throws BadValue it is on another host
     */
    static ContainerEngine named(String by, String value) {
        String path = value.startsWith(UNIX) ? value.substring(UNIX.length()) : value;
        if (!path.startsWith("/")) {
            throw new BadValue(by + " is '" + value + "', and only an engine of this host can be asked: give " + UNIX
                    + "/PATH, or run Shakeout there");
        }
        return new ContainerEngine(Path.of(path));
    }

    private static Set<ContainerEngine> usual(Map<String, String> environment) {
        var sockets = new LinkedHashSet<>(List.of(Path.of("/var/run/docker.sock"), Path.of("/run/podman/podman.sock")));
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).map(Path::of).ifPresent(own -> {
            sockets.add(own.resolve("docker.sock"));
            sockets.add(own.resolve("podman/podman.sock"));
        });
        return sockets.stream().map(ContainerEngine::new).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether it is Podman's service, which leaves some things out of its answers; no when it does not say. */
    boolean isPodman() {
        try {
            return ask("/version").latin().contains("Podman Engine");
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether it runs without root and has only control groups of version 1, which it may not write then. */
    boolean cannotPause() {
        try {
            String info = ask("/info").latin();
            return info.contains("\"CgroupVersion\":\"1\"")
                    && (info.contains("\"Rootless\":true") || info.contains("\"name=rootless\""));
        } catch (IOException _) {
            return false; // it will say so itself
        }
    }

    /**
     * Asks for a thing that must be there.
     *
     * @throws IOException it cannot be asked, or has another answer, with its words
     */
    Json get(String path) throws IOException {
        Answer answer = ask(path);
        if (answer.status() != 200) {
            throw new IOException("the container engine at " + socket + " answers " + answer.status() + " to " + path
                    + ": " + answer.text().strip());
        }
        return answer.json();
    }

    /** @throws IOException it cannot be asked, or does not answer in time */
    Answer ask(String path) throws IOException {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            throw unreachable("this user may not write to its socket; become a member of its group, "
                    + Files.readAttributes(socket, PosixFileAttributes.class).group() + ", or root");
        }
        var answer = new CompletableFuture<Answer>();
        Thread asking = Threads.start("container engine", () -> {
            try {
                answer.complete(exchange(path));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(new IOException(e.getMessage(), e));
            }
        });
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw unreachable("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw unreachable(
                    e.getCause() instanceof IOException why ? String.valueOf(why.getMessage()) : e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted");
        } finally {
            asking.interrupt(); // it closes its connection
        }
    }

    private IOException unreachable(String why) {
        return new IOException("the container engine at " + socket + " cannot be asked: "
                + switch (why) {
                    case "No such file or directory" -> "there is no such socket";
                    case "Connection refused" -> "nobody listens there; does it run, and is this its socket?";
                    default -> why;
                });
    }

    private Answer exchange(String path) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var request = ByteBuffer.wrap(
                    ("GET " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return read(channel);
        }
    }

    private static Answer read(SocketChannel channel) throws IOException {
        var all = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(16 << 10);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        String whole = all.toString(StandardCharsets.ISO_8859_1);
        int end = whole.indexOf("\r\n\r\n");
        String[] first = whole.lines().findFirst().orElse("").split(" ", 3);
        if (end < 0 || first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[0-9]{3}")) {
            throw new IOException("its answer is no HTTP");
        }
        return new Answer(Integer.parseInt(first[1]), whole.substring(end + 4));
    }
}
