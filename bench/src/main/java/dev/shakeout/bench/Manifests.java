package dev.shakeout.bench;

import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of a thousand files of Chaos Mesh, Litmus and Gremlin, read and checked by one command. Beside it PyYAML reads the
 * same files with the parser that is written in C, and makes nothing of them.
 */
public final class Manifests {
    private static final int FILES = 1000;
    private static final int ROUNDS = 10;
    private static final Path CORPORA =
            Path.of(System.getProperty("shakeout.home", "."), "dialects/src/test/resources");
    private static final String PEER = """
            import glob, sys, yaml
            print(sum(len(list(yaml.load_all(open(file), Loader=yaml.CSafeLoader))) for file in glob.glob(sys.argv[1] + '/*')))""";

    private Manifests() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var folder = TemporaryFolder.make("manifests")) {
            List<Path> kinds = whole();
            for (int i = 0; i < FILES; i++) {
                Path kind = kinds.get(i % kinds.size());
                Files.copy(kind, folder.path().resolve("%04d-%s".formatted(i, kind.getFileName())));
            }
            List<String> ours = List.of(
                    Path.of(System.getProperty("shakeout.home", "."), "shakeout")
                            .toAbsolutePath()
                            .toString(),
                    "validate",
                    folder.path().toString());
            List<String> theirs = List.of("python3", "-c", PEER, folder.path().toString());
            var mine = new ArrayList<Double>();
            var others = new ArrayList<Double>();
            for (int round = 0; round <= ROUNDS; round++) {
                double one = Trials.millis(ours);
                double other = Trials.millis(theirs);
                if (round > 0) { // the first one only warms up
                    mine.add(one);
                    others.add(other);
                }
            }
            System.out.println(
                    FILES + " manifests of " + kinds.size() + " sorts, whole process, milliseconds, in turns");
            Trials.print("shakeout validate FOLDER", mine);
            Trials.print("PyYAML, read only", others);
            System.out.printf("ratio %.2f%n", Trials.median(mine) / Trials.median(others));
        }
    }

    /** Files of which nothing is refused, and that stand for themselves: no other one goes by their name. */
    private static List<Path> whole() throws IOException {
        var whole = new ArrayList<Path>();
        for (Foreign dialect : Dialects.ALL) {
            try (Stream<Path> files = Files.list(CORPORA.resolve(dialect.name()))) {
                files.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .filter(Manifests::standsAlone)
                        .forEach(whole::add);
            }
        }
        return whole;
    }

    private static boolean standsAlone(Path file) {
        try {
            String text = Files.readString(file);
            var translated = Dialects.translate(
                    TreeReader.readAll(file.toString(), text, TreeReader.Form.YAML), Choices.DEFAULT);
            return !text.contains("kind: ChaosExperiment")
                    && !Files.exists(
                            file.resolveSibling(file.getFileName().toString().replace(".yaml", ".map")))
                    && translated.stream().allMatch(one -> one.document().isPresent());
        } catch (InvalidInput e) {
            return false; // it needs another one
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
