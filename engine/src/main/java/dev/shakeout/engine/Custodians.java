package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** All who are to take a run's changes back when this host is lost. */
final class Custodians {
    private final List<Custodian.Held> held = new ArrayList<>();

    /** @throws IOException one cannot be told; none holds anything then */
    Custodians(
            Collection<Custodian> custodians,
            RunFolder folder,
            Witness.Scope scope,
            Duration lease,
            Consumer<String> lost,
            Machine machine)
            throws IOException {
        try {
            List<Custodian.Care> cares = custodians.stream()
                    .map(custodian -> custodian.care(scope, lease, machine))
                    .toList();
            new Farewell(folder)
                    .write(cares.stream()
                            .flatMap(care -> care.farewell().stream())
                            .toList());
            for (Custodian.Care care : cares) {
                held.add(care.hold(lost));
            }
        } catch (Custodian.Impossible e) {
            end(true);
            throw e;
        } catch (IOException | RuntimeException e) {
            end(true);
            throw new IOException("nobody else could be asked to take this run back: " + e.getMessage(), e);
        }
    }

    /** Those of which nothing is left. */
    List<Injection> takeBack(List<Injection> injections) {
        return held.stream().flatMap(each -> each.takeBack(injections).stream()).toList();
    }

    /** Who cannot be told looks for changes that are no longer there, and finds none. */
    void end(boolean clean) {
        for (Custodian.Held each : held.reversed()) {
            try {
                each.end(clean);
            } catch (IOException e) {
                System.err.println("shakeout: " + e.getMessage());
            }
        }
    }
}
