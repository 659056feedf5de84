package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the API server does to a node: it is drained or tainted.
 *
 * @param taints whether it is tainted
 */
record NodeFaults(String name, boolean taints) implements HubFault {
    private static final Field TAINTS = Field.kept("TAINTS", "key, value and effect")
            .or(new Fidelity.Approximated("key shakeout.dev/taint and effect NoSchedule, as none is given"));

    static List<HubFault> all() {
        return List.of(new NodeFaults("node-drain", false), new NodeFaults("node-taint", true));
    }

    @Override
    public String introduction() {
        return taints ? "`node/taint`." : "`node/drain`.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(taints ? List.of(TAINTS) : List.<Field>of());
        fields.addAll(Nodes.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "60");
    }

    @Override
    public List<Origin> origins() {
        return List.of(
                taints
                        ? Origin.of("node/taint")
                                .by(OWN_KEY, NodeFaults::taint)
                                .by(OWN_VALUE, RECORD)
                                .by(OWN_EFFECT, RECORD)
                        : Origin.of("node/drain")
                                .only(
                                        "budget",
                                        Json.of("honour"),
                                        "disruption budgets are honoured there; leave it out")
                                .leave(
                                        "patience",
                                        new Fidelity.Approximated("nothing: how long is waited is not said there")));
    }

    private static final Origin.How RECORD = (arguments, own, _) -> arguments.record(own);
    private static final Field OWN_KEY = Field.kept(Origin.path("key"), "TAINTS");
    private static final Field OWN_VALUE = Field.kept(Origin.path("value"), "TAINTS");
    private static final Field OWN_EFFECT = Field.kept(Origin.path("effect"), "TAINTS");

    private static void taint(Sheet arguments, Field key, Sketch env) {
        arguments.record(key);
        String value = text(arguments, OWN_VALUE, "");
        env.put(
                TAINTS,
                text(arguments, key, "shakeout.dev/taint") + (value.isEmpty() ? "" : "=" + value) + ":"
                        + text(arguments, OWN_EFFECT, "NoSchedule"));
    }

    private static String text(Sheet arguments, Field field, String usual) {
        return arguments.look(field).map(given -> given.json().text()).orElse(usual);
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var nodes = Nodes.read(tunables, application);
        Draft arguments = Draft.at(tunables.positionOf(TAINTS));
        if (taints) {
            tunables.take(TAINTS, new Taint.Form())
                    .ifPresentOrElse(
                            taint -> arguments
                                    .put("key", taint.key())
                                    .put("value", taint.value())
                                    .put("effect", taint.effect()),
                            () -> tunables.sheet().note(TAINTS, TAINTS.ways().get(1)));
        }
        return nodes.hits(_ -> Hit.Call.of(taints ? "node/taint" : "node/drain", arguments));
    }

    /** key=value:effect, or key:effect. */
    private record Taint(String key, String value, String effect) {
        private record Form() implements Type<Taint> {
            private static final Pattern FORM = Pattern.compile(
                    "([A-Za-z0-9][-A-Za-z0-9_./]*)(?:=([-A-Za-z0-9_.]*))?:(NoSchedule|NoExecute|PreferNoSchedule)");

            @Override
            public String name() {
                return "taint";
            }

            @Override
            public String allowed() {
                return "key=value:effect, whose effect is NoSchedule, NoExecute or PreferNoSchedule";
            }

            @Override
            public Taint parse(Json json) {
                var match = FORM.matcher(json.text().strip());
                if (!match.matches()) {
                    throw new BadValue("'" + json.text() + "' is no taint");
                }
                return new Taint(match.group(1), match.group(2) == null ? "" : match.group(2), match.group(3));
            }

            @Override
            public Json.Obj schema() {
                return Json.object("type", "string");
            }
        }
    }
}
