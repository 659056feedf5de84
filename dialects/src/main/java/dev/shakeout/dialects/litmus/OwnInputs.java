package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a probe of ours asks, as one type of Litmus's probes has it.
 *
 * @param judge what it asks together with what must hold; empty where that cannot be said
 */
record OwnInputs(String type, Function<Tree, Optional<Json>> judge) {
    private static final Field URL = Field.kept("provider.url", "httpProbe/inputs.url, or the endpoint of promProbe");
    private static final Field METHOD = Field.kept("provider.method", "httpProbe/inputs.method")
            .or(new Fidelity.NotSupported("it is GET or POST there"));
    private static final Field HEADERS = Field.kept("provider.headers", "contentType of a POST")
            .or(new Fidelity.NotSupported("no headers are sent there but the Content-Type of a POST; leave them out"));
    private static final Field BODY = Field.kept("provider.arguments", "the body of a POST, where it is a text")
            .or(new Fidelity.Kept("the command, or the query of promProbe"))
            .or(
                    new Fidelity.NotSupported(
                            "what ours sends is made from values, which is not done there; put a query into the url, or a body as text"));
    private static final Field TLS = Field.kept("provider.verify_tls", "insecureSkipVerify, the other way round");
    private static final Field PATH = Field.kept("provider.path", "cmdProbe/inputs.command");
    /** By their names. */
    private static final Map<String, Field> OBJECT = Map.of(
            "namespace", Field.kept("provider.namespace", "k8sProbe/inputs.namespace"),
            "resourceNames", Field.kept("provider.name", "k8sProbe/inputs.resourceNames"),
            "fieldSelector", Field.kept("provider.fields", "k8sProbe/inputs.fieldSelector"),
            "labelSelector", Field.kept("provider.selector", "k8sProbe/inputs.labelSelector"));

    private static final Field KIND = Field.kept("provider.kind", "k8sProbe/inputs.resource");
    private static final Field VERSION = Field.kept("provider.api-version", "k8sProbe/inputs.group and version");
    private static final Pattern STATUS = Pattern.compile("\\^(\\(\\?!)?\\((\\d{3}(?:\\|\\d{3})*)\\)\\$(\\))?");
    private static final Pattern COMPARED = Pattern.compile("\\((.*)\\) (>=|<=|>|<|==|!=) bool ([-+0-9.]+)");

    static List<Field> fields() {
        var fields = new java.util.ArrayList<>(List.of(URL, METHOD, HEADERS, BODY, TLS, PATH, KIND, VERSION));
        fields.addAll(OBJECT.values().stream()
                .sorted(java.util.Comparator.comparing(Field::path))
                .toList());
        return fields;
    }

    static Optional<OwnInputs> of(Sheet provider, Optional<Tree> tolerance) {
        return switch (provider.tree().type()) {
            case "http" ->
                Optional.of(
                        tolerance.filter(OwnInputs::isPrometheus).isPresent() ? prometheus(provider) : http(provider));
            case "process" -> Optional.of(command(provider));
            case "resource" -> Optional.of(object(provider));
            default -> Optional.empty();
        };
    }

    Optional<Json> with(Tree tolerance) {
        return judge.apply(tolerance);
    }

    private static boolean isPrometheus(Tree tolerance) {
        return tolerance.json().text().contains("$.data.result")
                || (tolerance.json() instanceof Json.Obj object
                        && object.get("path")
                                .filter(path -> path.text().startsWith("$.data.result"))
                                .isPresent());
    }

    private static OwnInputs http(Sheet provider) {
        provider.record(URL);
        provider.record(TLS);
        String method = text(provider, METHOD).orElse("GET");
        boolean post = method.equals("POST");
        provider.record(METHOD, METHOD.ways().get(post || method.equals("GET") ? 0 : 1));
        Map<String, String> headers = provider.look(HEADERS, Type.textMap()).orElse(Map.of());
        boolean typed = post && headers.keySet().stream().allMatch("Content-Type"::equalsIgnoreCase);
        provider.record(HEADERS, HEADERS.ways().get(typed || headers.isEmpty() ? 0 : 1));
        Optional<Json> body = provider.look(BODY).map(Tree::json);
        boolean plain = post && body.filter(json -> !(json instanceof Json.Str)).isEmpty();
        provider.record(BODY, BODY.ways().get(plain ? 0 : 2));
        return new OwnInputs(
                "httpProbe",
                tolerance -> status(tolerance.json()).map(compared -> {
                    Json.Obj how = compared;
                    if (post) {
                        how = headers.isEmpty()
                                ? how
                                : how.with(
                                        "contentType",
                                        Json.of(headers.values().iterator().next()));
                        how = body.isEmpty() ? how : how.with("body", body.get());
                    }
                    Json.Obj inputs = Json.object("url", text(provider, URL).orElse(""));
                    Json.Obj all = provider.look(TLS, Type.bool()).orElse(true)
                            ? inputs
                            : inputs.with("insecureSkipVerify", Json.of(true));
                    return all.with("method", Json.object(post ? "post" : "get", how));
                }));
    }

    private static Optional<Json.Obj> status(Json tolerance) {
        if (tolerance instanceof Json.Num && tolerance.text().matches("\\d{3}")) {
            return Optional.of(Json.object("criteria", "==", "responseCode", tolerance.text()));
        }
        if (tolerance instanceof Json.Arr(var codes)
                && codes.stream().allMatch(code -> code.text().matches("\\d{3}"))) {
            return Optional.of(Json.object(
                    "criteria",
                    "oneOf",
                    "responseCode",
                    codes.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"))));
        }
        Matcher pattern = STATUS.matcher(pattern(tolerance, "status").orElse(""));
        if (!pattern.matches() || (pattern.group(1) == null) != (pattern.group(3) == null)) {
            return Optional.empty();
        }
        String codes = pattern.group(2).replace("|", ", ");
        boolean not = pattern.group(1) != null;
        return not && codes.contains(",")
                ? Optional.empty()
                : Optional.of(
                        Json.object("criteria", not ? "!=" : "oneOf", "responseCode", not ? codes : "[" + codes + "]"));
    }

    private static Optional<String> pattern(Json tolerance, String target) {
        return tolerance instanceof Json.Obj object
                        && object.get("type").equals(Optional.of(Json.of("regex")))
                        && object.get("target").equals(Optional.of(Json.of(target)))
                ? object.get("pattern").map(Json::text)
                : Optional.empty();
    }

    private static OwnInputs prometheus(Sheet provider) {
        List.of(URL, METHOD, TLS, HEADERS).forEach(provider::record);
        provider.record(BODY, BODY.ways().get(1));
        String query = provider.look(BODY)
                .map(Tree::json)
                .filter(Json.Obj.class::isInstance)
                .flatMap(object -> ((Json.Obj) object).get("query"))
                .map(Json::text)
                .orElse("");
        Matcher compared = COMPARED.matcher(query);
        boolean own = compared.matches();
        return new OwnInputs(
                "promProbe",
                tolerance -> tolerance instanceof Tree.Obj object
                                && dev.shakeout.dialects.foreign.Ours.text(object, "expect")
                                        .equals("1")
                        ? Optional.of(Json.object(
                                "endpoint", text(provider, URL).orElse("").replaceFirst("/api/v1/query$", ""),
                                "query", own ? compared.group(1) : query,
                                "comparator",
                                        Json.object(
                                                "type", "float",
                                                "criteria", own ? compared.group(2) : "==",
                                                "value", own ? compared.group(3) : "1")))
                        : Optional.empty());
    }

    private static OwnInputs command(Sheet provider) {
        provider.record(PATH);
        provider.record(BODY, BODY.ways().get(1));
        String path = text(provider, PATH).orElse("");
        List<String> arguments = provider.look(BODY)
                .map(given -> given instanceof Tree.Arr array
                        ? array.items().stream().map(item -> item.json().text()).toList()
                        : List.of(given.json().text()))
                .orElse(List.of());
        boolean shell = path.equals("sh")
                && arguments.size() == 2
                && arguments.getFirst().equals("-c");
        boolean text = provider.look(BODY).filter(Tree.Scalar.class::isInstance).isPresent();
        String line = shell
                ? arguments.getLast()
                : arguments.stream()
                        .map(word -> text ? word : quoted(word))
                        .reduce(path, (all, word) -> all + " " + word);
        return new OwnInputs(
                "cmdProbe",
                tolerance -> written(tolerance.json())
                        .map(comparator -> Json.object("command", line, "comparator", comparator)));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static Optional<Json> written(Json tolerance) {
        if (tolerance instanceof Json.Obj object
                && object.get("type").equals(Optional.of(Json.of("range")))
                && object.get("target").equals(Optional.of(Json.of("stdout")))
                && object.get("range").orElse(Json.Null.NULL) instanceof Json.Arr(var ends)
                && ends.size() == 2) {
            return between(ends.getFirst().text(), ends.getLast().text());
        }
        return pattern(tolerance, "stdout")
                .map(pattern -> Json.object("type", "string", "criteria", "matches", "value", pattern));
    }

    private static Optional<Json> between(String least, String most) {
        boolean below = Comparison.isLeast(least);
        boolean above = Comparison.isMost(most);
        String criteria = below ? "<=" : above ? ">=" : least.equals(most) ? "==" : "between";
        String value = below ? most : above || least.equals(most) ? least : least + "," + most;
        return Comparison.isNumber(below ? most : least) && Comparison.isNumber(above ? least : most)
                ? Optional.of(Json.object("type", "float", "criteria", criteria, "value", value))
                : Optional.empty();
    }

    private static OwnInputs object(Sheet provider) {
        provider.record(KIND);
        provider.record(VERSION);
        OBJECT.values().forEach(provider::record);
        String version = text(provider, VERSION).orElse("v1");
        Optional<String> plural = text(provider, KIND).flatMap(K8sInputs::plural);
        return new OwnInputs(
                "k8sProbe",
                tolerance -> plural.flatMap(resource -> there(tolerance.json()).map(operation -> {
                    Map<String, Json> inputs = new LinkedHashMap<>();
                    if (version.contains("/")) {
                        inputs.put("group", Json.of(version.substring(0, version.indexOf('/'))));
                    }
                    inputs.put("version", Json.of(version.substring(version.indexOf('/') + 1)));
                    inputs.put("resource", Json.of(resource));
                    OBJECT.forEach((theirs, own) ->
                            text(provider, own).ifPresent(value -> inputs.put(theirs, Json.of(value))));
                    inputs.put("operation", Json.of(operation));
                    return new Json.Obj(inputs);
                })));
    }

    private static Optional<String> there(Json tolerance) {
        if (!(tolerance instanceof Json.Obj object)) {
            return Optional.empty();
        }
        boolean none = object.get("path").equals(Optional.of(Json.of("$.objects")))
                && object.get("expect")
                        .filter(count -> count.text().equals("0"))
                        .isPresent();
        boolean some = object.get("target").equals(Optional.of(Json.of("objects")))
                && object.get("range").orElse(Json.Null.NULL) instanceof Json.Arr(var ends)
                && ends.getFirst().text().equals("1");
        return none ? Optional.of("absent") : some ? Optional.of("present") : Optional.empty();
    }

    private static Optional<String> text(Sheet provider, Field field) {
        return provider.look(field).map(value -> value.json().text());
    }
}
