package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import dev.shakeout.server.Server;
import dev.shakeout.server.web.Listening;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server of our own, in which another command stands for the one that carries out a run. */
public final class PlayedRunsServer {
    /** It tells of every start and stop. Held, as loggers are forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private PlayedRunsServer() {}

    /** Its folder, and a script for sh; it ends with its input. */
    public static void main(String[] arguments) throws IOException {
        LIBRARY.setLevel(Level.WARNING);
        var settings = new Server.Settings(
                Listening.locally(0),
                Path.of(arguments[0]),
                Optional.empty(),
                new Server.Telling(Optional.empty(), Optional.empty(), false),
                Optional.empty(),
                List.of("sh", arguments[1]),
                Integer.MAX_VALUE, // what is played costs little
                "0.1.0");
        var world = new Server.World(
                Machine.local(), () -> UUID.randomUUID().toString(), new SecureRandom(), System.out::println);
        try (var server = Server.start(settings, world)) {
            server.firstToken().ifPresent(token -> System.out.println("admin token, shown this once: " + token));
            System.out.println("listens at " + server.url() + ", and plays its runs");
            while (System.in.read() >= 0) {
                // until whoever started it is gone
            }
        }
    }
}
