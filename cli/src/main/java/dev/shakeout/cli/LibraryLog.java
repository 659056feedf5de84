package dev.shakeout.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What libraries warn of by the JDK's own logging, in the form of all other lines. What they log by SLF4J goes nowhere: they throw what
 * has to be known, and whoever catches it says so.
 */
final class LibraryLog extends Handler {
    private static final Logger ROOT = Logger.getLogger("");

    private final Terminal terminal;

    private LibraryLog(Terminal terminal) {
        this.terminal = terminal;
        setLevel(Level.WARNING);
    }

    static void goesTo(Terminal terminal) {
        for (Handler before : ROOT.getHandlers()) {
            ROOT.removeHandler(before);
        }
        ROOT.addHandler(new LibraryLog(terminal));
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            String cause = line.getThrown() == null ? "" : ": " + line.getThrown();
            terminal.warn(line.getLoggerName() + ": " + line.getMessage() + cause);
        }
    }

    @Override
    public void flush() {
        // nothing is kept
    }

    @Override
    public void close() {
        // the terminal stays
    }
}
