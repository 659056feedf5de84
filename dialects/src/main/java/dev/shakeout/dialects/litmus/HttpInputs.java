package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A call of a web server, and which status it must answer with. */
final class HttpInputs implements ProbeInputs {
    private static final String TYPE = "httpProbe";
    private static final Field ALL = ProbeInputs.inputs(TYPE);
    private static final Field URL = field("url", "url");
    private static final Field INSECURE = field("insecureSkipVerify", "verify_tls, the other way round");
    private static final Field RESPONSE_TIMEOUT = Field.approximated(
            ProbeInputs.path(TYPE, "responseTimeout"), "nothing: it is of old versions; probeTimeout says how long");
    private static final Field METHOD = field("method", "method");
    private static final Type<String> CRITERIA = Type.choice("==", "!=", "oneOf");
    private static final Verb GET = new Verb("get");
    private static final Verb POST = new Verb("post");
    private static final Field CONTENT_TYPE = field("method.post.contentType", "header Content-Type");
    private static final Field BODY = field("method.post.body", "arguments: the body as it is");
    private static final Field BODY_PATH = Field.notSupported(
            ProbeInputs.path(TYPE, "method.post.bodyPath"),
            "the file is in a pod of Litmus; write its content into body");

    private record Verb(Field all, Field criteria, Field code) {
        Verb(String word) {
            this(
                    field("method." + word, "method: " + word.toUpperCase(java.util.Locale.ROOT)),
                    field("method." + word + ".criteria", "tolerance on the status"),
                    field("method." + word + ".responseCode", "tolerance on the status"));
        }
    }

    private static Field field(String key, String as) {
        return Field.kept(ProbeInputs.path(TYPE, key), as);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String introduction() {
        return "A probe of the provider `http`.";
    }

    @Override
    public Field field() {
        return ALL;
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(URL, INSECURE, RESPONSE_TIMEOUT));
        for (Verb verb : List.of(GET, POST)) {
            fields.addAll(List.of(verb.criteria(), verb.code()));
        }
        fields.addAll(List.of(CONTENT_TYPE, BODY, BODY_PATH));
        return fields;
    }

    @Override
    public Optional<Reading> read(Sheet inputs, RunProperties properties, Around around) {
        Optional<String> url = inputs.require(URL, Type.text());
        boolean insecure = inputs.take(INSECURE, Type.bool()).orElse(false);
        inputs.record(RESPONSE_TIMEOUT);
        Optional<Sheet> method =
                inputs.demand(METHOD, "; it must have get or post") ? inputs.open(METHOD) : Optional.empty();
        Optional<Sheet> get = method.flatMap(sheet -> sheet.open(GET.all()));
        Optional<Sheet> post = method.flatMap(sheet -> sheet.open(POST.all()));
        method.filter(_ -> get.isPresent() == post.isPresent())
                .ifPresent(sheet -> sheet.problems().at(sheet.position(), "'method' must have either get or post"));
        Draft provider = Draft.at(inputs.position())
                .put("type", "http")
                .put("url", inputs.positionOf(URL), Json.of(Draft.literal(url.orElse(""))));
        if (post.isPresent()) {
            provider.put("method", "POST");
        }
        post.ifPresent(sheet -> body(sheet, provider));
        if (insecure) {
            provider.put("verify_tls", Json.of(false));
        }
        Timeouts.put(provider, properties);
        Optional<Tree> tolerance =
                get.map(sheet -> tolerance(sheet, GET)).orElseGet(() -> post.flatMap(sheet -> tolerance(sheet, POST)));
        return url.isPresent() ? tolerance.map(limit -> new Reading(provider.tree(), limit)) : Optional.empty();
    }

    private static void body(Sheet post, Draft provider) {
        post.record(BODY_PATH);
        post.take(CONTENT_TYPE, Type.text())
                .ifPresent(type -> provider.put(
                        "headers",
                        post.positionOf(CONTENT_TYPE),
                        Json.object("Content-Type", Draft.literal(type) + "")));
        post.take(BODY, Type.text())
                .ifPresent(body -> provider.put("arguments", post.positionOf(BODY), Json.of(Draft.literal(body))));
    }

    private static Optional<Tree> tolerance(Sheet verb, Verb fields) {
        Optional<String> criteria = verb.require(fields.criteria(), CRITERIA);
        Optional<List<String>> codes = verb.require(fields.code(), Type.text())
                .map(text -> Arrays.stream(text.replaceAll("[\\[\\]]", "").split(",", -1))
                        .map(String::strip)
                        .toList());
        Optional<String> wrong = codes.flatMap(
                all -> all.stream().filter(code -> !code.matches("\\d{3}")).findFirst());
        if (wrong.isPresent()) {
            verb.wrong(fields.code(), "responseCode: '" + wrong.get() + "' is no status; must be a number such as 200");
            return Optional.empty();
        }
        return criteria.flatMap(word -> codes.map(all -> Tree.at(verb.positionOf(fields.code()), limit(word, all))));
    }

    private static Json limit(String criteria, List<String> codes) {
        if (!criteria.equals("!=") && codes.size() == 1) {
            return Json.of(Long.parseLong(codes.getFirst()));
        }
        String any = codes.stream().collect(Collectors.joining("|", "(", ")"));
        return Json.object(
                "type",
                "regex",
                "target",
                "status",
                "pattern",
                criteria.equals("!=") ? "^(?!" + any + "$$)" : "^" + any + "$$");
    }
}
