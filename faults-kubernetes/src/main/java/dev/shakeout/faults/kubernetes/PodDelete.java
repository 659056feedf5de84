package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Deletes a pod; what it belongs to makes another one. */
public final class PodDelete implements ByApi {
    static final Parameter<Duration> GRACE = Parameter.optional(
            "grace",
            Type.duration(Duration.ZERO, Duration.ofHours(1)),
            "How long it may take to end; 0s kills it at once. What the pod itself says if not given.");

    /** $1 says how; an object that has taken the name of the one meant is left alone. */
    private static final String SCRIPT = """
            call DELETE "$path" application/json "$1"
            case $status in 200 | 202) ;; *) refused "delete $path" ;; esac
            """;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("pod/delete", "Deletes a pod; what it belongs to makes another one.", GRACE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(PodFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the pod is gone, or on its way out";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "nothing is left to take back: what the pod belongs to makes another one",
                type -> List.of(new Right("get", type), new Right("delete", type)),
                PodDelete::delete);
    }

    private static Prepared delete(ApiRung.Site site) throws ApiRung.Unfit {
        site.mustBeReplaceable();
        var options = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "preconditions",
                Json.object("uid", site.resource().uid()));
        for (Duration grace : site.arguments().find(GRACE).stream().toList()) {
            options = options.with("gracePeriodSeconds", Json.of(grace.toSeconds()));
        }
        var argv = ApiCall.command(site.cluster(), site.resource().path(), SCRIPT, options.compact());
        return Prepared.of(List.of(Step.irreversible("delete " + site.target(), argv)), new Gone(site));
    }

    /** Value 1 when the pod is gone or ending. */
    record Gone(ApiRung.Site site) implements Effect {
        @Override
        public String what() {
            return "whether " + site.target() + " is gone";
        }

        @Override
        public Reading read() throws IOException {
            var now = ResourceFinder.read(site.target(), site.machine());
            boolean gone = now.map(Resource::isEnding).orElse(true);
            return new Reading(gone ? 1 : 0, "", site.target() + (gone ? " is gone" : " is there"));
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 0 && on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return true;
        }

        @Override
        public boolean momentary() {
            return true;
        }
    }
}
