package dev.shakeout.server.run;

import dev.shakeout.model.Measurement;
import dev.shakeout.model.Measurement.Kind;
import dev.shakeout.model.Measurement.Sample;
import dev.shakeout.server.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of a server, for whoever asks for them in whatever format. */
public final class Figures {
    private Figures() {}

    /** All, each looked up when its samples are asked for. */
    public static List<Measurement> of(Store store, Tally tally) {
        return List.of(
                new Measurement(
                        "runs.ended",
                        Kind.COUNTER,
                        "Runs that this server has brought to an end since it began.",
                        () -> tally.ended().entrySet().stream()
                                .map(each -> sample(
                                        each.getValue(),
                                        "environment",
                                        each.getKey().environment(),
                                        "verdict",
                                        each.getKey().verdict()))
                                .toList()),
                new Measurement(
                        "runs.open",
                        Kind.GAUGE,
                        "Runs of all servers that wait or go on.",
                        () -> store.read(work -> work.runs().open()).stream()
                                .map(open -> sample(
                                        open.count(),
                                        "environment",
                                        open.environment(),
                                        "state",
                                        open.state().word()))
                                .toList()),
                new Measurement(
                        "halted",
                        Kind.GAUGE,
                        "1 for each environment in which nothing may be run; * stands for all.",
                        () -> store.read(work -> work.halts().all()).stream()
                                .map(halt -> sample(
                                        1, "environment", halt.environment().orElse("*")))
                                .toList()),
                new Measurement(
                        "messages.waiting",
                        Kind.GAUGE,
                        "What each channel is still to be told, of all servers.",
                        () -> store.read(work -> work.messages().waiting()).entrySet().stream()
                                .map(each -> sample(each.getValue(), "channel", each.getKey()))
                                .toList()));
    }

    private static Sample sample(long value, String... labels) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            named.put(labels[i], labels[i + 1]);
        }
        return new Sample(named, value);
    }
}
