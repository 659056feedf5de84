package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.model.Json;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How arguments of ours are written for chaosd. */
final class MachineForms {
    private static final Map<String, Integer> SIGNALS =
            Map.of("HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15);
    static final Form PROTOCOL = Form.always(word -> Json.of(word.text().equals("any") ? "all" : word.text()));
    static final Form PORTS = Form.always(ports -> Json.of(joined(ports).replace('-', ':')));
    static final Form DIRECTION = new Form(
            word -> word.text().equals("both")
                    ? Optional.empty()
                    : Optional.of(Json.of(word.text().equals("in") ? "from" : "to")),
            "it is one of both there; write a fault for each");
    static final Form SIGNAL = new Form(
            word -> Optional.ofNullable(SIGNALS.get(word.text().replaceFirst("^SIG", "")))
                    .or(() -> word.text().matches("\\d{1,2}")
                            ? Optional.of(Integer.valueOf(word.text()))
                            : Optional.empty())
                    .map(Json::of),
            "signals are numbers there; write its number");

    private MachineForms() {}

    private static String joined(Json list) {
        return list instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).collect(Collectors.joining(","))
                : list.text().replace(" ", "");
    }
}
