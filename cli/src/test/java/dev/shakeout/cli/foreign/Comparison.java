package dev.shakeout.cli.foreign;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a file of another tool has brought about, against what our own file has. */
record Comparison(Json.Obj theirs, Json.Obj ours) {
    /** Numbers of two runs are alike if one is at most this much of the other. */
    private static final double ALIKE = 2.5;

    /** What takes all that it can get gets more or less, by what else goes on. */
    private static final double AS_FAST_AS_IT_CAN = 10;

    /** A way that this kernel lacks, by a part of the reason; what needs no kernel is in {@link NotHere}. */
    private static final List<String> CANNOT = List.of("the kernel has no ");

    static boolean cannot(Json.Obj result) {
        return text(result, "verdict").equals("REFUSED") && CANNOT.stream().anyMatch(text(result, "reasons")::contains);
    }

    /** All that speaks against it that both did what they say, and the same. */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        if (cannot(theirs)) {
            expect(cannot(ours), "ours could be run: " + ours.compact(), complaints);
            return complaints;
        }
        for (Json.Obj result : List.of(theirs, ours)) {
            expect(text(result, "verdict").equals("PASSED"), result.compact(), complaints);
        }
        List<Json.Obj> one = injections(theirs);
        List<Json.Obj> other = injections(ours);
        expect(
                !one.isEmpty() && one.size() == other.size(),
                one.size() + " and " + other.size() + " targets",
                complaints);
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            for (Json.Obj injected : List.of(one.get(i), other.get(i))) {
                expect(text(injected, "bites").equals("true"), "it does not bite: " + injected.compact(), complaints);
                expect(!text(injected, "gone").equals("false"), "it is not gone: " + injected.compact(), complaints);
                expect(
                        text(injected, "taken-back").equals("true"),
                        "it is not taken back: " + injected.compact(),
                        complaints);
            }
            String both = one.get(i).compact() + " against " + other.get(i).compact();
            for (String same : List.of("fault", "rung", "effect", "unit")) {
                expect(text(one.get(i), same).equals(text(other.get(i), same)), same + " differs: " + both, complaints);
            }
            expect(areAlike(one.get(i), other.get(i)), "other numbers: " + both, complaints);
        }
        return complaints;
    }

    private static void expect(boolean met, String complaint, List<String> complaints) {
        if (!met) {
            complaints.add(complaint);
        }
    }

    private static boolean areAlike(Json.Obj one, Json.Obj other) {
        double mine = Double.parseDouble(text(one, "value"));
        double yours = Double.parseDouble(text(other, "value"));
        String unit = text(one, "unit");
        boolean measures = !unit.isEmpty() && mine > 0 && yours > 0;
        return !measures
                || Math.max(mine, yours) / Math.min(mine, yours) < (unit.equals("bytes/s") ? AS_FAST_AS_IT_CAN : ALIKE);
    }

    /** In an order that does not hang on which target was found first. */
    private static List<Json.Obj> injections(Json.Obj result) {
        return ((Json.Arr) result.get("injections").orElseThrow())
                .items().stream()
                        .map(Json.Obj.class::cast)
                        .sorted(Comparator.comparing(injected -> text(injected, "fault") + text(injected, "effect")))
                        .toList();
    }

    static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }
}
