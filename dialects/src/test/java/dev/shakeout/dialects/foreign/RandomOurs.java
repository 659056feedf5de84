package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Experiments of ours that can be said in another tool's format, from a seed; in the form in which that tool's are read. */
final class RandomOurs {
    private static final Position HERE = new Position("ours.yaml", 1, 1);
    private static final Json EVERYBODY = Json.of(List.of(Json.of("0.0.0.0/0"), Json.of("::/0")));

    private final Random random;
    private final boolean mesh;

    RandomOurs(Random random, boolean mesh) {
        this.random = random;
        this.mesh = mesh;
    }

    Tree.Obj next() {
        if (mesh && random.nextInt(5) == 0) {
            return ordered();
        }
        int faults = 1 + random.nextInt(4);
        var timeline = new Timeline();
        Duration end = Duration.ZERO;
        Duration start = Duration.ZERO;
        for (int i = 0; i < faults; i++) {
            Timeline.Entry entry = fault("fault " + i, start);
            timeline.add(entry);
            end = entry.end().compareTo(end) > 0 ? entry.end() : end;
            if (mesh && random.nextInt(4) == 0) {
                timeline.add(probe("look " + i, start));
            }
            start = random.nextBoolean() ? entry.end() : start.plusSeconds(5L * random.nextInt(5));
        }
        if (mesh) {
            end = end.plusSeconds(3);
            timeline.until(end);
        }
        boolean alone = faults == 1 && !end.isZero();
        Draft ours = Draft.at(HERE).put("title", "a drill").put("description", "random");
        if (!mesh && alone && random.nextBoolean()) {
            ours.put("steady-state-hypothesis", Json.object("title", "well", "probes", Json.of(List.of(stated()))));
        }
        ours.put("method", timeline.method(HERE));
        if ((mesh || alone) && random.nextBoolean()) {
            ours.put("safety", Json.object("halt-when", Json.of(List.of(guard(end)))));
        }
        return ours.tree();
    }

    /** A container decides, and what it has begun is waited for. */
    private Tree.Obj ordered() {
        Json.Obj provider = Json.object(
                "type",
                "pod-run",
                "container",
                Json.object("name", "main", "image", "busybox"),
                "namespace",
                "shop",
                "timeout",
                pick("90s", "2m"));
        var ask = new Timeline.Entry(
                "ask",
                "action",
                HERE,
                (Tree.Obj) Tree.at(HERE, provider),
                Duration.ofSeconds(10L * random.nextInt(2)),
                Duration.ZERO,
                Draft.at(HERE).tree());
        List<Tree> method =
                new ArrayList<>(new Timeline().add(ask).beside(Draft.at(HERE).tree()));
        var last = new ArrayList<Json>();
        int branches = random.nextInt(4);
        for (int i = 0; i < branches; i++) {
            String condition = pick(
                    "activities[\"ask\"].exitCode == " + i,
                    "(activities[\"ask\"].exitCode > " + i + " && !(activities[\"ask\"].stdout.contains(\"(no)\")))",
                    "(activities[\"ask\"].exitCode < " + i + " || activities[\"ask\"].stdout.matches(\"^ok " + i
                            + "\"))");
            method.addAll(after(Json.of(List.of(Json.of("ask"))), condition, lasting("branch " + i)));
            last.add(Json.of("branch " + i));
        }
        Json waited = Json.of(last.isEmpty() ? List.of(Json.of("ask")) : last);
        if (random.nextBoolean()) {
            method.addAll(after(waited, "", lasting("last")));
        }
        return Draft.at(HERE)
                .put("title", "a drill")
                .put("description", "random")
                .put("method", Draft.list(HERE, method))
                .tree();
    }

    private static List<Tree> after(Json names, String condition, Timeline.Entry entry) {
        Draft cue = Draft.at(HERE).put("after", names);
        return new Timeline().add(entry).beside((condition.isEmpty() ? cue : cue.put("if", condition)).tree());
    }

    private Timeline.Entry lasting(String name) {
        Timeline.Entry entry = fault(name, Duration.ZERO);
        return entry.lasts().isZero() ? lasting(name) : entry;
    }

    private Timeline.Entry fault(String name, Duration start) {
        boolean momentary = random.nextInt(5) == 0;
        Json.Obj target = target();
        String fault = momentary ? pick(mesh ? AT_ONCE : KILLS) : pick(mesh ? MESH : LITMUS);
        if (fault.equals("network/blackhole")) {
            target =
                    Json.object("kind", "pod", "namespace", "shop", "labels", Json.object("app", "api"), "mode", "all");
        }
        boolean ofContainers = List.of("cpu/load", "memory/fill").contains(fault) || fault.startsWith("jvm/");
        if (ofContainers && random.nextBoolean()) {
            target = target.with("container", Json.of("app"));
        }
        Optional<Duration> lasts =
                momentary ? Optional.empty() : Optional.of(Duration.ofSeconds(5L + random.nextInt(20)));
        Json.Obj arguments = arguments(fault);
        return Timeline.Entry.fault(
                name, fault, (Tree.Obj) Tree.at(HERE, target), (Tree.Obj) Tree.at(HERE, arguments), start, lasts);
    }

    private static final List<String> BOTH = List.of(
            "network/delay",
            "network/loss",
            "network/corrupt",
            "network/duplicate",
            "network/bandwidth",
            "cpu/load",
            "memory/fill",
            "http/delay",
            "dns/error");
    private static final String[] MESH = and(
            "network/block",
            "network/partition",
            "network/reorder",
            "http/abort",
            "dns/answer",
            "time/skew",
            "disk/delay",
            "disk/error",
            "disk/attributes",
            "disk/corrupt",
            "pod/fail",
            "jvm/latency",
            "jvm/return",
            "jvm/exception",
            "jvm/stress");
    private static final String[] KILLS = {"pod/delete"};
    private static final String[] AT_ONCE = {"pod/delete", "pod/delete", "jvm/gc"};
    private static final String[] LITMUS = and("network/blackhole", "http/status", "disk/io-load", "connection/reset");

    private static String[] and(String... more) {
        var all = new ArrayList<>(BOTH);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Json.Obj arguments(String fault) {
        String word = fault.substring(fault.indexOf('/') + 1);
        Json.Obj http = Json.object("port", 8080);
        return switch (fault) {
            case "network/delay" ->
                maybe(packets(Json.object("latency", pick("20ms", "1500ms", "2s"))), "jitter", "10ms");
            case "network/loss", "network/corrupt", "network/duplicate" ->
                packets(Json.object(word, (1 + random.nextInt(100)) + "%"));
            case "network/bandwidth" -> packets(Json.object("bandwidth", pick("1MB/s", "250KB/s", "2GB/s")));
            case "network/reorder" -> packets(Json.object("latency", "20ms", "reorder", "25%"));
            case "network/block" ->
                Json.object("how", "drop", "direction", pick("in", "out"), "peers", others(Json.of("db.example")));
            case "network/partition" -> Json.object("from", others(Json.of("10.0.0.0/8"), Json.of("db.example")));
            case "network/blackhole" ->
                Json.object("direction", pick("in", "out", "both"), "peers", EVERYBODY, "except", open());
            case "cpu/load" -> Json.object("load", (1 + random.nextInt(100)) + "%", "cores", 1 + random.nextInt(8));
            case "memory/fill" -> Json.object("size", pick("256MB", "1000MB"));
            case "http/delay" ->
                mesh
                        ? maybe(
                                http.with("latency", Json.of("2s")).with("side", Json.of(pick("request", "response"))),
                                "path",
                                "/a/*")
                        : http.with("latency", Json.of("2s")).with("percent", Json.of("50%"));
            case "http/abort" -> maybe(http.with("side", Json.of("request")), "method", "POST");
            case "http/status" ->
                http.with("status", Json.of(503)).with("body", Json.of("no $")).with("percent", Json.of("100%"));
            case "connection/reset" -> maybe(http.with("percent", Json.of("100%")), "after", "200ms");
            case "dns/error" -> names(mesh ? Json.object("code", "SERVFAIL") : Json.Obj.EMPTY);
            case "dns/answer" -> names(Json.object("addresses", "random"));
            case "time/skew" -> Json.object("offset", pick("+1h", "-5m"));
            case "disk/delay" -> files(Json.object("latency", "40ms"));
            case "disk/error" -> files(Json.object("errno", pick("EIO", "ENOSPC")));
            case "disk/attributes" ->
                whole(Json.object("attributes", Json.object("mode", pick("0440", "0000"), "size", random.nextInt(99))));
            case "disk/corrupt" ->
                whole(Json.object("filling", pick("zero", "random"), "places", 1 + random.nextInt(9), "length", 7));
            case "pod/delete" -> Json.object("grace", mesh ? "30s" : "0s");
            case "jvm/latency" -> method().with("latency", Json.of(pick("20ms", "1500ms")));
            case "jvm/return" -> method().with("value", Json.of(pick("0", "-1.5", "true", "null", "\"none\"")));
            case "jvm/exception" ->
                method().with("exception", Json.of(pick("java.io.IOException(\"BOOM\")", "shop.OutOfStock")));
            case "jvm/stress" ->
                random.nextBoolean()
                        ? Json.object("cores", 1 + random.nextInt(8))
                        : Json.object("cores", 0, "heap", "90%");
            case "disk/io-load" -> Json.object("operation", "both", "workers", 2, "path", "/data");
            default -> Json.Obj.EMPTY;
        };
    }

    private Json.Obj method() {
        return Json.object("class", pick("shop.Cart", "shop.Cart$Line"), "method", pick("add", "<init>"));
    }

    /** What the network policy of Litmus can let through. */
    private Json open() {
        Json.Obj db =
                Json.object("kind", "pod", "namespace", "shop", "labels", Json.object("app", "db", "tier", "front"));
        Json.Obj data = Json.object("kind", "pod", "namespace", "data");
        return Json.of(random.nextBoolean() ? List.of(db, data) : List.of(random.nextBoolean() ? db : data));
    }

    /** Names, or pods, or both. */
    private Json others(Json... names) {
        if (!mesh || random.nextBoolean()) {
            return Json.of(List.of(names));
        }
        var all = new ArrayList<>(random.nextBoolean() ? List.of() : List.of(names));
        all.addAll(pods());
        return Json.of(all);
    }

    private List<Json> pods() {
        Json.Obj db = Json.object("kind", "pod", "namespace", "data", "labels", Json.object("app", "db"));
        return switch (random.nextInt(5)) {
            case 0 -> List.of(db.with("mode", Json.of("all")));
            case 4 ->
                List.of(Json.object("kind", "pod", "labels", Json.object("app", "db"))
                        .with("any-of", places("namespace", "data", "shop"))
                        .with("mode", Json.of("one")));
            case 1 -> List.of(db.with("mode", Json.of("percent")).with("value", Json.of("50%")));
            case 2 ->
                List.of(
                        Json.object("kind", "pod", "namespace", "data", "name", "db-0", "mode", "all"),
                        Json.object("kind", "pod", "namespace", "data", "name", "db-1", "mode", "all"));
            default ->
                List.of(
                        db.with("mode", Json.of("all")),
                        db.with("namespace", Json.of("shop")).with("mode", Json.of("all")));
        };
    }

    private Json.Obj packets(Json.Obj own) {
        if (mesh && random.nextInt(3) == 0) {
            return own.with("direction", Json.of(pick("in", "out", "both"))).with("peers", Json.of(pods()));
        }
        boolean named = random.nextBoolean();
        Json.Obj all = own.with("direction", Json.of("out"))
                .with("peers", named ? Json.of(List.of(Json.of("10.0.0.8"), Json.of("db.example"))) : EVERYBODY);
        return named && random.nextBoolean() ? all.with("peer-ports", Json.of(List.of(Json.of("5432")))) : all;
    }

    private Json.Obj names(Json.Obj own) {
        return random.nextBoolean()
                ? own.with("names", Json.of(List.of(Json.of("a.example"), Json.of("b.example"))))
                : own;
    }

    private Json.Obj files(Json.Obj own) {
        return own.with("path", Json.of("/data"))
                .with("operations", Json.of(List.of(Json.of("read"), Json.of("write"))))
                .with("percent", Json.of("60%"));
    }

    private Json.Obj whole(Json.Obj own) {
        return own.with("path", Json.of("/data")).with("percent", Json.of("60%"));
    }

    private Json.Obj target() {
        Json.Obj target = Json.object("kind", "pod", "namespace", pick("shop", "data"));
        if (random.nextInt(5) == 0) {
            return target.with("name", Json.of("web-0")).with("mode", Json.of("one"));
        }
        if (random.nextInt(4) == 0) {
            return counted(several());
        }
        target = target.with("labels", Json.object("app", pick("api", "cart"), "tier", "web"));
        if (mesh) {
            target = maybe(target, "selector", "zone in (a, b),!canary");
        }
        target = mesh && random.nextBoolean() // either one or the other
                ? maybe(target, "node", "worker-1")
                : maybe(target, "node-selector", "zone=a");
        return counted(target);
    }

    /** What is in several places, or several by name; in the order in which such files are read. */
    private Json.Obj several() {
        Json.Obj pods = Json.object("kind", "pod");
        if (!mesh) {
            return pods.with(
                    "any-of",
                    Json.of(List.of(
                            Json.object("namespace", "shop", "owner", "deployment/cart"),
                            Json.object("namespace", "data", "owner", "statefulset/db"))));
        }
        Json.Obj labelled = pods.with("labels", Json.object("app", "cart"));
        return switch (random.nextInt(4)) {
            case 0 -> labelled.with("any-of", places("namespace", "shop", "data"));
            case 1 ->
                labelled.with("namespace", Json.of("shop")).with("any-of", places("node", "worker-1", "worker-2"));
            case 2 -> pods.with("namespace", Json.of("shop")).with("any-of", places("name", "web-0", "web-1"));
            default ->
                pods.with(
                        "any-of",
                        Json.of(List.of(
                                Json.object("namespace", "shop", "name", "web-0"),
                                Json.object("namespace", "data", "name", "db-0"))));
        };
    }

    private static Json places(String key, String... values) {
        return Json.of(Stream.of(values).map(value -> Json.object(key, value)).toList());
    }

    private Json.Obj counted(Json.Obj target) {
        return switch (random.nextInt(mesh ? 4 : 3)) {
            case 0 -> target.with("mode", Json.of("one"));
            case 1 -> target.with("mode", Json.of("all"));
            case 2 -> target.with("mode", Json.of("percent")).with("value", Json.of("25%"));
            default -> target.with("mode", Json.of("fixed")).with("value", Json.of(2));
        };
    }

    private Timeline.Entry probe(String name, Duration start) {
        return new Timeline.Entry(
                name, "probe", HERE, (Tree.Obj) Tree.at(HERE, asked()), start, Duration.ZERO, (Tree.Obj)
                        Tree.at(HERE, Json.object("tolerance", 200)));
    }

    private Json.Obj stated() {
        return Json.object("type", "probe", "name", "it answers", "provider", asked(), "tolerance", 200)
                .with("phases", Json.of(List.of(Json.of("before"), Json.of("after"))));
    }

    private Json.Obj asked() {
        return Json.object("type", "http", "url", "http://web.shop.svc/health", "timeout", 3);
    }

    private Json.Obj guard(Duration length) {
        Json.Obj guard = Json.object(
                "name",
                "too bad",
                "probe",
                Json.object("provider", asked()),
                "tolerance",
                200,
                "interval",
                "2s",
                "failures",
                3);
        Json.Obj patient = guard.with("timeout", Json.of("3s"));
        if (!mesh) {
            return patient;
        }
        Json.Obj later = maybe(patient, "delay", "2s");
        return length.compareTo(Duration.ofSeconds(4)) > 0 ? maybe(later, "for", "1500ms") : later;
    }

    private Json.Obj maybe(Json.Obj object, String key, String value) {
        Supplier<Json.Obj> more = () -> object.with(key, Json.of(value));
        return random.nextBoolean() ? more.get() : object;
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
