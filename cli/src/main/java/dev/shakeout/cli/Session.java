package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.ParseResult;

/** One command from its first line to its last: its terminal, as the options before it ask for, and its log file. */
final class Session implements AutoCloseable {
    private final Terminal terminal;
    private final Optional<LogFile> log;

    private Session(Terminal terminal, Optional<LogFile> log) {
        this.terminal = terminal;
        this.log = log;
    }

    /** @throws InvalidInput when an option is wrong, or the log file that was named cannot be written */
    static Session open(ParseResult given, boolean serves, Terminal terminal) {
        var options = GlobalOptions.of(given);
        options.checkFolder();
        Level least = options.logLevel();
        Optional<LogFile> log = options.namedLog().map(file -> named(file, least));
        if (log.isEmpty()) {
            log = options.usualLog(GlobalOptions.rules(given)).flatMap(file -> usual(file, least, terminal));
        }
        boolean json = serves ? options.json(terminal.environment()) : options.json();
        boolean plain = !options.verbose() && !json && log.isEmpty();
        LineForm form = json ? json(serves) : LineForm.BARE;
        var own = plain
                ? terminal
                : terminal.with(telling(options, form, log, terminal.telling().clock()));
        if (serves && json) {
            LibraryLog.goesTo(own);
        }
        return new Session(own, log);
    }

    private static LineForm json(boolean serves) {
        return serves
                ? LineForm.SERVICE
                : LineForm.json(
                        UUID.randomUUID().toString(), ProcessHandle.current().pid(), ZoneId.systemDefault());
    }

    private static Telling telling(GlobalOptions options, LineForm form, Optional<LogFile> log, InstantSource clock) {
        var zone = ZoneId.systemDefault();
        Optional<LineForm> events = !form.equals(LineForm.BARE)
                ? Optional.of(form)
                : options.verbose() ? Optional.of(LineForm.stamped(zone)) : Optional.empty();
        return new Telling(
                clock,
                form,
                events,
                options.verbose() ? Level.DEBUG : Level.INFO,
                log.<Log>map(file -> file).orElse(Log.NONE));
    }

    private static LogFile named(Path file, Level least) {
        try {
            return LogFile.open(file, LineForm.stamped(ZoneId.systemDefault()), least);
        } catch (IOException e) {
            throw new InvalidInput(Problem.of("--log-file " + file + ": cannot be written: " + e.getMessage()));
        }
    }

    private static Optional<LogFile> usual(Path file, Level least, Terminal terminal) {
        try {
            return Optional.of(LogFile.open(file, LineForm.stamped(ZoneId.systemDefault()), least));
        } catch (IOException e) {
            terminal.warn("shakeout: " + file + ": the log cannot be written: " + e.getMessage());
            return Optional.empty();
        }
    }

    Terminal terminal() {
        return terminal;
    }

    @Override
    public void close() {
        log.ifPresent(LogFile::close);
    }
}
