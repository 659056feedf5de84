package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Documents of valid experiments, from a seed. */
final class RandomExperiment {
    private final Random random;
    private final List<String> probes = new ArrayList<>();
    private int names;

    RandomExperiment(Random random) {
        this.random = random;
    }

    Json.Obj next() {
        var top = new LinkedHashMap<String, Json>();
        top.put("title", Json.of(pick("a drill", "über $x", "${word} day", "\"quoted\": #1")));
        top.put("description", Json.of(pick("words", "two\nlines", "- not a list")));
        top.put("configuration", Json.object("word", "field", "seconds", 2, "limit", "250ms"));
        maybe(() -> top.put("tags", Json.of(List.of(Json.of("a"), Json.of("yes")))));
        maybe(() -> top.put("x-note", Json.object("any", Json.of(List.of()))));
        var hypothesis = Json.object("title", "it holds", "probes", list(() -> probe(true)));
        maybe(() -> top.put("steady-state-hypothesis", hypothesis));
        if (!top.containsKey("steady-state-hypothesis")) {
            probes.clear();
        }
        var method = new ArrayList<Json>(items(() -> random.nextBoolean() ? fault() : probe(false)));
        maybe(() -> probes.stream().findFirst().ifPresent(name -> method.add(Json.object("ref", name))));
        top.put("method", Json.of(method));
        maybe(() -> top.put("rollbacks", list(() -> call("action"))));
        maybe(() -> top.put("safety", safety()));
        maybe(() -> top.put("links", Json.object("api", "/run/api", "db", Json.object("control", "/run/${word}"))));
        maybe(() ->
                top.put("runtime", Json.object("hypothesis", Json.object("strategy", pick("default", "continously")))));
        return new Json.Obj(top);
    }

    private Json.Obj probe(boolean judged) {
        var probe = call("probe");
        if (judged || random.nextBoolean()) {
            probe = probe.with("tolerance", tolerance());
        }
        if (random.nextBoolean()) {
            probe = probe.with("within", Json.of("3s"));
        } else if (random.nextBoolean()) {
            probe = probe.with("retry", Json.object("attempts", 1 + random.nextInt(9), "interval", "${limit}"));
        }
        probes.add(probe.get("name").orElseThrow().text());
        return probe;
    }

    private Json.Obj call(String type) {
        var provider = switch (random.nextInt(3)) {
            case 0 -> Json.object("type", "http", "url", "http://${word}/", "timeout", "${limit}");
            case 1 -> Json.object("type", "load", "url", "u", "rate", pick("50/s", "30/m"));
            default -> Json.object("type", "tcp", "host", "h", "port", 1 + random.nextInt(65535));
        };
        return activity(type, provider);
    }

    private Json.Obj fault() {
        var target = Json.object("kind", pick("process", "host"));
        if (random.nextBoolean()) {
            target = target.with("mode", Json.of("fixed")).with("value", Json.of(1 + random.nextInt(5)));
        }
        var provider = Json.object("type", "fault", "fault", "network/delay", "target", target)
                .with("arguments", Json.object("latency", pick("${limit}", "1s", "40ms")));
        if (random.nextBoolean()) {
            provider = provider.with("duration", Json.of("30s"));
        }
        return activity("action", provider);
    }

    private Json.Obj activity(String type, Json.Obj provider) {
        var activity = Json.object("type", type, "name", pick("do ", "see ", "é") + names++, "provider", provider);
        if (random.nextBoolean()) {
            activity = activity.with("pauses", Json.object("before", 1.5, "after", "${seconds}"));
        }
        return random.nextBoolean() ? activity.with("background", Json.of(true)) : activity;
    }

    private Json tolerance() {
        return switch (random.nextInt(6)) {
            case 0 -> Json.of(200);
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(List.of(Json.of(200), Json.of(204), Json.of(301)));
            case 3 -> Json.object("type", "regex", "pattern", "^\\d+ ${word}$", "target", "body");
            case 4 -> Json.object("type", "jsonpath", "path", "$.a[*]", "count", 2);
            default -> Json.object("type", "slo", "p95", "${limit}", "error-rate", "1.5%");
        };
    }

    private Json.Obj safety() {
        var safety = Json.object("lease", "5s", "blast-radius", Json.object("max-percent", 50));
        return probes.isEmpty()
                ? safety
                : safety.with(
                        "halt-when",
                        Json.of(List.of(
                                Json.object(
                                        "name",
                                        "stop",
                                        "probe",
                                        probes.getFirst(),
                                        "tolerance",
                                        tolerance(),
                                        "failures",
                                        2),
                                Json.object(
                                        "name",
                                        "blind",
                                        "when",
                                        "probes['" + probes.getFirst() + "'].failed",
                                        "delay",
                                        "1s"))));
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    private void maybe(Runnable addition) {
        if (random.nextBoolean()) {
            addition.run();
        }
    }

    private Json list(Supplier<Json.Obj> item) {
        return Json.of(items(item));
    }

    private List<Json> items(Supplier<Json.Obj> item) {
        var items = new ArrayList<Json>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }
}
