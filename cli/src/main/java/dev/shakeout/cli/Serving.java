package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.OtelVariables;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Span;
import dev.shakeout.server.Server;
import dev.shakeout.server.Upkeep;
import dev.shakeout.server.channel.Smtp;
import dev.shakeout.server.sealing.KeySource;
import dev.shakeout.server.signin.SignInFile;
import dev.shakeout.server.web.Listening;
import dev.shakeout.telemetry.Numbers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the server until it is asked to end. Apart from its command, as only where that is wanted are its libraries there. */
final class Serving {
    /** It tells of every start and stop, where people look for what we say. Held, as loggers are forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private Serving() {}

    /**
     * Where it is to listen, as a person says it.
     *
     * @param certificate and its key: both or none
     */
    record Where(String address, int port, Optional<Path> certificate, Optional<Path> key) {
        private Listening listening() {
            return Listening.at(
                    address, port, certificate.map(file -> new Listening.Identity(file, key.orElseThrow())));
        }
    }

    /**
     * How it tells people and programs, as a person says it.
     *
     * @param key a file, or a command: one of both at most
     * @param smtp address of a mail server; empty without
     */
    record Told(Optional<Path> key, Optional<String> command, Optional<String> smtp, boolean privately) {
        private Optional<KeySource> source() {
            if (key.isPresent() && command.isPresent()) {
                throw new BadValue(
                        "--secrets-key and --secrets-key-command are two ways to the same key; give one of them");
            }
            return key.<KeySource>map(KeySource.File::new).or(() -> command.map(KeySource.Command::new));
        }

        private Server.Telling telling() {
            return new Server.Telling(source(), smtp.map(Smtp::parse), privately);
        }
    }

    /**
     * All that somebody has chosen.
     *
     * @param oidc the file that says whose word lets in whom; empty without single sign-on
     * @param mostAtOnce how many runs, at least 1
     */
    record Chosen(Where where, Told told, Optional<Path> oidc, int mostAtOnce) {}

    static int run(Chosen chosen, Path data, Optional<String> database, Machine machine, Terminal terminal)
            throws IOException {
        Server.Settings settings;
        try {
            settings = new Server.Settings(
                    chosen.where().listening(),
                    data,
                    database,
                    chosen.told().telling(),
                    chosen.oidc().map(file -> SignInFile.read(file.toString(), Source.text(file))),
                    Itself.command(),
                    chosen.mostAtOnce(),
                    Version.NUMBER);
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
        var world = new Server.World(machine, () -> UUID.randomUUID().toString(), new SecureRandom(), terminal::warn);
        LIBRARY.setLevel(Level.WARNING);
        try (var _ = Ending.of(Thread.currentThread());
                Server server = Server.start(settings, world);
                var _ = numbers(server, terminal)) {
            server.firstToken().ifPresent(token -> terminal.line("admin token, shown this once: " + token));
            terminal.line("listens at " + server.url() + ", and keeps its files in " + data);
            new CountDownLatch(1).await();
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException _) {
            return Exit.OK; // asked to end, and everything is taken back
        }
    }

    /** To OpenTelemetry, where that is wanted. */
    private static Closeable numbers(Server server, Terminal terminal) throws IOException {
        Optional<OtelVariables> wanted = OtelVariables.in(terminal.environment());
        if (wanted.isEmpty()) {
            return () -> {};
        }
        terminal.mask().cover(wanted.get().secrets());
        Optional<Numbers> told = Numbers.begin(
                server.figures(), wanted.get(), Version.NUMBER, words -> terminal.warn("shakeout: " + words));
        return () -> told.ifPresent(Numbers::close);
    }

    static int backup(Path file, Path data, Optional<String> database, Machine machine, Terminal terminal)
            throws IOException {
        Destination.check(file);
        try {
            long rows = upkeep(data, database, machine).make(file);
            terminal.line("backup   " + file + ", " + rows + " rows; keep it where nobody else can read it");
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    /** @param age longer than a day, as a slip of the finger would cost much */
    static int forget(String age, Path data, Optional<String> database, Machine machine, Terminal terminal) {
        try {
            Duration least = Span.parse(age);
            if (least.compareTo(Duration.ofDays(1)) < 0) {
                throw new BadValue("'" + age + "' is less than a day; write for example 400d");
            }
            long runs = upkeep(data, database, machine).forget(least);
            terminal.line("forgot   " + runs + (runs == 1 ? " run" : " runs") + " that ended more than " + age
                    + " ago; the audit log stays whole, and so does what a gate may need");
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    static int rotate(Path key, Told told, Path data, Optional<String> database, Machine machine, Terminal terminal)
            throws IOException {
        try {
            long secrets =
                    upkeep(data, database, machine).rotate(told.source(), key, machine.processes(), new SecureRandom());
            terminal.line("rotated  " + secrets + (secrets == 1 ? " secret" : " secrets")
                    + "; start every server with --secrets-key " + key
                    + " from now on, and destroy the old key once no backup needs it");
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    static int restore(Path file, Path data, Optional<String> database, Machine machine, Terminal terminal)
            throws IOException {
        try {
            long rows = upkeep(data, database, machine).restore(file);
            terminal.line("restored " + rows + " rows from " + file + "; tokens are those of then");
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    private static Upkeep upkeep(Path data, Optional<String> database, Machine machine) {
        return new Upkeep(
                data, database, machine.clock(), () -> UUID.randomUUID().toString());
    }
}
