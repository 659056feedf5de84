package dev.shakeout.dialects.litmus;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Guarded;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of one probe, in Litmus's words (litmus-go: pkg/probe/probe.go). One of the mode Edge passes where both readings
 * do.
 *
 * @param verdict Passed, Failed or N/A
 */
record ProbeStatus(String name, String type, String mode, String verdict, String description) {
    private static final String NOT_READ = "Either probe is not executed or not evaluated";

    /** One reading. */
    private record Read(boolean met, String words) {}

    /** @param probe as an extension has it, see {@link Extension} */
    static ProbeStatus of(Json.Obj probe, Journal journal) {
        List<Optional<List<Read>>> places = reads(probe).stream()
                .map(place -> Optional.of(readings(text(place, "in"), text(place, "name"), journal))
                        .filter(found -> !found.isEmpty()))
                .toList();
        List<Read> all =
                places.stream().flatMap(Optional::stream).flatMap(List::stream).toList();
        Optional<Read> missed = all.stream().filter(read -> !read.met()).findFirst();
        boolean whole = !places.isEmpty() && places.stream().allMatch(Optional::isPresent);
        String verdict = missed.isPresent() ? "Failed" : whole ? "Passed" : "N/A";
        String words = missed.or(() -> whole ? all.stream().reduce((_, last) -> last) : Optional.empty())
                .map(Read::words)
                .orElse(NOT_READ);
        return new ProbeStatus(text(probe, "name"), text(probe, "type"), text(probe, "mode"), verdict, words);
    }

    private static List<Json.Obj> reads(Json.Obj probe) {
        return objects(probe.get("reads"));
    }

    static List<Json.Obj> objects(Optional<Json> list) {
        return list.filter(Json.Arr.class::isInstance).stream()
                .flatMap(json -> ((Json.Arr) json).items().stream())
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .toList();
    }

    static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }

    private static List<Read> readings(String where, String name, Journal journal) {
        return switch (where) {
            case "guard" ->
                journal.guards().stream()
                        .filter(guard -> guard.name().equals(name) && guard.readings() > 0)
                        .map(ProbeStatus::guarded)
                        .toList();
            case "method" -> named(journal.run().stream(), name);
            default ->
                named(
                        journal.steadyStates().stream()
                                .filter(state -> state.phase() == phase(where))
                                .map(SteadyState::probes)
                                .flatMap(List::stream),
                        name);
        };
    }

    private static Phase phase(String where) {
        return switch (where) {
            case "before" -> Phase.BEFORE;
            case "after" -> Phase.AFTER;
            default -> Phase.DURING;
        };
    }

    private static Read guarded(Guarded guard) {
        return new Read(guard.tripped().isEmpty(), guard.words());
    }

    private static List<Read> named(Stream<Ran> runs, String name) {
        return runs.filter(run -> run.name().equals(name) && run.status().isPresent())
                .map(ProbeStatus::read)
                .toList();
    }

    private static Read read(Ran run) {
        boolean met = run.error().isEmpty()
                && run.judgement().map(judgement -> judgement.met()).orElse(true);
        return new Read(
                met,
                run.error()
                        .or(() -> run.judgement().map(judgement -> judgement.words()))
                        .orElse(""));
    }

    boolean passed() {
        return verdict.equals("Passed");
    }

    boolean failed() {
        return verdict.equals("Failed");
    }

    Json.Obj json() {
        return Json.object(
                "name",
                name,
                "type",
                type,
                "mode",
                mode,
                "status",
                Json.object("verdict", verdict, "description", description));
    }
}
