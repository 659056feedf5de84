package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests to a pod and its responses, that are reset, late, or changed. */
final class HttpChaos implements Kind {
    private static final Field TARGET = Field.kept("spec.target", "side");
    private static final Field PORT = Field.kept("spec.port", "port");
    private static final Field PATH = Field.kept("spec.path", "path");
    private static final Field METHOD = Field.kept("spec.method", "method");
    private static final Field HEADERS = Field.kept("spec.request_headers", "if-headers");
    private static final Fidelity NOT_YET =
            new Fidelity.Kept("nothing: of requests Chaos Mesh does not ask for it, as they have no answer yet");
    private static final Field CODE = Field.kept("spec.code", "if-status").or(NOT_YET);
    private static final Field RESPONSE_HEADERS =
            Field.kept("spec.response_headers", "if-response-headers").or(NOT_YET);
    private static final Field ABORT = Field.kept("spec.abort", "http/abort, if true");
    private static final Field DELAY = Field.kept("spec.delay", "latency of http/delay");
    private static final Field TLS = Field.notSupported(
            "spec.tls",
            "certificates come from files and not from a Secret: write the fault in our own format, with"
                    + " certificate, key and ca");

    @Override
    public String name() {
        return "HTTPChaos";
    }

    @Override
    public String introduction() {
        return "`abort` is `http/abort`, `delay` is `http/delay`, `replace` is `http/replace` (a body, and with it code,"
                + " path and method) and `http/patch` (all that comes without a body, headers and queries), `patch` is"
                + " `http/patch`. All that are given are on together.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(Selection.fields());
        fields.addAll(List.of(TARGET, PORT, PATH, METHOD, HEADERS, CODE, RESPONSE_HEADERS, ABORT, DELAY));
        fields.addAll(HttpChanges.fields());
        fields.add(TLS);
        return fields;
    }

    @Override
    public List<Origin> origins() {
        var origins = new ArrayList<>(List.of(
                Origin.of("http/abort").set(ABORT, Json.of(true)),
                Origin.of("http/delay").put("latency", DELAY, Form.SPAN)));
        origins.addAll(HttpChanges.origins());
        origins.forEach(origin -> origin.put("side", TARGET, SIDE, Json.of("Request"))
                .needs("port", PORT, Form.WHOLE, "requests are looked for at one port there; say which")
                .put("path", PATH, PATTERN)
                .put("method", METHOD, Form.TEXT)
                .put("if-headers", HEADERS, Form.SAME)
                .put("if-status", CODE, Form.WHOLE)
                .put("if-response-headers", RESPONSE_HEADERS, Form.SAME)
                .only("percent", Json.of("100%"), "all requests are hit there; leave it out")
                .leave("try", new Fidelity.Kept("nothing: it is about how the effect is measured"))
                .leave("certificate", NO_TLS)
                .leave("key", NO_TLS)
                .leave("ca", NO_TLS));
        return origins;
    }

    private static final Form SIDE =
            Form.always(side -> Json.of(side.text().equals("response") ? "Response" : "Request"));
    private static final Form PATTERN = new Form(
            path -> path.text().startsWith("~") ? Optional.empty() : Optional.of(path),
            "a path is no regular expression there; use * and ?");
    private static final Fidelity NO_TLS =
            new Fidelity.NotSupported("certificates come from a Secret there, not from files; add tls by hand");

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        boolean response = spec.require(TARGET, Type.choice("Request", "Response"))
                .filter("Response"::equals)
                .isPresent();
        var filter = Arguments.of(spec);
        filter.draft().put("side", spec.positionOf(TARGET), Json.of(response ? "response" : "request"));
        spec.demand(PORT, "; it must be a whole number, from 1 to 65535");
        filter.whole(PORT, "port", 1, 65_535)
                .text(PATH, "path")
                .text(METHOD, "method")
                .map(HEADERS, "if-headers");
        if (response) {
            filter.whole(CODE, "if-status", 200, 599).map(RESPONSE_HEADERS, "if-response-headers");
        } else {
            List.of(CODE, RESPONSE_HEADERS).forEach(field -> spec.record(field, NOT_YET));
        }
        spec.record(TLS);
        int mistakes = spec.problems().found().size();
        var changes = new ArrayList<HttpChanges.Change>();
        if (spec.take(ABORT, Type.bool()).orElse(false)) {
            changes.add(new HttpChanges.Change(
                    "http/abort", Draft.at(spec.positionOf(ABORT)).tree()));
        }
        spec.take(DELAY, GoDuration.TYPE)
                .ifPresent(delay -> changes.add(new HttpChanges.Change(
                        "http/delay",
                        Draft.at(spec.positionOf(DELAY))
                                .put("latency", GoDuration.ours(delay))
                                .tree())));
        HttpChanges.read(spec, response, changes);
        if (changes.isEmpty() && spec.problems().found().size() == mistakes) {
            spec.problems()
                    .at(
                            spec.position(),
                            "nothing is to be done in " + spec.what() + "; it needs abort, delay, replace or patch"
                                    + (response ? "" : "; a code is replaced in responses alone"));
        }
        Tree.Obj which = filter.tree();
        return selection.hits(
                changes.stream()
                        .<Selection.Effect>map(change -> _ -> new Hit.Call(
                                change.fault(),
                                Draft.at(change.arguments().position())
                                        .all(change.arguments())
                                        .all(which)
                                        .tree()))
                        .toList(),
                Ends.read(spec, context));
    }
}
