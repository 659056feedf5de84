package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.dialects.foreign.Tries;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A probe of ours as a status check of Chaos Mesh: the opposite of {@link StatusCheck}. */
final class OwnCheck {
    private static final Field PROVIDER = Field.kept("provider.type", "spec.templates[].statusCheck")
            .or(new Fidelity.NotSupported("only HTTP is asked there; use a probe of the type http, or leave it out"));
    private static final Field URL = Field.kept("provider.url", StatusCheck.URL.path());
    private static final Field METHOD = Field.kept("provider.method", StatusCheck.METHOD.path())
            .or(new Fidelity.NotSupported("it is GET or POST there"));
    private static final Field HEADERS = Field.kept("provider.headers", StatusCheck.HEADERS.path());
    private static final Field TIMEOUT = Field.kept("provider.timeout", StatusCheck.TIMEOUT.path())
            .or(new Fidelity.Approximated("the next whole second, and one time for connecting and the answer together"))
            .or(new Fidelity.Approximated(
                    "it is not given, which means a minute: an answer is waited for as long there"));
    private static final Field TLS = Field.kept("provider.verify_tls", "nothing: certificates are checked there")
            .or(new Fidelity.NotSupported("certificates are checked there; leave it out"));
    private static final Field RETRIES = Field.kept("provider.max_retries", "nothing: nothing is sent twice there")
            .or(new Fidelity.NotSupported("nothing is sent twice there; leave it out"));
    private static final Field ARGUMENTS = Field.notSupported(
            "provider.arguments",
            "what ours sends is made from values, which is not done there; put a query into the url");
    private static final Field TOLERANCE = Field.kept("tolerance", StatusCheck.CODE.path())
            .or(new Fidelity.NotSupported(
                    "only the status is looked at there: a whole number, or the type range with the target status"))
            .or(new Fidelity.Approximated("it is not given: any status will do, and no answer will not"));

    private OwnCheck() {}

    static List<Field> fields() {
        return List.of(PROVIDER, URL, METHOD, HEADERS, TIMEOUT, TLS, RETRIES, ARGUMENTS, TOLERANCE);
    }

    /** How a check is repeated. */
    record Pace(boolean continuous, long interval, long failures) {}

    /** How often a probe is asked until its tolerance is met. */
    static Pace within(Sheet activity) {
        var tries = Tries.of(activity);
        return new Pace(false, Math.max(1, tries.interval().toSeconds()), tries.attempts());
    }

    /**
     * The spec of the check.
     *
     * @param judged where its tolerance stands
     * @param limit how long an answer may take, where the probe does not say it
     */
    static Json.Obj write(Sheet provider, Sheet judged, Pace pace, Optional<Duration> limit) {
        var check = Sketch.of(StatusCheck.PATH);
        check.put(StatusCheck.MODE, pace.continuous() ? "Continuous" : "Synchronous")
                .put(StatusCheck.TYPE, "HTTP");
        boolean http = provider.tree().type().equals("http");
        provider.record(PROVIDER, PROVIDER.ways().get(http ? 0 : 1));
        if (!http) {
            provider.leaveAlone();
            judged.look(TOLERANCE);
            return check.json();
        }
        check.put(StatusCheck.TIMEOUT, timeout(provider, limit))
                .put(StatusCheck.INTERVAL, pace.interval())
                .put(StatusCheck.FAILURES, pace.failures());
        provider.record(URL);
        provider.look(URL).ifPresent(url -> check.put(StatusCheck.URL, url.json()));
        String method = provider.look(METHOD).map(word -> word.json().text()).orElse("GET");
        provider.record(METHOD, METHOD.ways().get(List.of("GET", "POST").contains(method) ? 0 : 1));
        if (provider.look(METHOD).isPresent()) {
            check.put(StatusCheck.METHOD, method);
        }
        headers(provider, check);
        provider.record(TLS, TLS.ways().get(is(provider, TLS, "true") ? 0 : 1));
        provider.record(RETRIES, RETRIES.ways().get(is(provider, RETRIES, "0") ? 0 : 1));
        provider.record(ARGUMENTS);
        Optional<String> codes = judged.look(TOLERANCE).map(OwnCheck::codes).orElse(Optional.of("100-599"));
        judged.record(TOLERANCE, TOLERANCE.ways().get(codes.isPresent() ? 0 : 1));
        if (judged.look(TOLERANCE).isEmpty()) {
            judged.note(TOLERANCE, TOLERANCE.ways().get(2));
        }
        codes.ifPresent(text -> check.put(StatusCheck.CODE, text));
        return check.json();
    }

    private static boolean is(Sheet sheet, Field field, String usual) {
        return sheet.look(field)
                .filter(value -> !value.json().text().equals(usual))
                .isEmpty();
    }

    private static long timeout(Sheet provider, Optional<Duration> limit) {
        Optional<Tree> given = provider.look(TIMEOUT).filter(value -> !(value instanceof Tree.Arr));
        Optional<Duration> said = given.map(value -> shorter(Spans.TYPE.parse(value.json()), limit))
                .or(() -> limit);
        boolean both = provider.look(TIMEOUT).isPresent() && given.isEmpty();
        Duration time = said.orElse(Duration.ofMinutes(1));
        boolean whole =
                Form.SECONDS.turn().apply(Json.of(time.toNanos() / 1000 + "us")).isPresent();
        provider.record(TIMEOUT, TIMEOUT.ways().get(whole && !both ? 0 : 1));
        if (provider.look(TIMEOUT).isEmpty() && limit.isEmpty()) {
            provider.note(TIMEOUT, TIMEOUT.ways().get(2));
        }
        return Math.max(1, time.plusMillis(999).toSeconds());
    }

    private static Duration shorter(Duration own, Optional<Duration> limit) {
        return limit.filter(other -> other.compareTo(own) < 0).orElse(own);
    }

    private static void headers(Sheet provider, Sketch check) {
        provider.record(HEADERS);
        var headers = new LinkedHashMap<String, Json>();
        provider.look(HEADERS, Type.textMap())
                .orElse(Map.of())
                .forEach((name, value) -> headers.put(name, Json.of(List.of(Json.of(value)))));
        if (!headers.isEmpty()) {
            check.put(StatusCheck.HEADERS, new Json.Obj(headers));
        }
    }

    private static final Pattern CODE = Pattern.compile("\\d{3}");

    /** 200, or 200-299. */
    private static Optional<String> codes(Tree tolerance) {
        Json json = tolerance.json();
        if (json instanceof Json.Num && CODE.matcher(json.text()).matches()) {
            return Optional.of(json.text());
        }
        if (json instanceof Json.Obj object
                && object.get("type").equals(Optional.of(Json.of("range")))
                && object.get("target").equals(Optional.of(Json.of("status")))
                && object.get("range").orElse(Json.Null.NULL) instanceof Json.Arr(var ends)
                && ends.size() == 2
                && ends.stream().allMatch(end -> CODE.matcher(end.text()).matches())) {
            return Optional.of(ends.getFirst().text() + "-" + ends.getLast().text());
        }
        return Optional.empty();
    }
}
