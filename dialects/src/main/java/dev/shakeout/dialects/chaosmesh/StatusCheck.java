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
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request whose answers say whether the system is well (api/v1alpha1/statuscheck_types.go). */
final class StatusCheck {
    static final String PATH = "spec.templates[].statusCheck.";
    static final Field MODE = Field.kept(
                    PATH + "mode",
                    "a probe of the method for Synchronous, which is usual; for Continuous a guard where the workflow is to be aborted,"
                            + " else a probe of the hypothesis while the method runs")
            .or(new Fidelity.Approximated(
                    "a guard or a probe for Continuous that looks as long as the method runs, as nobody knows when the Task"
                            + " before it ends"));
    static final Field TYPE = Field.kept(PATH + "type", "http");
    private static final Field DURATION = Field.kept(
                    PATH + "duration",
                    "for: how long it is looked at, of Continuous; as long as the method runs if not given")
            .or(new Fidelity.Approximated("nothing: a synchronous one is read as long as it may fail"));
    static final Field TIMEOUT = Field.kept(
            PATH + "timeoutSeconds",
            "timeout, which is 1 s if not given; of a halt condition too, where its own would be shorter");
    static final Field INTERVAL =
            Field.kept(PATH + "intervalSeconds", "interval of the guard, or of retry and during; 10 s if not given");
    static final Field FAILURES =
            Field.kept(PATH + "failureThreshold", "failures of the guard, or attempts of retry; 3 if not given");
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
    static final Field CODE = Field.kept(PATH + "http.criteria.statusCode", "tolerance: the status, or a range of it");

    private static final int SECONDS = 86_400;

    private StatusCheck() {}

    static List<Field> fields() {
        return List.of(
                MODE, TYPE, DURATION, TIMEOUT, INTERVAL, FAILURES, SUCCESSES, HISTORY, URL, METHOD, HEADERS, BODY,
                CODE);
    }

    /** @return how long what is serial waits for it */
    static Duration read(Sheet check, Template template, Plot plot, Strand.Moment start) {
        boolean continuous = check.look(MODE, Type.choice("Synchronous", "Continuous", ""))
                .filter("Continuous"::equals)
                .isPresent();
        boolean aborts = template.aborts();
        boolean known = start.strand().after().isEmpty();
        check.record(MODE, MODE.ways().get(known || !continuous ? 0 : 1));
        template.sheet().record(Template.ABORT, Template.ABORT.ways().get(!continuous && aborts ? 1 : 0));
        check.take(TYPE, Type.choice("HTTP"));
        Optional<Duration> lasts = check.take(
                        DURATION, GoDuration.TYPE, _ -> DURATION.ways().get(continuous ? 0 : 1))
                .filter(_ -> continuous)
                .or(() -> continuous ? template.deadline() : Optional.empty());
        check.take(HISTORY, Type.integer(1, 1000));
        check.take(
                SUCCESSES, Type.integer(1, SECONDS), count -> SUCCESSES.ways().get(count == 1 ? 0 : 1));
        int timeout = check.take(TIMEOUT, Type.integer(1, SECONDS)).orElse(1);
        int interval = check.take(INTERVAL, Type.integer(1, SECONDS)).orElse(10);
        int failures = check.take(FAILURES, Type.integer(1, 1000)).orElse(3);
        if (check.demand(HTTP, "")) {
            var pace = known
                    ? new Pace(start.offset(), interval, failures, lasts)
                    : new Pace(Duration.ZERO, interval, failures, Optional.empty());
            check.open(HTTP).ifPresent(http -> {
                Tree.Obj provider = provider(http, timeout);
                Draft tolerance = Draft.at(http.position());
                code(http, tolerance);
                if (!continuous) {
                    var entry = new Timeline.Entry(
                            template.label(),
                            "probe",
                            http.position(),
                            provider,
                            start.offset(),
                            Duration.ZERO,
                            pace.retry(tolerance).tree());
                    plot.add(entry, start.strand());
                } else if (aborts) {
                    plot.guard(
                            guard(template, provider, tolerance, pace, timeout),
                            pace.lasts().map(pace.start()::plus));
                } else {
                    plot.expect(watched(template, provider, tolerance, pace, http.position()));
                }
            });
        }
        return lasts.orElse(Duration.ZERO);
    }

    /**
     * When and how often it is read.
     *
     * @param interval in seconds
     * @param lasts of one that is read again and again
     */
    private record Pace(Duration start, int interval, int failures, Optional<Duration> lasts) {
        Draft retry(Draft probe) {
            return failures == 1
                    ? probe
                    : probe.put("retry", Json.object("attempts", failures, "interval", interval + "s"));
        }

        Draft times(Draft draft) {
            if (!start.isZero()) {
                draft.put("delay", GoDuration.ours(start));
            }
            draft.put("interval", interval + "s");
            lasts.ifPresent(time -> draft.put("for", GoDuration.ours(time)));
            return draft;
        }
    }

    private static Tree.Obj watched(
            Template template, Tree.Obj provider, Draft tolerance, Pace pace, Position position) {
        Draft probe = Draft.at(position)
                .put("type", "probe")
                .put("name", template.label())
                .put("provider", provider)
                .all(tolerance.tree());
        return pace.retry(probe)
                .put("phases", Json.of(List.of(Json.of("during"))))
                .put("during", pace.times(Draft.at(position)).tree())
                .tree();
    }

    /** A guard waits 2 s for a reading, or its interval if that is longer, unless it says otherwise (HaltConditions). */
    private static final int USUAL = 2;

    private static Tree.Obj guard(Template template, Tree.Obj provider, Draft tolerance, Pace pace, int timeout) {
        Position position = provider.position();
        Draft guard = Draft.at(position)
                .put("name", template.label())
                .put("probe", Draft.at(position).put("provider", provider).tree())
                .all(tolerance.tree());
        Draft paced = pace.times(guard);
        if (timeout > Math.max(USUAL, pace.interval())) {
            paced.put("timeout", timeout + "s");
        }
        return paced.put("failures", Json.of((long) pace.failures())).tree();
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
