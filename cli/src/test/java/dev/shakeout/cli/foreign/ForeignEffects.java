package dev.shakeout.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of other tools do what they say: each fault of each file is brought about, its effect is measured, it is taken back,
 * and the same injection in our own format measures the same. Pods are containers here; {@link NotHere} says what no
 * namespace can hold. Equal injections are made once, for the first file that has them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ForeignEffects {
    private static final int ROOMS = 2;

    /**
     * With a /var of its own, as files of other tools name folders there: a large disk, as they fill nearly all of it, of which
     * next to nothing is ever written.
     */
    private static final String ROOM = """
            PATH=$PATH:/usr/sbin:/sbin
            disk=$1/disk
            truncate -s 40g "$disk" && mkfs.ext4 -q -m 0 "$disk" && mount -o loop "$disk" /var && rm "$disk" &&
              ip link set lo up && mkdir -p /var/tmp /var/log /var/spool /var/data /var/lib/ledger/wal &&
              ln -s /run /var/run && shift && exec "$@\"""";

    private final ForeignRoom.Extent extent;
    private final Map<String, List<Json.Obj>> results = new TreeMap<>();

    ForeignEffects(ForeignRoom.Extent extent) {
        this.extent = extent;
    }

    @BeforeAll
    void runAll(@TempDir Path folder) throws IOException, InterruptedException {
        var machine = Machine.local();
        assumeTrue(machine.isRoot(), "needs root to make namespaces");
        for (String tool :
                List.of("unshare", "nsenter", "ip", "iptables", "dockerd", "python3", "busybox", "mkfs.ext4")) {
            assumeTrue(machine.tool(tool).isPresent(), "needs " + tool);
        }
        var rooms = new ArrayList<Process>();
        var outputs = new ArrayList<Path>();
        try {
            for (int i = 0; i < ROOMS; i++) {
                Path own = Files.createDirectory(folder.resolve("room" + i));
                Path output = own.resolve("output");
                outputs.add(output);
                var argv = new ArrayList<>(
                        List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
                argv.addAll(List.of("sh", "-c", ROOM, "sh", own.toString()));
                argv.addAll(machine.java());
                argv.add("-Dshakeout.home="
                        + Path.of(System.getProperty("shakeout.home", "..")).toAbsolutePath());
                argv.addAll(List.of(
                        ForeignRoom.class.getName(),
                        own.toString(),
                        Integer.toString(i),
                        Integer.toString(ROOMS),
                        extent.name()));
                rooms.add(new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start());
            }
            for (int i = 0; i < ROOMS; i++) {
                int status = rooms.get(i).waitFor();
                String said = Files.readString(outputs.get(i));
                assertThat(status).as(said).isZero();
                said.lines().filter(line -> line.startsWith("RESULT ")).forEach(this::note);
            }
        } finally {
            rooms.forEach(Process::destroyForcibly);
        }
        summary();
    }

    private void note(String line) {
        var result = (Json.Obj) JsonReader.read("result", line.substring("RESULT ".length()));
        results.computeIfAbsent(Comparison.text(result, "file"), _ -> new ArrayList<>())
                .add(result);
    }

    private void summary() {
        var counts = results.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        result -> Comparison.text(result, "file").split("/", -1)[0] + ": "
                                + Comparison.text(result, "what"),
                        TreeMap::new,
                        Collectors.counting()));
        System.out.println("files of other tools: " + counts);
    }

    @TestFactory
    Stream<DynamicTest> everyFileHasItsEffect() {
        return results.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    List<Json.Obj> theirs = of("theirs", each.getValue());
                    List<Json.Obj> ours = of("ours", each.getValue());
                    assertThat(ours).hasSameSizeAs(theirs);
                    for (int i = 0; i < theirs.size(); i++) {
                        assertThat(new Comparison(theirs.get(i), ours.get(i)).complaints())
                                .isEmpty();
                    }
                }));
    }

    private static List<Json.Obj> of(String what, List<Json.Obj> results) {
        return results.stream()
                .filter(result -> Comparison.text(result, "what").equals(what))
                .toList();
    }

    @Test
    void whatCannotBeRunIsLittle() {
        List<Json.Obj> all = results.values().stream().flatMap(List::stream).toList();
        List<Json.Obj> not = all.stream().filter(Comparison::cannot).toList();

        assertThat(not.size()).as(not.toString()).isLessThan(of("theirs", all).size() / 5);
    }

    /** As this machine may be busy with something else. */
    @Test
    void whatIsTriedAgainIsLittle() {
        List<Json.Obj> all = results.values().stream().flatMap(List::stream).toList();
        List<Json.Obj> again = of("again", all);

        assertThat(again.size())
                .as(again.toString())
                .isLessThan(of("theirs", all).size() / 10 + 1);
    }
}
