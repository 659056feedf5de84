package dev.shakeout.dialects.foreign;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of every field of a file, in its order. */
public record FidelityReport(List<FieldFidelity> fields) {
    public static final FidelityReport EMPTY = new FidelityReport(List.of());

    public FidelityReport {
        fields = List.copyOf(fields);
    }

    /** One report of all, in their order. */
    public static FidelityReport of(Stream<FidelityReport> reports) {
        return new FidelityReport(
                reports.flatMap(report -> report.fields.stream()).toList());
    }

    public List<FieldFidelity> notSupported() {
        return of(Fidelity.NotSupported.class);
    }

    public List<FieldFidelity> approximated() {
        return of(Fidelity.Approximated.class);
    }

    private List<FieldFidelity> of(Class<? extends Fidelity> kind) {
        return fields.stream()
                .filter(field -> kind.isInstance(field.fidelity()))
                .toList();
    }

    /**
     * @param strict whether an approximation is refused too
     * @throws InvalidInput something cannot be done as the file says
     */
    public void refuse(boolean strict) {
        List<Problem> problems = fields.stream()
                .filter(field -> switch (field.fidelity()) {
                    case Fidelity.Kept _ -> false;
                    case Fidelity.Approximated _ -> strict;
                    case Fidelity.NotSupported _ -> true;
                })
                .map(field -> Problem.at(
                        field.position(),
                        field.path() + " of " + field.object() + " is "
                                + (field.fidelity() instanceof Fidelity.Approximated
                                        ? "only approximated: "
                                        : "not supported: ")
                                + field.fidelity().detail()))
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }

    /** One line for each field, in columns. */
    public List<String> table() {
        int place = width(fields.stream().map(field -> field.position().toString()));
        int path = width(fields.stream().map(FieldFidelity::path));
        return fields.stream()
                .map(field -> ("%-" + place + "s  %-" + path + "s  %-13s  %s")
                        .formatted(
                                field.position(),
                                field.path(),
                                field.fidelity().word(),
                                field.fidelity().detail())
                        .stripTrailing())
                .toList();
    }

    private static int width(Stream<String> texts) {
        return Math.max(1, texts.mapToInt(String::length).max().orElse(1));
    }

    public Json.Obj json() {
        return Json.object(
                "kept",
                fields.size() - approximated().size() - notSupported().size(),
                "approximated",
                approximated().size(),
                "not-supported",
                notSupported().size(),
                "fields",
                Json.of(fields.stream().map(FidelityReport::json).toList()));
    }

    private static Json.Obj json(FieldFidelity field) {
        return Json.object(
                "file", field.position().file(),
                "line", field.position().line(),
                "column", field.position().column(),
                "object", field.object(),
                "field", field.path(),
                "fidelity", field.fidelity().word(),
                "detail", field.fidelity().detail());
    }

    /** In a sentence: 7 of 9 fields are kept, 2 approximated. */
    public String summary() {
        int approximated = approximated().size();
        int not = notSupported().size();
        String kept = (fields.size() - approximated - not) + " of " + fields.size() + " fields are kept";
        return Stream.of(
                        kept,
                        approximated == 0 ? "" : approximated + " approximated",
                        not == 0 ? "" : not + " not supported")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
