package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request whose answers say whether the system is well (api/v1alpha1/statuscheck_types.go). */
final class StatusCheck {
    static final String PATH = "spec.templates[].statusCheck.";
    static final Field MODE = Field.kept(PATH + "mode", "a probe of the method for Synchronous, which is usual")
            .or(new Fidelity.Approximated(
                    "a guard for Continuous where the workflow is to be aborted; it watches the whole method"))
            .or(new Fidelity.Approximated(
                    "a probe of the hypothesis for Continuous otherwise: it is read before and after the method"));
    static final Field TYPE = Field.kept(PATH + "type", "http");
    private static final Field DURATION = Field.approximated(
            PATH + "duration",
            "nothing: it is watched as long as the method runs, and a synchronous one as long as it may fail");
    static final Field TIMEOUT = Field.kept(PATH + "timeoutSeconds", "timeout, which is 1 s if not given");
    private static final Fidelity WITHIN = new Fidelity.Approximated(
            "within: how long the probe may take to be met is the interval as often as it may fail");
    static final Field INTERVAL = Field.kept(
                    PATH + "intervalSeconds", "interval of the guard, which is 10 s if not given")
            .or(WITHIN)
            .or(new Fidelity.Approximated("nothing: a probe of the hypothesis is read before and after the method"));
    static final Field FAILURES = Field.kept(
                    PATH + "failureThreshold", "failures of the guard, which are 3 if not given")
            .or(WITHIN)
            .or(new Fidelity.Approximated("nothing: a probe of the hypothesis is read once each time"));
    private static final Field SUCCESSES = Field.kept(PATH + "successThreshold", "nothing: one success is enough")
            .or(new Fidelity.Approximated("nothing: one success is enough here"));
    private static final Field HISTORY = Field.kept(PATH + "recordsHistoryLimit", "nothing: the journal keeps all");
    private static final Field HTTP = Field.kept(PATH + "http", "the provider");
    static final Field URL = Field.kept(PATH + "http.url", "url");
    static final Field METHOD = Field.kept(PATH + "http.method", "method");
    static final Field HEADERS = Field.kept(PATH + "http.headers", "headers");
    private static final Field BODY = Field.notSupported(
            PATH + "http.body",
            "a body as it is written cannot be sent; write the probe in our own format, with arguments");
    private static final Field CRITERIA = Field.kept(PATH + "http.criteria", "the tolerance");
    static final Field CODE =
            Field.kept(PATH + "http.criteria.statusCode", "tolerance: the status, or a range of it");

    private static final int SECONDS = 86_400;

    private StatusCheck() {}

    static List<Field> fields() {
        return List.of(
                MODE, TYPE, DURATION, TIMEOUT, INTERVAL, FAILURES, SUCCESSES, HISTORY, URL, METHOD, HEADERS, BODY,
                CODE);
    }

    static void read(Sheet check, Template template, Plot plot, Strand.Moment start) {
        boolean continuous = check.look(MODE, Type.choice("Synchronous", "Continuous", ""))
                .filter("Continuous"::equals)
                .isPresent();
        boolean aborts = template.aborts();
        int way = !continuous ? 1 : aborts ? 0 : 2; // of interval and failures
        check.record(MODE, MODE.ways().get(!continuous ? 0 : aborts ? 1 : 2));
        template.sheet().record(Template.ABORT, Template.ABORT.ways().get(!continuous && aborts ? 1 : 0));
        check.take(TYPE, Type.choice("HTTP"));
        check.take(DURATION, GoDuration.TYPE);
        check.take(HISTORY, Type.integer(1, 1000));
        check.take(
                SUCCESSES, Type.integer(1, SECONDS), count -> SUCCESSES.ways().get(count == 1 ? 0 : 1));
        int timeout = check.take(TIMEOUT, Type.integer(1, SECONDS)).orElse(1);
        int interval = check.take(
                        INTERVAL, Type.integer(1, SECONDS), _ -> INTERVAL.ways().get(way))
                .orElse(10);
        int failures = check.take(
                        FAILURES, Type.integer(1, 1000), _ -> FAILURES.ways().get(way))
                .orElse(3);
        if (!check.demand(HTTP, "")) {
            return;
        }
        check.open(HTTP).ifPresent(http -> {
            Tree.Obj provider = provider(http, timeout);
            Draft tolerance = Draft.at(http.position());
            code(http, tolerance);
            if (!continuous) {
                Duration within = Duration.ofSeconds(Math.min((long) interval * (failures - 1), SECONDS));
                Draft more = tolerance;
                if (!within.isZero()) {
                    more.put("within", GoDuration.ours(within));
                }
                var entry = new Timeline.Entry(
                        template.label(),
                        "probe",
                        http.position(),
                        provider,
                        start.offset(),
                        Duration.ZERO,
                        more.tree());
                plot.add(entry, start.strand());
            } else if (aborts) {
                plot.guard(guard(template, provider, tolerance, interval, failures, http.position()));
            } else {
                plot.expect(Draft.at(http.position())
                        .put("type", "probe")
                        .put("name", template.label())
                        .put("provider", provider)
                        .all(tolerance.tree())
                        .tree());
            }
        });
    }

    private static Tree.Obj guard(
            Template template, Tree.Obj provider, Draft tolerance, int interval, int failures, Position position) {
        return Draft.at(position)
                .put("name", template.label())
                .put("probe", Draft.at(position).put("provider", provider).tree())
                .all(tolerance.tree())
                .put("interval", interval + "s")
                .put("failures", Json.of((long) failures))
                .tree();
    }

    private static Tree.Obj provider(Sheet http, int timeout) {
        var arguments = Arguments.of(http);
        arguments.draft().put("type", "http");
        http.require(URL, Type.text());
        http.look(URL, Type.text()).ifPresent(url -> arguments.draft().put("url", http.positionOf(URL), Json.of(url)));
        http.take(METHOD, Type.choice("GET", "POST", ""))
                .filter(method -> !method.isEmpty())
                .ifPresent(method -> arguments.draft().put("method", http.positionOf(METHOD), Json.of(method)));
        http.take(HEADERS, new Headers()).ifPresent(headers -> arguments.put(HEADERS, "headers", headers));
        http.record(BODY);
        arguments.draft().put("timeout", Json.of((long) timeout));
        return (Tree.Obj) Draft.literal(arguments.tree());
    }

    private static void code(Sheet http, Draft tolerance) {
        if (!http.demand(CRITERIA, "")) {
            return;
        }
        http.open(CRITERIA)
                .ifPresent(criteria -> criteria.require(CODE, new Codes())
                        .ifPresent(json -> tolerance.put("tolerance", criteria.positionOf(CODE), json)));
    }

    /** 200, or 200-299. */
    private record Codes() implements Type<Json> {
        private static final Pattern FORM = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");

        @Override
        public String name() {
            return "text";
        }

        @Override
        public String allowed() {
            return "a status such as 200, or a range such as 200-299";
        }

        @Override
        public Json parse(Json json) {
            var match = FORM.matcher(json.text());
            if (!match.matches()) {
                throw new BadValue("'" + json.text() + "' is no status");
            }
            Json from = new Json.Num(new BigDecimal(match.group(1)));
            return match.group(2) == null
                    ? from
                    : Json.object(
                            "type", "range",
                            "range", Json.of(List.of(from, new Json.Num(new BigDecimal(match.group(2))))),
                            "target", "status");
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }

    /** Each name with its values, as Go has them. */
    private record Headers() implements Type<Map<String, String>> {
        @Override
        public String name() {
            return "map";
        }

        @Override
        public String allowed() {
            return "an object whose values are lists of texts";
        }

        @Override
        public Map<String, String> parse(Json json) {
            if (!(json instanceof Json.Obj(var members))) {
                throw new BadValue("found " + json.kind());
            }
            var headers = new LinkedHashMap<String, String>();
            members.forEach((name, values) ->
                    headers.put(name, Type.texts().parse(values).stream().collect(Collectors.joining(", "))));
            return headers;
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "object");
        }
    }
}
