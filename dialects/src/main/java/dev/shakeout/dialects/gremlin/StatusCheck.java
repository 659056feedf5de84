package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A health check: a request, and what its answer must be like.
 *
 * @param codes from and to, each
 * @param all whether all predicates must hold, or one
 */
record StatusCheck(
        Position position,
        Draft request,
        List<Codes> codes,
        Optional<Integer> millis,
        boolean all,
        List<Predicate> predicates,
        Duration interval) {
    /** A range of status codes. */
    record Codes(int from, int to) {}

    private static final Field ENDPOINT = Field.kept("endpointConfiguration", "a probe http");
    private static final Field URL = Field.kept("endpointConfiguration.url", "url");
    private static final Field METHOD = Field.kept("endpointConfiguration.method", "method");
    private static final Field HEADERS = Field.kept("endpointConfiguration.headers", "headers");
    private static final Field PAYLOAD = Field.kept("endpointConfiguration.payload", "arguments");
    private static final Field EVALUATION = Field.kept("evaluationConfiguration", "tolerance, or when of a guard");
    private static final Field CODES = Field.kept("evaluationConfiguration.okStatusCodes[]", "status");
    private static final Field LATENCY = Field.kept("evaluationConfiguration.okLatencyMaxMs", "millis, or timeout");
    private static final Field BODY = Field.kept("evaluationConfiguration.responseBodyEvaluation", "body");
    private static final Field OP = Field.kept("responseBodyEvaluation.op", "whether all must hold, or one");
    private static final Field PREDICATES = Field.kept("responseBodyEvaluation.predicates[]", "body");
    private static final Field INTERVAL =
            Field.kept("pollingIntervalSeconds", "interval of the guard; 15 s if not given");
    private static final List<Field> NOTHING = List.of(
            Field.kept("isPrivateNetwork", "nothing: every request is sent from this machine"),
            Field.kept("category", "nothing: it is a word for people"),
            Field.kept("statusCheckId", "nothing: the endpoint stands here"),
            Field.kept("referenceStatusCheckId", "nothing: the endpoint stands here"));
    private static final Field STORED = Field.notSupported(
            "statusCheckId without endpointConfiguration",
            "what Gremlin keeps under an id is known to it alone; write its endpointConfiguration and"
                    + " evaluationConfiguration here");
    private static final Fidelity NOT_HERE = new Fidelity.NotSupported(
            "before and after the method a body is only compared with EQUALS, and all must hold; make the check a"
                    + " ContinuousStatusCheck, which becomes a guard and can say all of it");
    private static final Field PLACED = new Field("responseBodyEvaluation", List.of(NOT_HERE));

    private static final AnyCase METHODS = new AnyCase("get", "post", "put", "patch");
    private static final AnyCase OPS = new AnyCase("and", "or");
    private static final Pattern RANGE = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(URL, METHOD, HEADERS, PAYLOAD, CODES, LATENCY, OP));
        fields.addAll(Predicate.fields());
        fields.add(INTERVAL);
        fields.addAll(NOTHING);
        fields.addAll(List.of(STORED, PLACED));
        return fields;
    }

    static boolean isIn(Tree.Obj object) {
        return object.get("endpointConfiguration").isPresent()
                || object.get("evaluationConfiguration").isPresent();
    }

    static Optional<StatusCheck> read(Sheet sheet) {
        NOTHING.forEach(sheet::record);
        var interval = sheet.take(INTERVAL, Type.integer(1, 3600)).map(Duration::ofSeconds);
        if (sheet.look(ENDPOINT).isEmpty()
                && sheet.look(Field.kept("statusCheckId", ""))
                        .filter(id -> id.json().truthy())
                        .isPresent()) {
            sheet.note(STORED, STORED.ways().getFirst());
            sheet.look(EVALUATION);
            return Optional.empty();
        }
        boolean asked = sheet.demand(ENDPOINT, "");
        if (!sheet.demand(EVALUATION, "") || !asked) {
            return Optional.empty();
        }
        Optional<Draft> request = sheet.open(ENDPOINT).flatMap(StatusCheck::request);
        return sheet.open(EVALUATION)
                .flatMap(evaluation -> request.map(call ->
                        evaluated(sheet.position(), call, evaluation, interval.orElse(Duration.ofSeconds(15)))));
    }

    private static Optional<Draft> request(Sheet endpoint) {
        Draft request = Draft.at(endpoint.position()).put("type", "http");
        Optional<String> url = endpoint.require(URL, Type.text());
        url.ifPresent(text -> request.put("url", endpoint.positionOf(URL), Json.of(Draft.literal(text))));
        endpoint.take(METHOD, METHODS)
                .ifPresent(method -> request.put("method", method.toUpperCase(java.util.Locale.ROOT)));
        Map<String, String> headers = endpoint.take(HEADERS, Type.textMap()).orElse(Map.of());
        if (!headers.isEmpty()) {
            var members = new LinkedHashMap<String, Json>();
            headers.forEach((name, value) -> members.put(name, Json.of(Draft.literal(value))));
            request.put("headers", new Json.Obj(members));
        }
        endpoint.take(PAYLOAD)
                .filter(payload -> payload.json().truthy())
                .ifPresent(payload -> request.put("arguments", Draft.literal(payload)));
        return url.map(_ -> request);
    }

    private static StatusCheck evaluated(Position position, Draft request, Sheet evaluation, Duration interval) {
        var codes = new ArrayList<Codes>();
        if (evaluation.demand(CODES, "; it must be a list such as [\"200-203\"]")) {
            evaluation.record(CODES);
            evaluation.items(CODES).forEach(item -> codes(evaluation, item).ifPresent(codes::add));
            if (evaluation.items(CODES).isEmpty()) {
                evaluation.wrong(CODES, "'okStatusCodes' is empty, so no answer would be good; name at least one");
            }
        }
        var millis = evaluation.take(LATENCY, Type.integer(1, 3_600_000));
        var predicates = new ArrayList<Predicate>();
        boolean all = true;
        if (evaluation.look(BODY).filter(body -> body.json().truthy()).isPresent()) {
            Optional<Sheet> body = evaluation.open(BODY);
            all = body.flatMap(sheet -> sheet.take(OP, OPS))
                    .filter("or"::equals)
                    .isEmpty();
            body.ifPresent(sheet -> sheet.items(PREDICATES).forEach(item -> {
                if (item instanceof Tree.Obj tree) {
                    Predicate.read(sheet.recorder().sheet(tree, "a predicate")).ifPresent(predicates::add);
                } else {
                    sheet.problems().at(item.position(), "a predicate must be an object");
                }
            }));
        }
        return new StatusCheck(position, request, codes, millis, all, predicates, interval);
    }

    private static Optional<Codes> codes(Sheet sheet, Tree item) {
        var match = RANGE.matcher(CommandLine.text(item).strip());
        int from = match.matches() ? Integer.parseInt(match.group(1)) : 0;
        int to = match.matches() && match.group(2) != null ? Integer.parseInt(match.group(2)) : from;
        if (from < 100 || to > 599 || to < from) {
            sheet.problems()
                    .at(
                            item.position(),
                            "'" + CommandLine.text(item) + "' is no status and no range of them; write 200 or 200-299");
            return Optional.empty();
        }
        return Optional.of(new Codes(from, to));
    }

    /** A probe that guards read. */
    Tree.Obj watched(String name) {
        return Draft.at(position)
                .put("name", Draft.literal(name))
                .put("provider", request.tree())
                .tree();
    }

    /** Halts the run as soon as the check fails. */
    Tree.Obj guard(String name, Duration delay) {
        String probe = "probes[" + Predicate.quoted(name) + "]";
        var fails = new ArrayList<String>();
        fails.add("!("
                + codes.stream()
                        .map(range -> range.from() == range.to()
                                ? probe + ".status == " + range.from()
                                : "(" + probe + ".status >= " + range.from() + " && " + probe + ".status <= "
                                        + range.to() + ")")
                        .collect(Collectors.joining(" || "))
                + ")");
        millis.ifPresent(most -> fails.add(probe + ".millis > " + most));
        if (!predicates.isEmpty()) {
            fails.add("!("
                    + predicates.stream()
                            .map(one -> one.holds(probe + ".body"))
                            .collect(Collectors.joining(all ? " && " : " || "))
                    + ")");
        }
        Draft guard = Draft.at(position)
                .put("name", Draft.literal(name))
                .put("when", Draft.literal(String.join(" || ", fails)))
                .put("interval", GoDuration.ours(interval));
        guard.put("delay", GoDuration.ours(delay));
        millis.filter(most -> most >= 2000).ifPresent(most -> guard.put("timeout", most + 500 + "ms"));
        return guard.tree();
    }

    /** Probes with tolerances that are met when the check passes: before and after the method, or once in it. */
    List<Tree.Obj> probes(String name, Sheet sheet) {
        var probes = new ArrayList<Tree.Obj>();
        var numbers = codes.stream()
                .flatMap(range -> java.util.stream.IntStream.rangeClosed(range.from(), range.to())
                        .boxed())
                .distinct()
                .<Json>map(number -> Json.of(number.longValue()))
                .toList();
        Json tolerance = numbers.size() == 1 ? numbers.getFirst() : Json.of(numbers);
        probes.add(probe(name, Tree.at(position, tolerance)));
        if (predicates.stream().anyMatch(one -> !one.sign().equals("==")) || (!all && predicates.size() > 1)) {
            sheet.note(PLACED, NOT_HERE);
            return probes;
        }
        for (Predicate one : predicates) {
            String path = "$.body" + one.path();
            probes.add(probe(
                    name + ": " + path,
                    Draft.at(position)
                            .put("type", "jsonpath")
                            .put("path", Draft.literal(path))
                            .put("expect", Draft.literal(Tree.at(position, Json.of(List.of(one.value())))))
                            .tree()));
        }
        return probes;
    }

    private Tree.Obj probe(String name, Tree tolerance) {
        Draft provider = Draft.at(position).all(request.tree());
        millis.ifPresent(most ->
                provider.put("timeout", new Json.Num(BigDecimal.valueOf(most, 3).stripTrailingZeros())));
        return Draft.at(position)
                .put("type", "probe")
                .put("name", Draft.literal(name))
                .put("provider", provider.tree())
                .put("tolerance", tolerance)
                .tree();
    }
}
