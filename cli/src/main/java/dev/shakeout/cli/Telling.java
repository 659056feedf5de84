package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import dev.shakeout.engine.About;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a command tells what it does.
 *
 * @param form of the lines on the terminal
 * @param events the form of a run's events there; the live view when empty
 * @param least what matters less than this is not shown on the terminal
 * @param log where the same is noted
 */
record Telling(InstantSource clock, LineForm form, Optional<LineForm> events, Level least, Log log) {
    static final Telling PLAIN = new Telling(Clock.systemUTC(), LineForm.BARE, Optional.empty(), Level.INFO, Log.NONE);

    /** Whether the terminal shows lines for people, and not JSON for programs. */
    boolean bare() {
        return form.equals(LineForm.BARE);
    }

    LogLine line(Level level, String words) {
        return new LogLine(clock.instant(), level, words, About.now());
    }
}
