package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Reading;
import java.time.Duration;

/** Tells the stages of a fault that somebody else carries out, as long as it is on. */
final class Following {
    private final Injection injection;
    private final Effect effect;
    private final Bus bus;
    private String last;
    private boolean over;

    Following(Injection injection, Effect effect, Bus bus, Reading before) {
        this.injection = injection;
        this.effect = effect;
        this.bus = bus;
        this.last = before.words();
    }

    /** Tells it, if it is another one. */
    synchronized void saw(Reading reading) {
        if (over
                || effect.followed().isEmpty()
                || !Measuring.readable(reading)
                || reading.words().equals(last)) {
            return;
        }
        last = reading.words();
        bus.emit(new Event.StageReached(bus.now(), injection, reading));
    }

    /** Looks again and again from now on. */
    void begin() {
        effect.followed().ifPresent(pace -> {
            var _ = Threads.start("stages of " + injection.fault(), () -> look(pace));
        });
    }

    private void look(Duration pace) {
        try {
            while (!isOver()) {
                Thread.sleep(pace);
                saw(Measuring.read(effect));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** Nothing is told from now on. Nobody waits for a look that goes on. */
    synchronized void end() {
        over = true;
    }
}
