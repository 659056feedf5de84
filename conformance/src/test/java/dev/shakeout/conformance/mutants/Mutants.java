package dev.shakeout.conformance.mutants;

import dev.shakeout.conformance.Case;
import dev.shakeout.conformance.Corpus;
import dev.shakeout.model.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Makes mutants of files, any number of them, each from a seed and its index. */
final class Mutants {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final int MOST_CHANGES = 8;

    private final long seed;
    private final List<Origin> origins;
    private final Pool pool;

    /** @param tree nothing where the text is broken already */
    private record Origin(String name, String file, String text, Optional<JsonNode> tree) {
        static Origin of(String name, Path file) {
            String text = Corpus.filled(Corpus.text(file));
            String ending = file.toString().endsWith(".json") ? ".json" : ".yaml";
            return new Origin(name, "mutant" + ending, text, tree(ending.equals(".json") ? JSON : YAML, text));
        }

        private static Optional<JsonNode> tree(ObjectMapper mapper, String text) {
            try {
                return Optional.of(mapper.readTree(text)).filter(JsonNode::isContainer);
            } catch (JacksonException _) {
                return Optional.empty();
            }
        }
    }

    private Mutants(long seed, List<Origin> origins) {
        this.seed = seed;
        this.origins = origins;
        this.pool = new Pool(
                origins.stream().flatMap(origin -> origin.tree().stream()).toList());
    }

    /** Of the corpus, and of experiments in our own format. */
    static Mutants ofExperiments(long seed) {
        return new Mutants(seed, experiments());
    }

    static Mutants of(Path file, long seed) {
        return new Mutants(seed, List.of(Origin.of(file.getFileName().toString(), file)));
    }

    /** Of all files with this ending in a folder. */
    static Mutants ofFolder(Path folder, String ending, long seed) {
        try (Stream<Path> files = Files.list(folder)) {
            return new Mutants(
                    seed,
                    files.filter(file -> file.toString().endsWith(ending))
                            .sorted()
                            .map(file -> Origin.of(file.getFileName().toString(), file))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Origin> experiments() {
        var origins = new ArrayList<Origin>();
        for (Case given : Corpus.standard().cases()) {
            Case.experiment(given.folder()).ifPresent(file -> origins.add(Origin.of(given.name(), file)));
        }
        try (Stream<Path> ours = Files.list(Corpus.resources().resolve("ours"))) {
            for (Path file : ours.sorted().toList()) {
                for (int i = 0; i < 20; i++) { // few files, but most of what there is to get wrong
                    origins.add(Origin.of(file.getFileName().toString(), file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return origins.stream().filter(origin -> !origin.text().isEmpty()).toList();
    }

    long seed() {
        return seed;
    }

    Mutant at(int index) {
        var random = new Random(new SplittableRandom(seed * 1_000_003 + index).nextLong());
        Origin origin = origins.get(random.nextInt(origins.size()));
        Rules rules = random.nextInt(3) == 0 ? Rules.CHAOS_TOOLKIT : Rules.SHAKEOUT;
        if (origin.tree().isEmpty() || random.nextBoolean()) {
            return new Mutant(seed, index, origin.name(), origin.file(), mangled(origin.text(), random), rules);
        }
        JsonNode tree = changed(origin.tree().get().deepCopy(), random);
        boolean yaml = random.nextBoolean();
        String text = yaml && random.nextInt(3) > 0 ? YAML.writeValueAsString(tree) : json(tree, random);
        String shown = random.nextInt(5) == 0 && !text.isEmpty() ? mangled(text, random) : text;
        String file = random.nextInt(10) == 0 ? "mutant" : yaml ? "mutant.yaml" : "mutant.json";
        return new Mutant(seed, index, origin.name(), file, shown, rules);
    }

    private static String json(JsonNode tree, Random random) {
        return random.nextBoolean() ? tree.toString() : tree.toPrettyString();
    }

    private JsonNode changed(JsonNode tree, Random random) {
        for (int left = changes(random); left > 0; left--) {
            List<Spot> spots = Spot.in(tree);
            if (!spots.isEmpty()) {
                pick(TreeMutation.values(), random).at(spots.get(random.nextInt(spots.size())), pool, random);
            }
        }
        return tree;
    }

    private static String mangled(String text, Random random) {
        String mangled = text;
        for (int left = changes(random); left > 0 && !mangled.isEmpty(); left--) {
            mangled = pick(TextMutation.values(), random).of(mangled, random);
        }
        return mangled;
    }

    /** One mostly, so that what lies behind the first mistake is reached too. */
    private static int changes(Random random) {
        int changes = 1;
        while (changes < MOST_CHANGES && random.nextInt(5) < 2) {
            changes++;
        }
        return changes;
    }

    private static <T> T pick(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
