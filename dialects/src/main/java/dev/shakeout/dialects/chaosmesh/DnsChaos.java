package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;

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
