package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The doctor tries every fault and says why what does not work does not. */
@Isolated // others change the tables of the host's own network
class DoctorTest {
    /** What a person must acknowledge, and what needs a target that was started for it. */
    private static final Set<String> NEVER_TRIED = Set.of("host/reboot", "host/shutdown", "time/jump", "time/skew");

    /** What hits only other kinds needs a container engine or a cluster. */
    private static final Set<String> OF_THIS_HOST = Set.of("process", "host", "link");

    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path work) {
        shakeout = new Shakeout(work);
    }

    private static List<Json.Obj> rows(Ended ended) {
        assertThat(ended.status()).as(ended.toString()).isZero();
        return ((Json.Arr) JsonReader.read("doctor", ended.out()))
                .items().stream().map(row -> (Json.Obj) row).toList();
    }

    private static boolean is(Json.Obj row, String key) {
        return row.members().get(key).equals(Json.of(true));
    }

    private static void assertComplete(List<Json.Obj> rows) {
        assertThat(rows)
                .extracting(row -> row.members().get("fault").text())
                .containsAll(Catalog.installed().faults().keySet());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.members().keySet())
                    .containsExactly("fault", "rung", "needs", "works", "tried", "missing", "effect", "millis");
            assertThat(row.members().get("missing").text().isEmpty()).isEqualTo(is(row, "works"));
            assertThat(row.members().get("effect").text().isEmpty()).isEqualTo(!is(row, "tried"));
        });
    }

    @Test
    void everyFaultIsTriedOnADummyAndNothingIsLeftBehind() throws IOException {
        List<String> before = tables();

        List<Json.Obj> rows = rows(shakeout.run("doctor", "--json"));

        assertComplete(rows);
        assertThat(rows)
                .filteredOn(
                        row -> NEVER_TRIED.contains(row.members().get("fault").text()))
                .noneMatch(row -> is(row, "tried"));
        Catalog.installed().faults().forEach((name, fault) -> {
            boolean ofThisHost = fault.targetKinds().stream().anyMatch(OF_THIS_HOST::contains);
            if (NEVER_TRIED.contains(name) || !ofThisHost || !Machine.local().isRoot()) {
                return; // without root some have no means at all
            }
            boolean fitsADummy = fault.targetKinds().contains("process");
            assertThat(rows)
                    .as("%s has a means that works", name)
                    .anyMatch(row -> row.members().get("fault").text().equals(name)
                            && is(row, "works")
                            && is(row, "tried") == fitsADummy);
        });
        assertThat(shakeout.openRuns()).isEmpty();
        assertThat(filesBelow(shakeout.temporary())).isEmpty();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> environment(process.pid())
                                .contains(shakeout.home().toString()))
                        .toList())
                .as("processes of the doctor")
                .isEmpty();
        assertThat(tables()).as("tables of the host's own network").isEqualTo(before);
    }

    @Test
    void whoIsNotRootIsToldWhatRootAloneWouldChange() throws IOException {
        var unshare = List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");
        assumeTrue(canRun(unshare), "needs user namespaces to be somebody else");

        List<Json.Obj> rows = rows(shakeout.startBehind(unshare, "doctor", "--json", "--fault", "network/block")
                .end());

        assertThat(rows)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.members().get("fault")).isEqualTo(Json.of("network/block")));
        Json.Obj filter = rows.getFirst();
        assertThat(is(filter, "works")).isFalse();
        assertThat(is(filter, "tried")).isFalse();
        assertThat(filter.members().get("missing").text())
                .startsWith("not root")
                .contains("in a user namespace of its own");
        assertThat(is(rows.getLast(), "works")).as("a proxy needs no root").isTrue();
        assertThat(filesBelow(shakeout.temporary())).isEmpty();
    }

    private static boolean canRun(List<String> before) throws IOException {
        var argv = new ArrayList<>(before);
        argv.add("true");
        try {
            return new ProcessBuilder(argv).start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aQuickLookTouchesNothing() throws IOException {
        List<Json.Obj> rows = rows(shakeout.run("doctor", "--json", "--quick"));

        assertComplete(rows);
        assertThat(rows).noneMatch(row -> is(row, "tried"));
        assertThat(shakeout.home()).doesNotExist();
    }

    @Test
    void theTableSaysWhatIsTakenFirstAndWhatIsNeeded() throws IOException {
        Ended ended = shakeout.run("doctor", "--quick");

        assertThat(ended.out()).contains("process/pause").contains("works, taken first (not tried)");
        boolean missing = ended.out().contains("✗");
        assumeTrue(missing, "every means works here");
        assertThat(ended.out()).contains("missing: ").contains("it needs ");
    }

    /** Another run's tables may come and go meanwhile; those of the doctor stand in networks of its own. */
    private static List<String> tables() throws IOException {
        var rules = new ProcessBuilder(
                        "sh", "-c", "iptables-save 2>/dev/null | grep shakeout; tc qdisc show 2>/dev/null")
                .start();
        return rules.inputReader()
                .lines()
                .filter(line -> !line.contains(" dev testbed-")) // other tests' own, which come and go meanwhile
                .toList();
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(folder) && !file.toString().contains("hsperfdata"))
                    .forEach(found::add);
        }
        return found;
    }

    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
