package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.server.run.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keeps experiments and runs in a database and offers them by HTTP. */
final class ServerCommand implements Command {
    private static final String PORT = "--port";
    private static final String LISTEN = "--listen";
    private static final String CERTIFICATE = "--certificate";
    private static final String KEY = "--key";
    private static final String DATA = "--data";
    private static final String DATABASE = "--database-url";
    private static final String BACKUP = "--backup";
    private static final String RESTORE = "--restore";
    private static final String FORGET = "--forget";
    private static final String SECRETS_KEY = "--secrets-key";
    private static final String SECRETS_COMMAND = "--secrets-key-command";
    private static final String ROTATE = "--rotate-secrets";
    private static final String SMTP = "--smtp";
    private static final String OIDC = "--oidc";
    private static final String PRIVATE = "--allow-private-addresses";
    private static final String SMTP_VARIABLE = "SHAKEOUT_SMTP";
    private static final String DATABASE_VARIABLE = "SHAKEOUT_DATABASE_URL";
    private static final String MOST_RUNS = Workshop.MOST_AT_ONCE_OPTION;
    private static final int LEAST_USUAL = 8;
    private static final int USUAL_OF_A_PROCESSOR = 4;
    private static final int USUAL_PORT = 7777;
    private static final int LAST_PORT = 65_535;

    @Override
    public String name() {
        return "server";
    }

    @Override
    public String summary() {
        return "Keep experiments and runs in a database, and offer them to programs by HTTP.";
    }

    @Override
    public String example() {
        return "shakeout server --port 7777";
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.number(PORT, "N", "The port that it listens on; " + USUAL_PORT + " if not given."));
        spec.addOption(Options.value(
                LISTEN,
                "ADDRESS",
                "The address of this host that it listens on, 0.0.0.0 or :: for all, with a certificate; 127.0.0.1 if not"
                        + " given."));
        spec.addOption(Options.path(
                CERTIFICATE,
                "FILE",
                "Speak TLS with this certificate, in PEM, after it those that vouch for it; needs " + KEY + "."));
        spec.addOption(Options.path(KEY, "FILE", "The key of the certificate, in PEM, without a password."));
        spec.addOption(Options.path(
                DATA, "DIR", "Where it keeps its files; the folder 'server' beside Shakeout's own if not given."));
        spec.addOption(Options.value(
                DATABASE,
                "URL",
                "A PostgreSQL database, as in jdbc:postgresql://HOST/NAME; else $" + DATABASE_VARIABLE
                        + ", which no list of processes shows; else a file of SQLite."));
        spec.addOption(Options.number(
                MOST_RUNS,
                "N",
                "How many runs it carries out at once, others wait; " + USUAL_OF_A_PROCESSOR
                        + " for each processor, and " + LEAST_USUAL + " at least, if not given."));
        spec.addOption(Options.path(
                SECRETS_KEY,
                "FILE",
                "The key by which secrets are encrypted in the database, 32 bytes in base64, which only its owner may read; else"
                        + " 'secrets.key' in its folder, made for SQLite, and none for PostgreSQL."));
        spec.addOption(Options.value(
                SECRETS_COMMAND,
                "COMMAND",
                "A shell command that says this key, such as one of a service that keeps keys."));
        spec.addOption(Options.value(
                SMTP,
                "URL",
                "The mail server, smtp://USER:PASSWORD@HOST:587?from=ADDRESS or smtps://…; else $" + SMTP_VARIABLE
                        + ", which no list of processes shows."));
        spec.addOption(
                Options.path(
                        OIDC,
                        "FILE",
                        "Let people and pipelines sign in by an OpenID provider; the file says by which one, and who may do what."));
        spec.addOption(Options.flag(
                PRIVATE,
                "Let every channel be at addresses of private networks and of this host; else only those may that an admin of all"
                        + " environments lets."));
        spec.addOption(Options.path(
                ROTATE,
                "NEWKEYFILE",
                "Serve nothing, but encrypt all secrets with this key instead, made if it is not there; the old one is given as to the"
                        + " server."));
        spec.addOption(Options.path(
                BACKUP, "FILE", "Serve nothing, but write all that the server keeps into a file; it may be at work."));
        spec.addOption(Options.path(
                RESTORE,
                "FILE",
                "Serve nothing, but fill a new database, of either kind, from such a file; then start the server."));
        spec.addOption(Options.value(
                FORGET,
                "AGE",
                "Serve nothing, but forget runs that ended longer ago, such as 400d; it may be at work. The audit log stays"
                        + " whole, and so does what a gate may need."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        Machine machine = Machine.local();
        Path data = given.matchedOptionValue(DATA, machine.folders().state().resolve("server"));
        Optional<String> database = database(given, terminal);
        Optional<Path> backup = Optional.ofNullable(given.matchedOptionValue(BACKUP, (Path) null));
        Optional<Path> restore = Optional.ofNullable(given.matchedOptionValue(RESTORE, (Path) null));
        List<String> instead = Stream.of(BACKUP, RESTORE, FORGET, ROTATE)
                .filter(given::hasMatchedOption)
                .toList();
        if (instead.size() > 1) {
            throw new InvalidInput(Problem.of(String.join(" and ", instead) + " are two commands; give one of them"));
        }
        if (given.hasMatchedOption(ROTATE)) {
            Path key = given.matchedOptionValue(ROTATE, Path.of(""));
            return Serving.rotate(key, told(given, terminal), data, database, machine, terminal);
        }
        if (given.hasMatchedOption(FORGET)) {
            return Serving.forget(given.matchedOptionValue(FORGET, ""), data, database, machine, terminal);
        }
        if (backup.isPresent()) {
            return Serving.backup(backup.get(), data, database, machine, terminal);
        }
        return restore.isPresent()
                ? Serving.restore(restore.get(), data, database, machine, terminal)
                : Serving.run(chosen(given, terminal), data, database, machine, terminal);
    }

    private static Serving.Chosen chosen(ParseResult given, Terminal terminal) {
        return new Serving.Chosen(
                where(given),
                told(given, terminal),
                Optional.ofNullable(given.matchedOptionValue(OIDC, (Path) null)),
                mostRuns(given));
    }

    private static Serving.Told told(ParseResult given, Terminal terminal) {
        String smtp = given.matchedOptionValue(SMTP, terminal.environment().getOrDefault(SMTP_VARIABLE, ""));
        return new Serving.Told(
                Optional.ofNullable(given.matchedOptionValue(SECRETS_KEY, (Path) null)),
                Optional.ofNullable(given.matchedOptionValue(SECRETS_COMMAND, (String) null)),
                Optional.of(smtp).filter(text -> !text.isEmpty()),
                given.hasMatchedOption(PRIVATE));
    }

    private static Serving.Where where(ParseResult given) {
        Optional<Path> certificate = Optional.ofNullable(given.matchedOptionValue(CERTIFICATE, (Path) null));
        Optional<Path> key = Optional.ofNullable(given.matchedOptionValue(KEY, (Path) null));
        if (certificate.isPresent() != key.isPresent()) {
            throw new InvalidInput(Problem.of(CERTIFICATE + " and " + KEY + " belong together; give both"));
        }
        return new Serving.Where(given.matchedOptionValue(LISTEN, "127.0.0.1"), port(given), certificate, key);
    }

    private static int mostRuns(ParseResult given) {
        int processors = Runtime.getRuntime().availableProcessors();
        int most = given.matchedOptionValue(MOST_RUNS, Math.max(LEAST_USUAL, USUAL_OF_A_PROCESSOR * processors));
        if (most < 1) {
            throw new InvalidInput(Problem.of(MOST_RUNS + " " + most + ": must be at least 1"));
        }
        return most;
    }

    private static int port(ParseResult given) {
        int port = given.matchedOptionValue(PORT, USUAL_PORT);
        if (port < 0 || port > LAST_PORT) {
            throw new InvalidInput(
                    Problem.of(PORT + " " + port + ": must be from 1 to " + LAST_PORT + ", or 0 for any"));
        }
        return port;
    }

    private static Optional<String> database(ParseResult given, Terminal terminal) {
        String url = given.matchedOptionValue(DATABASE, terminal.environment().getOrDefault(DATABASE_VARIABLE, ""));
        if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
            throw new InvalidInput(
                    Problem.of(DATABASE + ": must begin with jdbc:postgresql:; leave it out for SQLite"));
        }
        return Optional.of(url).filter(text -> !text.isEmpty());
    }
}
