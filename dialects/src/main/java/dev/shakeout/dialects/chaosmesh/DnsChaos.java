package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Wrong answers of the domain name system. */
final class DnsChaos implements Kind {
    private static final Type<String> ACTIONS = Type.choice("error", "random");
    private static final Field ACTION = Field.kept(
            "spec.action",
            "the fault: dns/error with the code SERVFAIL for error, dns/answer with random addresses for random");
    private static final Field PATTERNS = Field.kept("spec.patterns", "names; all if not given");

    @Override
    public String name() {
        return "DNSChaos";
    }

    @Override
    public String introduction() {
        return "`error` is `dns/error` with SERVFAIL, `random` is `dns/answer` with random addresses. No DNS server has to be"
                + " installed for it.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ACTION));
        fields.addAll(Selection.fields());
        fields.addAll(List.of(Containers.WHOLE_PODS, PATTERNS));
        return fields;
    }

    @Override
    public List<Origin> origins() {
        return Stream.of(
                        Origin.of("dns/error").set(ACTION, Json.of("error")).by(OWN_CODE, DnsChaos::code),
                        Origin.of("dns/answer")
                                .set(ACTION, Json.of("random"))
                                .only(
                                        "addresses",
                                        Json.of("random"),
                                        "answers are random addresses there; set it to random")
                                .leave(
                                        "ttl",
                                        new Fidelity.Approximated(
                                                "nothing: how long an answer is kept is not said there")))
                .map(origin -> origin.put("names", PATTERNS, NAMES)
                        .only("percent", Json.of("100%"), "all questions are hit there; leave it out")
                        .leave("try", new Fidelity.Kept("nothing: it is about how the effect is measured")))
                .toList();
    }

    private static final Form NAMES = Form.always(names -> names instanceof Json.Arr
            ? names
            : Json.of(Arrays.stream(names.text().split(",", -1))
                    .map(name -> Json.of(name.strip()))
                    .toList()));
    private static final Field OWN_CODE = Field.kept(Origin.path("code"), "nothing: SERVFAIL is what is answered there")
            .or(new Fidelity.Approximated(
                    "action error: the answer is SERVFAIL there, not another error; NXDOMAIN if not given"));

    private static void code(Sheet arguments, Field ours, Sketch spec) {
        boolean same = arguments
                .look(ours)
                .filter(code -> code.json().text().equals("SERVFAIL"))
                .isPresent();
        arguments.record(ours, ours.ways().get(same ? 0 : 1));
        if (arguments.look(ours).isEmpty()) {
            arguments.note(ours, ours.ways().get(1));
        }
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        boolean random = spec.require(ACTION, ACTIONS).filter("random"::equals).isPresent();
        spec.record(Containers.WHOLE_PODS);
        Draft arguments = Draft.at(spec.position());
        if (random) {
            arguments.put("addresses", "random");
        } else {
            arguments.put("code", "SERVFAIL");
        }
        spec.take(PATTERNS, Type.texts())
                .filter(names -> !names.isEmpty())
                .ifPresent(names -> arguments.put(
                        "names",
                        spec.positionOf(PATTERNS),
                        Json.of(names.stream().map(Json::of).toList())));
        return selection.hits(
                List.of(_ -> Hit.Call.of(random ? "dns/answer" : "dns/error", arguments)), Ends.read(spec, context));
    }
}
