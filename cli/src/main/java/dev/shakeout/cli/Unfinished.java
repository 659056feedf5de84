package dev.shakeout.cli;

import dev.shakeout.engine.RunListener;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The injections of a run that are not taken back yet, for a person who does not want to wait. */
final class Unfinished implements RunListener {
    private final Map<String, String> open = new LinkedHashMap<>();

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.Injecting e) {
            Injection injection = e.injection();
            open.put(injection.id(), injection.fault() + " on " + injection.target());
        } else if (event instanceof Event.TakenBack e) {
            open.remove(e.injection().id());
        } else if (event instanceof Event.NotTakenBack e) {
            open.remove(e.injection().id());
        }
    }

    synchronized String words() {
        return open.isEmpty()
                ? "every fault is taken back; finishing the rollbacks and the journal, please wait"
                : "still taking back: " + String.join(", ", open.values()) + "; please wait, nothing is left half way";
    }
}
