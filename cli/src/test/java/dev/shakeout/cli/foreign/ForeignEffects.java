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
import java.util.Comparator;
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

    /** Numbers of two runs are alike if one is at most this much of the other. */
    private static final double ALIKE = 2.5;

    /** What takes all that it can get gets more or less, by what else goes on. */
    private static final double AS_FAST_AS_IT_CAN = 10;

    /** A way that this kernel lacks, by a part of the reason; what needs no kernel is in {@link NotHere}. */
    private static final List<String> CANNOT = List.of("the kernel has no ");

    private final ForeignRoom.Extent extent;
    private final Map<String, List<Json.Obj>> results = new TreeMap<>();

    ForeignEffects(ForeignRoom.Extent extent) {
        this.extent = extent;
    }

    @BeforeAll
    void runAll(@TempDir Path folder) throws IOException, InterruptedException {
        var machine = Machine.local();
        assumeTrue(machine.isRoot(), "needs root to make namespaces");
        for (String tool : List.of("unshare", "nsenter", "ip", "iptables", "dockerd", "python3", "busybox", "mkfs.ext4")) {
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
        results.computeIfAbsent(text(result, "file"), _ -> new ArrayList<>()).add(result);
    }

    private void summary() {
        var counts = results.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        result -> text(result, "file").split("/", -1)[0] + ": " + text(result, "what"),
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
                        check(theirs.get(i), ours.get(i));
                    }
                }));
    }

    private static List<Json.Obj> of(String what, List<Json.Obj> results) {
        return results.stream()
                .filter(result -> text(result, "what").equals(what))
                .toList();
    }

    private static void check(Json.Obj theirs, Json.Obj ours) {
        if (cannot(theirs)) {
            assertThat(cannot(ours)).as(ours.compact()).isTrue();
            return;
        }
        assertThat(text(theirs, "verdict")).as(theirs.compact()).isEqualTo("PASSED");
        assertThat(text(ours, "verdict")).as(ours.compact()).isEqualTo("PASSED");
        List<Json.Obj> one = injections(theirs);
        List<Json.Obj> other = injections(ours);
        assertThat(one).isNotEmpty().hasSameSizeAs(other);
        for (int i = 0; i < one.size(); i++) {
            for (Json.Obj injected : List.of(one.get(i), other.get(i))) {
                assertThat(text(injected, "bites")).as(injected.compact()).isEqualTo("true");
                assertThat(text(injected, "gone")).as(injected.compact()).isNotEqualTo("false");
                assertThat(text(injected, "taken-back")).as(injected.compact()).isEqualTo("true");
            }
            for (String same : List.of("fault", "rung", "effect", "unit")) {
                assertThat(text(one.get(i), same)).isEqualTo(text(other.get(i), same));
            }
            alike(one.get(i), other.get(i));
        }
    }

    private static void alike(Json.Obj one, Json.Obj other) {
        double mine = Double.parseDouble(text(one, "value"));
        double yours = Double.parseDouble(text(other, "value"));
        boolean measures = !text(one, "unit").isEmpty() && mine > 0 && yours > 0;
        if (measures) {
            assertThat(Math.max(mine, yours) / Math.min(mine, yours))
                    .as(one.compact() + " against " + other.compact())
                    .isLessThan(text(one, "unit").equals("bytes/s") ? AS_FAST_AS_IT_CAN : ALIKE);
        }
    }

    private static boolean cannot(Json.Obj result) {
        return text(result, "verdict").equals("REFUSED") && CANNOT.stream().anyMatch(text(result, "reasons")::contains);
    }

    @Test
    void whatCannotBeRunIsLittle() {
        List<Json.Obj> all = results.values().stream().flatMap(List::stream).toList();
        List<Json.Obj> not = all.stream().filter(ForeignEffects::cannot).toList();

        assertThat(not.size()).as(not.toString()).isLessThan(of("theirs", all).size() / 5);
    }

    /** In an order that does not hang on which target was found first. */
    private static List<Json.Obj> injections(Json.Obj result) {
        return ((Json.Arr) result.get("injections").orElseThrow())
                .items().stream()
                        .map(Json.Obj.class::cast)
                        .sorted(Comparator.comparing(injected -> text(injected, "fault") + text(injected, "effect")))
                        .toList();
    }

    private static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }
}
