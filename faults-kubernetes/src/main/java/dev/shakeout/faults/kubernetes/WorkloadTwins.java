package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Twins of what chaostoolkit-kubernetes 0.39 asks of deployments, stateful sets and daemon sets. */
public final class WorkloadTwins implements Twin.Table {
    private static final String ONE = "name ns? label_selector?";
    private static final String ONE_IN_TIME = ONE + " timeout?";
    private static final Duration LOOK = Duration.ofMillis(100);

    @Override
    public List<Twin> twins() {
        return List.of(
                ToolkitCall.twin(
                        "deployment.probes.deployment_available_and_healthy",
                        ONE + " raise_on_unavailable?",
                        WorkloadTwins::healthy),
                ToolkitCall.twin("probes.microservice_available_and_healthy", ONE, call -> {
                    healthy(call);
                    return Json.Null.NULL; // it does not hand the answer on
                }),
                ToolkitCall.twin(
                        "deployment.probes.deployment_partially_available",
                        ONE + " raise_on_not_partially_available?",
                        WorkloadTwins::partly),
                waits(ResourceType.DEPLOYMENT, "deployment.probes.deployment", FULLY, FULLY.raising()),
                waits(ResourceType.DEPLOYMENT, "deployment.probes.deployment", NOT_FULLY, NOT_FULLY.raising()),
                waits(ResourceType.DEPLOYMENT, "probes.deployment_is", FULLY, ""),
                waits(ResourceType.DEPLOYMENT, "probes.deployment_is", NOT_FULLY, ""),
                waits(ResourceType.STATEFUL_SET, "statefulset.probes.statefulset", FULLY, FULLY.raising()),
                waits(ResourceType.STATEFUL_SET, "statefulset.probes.statefulset", NOT_FULLY, NOT_FULLY.raising()),
                waits(ResourceType.DAEMON_SET, "daemonset.probes.daemon_set", FULLY, ""),
                waits(ResourceType.DAEMON_SET, "daemonset.probes.daemon_set", NOT_FULLY, ""),
                ToolkitCall.twin("daemonset.probes.daemon_set_available_and_healthy", ONE, WorkloadTwins::allOfDaemons),
                ToolkitCall.twin("daemonset.probes.daemon_set_partially_available", ONE, WorkloadTwins::someOfDaemons));
    }

    /**
     * What is waited for.
     *
     * @param raising name of the argument that says whether it is an error not to reach it
     */
    private record Wait(boolean ready, String suffix, String raising, String words) {}

    private static final Wait FULLY =
            new Wait(true, "_fully_available", "raise_on_not_fully_available", "failed to recover within");
    private static final Wait NOT_FULLY =
            new Wait(false, "_not_fully_available", "raise_on_fully_available", "failed to stop running within");

    private static Twin waits(ResourceType type, String function, Wait wait, String more) {
        String parameters = ONE_IN_TIME + (more.isEmpty() ? "" : " " + more + "?");
        return ToolkitCall.twin(function + wait.suffix(), parameters, call -> {
            if (reached(call, type, wait.ready())) {
                return Json.of(true);
            }
            if (type == ResourceType.DAEMON_SET) {
                return Json.of(false);
            }
            String word = type == ResourceType.STATEFUL_SET ? "microservice" : "deployment";
            return call.no(
                    wait.raising(),
                    word + " '" + call.text("name", "None") + "' " + wait.words() + " " + call.text("timeout", "30")
                            + "s");
        });
    }

    private static List<Resource> named(ToolkitCall call, ResourceType type) throws IOException {
        return call.list(type, call.find("label_selector"), Optional.of(call.text("name", "None")));
    }

    private static Json healthy(ToolkitCall call) throws IOException, ProbeFailed {
        String raising = "raise_on_unavailable";
        String name = "Deployment '" + call.text("name", "None") + "'";
        List<Resource> found = named(call, ResourceType.DEPLOYMENT);
        if (found.isEmpty()) {
            return call.no(raising, name + " was not found");
        }
        return found.stream().allMatch(each -> same(each, "availableReplicas", each.number(0, "spec", "replicas")))
                ? Json.of(true)
                : call.no(raising, name + " is not healthy");
    }

    /** What is not told is none, and none is not zero there. */
    private static boolean same(Resource workload, String status, long wanted) {
        return workload.number(-1, "status", status) == wanted;
    }

    private static Json partly(ToolkitCall call) throws IOException, ProbeFailed {
        String raising = "raise_on_not_partially_available";
        List<Resource> found = named(call, ResourceType.DEPLOYMENT);
        if (found.isEmpty()) {
            return call.no(raising, "Deployment '" + call.text("name", "None") + "' was not found");
        }
        if (found.getFirst().number(0, "status", "availableReplicas") < 1) { // as the API server never tells of zero
            String words = "'>=' not supported between instances of 'NoneType' and 'int'";
            throw new ProbeFailed(words, List.of("chaoslib.exceptions.ActivityFailed: TypeError: " + words + "\n"));
        }
        return Json.of(true);
    }

    private static Json allOfDaemons(ToolkitCall call) throws IOException {
        List<Resource> found = named(call, ResourceType.DAEMON_SET);
        return Json.of(!found.isEmpty() && found.stream().allMatch(WorkloadTwins::isReady));
    }

    private static Json someOfDaemons(ToolkitCall call) throws IOException {
        List<Resource> found = named(call, ResourceType.DAEMON_SET);
        return Json.of(!found.isEmpty() && found.getFirst().number(0, "status", "numberReady") >= 1);
    }

    private static boolean isReady(Resource workload) {
        return workload.type() == ResourceType.DAEMON_SET
                ? same(workload, "numberReady", workload.number(0, "status", "desiredNumberScheduled"))
                : same(workload, "readyReplicas", workload.number(0, "spec", "replicas"));
    }

    /** Whether it was so before nothing was heard for the time-out. */
    private static boolean reached(ToolkitCall call, ResourceType type, boolean ready)
            throws ProbeFailed, InterruptedException {
        Duration timeout = Duration.ofSeconds((long) Double.parseDouble(call.text("timeout", "30")));
        long end = System.nanoTime() + call.call().limit().toNanos();
        BlockingQueue<Resource> told = new LinkedBlockingQueue<>();
        var query = ToolkitCall.query(call.selector(Optional.empty()), Optional.of(call.text("name", "None")));
        try (var watch = Watch.start(call.cluster(), type, call.namespace(), query, change -> note(change, told))) {
            long heard = System.nanoTime();
            while (System.nanoTime() - heard < timeout.toNanos()) {
                Resource workload = told.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (workload != null) {
                    heard = System.nanoTime();
                    if (isReady(workload) == ready) {
                        return true;
                    }
                } else if (watch.trouble().isPresent()) {
                    throw new ProbeFailed(watch.trouble().get());
                } else if (System.nanoTime() - end > 0) {
                    throw ToolkitCall.failed("activity took too long to complete");
                }
            }
            return false;
        }
    }

    private static void note(Watch.Change change, BlockingQueue<Resource> told) {
        switch (change) {
            case Watch.Change.All(List<Resource> objects) -> told.addAll(objects);
            case Watch.Change.Now(Resource object) -> told.add(object);
            case Watch.Change.Gone(Resource object) -> told.add(object);
        }
    }
}
