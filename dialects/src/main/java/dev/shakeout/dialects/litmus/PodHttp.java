package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests to a service in a pod, or its answers, are delayed or changed.
 *
 * @param own tunables that only it has
 * @param effect what it becomes, whose common arguments are given
 */
record PodHttp(String name, String introduction, List<Field> own, Map<String, String> values, Effect effect)
        implements HubFault {
    private static final Field PORT = Field.kept("TARGET_SERVICE_PORT", "port");
    private static final Field TOXICITY = Field.kept("TOXICITY", "percent");
    private static final Field PROXY = Field.kept("PROXY_PORT", "nothing: the proxy's port is Shakeout's choice");
    private static final Field INTERFACE =
            Field.approximated("NETWORK_INTERFACE", "nothing: requests are met on whatever interface they come");
    private static final Field LATENCY = Field.kept("LATENCY", "latency, in milliseconds");
    private static final Field RESET = Field.kept("RESET_TIMEOUT", "after, in milliseconds");
    private static final Field STATUS = Field.kept("STATUS_CODE", "status")
            .or(new Fidelity.Approximated("status 503: one at random would be another at each run"));
    private static final Field MODIFY = Field.kept(
                    "MODIFY_RESPONSE_BODY", "body: RESPONSE_BODY, or words that tell the status")
            .or(new Fidelity.Approximated("body: empty, where Litmus leaves the service's own"));
    private static final Field BODY = Field.kept("RESPONSE_BODY", "body");
    private static final Field TYPE =
            Field.approximated("CONTENT_TYPE", "nothing: the type stays that of the service's own answer");
    private static final Field ENCODING = Field.kept("CONTENT_ENCODING", "nothing: there is none")
            .or(new Fidelity.NotSupported("the body is sent as it is; leave it out"));
    private static final Field HEADERS = Field.kept("HEADERS_MAP", "headers")
            .or(new Fidelity.NotSupported("a header is set, not taken away; give it a value"));
    private static final Field SIDE = Field.kept("HEADER_MODE", "side");

    /** What becomes of one of these faults. */
    @FunctionalInterface
    interface Effect {
        /** @return the fault of ours */
        String put(Tunables tunables, Draft arguments);
    }

    static List<HubFault> all() {
        return List.of(
                new PodHttp(
                        "pod-http-latency",
                        "`http/delay` of requests.",
                        List.of(LATENCY),
                        Map.of("LATENCY", "2000"),
                        PodHttp::latency),
                new PodHttp(
                        "pod-http-status-code",
                        "`http/status` in place of the service's answer.",
                        List.of(STATUS, MODIFY, BODY, TYPE, ENCODING),
                        Map.of("MODIFY_RESPONSE_BODY", "true"),
                        PodHttp::status),
                new PodHttp(
                        "pod-http-modify-body",
                        "`http/replace` of the body of answers.",
                        List.of(BODY, TYPE, ENCODING),
                        Map.of(),
                        PodHttp::body),
                new PodHttp(
                        "pod-http-modify-header",
                        "`http/patch` of the headers of answers or of requests.",
                        List.of(HEADERS, SIDE),
                        Map.of("HEADER_MODE", "response", "HEADERS_MAP", "{}"),
                        PodHttp::headers),
                new PodHttp(
                        "pod-http-reset-peer",
                        "`connection/reset` of connections to the service.",
                        List.of(RESET),
                        Map.of("RESET_TIMEOUT", "0"),
                        PodHttp::reset));
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(own);
        fields.addAll(List.of(PORT, TOXICITY, PROXY, INTERFACE));
        fields.addAll(Pods.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        var all = new HashMap<>(values);
        all.putAll(Map.of(
                "TOTAL_CHAOS_DURATION", "60", "TARGET_SERVICE_PORT", "80", "TOXICITY", "100", "SEQUENCE", "parallel"));
        return all;
    }

    @Override
    public List<Origin> origins() {
        Origin origin = switch (name) {
            case "pod-http-latency" ->
                Origin.of("http/delay").put("latency", LATENCY, Form.MILLIS).only("side", Json.of("request"), ONE_SIDE);
            case "pod-http-status-code" ->
                Origin.of("http/status")
                        .put("status", STATUS, Form.TEXT, Json.of("503"))
                        .set(MODIFY, Json.of("false"))
                        .by(OWN_BODY, (arguments, own, env) -> {
                            arguments.record(own);
                            if (arguments.look(own).isEmpty()) {
                                arguments.note(own, own.ways().get(1));
                            }
                            arguments
                                    .look(own)
                                    .ifPresent(body -> env.put(MODIFY, "true")
                                            .put(BODY, body.json().text()));
                        })
                        .leave("side", new Fidelity.Approximated("nothing: the service hears of the request there"));
            case "pod-http-modify-body" ->
                Origin.of("http/replace").put("body", BODY, Form.TEXT).must("side", Json.of("response"), ONLY_ANSWERS);
            case "pod-http-modify-header" ->
                Origin.of("http/patch")
                        .put(
                                "headers",
                                HEADERS,
                                Form.always(map -> Json.of(JsonWriter.write(map).strip())))
                        .put("side", SIDE, Form.TEXT, Json.of("request"));
            default -> Origin.of("connection/reset").put("after", RESET, Form.MILLIS, Json.of("0"));
        };
        return List.of(origin.needs("port", PORT, Form.TEXT, "requests are looked for at one port there; say which")
                .put("percent", TOXICITY, Form.WHOLE_PERCENT_TEXT)
                .leave("try", new Fidelity.Kept("nothing: it is about how the effect is measured")));
    }

    private static final Field OWN_BODY = Field.kept(Origin.path("body"), "RESPONSE_BODY")
            .or(new Fidelity.Approximated("it is not given, which means no content: the answer keeps its own there"));
    private static final String ONE_SIDE = "it is the request that waits there; leave it out";
    private static final String ONLY_ANSWERS = "only answers are replaced there; set it to response";

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application);
        tunables.record(PROXY);
        tunables.record(INTERFACE);
        Draft arguments = Draft.at(tunables.sheet().position());
        String ours = effect.put(tunables, arguments);
        tunables.take(PORT, Type.integer(1, 65_535))
                .ifPresent(port -> arguments.put("port", tunables.positionOf(PORT), Json.of((long) port)));
        Share.put(arguments, "percent", tunables, TOXICITY);
        return pods.wholly(_ -> Hit.Call.of(ours, arguments));
    }

    private static String latency(Tunables tunables, Draft arguments) {
        tunables.require(LATENCY, LitmusTime.MILLIS)
                .ifPresent(time -> arguments.put("latency", tunables.positionOf(LATENCY), GoDuration.ours(time)));
        return "http/delay";
    }

    private static String reset(Tunables tunables, Draft arguments) {
        tunables.take(RESET, LitmusTime.MILLIS)
                .filter(time -> !time.isZero())
                .ifPresent(time -> arguments.put("after", tunables.positionOf(RESET), GoDuration.ours(time)));
        return "connection/reset";
    }

    private static String status(Tunables tunables, Draft arguments) {
        int status = tunables.look(STATUS, Type.integer(200, 599)).orElse(503);
        tunables.record(STATUS);
        if (!tunables.given(STATUS)) {
            tunables.sheet().note(STATUS, STATUS.ways().get(1));
        }
        arguments.put("status", tunables.positionOf(STATUS), Json.of((long) status));
        boolean modified = tunables.take(
                        MODIFY, Type.bool(), on -> MODIFY.ways().get(on ? 0 : 1))
                .orElse(true);
        String text = tunables.take(BODY, Type.text()).orElse("status " + status);
        if (modified) {
            arguments.put("body", tunables.positionOf(BODY), Json.of(text));
        }
        content(tunables);
        return "http/status";
    }

    private static String body(Tunables tunables, Draft arguments) {
        arguments.put("side", "response");
        arguments.put(
                "body",
                tunables.positionOf(BODY),
                Json.of(tunables.take(BODY, Type.text()).orElse("")));
        content(tunables);
        return "http/replace";
    }

    private static void content(Tunables tunables) {
        tunables.record(TYPE);
        tunables.record(ENCODING, ENCODING.ways().get(tunables.given(ENCODING) ? 1 : 0));
    }

    private static String headers(Tunables tunables, Draft arguments) {
        Map<String, String> headers =
                tunables.look(HEADERS, new PodDns.JsonMap()).orElse(Map.of());
        boolean removes = headers.values().stream().anyMatch(String::isEmpty);
        tunables.record(HEADERS, HEADERS.ways().get(removes ? 1 : 0));
        if (headers.isEmpty()) {
            tunables.problems()
                    .at(
                            tunables.positionOf(HEADERS),
                            "HEADERS_MAP names no header; give at least one, as {\"X-Name\": \"value\"}");
        }
        Draft map = Draft.at(tunables.positionOf(HEADERS));
        headers.forEach(map::put);
        arguments.put("headers", map.tree());
        tunables.take(SIDE, Type.choice("request", "response"))
                .ifPresent(side -> arguments.put("side", tunables.positionOf(SIDE), Json.of(side)));
        return "http/patch";
    }
}
