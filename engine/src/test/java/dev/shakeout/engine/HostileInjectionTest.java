package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that an experiment says is ever read as shell: not on the way in, not on the way back, not by who pastes it. */
class HostileInjectionTest {
    private static final int TRIALS = 30;
    private static final int LONGEST = 20_000;

    @TempDir
    Path temp;

    private final long seed = Long.getLong("hostile.seed", System.nanoTime());
    private HostileText hostile;
    private Path bait;
    private Path home;

    @BeforeEach
    void bait() throws IOException {
        hostile = new HostileText(new Random(seed), LONGEST);
        bait = temp.resolve("bait");
        home = Files.createDirectory(temp.resolve("h '$(touch bait)\"`touch bait`\n; touch bait #*é"));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    private static String joined(String[] words) {
        return words.length == 0 ? "" : String.join("\0", words) + "\0";
    }

    private void nothingWasRun() {
        assertThat(bait).as("seed %d", seed).doesNotExist();
        assertThat(home.resolve("bait")).as("seed %d", seed).doesNotExist();
        assertThat(Path.of("bait")).as("seed %d", seed).doesNotExist();
    }

    private Injection injection(List<Step> steps) {
        String kind = hostile.word(bait);
        var target = new Target(kind, hostile.word(bait), hostile.word(bait), Map.of("pid", hostile.word(bait)));
        return new Injection(
                hostile.word(bait),
                hostile.word(bait),
                hostile.word(bait),
                target,
                hostile.word(bait),
                steps,
                hostile.word(bait),
                List.of(hostile.word(bait)),
                Optional.empty());
    }

    @Test
    void stepsAndTheirInversesSeeExactlyTheWordsThatAreMeantForThem() throws Exception {
        for (int trial = 0; trial < TRIALS; trial++) {
            Path there = temp.resolve("in" + trial);
            Path back = temp.resolve("back" + trial);
            Path child = temp.resolve("child" + trial);
            String[] in = hostile.words(bait);
            String[] out = hostile.words(bait);
            String[] beside = hostile.words(bait);
            var steps = List.of(
                    new Step(
                            hostile.word(bait),
                            new Step.Change.Command(Machines.recorder(there, in).argv()),
                            Optional.of(Machines.recorder(back, out))),
                    Step.child(hostile.word(bait), talking(child, beside)));
            var folder = RunFolder.create(Machines.in(home).folders(), "run " + trial + " $(touch bait) '\"");
            var injector = new Injector(folder, new Processes());
            var injection = injection(steps);

            injector.inject(injection);
            assertThat(injector.takeBack(injection).complete())
                    .as("seed %d", seed)
                    .isTrue();

            assertThat(text(there)).as("seed %d, in", seed).isEqualTo(joined(in));
            assertThat(text(back)).as("seed %d, back", seed).isEqualTo(joined(out));
            assertThat(text(child)).as("seed %d, child", seed).isEqualTo(joined(beside));
            assertThat(folder.open()).isEmpty();
            folder.delete();
            nothingWasRun();
        }
    }

    private static List<String> talking(Path file, String[] words) {
        var recorder = Machines.recorder(file, words);
        return new Inverse(recorder.script() + "; echo ready; exec sleep 300", recorder.arguments()).argv();
    }

    @Test
    void theSentinelAndWhoPastesItsCommandsRunNothingElseEither() throws Exception {
        for (int trial = 0; trial < TRIALS / 8; trial++) {
            Path mark = temp.resolve("mark" + trial);
            Path cause = Files.createFile(temp.resolve("cause" + trial));
            String word = hostile.word(bait);
            var arguments = new ArrayList<>(List.of(mark.toString(), cause.toString(), word));
            var step = new Step(
                    word,
                    new Step.Change.Command(List.of("touch", mark.toString())),
                    Optional.of(new Inverse(
                            "[ ! -e \"$2\" ] || { printf '%s\\n' \"$3\" >&2; exit 3; }; rm \"$1\"", arguments)));
            var folder = RunFolder.create(Machines.in(home).folders(), "run " + trial + " $(touch bait) '\"");
            var injection = injection(List.of(step));
            var injector = new Injector(folder, new Processes());
            injector.inject(injection);

            var failed = injector.takeBack(injection);
            assertThat(failed.commands()).as("seed %d", seed).hasSize(1);
            Files.delete(cause);
            if (trial % 2 == 0) {
                assertThat(Machines.sh(failed.commands().getFirst()).ok())
                        .as("seed %d", seed)
                        .isTrue();
                folder.delete();
            } else {
                sentinelWithoutOwner(folder);
            }

            assertThat(mark).as("seed %d", seed).doesNotExist();
            assertThat(folder.exists()).isFalse();
            nothingWasRun();
        }
    }

    private static void sentinelWithoutOwner(RunFolder folder) throws Exception {
        var sentinel = new ProcessBuilder(
                        "sh",
                        folder.path().resolve("sentinel.sh").toString(),
                        folder.path().toString(),
                        "60")
                .start();
        sentinel.getOutputStream().close();
        assertThat(sentinel.waitFor()).isZero();
    }
}
