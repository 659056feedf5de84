package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tunables that every fault of the hub has. */
final class Common {
    private static final Field RAMP = Field.kept("RAMP_TIME", "as long a time before the fault and after it");
    private static final Field HEALTH = Field.kept("DEFAULT_HEALTH_CHECK", "nothing: it is false")
            .or(new Fidelity.Approximated(
                    "nothing: whether the pods of the application run is not asked for beside its probes; add a probe of"
                            + " the type pods to the hypothesis"));
    private static final Field RANDOMNESS = Field.kept("RANDOMNESS", "nothing: it is false")
            .or(new Fidelity.NotSupported("intervals of random length cannot be said; set it to false"));
    private static final List<Field> MACHINERY = Stream.of(
                    "LIB",
                    "LIB_IMAGE",
                    "LIB_IMAGE_PULL_POLICY",
                    "TC_IMAGE",
                    "STRESS_IMAGE",
                    "CONTAINER_RUNTIME",
                    "SOCKET_PATH",
                    "CONTAINER_PATH",
                    "CHAOS_NAMESPACE",
                    "CHAOS_SERVICE_ACCOUNT",
                    "INSTANCE_ID",
                    "STATUS_CHECK_DELAY",
                    "STATUS_CHECK_TIMEOUT",
                    "TERMINATION_GRACE_PERIOD_SECONDS",
                    "IMAGE_PULL_SECRETS",
                    "SET_HELPER_DATA")
            .map(name -> Field.kept(name, "nothing: it is about the pods by which Litmus works"))
            .toList();

    private Common() {}

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(RAMP, HEALTH, RANDOMNESS));
        fields.addAll(MACHINERY);
        return fields;
    }

    /** How long to wait before the fault and after it. */
    static Duration ramp(Tunables tunables) {
        MACHINERY.forEach(tunables::record);
        tunables.take(HEALTH, Type.bool(), on -> HEALTH.ways().get(on ? 1 : 0));
        tunables.take(RANDOMNESS, Type.bool(), on -> RANDOMNESS.ways().get(on ? 1 : 0));
        return tunables.take(RAMP, LitmusTime.SECONDS).orElse(Duration.ZERO);
    }
}
