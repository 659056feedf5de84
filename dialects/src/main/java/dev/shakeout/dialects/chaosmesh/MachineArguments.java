package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;

/** How chaosd's arguments become those of our faults. */
final class MachineArguments {
    static final Fidelity HEAP = new Fidelity.Approximated("heap, 90% full; chaosd takes more until no memory is left");
    static final Fidelity STACK = new Fidelity.NotSupported("stacks are not filled here; use heap");

    private MachineArguments() {}

    static void millis(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, Integer.MAX_VALUE))
                .ifPresent(millis -> draft.put("latency", from.positionOf(field), Json.of(millis + "ms")));
    }

    static void exception(Sheet from, Field field, Draft draft) {
        from.take(field, Type.text())
                .ifPresent(
                        thrown -> draft.put("exception", from.positionOf(field), Json.of(JvmChaos.exception(thrown))));
    }

    /** None, where only memory is meant. */
    static void threads(Sheet from, Field field, Draft draft) {
        int cores = from.take(field, Type.integer(0, 1024)).orElse(0);
        draft.put("cores", from.positionOf(field), Json.of((long) cores));
    }

    static void memory(Sheet from, Field field, Draft draft) {
        from.take(field, Type.choice("heap", "stack"), type -> type.equals("heap") ? HEAP : STACK)
                .ifPresent(_ -> draft.put("heap", from.positionOf(field), Json.of("90%")));
    }

    static void percent(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(0, 100))
                .ifPresent(load -> draft.put("load", from.positionOf(field), Json.of(load + "%")));
        if (from.look(field).isEmpty()) {
            draft.put("load", "100%");
        }
    }

    static void whole(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, 8192))
                .ifPresent(count -> draft.put("cores", from.positionOf(field), Json.of((long) count)));
    }

    static void size(Sheet from, Field field, Draft draft) {
        from.take(field, Size.TYPE)
                .ifPresent(size -> draft.put(size.share() ? "percent" : "size", from.positionOf(field), size.ours()));
    }

    static void text(Sheet from, Field field, Draft draft, String key) {
        new Arguments(from, draft).text(field, key);
    }

    static void span(Sheet from, Field field, Draft draft, String key) {
        new Arguments(from, draft).duration(field, key);
    }

    /** What is there already stays: an address and a host name are peers both. */
    static void list(Sheet from, Field field, Draft draft, String key) {
        from.take(field, Type.text()).filter(text -> !text.isEmpty()).ifPresent(text -> {
            var items = new ArrayList<Json>();
            draft.tree()
                    .get(key)
                    .ifPresent(before -> items.addAll(((Json.Arr) before.value().json()).items()));
            Arrays.stream(text.split(",", -1)).map(String::strip).map(Json::of).forEach(items::add);
            draft.put(key, from.positionOf(field), Json.of(items));
        });
    }

    static void direction(Sheet from, Field field, Draft draft) {
        String direction = from.take(field, Type.choice("to", "from")).orElse("to");
        draft.put("direction", from.positionOf(field), Json.of(direction.equals("to") ? "out" : "in"));
    }

    static void protocol(Sheet from, Field field, Draft draft) {
        from.take(field, Type.choice("tcp", "udp", "icmp", "all", ""))
                .filter(word -> !word.isEmpty())
                .ifPresent(word ->
                        draft.put("protocol", from.positionOf(field), Json.of(word.equals("all") ? "any" : word)));
    }

    static void port(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, 65_535))
                .ifPresent(port -> draft.put("port", from.positionOf(field), Json.of((long) port)));
    }

    /** 80, or 8001:8010, with commas between them. */
    static void ports(Sheet from, Field field, Draft draft) {
        from.take(field, Type.text())
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> draft.put(
                        "peer-ports",
                        from.positionOf(field),
                        Json.of(Arrays.stream(text.split(",", -1))
                                .map(part -> Json.of(part.strip().replace(':', '-')))
                                .toList())));
    }

    static void signal(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, 64))
                .ifPresent(number -> draft.put("signal", from.positionOf(field), Json.of(String.valueOf(number))));
    }

    static void offset(Sheet from, Field field, Draft draft) {
        from.require(field, GoDuration.SIGNED)
                .ifPresent(offset -> draft.put("offset", from.positionOf(field), SignedSpan.ours(offset)));
    }

    static void clocks(Sheet from, Field field, Draft draft) {
        from.take(field, new Type<String>() {
            @Override
            public String name() {
                return "text";
            }

            @Override
            public String allowed() {
                return "CLOCK_REALTIME, the only clock that is changed";
            }

            @Override
            public String parse(Json json) {
                if (json.text().isEmpty() || json.text().equals("CLOCK_REALTIME")) {
                    return json.text();
                }
                throw new BadValue("'" + json.text() + "' names others too");
            }

            @Override
            public Json.Obj schema() {
                return Json.object("type", "string");
            }
        });
    }
}
