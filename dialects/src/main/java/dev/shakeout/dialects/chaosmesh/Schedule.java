package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that is to be done again and again. */
final class Schedule implements Body {
    private static final String ONCE = "nothing: it is run once, when you say so";
    private static final Field TYPE = Field.kept("spec.type", "which kind the rest is");
    private static final List<Field> WHEN = List.of(
            Field.approximated(
                    "spec.schedule",
                    ONCE
                            + "; to have it repeated in the cluster, put what shakeout convert writes into an Experiment and name"
                            + " that in a Schedule, see operator.md"),
            Field.approximated("spec.concurrencyPolicy", ONCE),
            Field.approximated("spec.startingDeadlineSeconds", ONCE),
            Field.approximated("spec.historyLimit", ONCE));

    @Override
    public String name() {
        return "Schedule";
    }

    @Override
    public String introduction() {
        return "What is scheduled is run once. It stands under its kind, such as `podChaos`, and has the fields of that kind.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(TYPE));
        fields.addAll(WHEN);
        return fields;
    }

    @Override
    public Plot plot(Sheet spec, Context context, String title) {
        spec.demand(WHEN.getFirst(), "; it must be a cron expression");
        spec.take(WHEN.get(0), Type.text());
        spec.take(WHEN.get(1), Type.choice("Forbid", "Allow", ""));
        spec.take(WHEN.get(2), Type.integer(0, Integer.MAX_VALUE));
        spec.take(WHEN.get(3), Type.integer(1, Integer.MAX_VALUE));
        Optional<Body> body = spec.require(TYPE, Type.choice(Kinds.schedulable().toArray(String[]::new)))
                .flatMap(Kinds::named);
        Optional<Sheet> inner = body.map(found -> new Field("spec." + Kinds.key(found.name()), List.of()))
                .filter(field -> spec.demand(field, ", as the type says"))
                .flatMap(spec::open);
        return inner.map(sheet -> body.orElseThrow().plot(sheet, context, title))
                .orElseGet(Plot::new);
    }
}
