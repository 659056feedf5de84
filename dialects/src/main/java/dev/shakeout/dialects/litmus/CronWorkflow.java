package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Optional;

/** A workflow that is run again and again: it is run once, and its times are told. */
final class CronWorkflow {
    private static final String ONCE =
            "; this is run once. For its times make a Schedule of the operator, or a job of cron";
    private static final Field SCHEDULE = Field.approximated("spec.schedule", "nothing" + ONCE);
    private static final Field SCHEDULES = Field.approximated("spec.schedules", "nothing" + ONCE);
    private static final Field ZONE = Field.approximated("spec.timezone", "nothing" + ONCE);
    private static final Field CONCURRENCY =
            Field.kept("spec.concurrencyPolicy", "nothing: two runs never hit the same target at once");
    private static final Field DEADLINE = Field.approximated("spec.startingDeadlineSeconds", "nothing" + ONCE);
    private static final Field SUSPEND = Field.kept("spec.suspend", "nothing: it is false")
            .or(new Fidelity.NotSupported("it is suspended; set it to false to run it"));
    private static final List<Field> REST = List.of(
            Field.kept("spec.successfulJobsHistoryLimit", "nothing: each run has a journal of its own"),
            Field.kept("spec.failedJobsHistoryLimit", "nothing: each run has a journal of its own"),
            Field.kept("spec.workflowMetadata", "nothing: it is about the objects by which Argo works"));
    private static final Field WORKFLOW = Field.kept("spec.workflowSpec", "the method");

    private CronWorkflow() {}

    static List<Field> fields() {
        var fields = new java.util.ArrayList<>(List.of(SCHEDULE, SCHEDULES, ZONE, CONCURRENCY, DEADLINE, SUSPEND));
        fields.addAll(REST);
        return fields;
    }

    /** The workflow in it. */
    static Optional<Sheet> workflow(Sheet spec) {
        List.of(SCHEDULE, SCHEDULES, ZONE, CONCURRENCY, DEADLINE).forEach(spec::record);
        spec.take(SUSPEND, Type.bool(), on -> SUSPEND.ways().get(on ? 1 : 0));
        REST.forEach(spec::record);
        return spec.demand(WORKFLOW, "") ? spec.open(WORKFLOW) : Optional.empty();
    }
}
