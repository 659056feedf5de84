package dev.shakeout.operator;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param verdict empty when it never got as far
 * @param journal its text, or where it is when that is too long for an object; empty when there is none
 */
record Conclusion(Optional<Verdict> verdict, List<String> reasons, Journal journal) {
    /** What became of the journal. */
    sealed interface Journal {
        record None() implements Journal {}

        record Text(String text) implements Journal {}

        record TooLong(Path file) implements Journal {}
    }

    /** An object may be about 1 MiB long in all. */
    static final int LONGEST_JOURNAL = 900 * 1024;

    private static final int MOST_REASONS = 20;
    private static final int LONGEST_REASON = 1_000;

    Conclusion {
        reasons = reasons.stream()
                .limit(MOST_REASONS)
                .map(reason -> reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason)
                .toList();
    }

    static Conclusion without(Verdict verdict, String reason) {
        return new Conclusion(Optional.of(verdict), List.of(reason), new Journal.None());
    }

    /** Nothing was begun. */
    static Conclusion never(String reason) {
        return new Conclusion(Optional.empty(), List.of(reason), new Journal.None());
    }

    static Conclusion of(RunProcess ended, int status) throws IOException {
        if (!Files.isRegularFile(ended.journal())) {
            String complaint = ended.errors();
            return never(complaint.isEmpty() ? "the run ended with status " + status + " and no journal" : complaint);
        }
        if (Files.size(ended.journal()) > LONGEST_JOURNAL) {
            return new Conclusion(
                    byExitCode(status),
                    List.of("the reasons are in the journal"),
                    new Journal.TooLong(ended.journal()));
        }
        String text = Files.readString(ended.journal());
        try {
            Json ours = Resource.at(JsonReader.read(text), "shakeout").orElse(Json.Null.NULL);
            return new Conclusion(
                    Optional.of(Verdict.ofWord(Resource.text(ours, "verdict"))), reasons(ours), new Journal.Text(text));
        } catch (BadValue | IllegalArgumentException e) { // nested deeper than is read here
            return new Conclusion(
                    byExitCode(status),
                    List.of("the reasons are in the journal: " + e.getMessage()),
                    new Journal.Text(text));
        }
    }

    private static Optional<Verdict> byExitCode(int status) {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.exitCode() == status)
                .findFirst();
    }

    private static List<String> reasons(Json ours) {
        return Resource.at(ours, "reasons").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).toList()
                : List.of();
    }

    RunResource.Phase phase() {
        return verdict.equals(Optional.of(Verdict.PASSED)) ? RunResource.Phase.SUCCEEDED : RunResource.Phase.FAILED;
    }

    /** In one line. */
    String words() {
        String first = verdict.map(Verdict::word).orElse("not begun");
        return reasons.isEmpty() ? first : first + ": " + String.join("; ", reasons);
    }
}
