package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How many of the pods that a selector finds are meant, wherever a selector can stand (api/v1alpha1: PodSelector). */
record ModeFields(Field mode, Field value) {
    static final String ALL = "all";

    private static final Fidelity FEWER = new Fidelity.Approximated(
            "value; fewer pods than that are an error, where" + " Chaos Mesh takes those that there are");
    private static final Fidelity ROUNDED =
            new Fidelity.Approximated("value; rounded up to whole pods, where Chaos Mesh rounds down and may hit none");
    private static final Fidelity AT_LEAST_ONE =
            new Fidelity.Approximated("value; at least one pod is hit, where Chaos Mesh may hit none");
    private static final Type<String> MODES = Type.choice("one", ALL, "fixed", "fixed-percent", "random-max-percent");

    /** @param before path of what they stand in: "spec." */
    static ModeFields in(String before, Field mode) {
        return new ModeFields(
                mode,
                new Field(
                        before + "value",
                        List.of(
                                FEWER,
                                ROUNDED,
                                AT_LEAST_ONE,
                                new Fidelity.Kept("nothing: mode one and all take none"))));
    }

    /** The mode, of which nothing is written down yet. */
    Optional<String> look(Sheet sheet) {
        return sheet.demand(mode, "; it must be " + MODES.allowed()) ? sheet.look(mode, MODES) : Optional.empty();
    }

    /** The same as our format has it, with its value. */
    Tree.Obj ours(Sheet sheet, Optional<String> word) {
        Draft how = Draft.at(sheet.positionOf(mode));
        word.ifPresent(name -> how.put("mode", name.equals("fixed-percent") ? "percent" : name));
        switch (word.orElse("")) {
            case "fixed" -> count(sheet).ifPresent(count -> how.put("value", sheet.positionOf(value), count));
            case "fixed-percent" ->
                share(sheet, ROUNDED).ifPresent(share -> how.put("value", sheet.positionOf(value), share));
            case "random-max-percent" ->
                share(sheet, AT_LEAST_ONE).ifPresent(share -> how.put("value", sheet.positionOf(value), share));
            default -> sheet.record(value, value.ways().getLast());
        }
        return how.tree();
    }

    private Optional<Json> count(Sheet sheet) {
        Type<Integer> type = Type.integer(1, 100_000);
        return sheet.demand(value, "; it must be " + type.allowed())
                ? sheet.take(value, type, _ -> FEWER).map(count -> Json.of((long) count))
                : Optional.empty();
    }

    private Optional<Json> share(Sheet sheet, Fidelity way) {
        Type<BigDecimal> type = Type.number(0, 100);
        return sheet.demand(value, "; it must be " + type.allowed())
                ? sheet.take(value, type, _ -> way).map(share -> Json.of(share.toPlainString() + "%"))
                : Optional.empty();
    }
}
