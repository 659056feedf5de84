package dev.shakeout.conformance.mutants;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Sources;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The road from a text to a plan, as the command takes it, with all faults, probes and finders of this installation. Not on
 * it: what would reach out of this process, which is a value that is fetched, and a Python module that is imported.
 */
final class Road {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin", "HOME", "/nowhere", "FKS_API", "http://127.0.0.1:7000");

    private final Catalog catalog = Catalog.installed();
    private final Machine machine = Machine.local().withEnvironment(ENVIRONMENT);
    private final Vocabulary vocabulary = catalog.vocabulary();

    /** What became of a text. */
    sealed interface End {
        /** It is an experiment, and there is a plan for it. */
        record Planned() implements End {}

        /** It is an experiment that cannot be planned here. */
        record Unplannable(List<Problem> problems) implements End {}

        /** It is none. */
        record Unreadable(List<Problem> problems) implements End {}
    }

    End end(Mutant mutant) {
        Experiment experiment;
        try {
            Inputs inputs = Inputs.of(ENVIRONMENT)
                    .by(mutant.rules())
                    .withSources(new Answers(mutant.index()))
                    .withChecks(
                            call -> call.kind().equals("python") ? Optional.empty() : catalog.misfit(call, machine));
            experiment = ExperimentReader.read(mutant.file(), mutant.text(), inputs, vocabulary);
        } catch (InvalidInput e) {
            return new End.Unreadable(e.problems());
        }
        try {
            new Planner(catalog, machine).plan(experiment, mutant.index());
            return new End.Planned();
        } catch (InvalidInput e) {
            return new End.Unplannable(e.problems());
        }
    }

    /**
     * What comes from outside of the file, which is nothing, something, or an odd thing. The programs and addresses of a
     * mutant are nobody's to start and to call.
     */
    private record Answers(int index) implements Sources {
        private static final List<Json> SOME = List.of(
                Json.object("status", 0, "stdout", "50%", "body", Json.object("a", 1)),
                Json.object("status", 1, "stderr", "it failed"),
                Json.of("250ms"),
                Json.Null.NULL,
                Json.of(List.of()));

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public Json read(Provider.Call probe) {
            return answer();
        }

        @Override
        public Json vault(Json.Obj configuration, String path) {
            return answer();
        }

        private Json answer() {
            int which = index % (SOME.size() + 1);
            if (which == SOME.size()) {
                throw new BadValue("nobody answers");
            }
            return SOME.get(which);
        }
    }
}
