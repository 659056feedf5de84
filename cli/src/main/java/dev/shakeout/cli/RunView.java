package dev.shakeout.cli;

import dev.shakeout.engine.RunListener;
import dev.shakeout.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that is told of a run while it goes: on the terminal, live or line by line, and in the log. */
final class RunView implements RunListener, AutoCloseable {
    private final Optional<LiveView> live;
    private final List<RunListener> listeners = new ArrayList<>();

    /** @param about what every line is about */
    RunView(Terminal terminal, Map<String, String> about) {
        Telling telling = terminal.telling();
        live = telling.events().isPresent() ? Optional.empty() : Optional.of(new LiveView(terminal));
        live.ifPresent(listeners::add);
        telling.events()
                .ifPresent(form -> listeners.add(new EventLog(
                        line -> {
                            if (line.level().compareTo(telling.least()) >= 0) {
                                terminal.print(form.of(line));
                            }
                        },
                        about)));
        if (!telling.log().equals(Log.NONE)) {
            listeners.add(new EventLog(telling.log(), about));
        }
    }

    @Override
    public void on(Event event) {
        listeners.forEach(listener -> listener.on(event));
    }

    @Override
    public void close() {
        live.ifPresent(LiveView::close);
    }
}
