package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the start of the server's command to its first answer, with a new database each time. Beside it Python's http.server. */
public final class ServerStart {
    private static final int ROUNDS = 10;

    private ServerStart() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var mine = new ArrayList<Double>();
        var others = new ArrayList<Double>();
        try (var folder = TemporaryFolder.make("server-start")) {
            for (int round = 0; round <= ROUNDS; round++) {
                double one = ours(folder.path().resolve("data-" + round));
                double other = python(20_000 + round, folder.path());
                if (round > 0) { // the first one only warms up
                    mine.add(one);
                    others.add(other);
                }
            }
        }
        System.out.println("from the start to the first answer, milliseconds, in turns");
        Trials.print("shakeout server", mine);
        Trials.print("python3 -m http.server", others);
    }

    private static double ours(Path data) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (var server = ServerProcess.start(data)) {
            server.send("GET", "/openapi.json", Optional.empty(), "");
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    private static double python(int port, Path folder) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(List.of("python3", "-m", "http.server", "--bind", "127.0.0.1", "" + port))
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!answers(port)) {
                Thread.sleep(1);
            }
            return (System.nanoTime() - begun) / 1e6;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException _) {
            return false;
        }
    }
}
