package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged is named and kept and never run; what is not is taken back all the same. */
class LedgerDamageTest {
    @TempDir
    Path temp;

    private Path log;
    private RunFolder folder;
    private Ledger ledger;

    @BeforeEach
    void makeLedger() throws IOException {
        log = temp.resolve("log");
        folder = RunFolder.create(Machines.in(temp).folders(), "damaged");
        ledger = new Ledger(folder);
        Files.writeString(folder.path().resolve("owner"), "");
    }

    private Path logging(String word) throws IOException {
        var entry = ledger.write("target", "say " + word, Machines.undo("echo \"$2\" >>\"$1\"", log, word));
        return folder.path().resolve(entry.fileName());
    }

    /** The same entry under another number: all may lie side by side, between two that are whole. */
    private Path numbered(Path entry, int number) {
        String name = entry.getFileName().toString();
        return entry.resolveSibling("%06d".formatted(number) + name.substring(name.indexOf('-')));
    }

    @Test
    void everyPrefixAndEveryFlippedBitOfAnEntryIsNamedAndKeptAndNotRun() throws IOException {
        logging("oldest");
        Path entry = logging("damaged");
        byte[] whole = Files.readAllBytes(entry);
        Files.delete(entry);
        var damaged = new TreeMap<String, byte[]>();
        for (int length = 0; length < whole.length; length++) {
            damage(numbered(entry, 1000 + length), Arrays.copyOf(whole, length), damaged);
        }
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            damage(numbered(entry, 10_000 + bit), flipped, damaged);
        }
        Path newest = logging("newest");
        Files.move(newest, numbered(newest, 99_999));

        var outcome = new Recover(Machines.in(temp)).deadRuns().getFirst();

        assertThat(Files.readAllLines(log)).as("what was run").containsExactlyInAnyOrder("newest", "oldest");
        assertThat(outcome.leftovers()).hasSameSizeAs(damaged.keySet());
        String named = String.join("\n", outcome.leftovers());
        damaged.forEach((name, text) -> {
            assertThat(folder.path().resolve(name)).hasBinaryContent(text);
            assertThat(named).contains(name);
            assertThat(outcome.words()).contains(name + ": damaged, so it was not run");
        });
        assertThat(folder.open()).hasSameSizeAs(damaged.keySet());
    }

    private static void damage(Path file, byte[] text, TreeMap<String, byte[]> damaged) throws IOException {
        Files.write(file, text);
        damaged.put(file.getFileName() + ".damaged", text);
    }

    /** A run whose second of three entries somebody has meddled with, and whose owner is gone. */
    private Path meddled(String run, Meddling meddling) throws IOException {
        folder = RunFolder.create(Machines.in(temp).folders(), run);
        ledger = new Ledger(folder);
        Files.writeString(folder.path().resolve("owner"), "");
        logging(run + " first");
        Path entry = logging(run + " second");
        logging(run + " third");
        for (String number : List.of("000001", "000002", "000003")) {
            Files.writeString(folder.path().resolve(number + ".pid"), "1 1 command\n");
        }
        meddling.with(entry, entry.getParent());
        return folder.path();
    }

    private interface Meddling {
        void with(Path entry, Path folder) throws IOException;
    }

    private TreeMap<String, Recover.Outcome> recovered() throws IOException {
        var outcomes = new TreeMap<String, Recover.Outcome>();
        new Recover(Machines.in(temp)).deadRuns().forEach(outcome -> outcomes.put(outcome.runId(), outcome));
        return outcomes;
    }

    @Test
    void anEntryThatWasReplacedOrRenamedIsNamedAndTheOthersOfItsRunAreTakenBack() throws IOException {
        folder.delete();
        Path canary = temp.resolve("canary");
        var meddlings = new TreeMap<String, Meddling>();
        meddlings.put("empty", (entry, _) -> Files.writeString(entry, ""));
        meddlings.put("folder", (entry, _) -> {
            Files.delete(entry);
            Files.createDirectory(entry);
        });
        meddlings.put("pipe", (entry, _) -> {
            Files.delete(entry);
            Machines.sh("mkfifo '" + entry + "'");
        });
        meddlings.put("dangling-link", (entry, _) -> {
            Files.delete(entry);
            Files.createSymbolicLink(entry, temp.resolve("nowhere"));
        });
        meddlings.put("endless-link", (entry, _) -> {
            Files.delete(entry);
            Files.createSymbolicLink(entry, Path.of("/dev/zero"));
        });
        meddlings.put("gone", (entry, _) -> Files.delete(entry));
        meddlings.put("hidden", (entry, there) -> Files.move(entry, there.resolve("." + entry.getFileName())));
        for (String name : List.of(
                "000002.entry",
                "a b.entry",
                "-rf.entry",
                "--.entry",
                "*.entry",
                "$(touch canary).entry",
                "`touch canary`.entry",
                "'; touch canary; '.entry",
                "line\nbreak.entry",
                "caf\u00e9.entry",
                "000002-0123456789abcdef.entry",
                "000002.bak")) {
            String run = "renamed" + meddlings.size();
            meddlings.put(run, (entry, there) -> Files.move(entry, there.resolve(name)));
        }
        for (var each : meddlings.entrySet()) {
            meddled(each.getKey(), each.getValue());
        }

        var outcomes = recovered();
        var again = recovered();

        assertThat(canary).doesNotExist();
        assertThat(temp.resolve("nowhere")).doesNotExist();
        assertThat(Path.of("canary")).doesNotExist();
        var expected = new ArrayList<String>();
        meddlings.keySet().forEach(run -> expected.addAll(List.of(run + " third", run + " first")));
        assertThat(Files.readAllLines(log)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(outcomes.keySet()).isEqualTo(meddlings.keySet());
        outcomes.forEach((run, outcome) -> {
            assertThat(outcome.clean()).as(outcome.toString()).isFalse();
            assertThat(outcome.leftovers())
                    .as(outcome.toString())
                    .isNotEmpty()
                    .allSatisfy(command -> assertThat(command).contains(run));
            assertThat(again.get(run)).as("named again").isNotNull();
        });
    }

    @Test
    void damageBesideTheEntriesKeepsNothingFromBeingTakenBack() throws IOException {
        folder.delete();
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createFile(outside.resolve("keep"));
        var meddlings = new TreeMap<String, Meddling>();
        meddlings.put("no-owner", (_, there) -> Files.delete(there.resolve("owner")));
        meddlings.put("owner-folder", (_, there) -> folderInstead(there.resolve("owner")));
        meddlings.put("owner-pipe", (_, there) -> {
            Files.delete(there.resolve("owner"));
            Machines.sh("mkfifo '" + there.resolve("owner") + "'");
        });
        meddlings.put("owner-bytes", (_, there) -> Files.write(there.resolve("owner"), new byte[] {-1, 0, -2, 10}));
        meddlings.put(
                "owner-words", (_, there) -> Files.writeString(there.resolve("owner"), "-1 99999999999999999999"));
        meddlings.put("no-lease", (_, there) -> Files.delete(there.resolve("lease")));
        meddlings.put("lease-bytes", (_, there) -> Files.write(there.resolve("lease"), new byte[] {0, -1}));
        for (String name :
                List.of("000002.pid", "000002.cancelled", "000002.said", "000002.done", "lease", "step.sh")) {
            meddlings.put(name + "-folder", (_, there) -> folderInstead(there.resolve(name)));
        }
        meddlings.put("note-pipe", (_, there) -> {
            Files.delete(there.resolve("000002.pid"));
            Machines.sh("mkfifo '" + there.resolve("000002.pid") + "'");
        });
        meddlings.put(
                "note-bytes", (_, there) -> Files.write(there.resolve("000002.pid"), new byte[] {-1, 0, 10, '$', '('}));
        meddlings.put("no-script", (_, there) -> Files.delete(there.resolve("undo.sh")));
        meddlings.put("cut-script", (_, there) -> {
            byte[] script = Files.readAllBytes(there.resolve("undo.sh"));
            Files.write(there.resolve("undo.sh"), Arrays.copyOf(script, script.length / 2));
        });
        meddlings.put("garbage", (_, there) -> {
            Files.createDirectories(there.resolve("a folder/with\nanother"));
            Files.writeString(there.resolve("a folder/with\nanother/file"), "x");
            Files.createSymbolicLink(there.resolve("link"), outside);
            Files.writeString(there.resolve("-rf"), "");
            Files.writeString(there.resolve("undo.log"), "\0");
            Machines.sh("mkfifo '" + there.resolve("pipe") + "'");
        });
        for (var each : meddlings.entrySet()) {
            meddled(each.getKey(), each.getValue());
        }
        Path runs = folder.path().resolveSibling("empty");
        Files.createDirectory(runs);
        Files.writeString(runs.resolveSibling("a file"), "");

        var outcomes = recovered();

        outcomes.forEach((_, outcome) ->
                assertThat(outcome.clean()).as(outcome.toString()).isTrue());
        var expected = new ArrayList<String>();
        for (String run : meddlings.keySet()) {
            expected.addAll(List.of(run + " third", run + " second", run + " first"));
        }
        assertThat(Files.readAllLines(log)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(RunFolder.all(Machines.in(temp).folders())).isEmpty();
        assertThat(outside.resolve("keep")).exists();
    }

    private static void folderInstead(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createDirectory(file);
        Files.createFile(file.resolve("inside"));
    }

    @Test
    void anEntryThatItsUserCannotReadIsNamedAndKept() throws IOException {
        logging("first");
        Path entry = logging("second");
        logging("third");
        Machines.sh("chmod 000 '" + entry + "'; chmod 711 '" + temp + "'");
        var ordinary = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        boolean root =
                Machines.sh("[ $(id -u) = 0 ] && chown -R 65534 '" + temp + "'").ok();
        var argv = new ArrayList<>(root ? ordinary : List.of());
        argv.addAll(List.of("sh", folder.path() + "/undo.sh", folder.path().toString()));

        var finished = new Processes().run(argv);

        assertThat(finished.status()).as(finished.toString()).isEqualTo(1);
        assertThat(finished.output()).contains(entry + ": could not be checked for damage, so it was not run");
        assertThat(entry).exists();
        assertThat(Files.readAllLines(log)).containsExactly("third", "first");
    }

    @Test
    void aFolderThatCannotBeReadDoesNotKeepOtherRunsFromBeingTakenBack() throws IOException {
        logging("damaged run");
        Path blocked = folder.path();
        Path kept = blocked.resolveSibling("kept");
        Files.move(blocked, kept);
        Files.createSymbolicLink(blocked, Path.of("damaged")); // a link to itself
        Files.createSymbolicLink(kept.resolve("undo.sh.draft"), Path.of("/dev/full"));
        Files.writeString(kept.resolve("undo.sh"), "exit 0");
        meddled("other", (_, _) -> {});

        var outcomes = recovered();

        assertThat(outcomes.get("other").clean()).isTrue();
        assertThat(outcomes.get("kept").clean()).as(outcomes.toString()).isFalse();
        assertThat(outcomes.get("kept").leftovers()).singleElement().asString().contains(kept.toString());
        assertThat(Files.readAllLines(log)).containsExactly("other third", "other second", "other first");
    }
}
