package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs files of other tools, and what our own files say of the same, in namespaces that end with it, and prints what was
 * measured: FOLDER SLICE SLICES EXTENT [PATTERN-OF-NAMES]. What has been run already is not run again.
 */
final class ForeignRoom {
    /** How much is run. */
    enum Extent {
        /** Of each fault of each dialect the first call. */
        SAMPLE,
        ALL
    }

    private final Engine engine;
    private final Path folder;
    private final Machine machine;
    private final Set<String> done = new HashSet<>();

    private ForeignRoom(Engine engine, Path folder, Machine machine) {
        this.engine = engine;
        this.folder = folder;
        this.machine = machine;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int slice = Integer.parseInt(arguments[1]);
        int slices = Integer.parseInt(arguments[2]);
        Pattern wanted = Pattern.compile(arguments.length > 4 ? arguments[4] : "");
        var environment = new HashMap<>(System.getenv());
        environment.put("DOCKER_HOST", "unix://" + folder.resolve("docker/socket"));
        Machine machine = Machine.local()
                .with(new Folders(folder.resolve("run"), folder.resolve("state")))
                .withEnvironment(environment);
        List<CorpusFile> files = CorpusFile.all();
        try (Engine docker = Engine.docker(Files.createDirectory(folder.resolve("docker")), machine);
                var _ = World.of(files, docker, folder, machine)) {
            var room = new ForeignRoom(docker, folder, machine);
            List<Share> shares = shares(files, Extent.valueOf(arguments[3]), machine);
            for (int i = slice; i < shares.size(); i += slices) {
                if (wanted.matcher(shares.get(i).file().toString()).find()) {
                    room.run(shares.get(i));
                }
            }
        }
        System.exit(0); // whatever else still waits
    }

    /** What is run of a file. */
    private record Share(CorpusFile file, Set<String> keys) {}

    private static List<Share> shares(List<CorpusFile> files, Extent extent, Machine machine) {
        var faults = new HashSet<String>();
        return files.stream()
                .map(file -> new Share(
                        file,
                        file.translated().stream()
                                .flatMap(document -> Drill.of(document).calls().stream())
                                .filter(call -> extent == Extent.ALL
                                        || NotHere.why(call, machine).isEmpty()
                                                && faults.add(file.dialect() + " " + call.fault()))
                                .map(Drill.Call::key)
                                .collect(Collectors.toSet())))
                .filter(share -> !share.keys().isEmpty()) // else all of it is refused, as other tests say
                .toList();
    }

    private void run(Share share) throws IOException {
        CorpusFile file = share.file();
        List<Json.Obj> theirs = file.translated();
        List<Json.Obj> ours = file.ours();
        for (int i = 0; i < theirs.size(); i++) {
            Drill drill = Drill.of(theirs.get(i)).only(call -> share.keys().contains(call.key()));
            drill.calls()
                    .forEach(call -> NotHere.why(call, machine)
                            .ifPresent(why -> say(file, "skipped", "call", call.key(), "why", why.toString())));
            Drill fresh = drill.only(call -> NotHere.why(call, machine).isEmpty() && !done.contains(call.key()));
            Set<String> keys = fresh.calls().stream().map(Drill.Call::key).collect(Collectors.toSet());
            long others = drill.calls().stream()
                            .filter(call -> NotHere.why(call, machine).isEmpty())
                            .count()
                    - fresh.calls().size();
            if (others > 0) {
                say(file, "known", "calls", others);
            }
            done.addAll(keys);
            if (!fresh.isEmpty()) {
                Drill same = Drill.of(ours.get(i)).only(call -> keys.contains(call.key()));
                List<Drill> parts = fresh.parts();
                List<Drill> sames = same.parts();
                for (int part = 0; part < parts.size(); part++) {
                    both(file, parts.get(part), sames.get(part));
                }
            }
        }
    }

    /** Once more if something speaks against them: on a busy machine what is measured may be late for another reason. */
    private void both(CorpusFile file, Drill theirs, Drill ours) throws IOException {
        Comparison first = compared(theirs, ours);
        List<String> complaints = first.complaints();
        if (!complaints.isEmpty()) {
            say(file, "again", "why", String.join("; ", complaints));
        }
        Comparison last = complaints.isEmpty() ? first : compared(theirs, ours);
        say(file, "theirs", last.theirs());
        say(file, "ours", last.ours());
    }

    /** On the same targets, unless the first run has ended one of them. */
    private Comparison compared(Drill theirs, Drill ours) throws IOException {
        Stands stands = Stands.of(theirs, engine, Files.createTempDirectory(folder, "stands"), machine);
        try {
            Json.Obj one = result(theirs, stands);
            if (!stands.intact()) {
                stands.close();
                stands = Stands.of(ours, engine, Files.createTempDirectory(folder, "stands"), machine);
            }
            return new Comparison(one, result(ours, stands));
        } finally {
            stands.close();
        }
    }

    private Json.Obj result(Drill drill, Stands stands) throws IOException {
        try (var _ = Talk.of(drill, stands, machine)) {
            var planned = new Planner(Catalog.installed(), machine)
                    .plan(
                            drill.on(Stands::inPlaceOf, Stands::inPlaceOf, Stands::inPlaceOf)
                                    .experiment(),
                            1);
            Journal journal =
                    new Runner(Catalog.installed(), machine, Map.of(), "test").run(planned, new Stop(), List.of());
            return Json.object(
                    "verdict",
                    journal.verdict().toString(),
                    "reasons",
                    String.join("; ", journal.reasons()),
                    "injections",
                    Json.of(journal.injections().stream().map(ForeignRoom::told).toList()));
        } catch (RuntimeException e) {
            return Json.object("verdict", "NOT PLANNED", "reasons", e.toString(), "injections", Json.of(List.of()));
        }
    }

    private static Json.Obj told(Journal.Injected injected) {
        Optional<Reading> on = injected.on();
        return Json.object(
                "fault", injected.fault(),
                "rung", injected.rung(),
                "effect", injected.effect().replaceAll("pid \\d+", "pid"),
                "before", injected.before().map(Reading::words).orElse(""),
                "value", on.map(Reading::value).orElse(-1.0),
                "unit", on.map(Reading::unit).orElse(""),
                "words", on.map(Reading::words).orElse(""),
                "bites", injected.bites().map(Object::toString).orElse("not measured"),
                "gone", injected.gone().map(Object::toString).orElse("over at once"),
                "taken-back", injected.takenBack().isPresent());
    }

    private static void say(CorpusFile file, String what, Object... more) {
        say(file, what, Json.object(more));
    }

    private static void say(CorpusFile file, String what, Json.Obj more) {
        Json.Obj said = Json.object("file", file.toString(), "what", what);
        for (var member : more.members().entrySet()) {
            said = said.with(member.getKey(), member.getValue());
        }
        System.out.println("RESULT " + said.compact());
    }
}
