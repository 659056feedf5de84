package dev.shakeout.conformance;

import static dev.shakeout.conformance.Mutation.Depth.INSIDE;
import static dev.shakeout.conformance.Mutation.Depth.NOT;
import static dev.shakeout.conformance.Mutation.Depth.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ExperimentSchema;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The schema that editors go by and the reader that {@code validate} goes by agree: what the reader takes, the schema takes,
 * and what the schema takes and the reader does not is of a kind that {@link OnlyTheReader} lists. -Ddamages=N damages each
 * seed N times.
 */
@Execution(CONCURRENT)
class SchemaTest {
    private static final Vocabulary VOCABULARY = Catalog.installed().vocabulary();
    private static final List<Seed> SEEDS = Seed.all(new Samples(VOCABULARY));
    private static final int MUTANTS = Integer.getInteger("damages", 20);

    @Test
    void theSchemaIsOneByItsOwnSchema() {
        String document = JsonWriter.write(ExperimentSchema.of(VOCABULARY, Rules.SHAKEOUT));
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(document, InputFormat.JSON)).isEmpty();
    }

    @Test
    void thereAreSeedsOfEverySortAndTheReaderTakesMostOfThem() {
        assertThat(SEEDS).hasSizeGreaterThan(300).extracting(Seed::name).anyMatch(name -> name.startsWith("examples/"));
        assertThat(SEEDS)
                .filteredOn(seed -> !seed.name().startsWith("corpus/"))
                .allSatisfy(seed -> assertThat(
                                judge(seed.document(), Rules.SHAKEOUT).problems())
                        .as(seed.name())
                        .isEmpty());
        assertThat(SEEDS)
                .filteredOn(seed ->
                        judge(seed.document(), Rules.CHAOS_TOOLKIT).problems().isEmpty())
                .hasSizeGreaterThan(SEEDS.size() * 3 / 4);
    }

    @ParameterizedTest
    @EnumSource(Rules.class)
    void seedsAreJudgedAlike(Rules rules) {
        Schema schema = schema(rules);
        var complaints = new ArrayList<String>();
        SEEDS.forEach(seed -> complain(seed.name(), seed.document(), schema, rules, complaints));

        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Rules.class)
    void mutantsAreJudgedAlike(Rules rules) {
        Schema schema = schema(rules);
        Json words = ExperimentSchema.of(VOCABULARY, rules);
        var complaints = new ArrayList<String>();
        int taken = 0;
        int refused = 0;
        for (Seed seed : SEEDS) {
            for (int i = 0; i < MUTANTS; i++) {
                long number = seed.name().hashCode() * 1000L + i;
                Json mutant = new Mutation(new Random(number), words).of(seed.document());
                boolean valid = complain(seed.name() + ", mutant " + i, mutant, schema, rules, complaints);
                taken += valid ? 1 : 0;
                refused += valid ? 0 : 1;
            }
        }

        assertThat(complaints).isEmpty();
        assertThat(taken).as("taken").isGreaterThan(SEEDS.size() * MUTANTS / 20);
        assertThat(refused).as("refused").isGreaterThan(SEEDS.size() * MUTANTS / 4);
    }

    /** Of what is ours, no place may be missed by chance. */
    @ParameterizedTest
    @EnumSource(Rules.class)
    void everyMistakeInEveryPlaceIsJudgedAlike(Rules rules) {
        Schema schema = schema(rules);
        var complaints = new ArrayList<String>();
        Set<Json> mutants = mutantsOfOurs();
        int taken = 0;
        for (Json mutant : mutants) {
            taken += complain("a mutant", mutant, schema, rules, complaints) ? 1 : 0;
        }

        assertThat(complaints).isEmpty();
        assertThat(taken).as("taken of %d", mutants.size()).isBetween(mutants.size() / 20, mutants.size());
    }

    /**
     * The same target is damaged once, and not again for each fault; the same arguments once for a fault, and not again on each
     * kind of target.
     */
    private static Set<Json> mutantsOfOurs() {
        var mutants = new LinkedHashSet<Json>();
        var damaged = new HashSet<Json>();
        for (Seed seed : SEEDS) {
            if (seed.name().startsWith("corpus/") || seed.name().startsWith("examples/")) {
                continue;
            }
            String about = seed.name().replaceFirst(" on .*", "");
            mutants.addAll(Mutation.everywhere(seed.document(), (key, value) -> switch (key) {
                case "title", "description" -> damaged.add(Json.object(key, value)) ? INSIDE : NOT;
                case "arguments" -> damaged.add(Json.object("of", about, "what", value)) ? INSIDE : NOT;
                case "target" -> damaged.add(value) ? INSIDE : WHOLE;
                default -> INSIDE;
            }));
        }
        return mutants;
    }

    /** Whether the reader takes it. */
    private static boolean complain(String name, Json document, Schema schema, Rules rules, List<String> complaints) {
        Judged judged = judge(document, rules);
        if (judged.problems().isEmpty()) {
            List<Error> errors = schema.validate(judged.text(), InputFormat.JSON);
            if (!errors.isEmpty()) {
                complaints.add(name + ": the reader takes it, the schema does not: " + errors + "\n" + judged.text());
            }
        } else if (rules.ours()
                && schema.validate(judged.text(), InputFormat.JSON).isEmpty()) {
            for (Problem problem : judged.problems()) {
                if (!OnlyTheReader.knows(problem.message(), judged.written(problem))) {
                    complaints.add(
                            name + ": the schema takes it, the reader does not: " + problem + "\n" + judged.text());
                }
            }
        }
        return judged.problems().isEmpty();
    }

    private record Judged(String text, Map<Position, Json> values, List<Problem> problems) {
        Json written(Problem problem) {
            return problem.position().map(values::get).orElse(Json.Null.NULL);
        }
    }

    private static Judged judge(Json document, Rules rules) {
        String text = JsonWriter.write(document);
        var values = new HashMap<Position, Json>();
        try {
            Tree tree = TreeReader.read("x.json", text);
            locate(tree, values);
            Inputs inputs = Inputs.of(environment(document)).by(rules);
            for (var known : Mutation.KNOWN.entrySet()) {
                inputs = inputs.withVar(known.getKey(), known.getValue());
            }
            ExperimentReader.read(tree, inputs, VOCABULARY);
            return new Judged(text, values, List.of());
        } catch (InvalidInput e) {
            return new Judged(text, values, e.problems());
        }
    }

    private static void locate(Tree tree, Map<Position, Json> values) {
        values.put(tree.position(), tree.json());
        switch (tree) {
            case Tree.Obj object ->
                object.members().values().forEach(member -> {
                    locate(member.value(), values);
                    values.put(member.position(), member.value().json());
                });
            case Tree.Arr array -> array.items().forEach(item -> locate(item, values));
            case Tree.Scalar _ -> {}
        }
    }

    /** Every variable that a document names is set, to something that suits most types. */
    private static Map<String, String> environment(Json json) {
        var variables = new HashMap<String, String>();
        gather(json, variables);
        return variables;
    }

    private static void gather(Json json, Map<String, String> variables) {
        switch (json) {
            case Json.Obj object -> {
                object.get("key")
                        .ifPresent(key -> variables.put(
                                key.text(), object.get("env_var_type").isPresent() ? "1" : "http://localhost:1"));
                object.members().values().forEach(value -> gather(value, variables));
            }
            case Json.Arr(var items) -> items.forEach(item -> gather(item, variables));
            default -> {}
        }
    }

    private static Schema schema(Rules rules) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonWriter.write(ExperimentSchema.of(VOCABULARY, rules)), InputFormat.JSON);
    }
}
