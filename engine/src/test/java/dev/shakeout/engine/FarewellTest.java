package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was laid down elsewhere goes when everything is taken back, and not before. */
class FarewellTest {
    @TempDir
    Path temp;

    private Machine machine;
    private RunFolder folder;
    private Path elsewhere;

    @BeforeEach
    void layDown() throws IOException {
        machine = Machines.in(temp);
        folder = RunFolder.create(machine.folders(), "test");
        elsewhere = Files.writeString(temp.resolve("else'where"), "");
        new Farewell(folder)
                .write(List.of(Inverse.of("rm \"$1\"; exit 3", elsewhere.toString()), note("first"), note("then")));
    }

    private Inverse note(String word) {
        return Inverse.of("echo \"$1\" >>\"$2\"", word, temp.resolve("notes").toString());
    }

    private List<Recover.Outcome> recover() throws IOException {
        var own = ProcessIdentity.own();
        Files.writeString(folder.path().resolve("owner"), new ProcessIdentity(own.pid(), own.start() + 1).toString());
        return new Recover(machine).deadRuns();
    }

    private void breakSo(String inverse) throws IOException {
        new Ledger(folder).write("target", "mark", Optional.of(Inverse.of(inverse, elsewhere.toString())));
    }

    @Test
    void whoRecoversARunTakesItAwayInOrderAndNoFailureStopsTheRest() throws IOException {
        breakSo("[ -e \"$1\" ]"); // it is needed for the way back

        assertThat(recover())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.clean()).isTrue());

        assertThat(elsewhere).doesNotExist();
        assertThat(temp.resolve("notes")).hasContent("first\nthen");
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void theSentinelTakesItAwayToo() throws Exception {
        breakSo("[ -e \"$1\" ]");
        String script = folder.path().resolve("sentinel.sh").toString();
        var sentinel = new ProcessBuilder("sh", script, folder.path().toString(), "60").start();

        sentinel.getOutputStream().close();
        assertThat(sentinel.waitFor()).isZero();

        assertThat(elsewhere).doesNotExist();
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void haltTakesItAwayToo() throws Exception {
        breakSo("[ -e \"$1\" ]");
        var own = ProcessIdentity.own();
        Files.writeString(folder.path().resolve("owner"), own.pid() + " " + (own.start() + 1));
        var halt = new ProcessBuilder("sh", "../bin/halt.sh");
        halt.environment().put("SHAKEOUT_HOME", temp.toString());

        assertThat(halt.start().waitFor()).isZero();

        assertThat(elsewhere).doesNotExist();
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void nothingGoesAsLongAsSomethingIsLeft() throws IOException {
        breakSo("exit 1");

        assertThat(recover())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.clean()).isFalse());

        assertThat(elsewhere).exists();
        assertThat(folder.path()).exists();
    }

    @Test
    void whatIsDamagedIsNotRun() throws IOException {
        try (var files = Files.newDirectoryStream(folder.path(), "000002-*.farewell")) {
            Files.writeString(files.iterator().next(), "echo damaged >'" + temp.resolve("notes") + "'");
        }

        recover();

        assertThat(temp.resolve("notes")).hasContent("then");
    }
}
