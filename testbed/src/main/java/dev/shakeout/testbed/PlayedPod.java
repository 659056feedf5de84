package dev.shakeout.testbed;

import dev.shakeout.model.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a kubelet would tell of a pod if its containers did what their specification says, one second after the other.
 * Nothing runs:
 *
 * <ul>
 *   <li>an image of a registry below {@code .invalid} (RFC 2606) cannot be pulled;
 *   <li>a container whose image was changed is restarted;
 *   <li>a readiness probe fails if it runs {@code false}, or asks a port that its container does not declare;
 *   <li>the containers of a pod with the annotation {@value #EXIT} have ended with that status, unless they are restarted
 *       always.
 * </ul>
 */
record PlayedPod(KubernetesObject pod) {
    static final String EXIT = "testbed.shakeout.dev/exit";

    /** A pod with this annotation heeds no SIGTERM, so its end takes the whole grace period. */
    static final String STUBBORN = "testbed.shakeout.dev/stubborn";

    enum State {
        RUNNING,
        ENDED,
        NO_IMAGE
    }

    /** @param since when it came to this state, as Kubernetes writes it */
    record Container(String name, String image, int restarts, State state, boolean ready, String since) {}

    /** What its status must become; empty where it says that already. */
    Optional<Json.Obj> change(Instant now, String host, String address) {
        if (Set.of("Succeeded", "Failed").contains(pod.text("status", "phase"))) {
            return Optional.empty(); // for good
        }
        List<Container> told = told("containerStatuses");
        List<Container> wanted = wanted(told, now);
        List<Container> helpersTold = told("ephemeralContainerStatuses");
        List<Container> helpers = specified("ephemeralContainers").stream()
                .map(helper -> helpersTold.stream()
                        .filter(before -> before.name().equals(helper.text("name")))
                        .findFirst()
                        .orElse(new Container(
                                helper.text("name"), helper.text("image"), 0, State.RUNNING, false, time(now))))
                .toList();
        if (told.equals(wanted)
                && helpersTold.equals(helpers)
                && pod.text("status", "phase").equals(phase(wanted))
                && isTold("Ready", wanted.stream().allMatch(Container::ready))) {
            return Optional.empty();
        }
        Json.Obj status = Json.object(
                "phase",
                phase(wanted),
                "hostIP",
                host,
                "podIP",
                address,
                "podIPs",
                Json.of(List.of(Json.object("ip", address))),
                "startTime",
                pod.text("status", "startTime").isEmpty() ? time(now) : pod.text("status", "startTime"),
                "conditions",
                conditions(wanted, now),
                "containerStatuses",
                statuses(wanted));
        return Optional.of(helpers.isEmpty() ? status : status.with("ephemeralContainerStatuses", statuses(helpers)));
    }

    private List<KubernetesObject> specified(String containers) {
        return pod.each("spec", containers);
    }

    private List<Container> wanted(List<Container> told, Instant now) {
        return specified("containers").stream()
                .map(container -> {
                    Optional<Container> before = told.stream()
                            .filter(one -> one.name().equals(container.text("name")))
                            .findFirst();
                    String image = container.text("image");
                    State state = state(image);
                    int restarts = before.map(one -> one.restarts()
                                    + (one.image().equals(image) || one.state() != State.RUNNING ? 0 : 1))
                            .orElse(0);
                    boolean same = before.filter(one -> one.state() == state && one.restarts() == restarts)
                            .isPresent();
                    return new Container(
                            container.text("name"),
                            image,
                            restarts,
                            state,
                            state == State.RUNNING && answersItsProbe(container),
                            state == State.NO_IMAGE
                                    ? ""
                                    : same ? before.orElseThrow().since() : time(now));
                })
                .toList();
    }

    private State state(String image) {
        if (image.split("/", 2)[0].split(":", 2)[0].endsWith(".invalid")) {
            return State.NO_IMAGE;
        }
        return exit().isEmpty() || pod.text("spec", "restartPolicy").equals("Always") ? State.RUNNING : State.ENDED;
    }

    private String exit() {
        return pod.text("metadata", "annotations", EXIT);
    }

    private static boolean answersItsProbe(KubernetesObject container) {
        List<String> ports = container.each("ports").stream()
                .flatMap(port -> Stream.of(port.text("containerPort"), port.text("name")))
                .toList();
        boolean wrongPort = Stream.of("httpGet", "tcpSocket", "grpc")
                .map(kind -> container.text("readinessProbe", kind, "port"))
                .anyMatch(port -> !port.isEmpty() && !ports.contains(port));
        boolean fails = container
                .field("readinessProbe", "exec", "command")
                .filter(command -> command instanceof Json.Arr(var words)
                        && !words.isEmpty()
                        && Set.of("false", "/bin/false")
                                .contains(words.getFirst().text()))
                .isPresent();
        return !wrongPort && !fails;
    }

    private String phase(List<Container> containers) {
        if (containers.stream().allMatch(one -> one.state() == State.ENDED)) {
            return exit().equals("0") ? "Succeeded" : "Failed";
        }
        boolean oneHasStarted =
                containers.stream().anyMatch(one -> one.state() != State.NO_IMAGE || one.restarts() > 0);
        return oneHasStarted ? "Running" : "Pending";
    }

    private Json conditions(List<Container> containers, Instant now) {
        boolean ready = containers.stream().allMatch(Container::ready);
        var all = new ArrayList<Json>();
        for (KubernetesObject kept : pod.each("status", "conditions")) { // the scheduler's, an eviction's
            if (!Set.of("Initialized", "ContainersReady", "Ready").contains(kept.text("type"))) {
                all.add(kept.json());
            }
        }
        all.add(condition("Initialized", true, now));
        all.add(condition("ContainersReady", ready, now));
        all.add(condition("Ready", ready, now));
        return Json.of(all);
    }

    private boolean isTold(String type, boolean holds) {
        return pod.each("status", "conditions").stream()
                .anyMatch(told ->
                        told.text("type").equals(type) && told.text("status").equals(holds ? "True" : "False"));
    }

    private Json condition(String type, boolean holds, Instant now) {
        String status = holds ? "True" : "False";
        String since = pod.each("status", "conditions").stream()
                .filter(before -> before.text("type").equals(type)
                        && before.text("status").equals(status))
                .map(before -> before.text("lastTransitionTime"))
                .findFirst()
                .orElse(time(now));
        return Json.object("type", type, "status", status, "lastTransitionTime", since);
    }

    private Json statuses(List<Container> containers) {
        return Json.of(containers.stream()
                .map(one -> Json.object(
                        "name", one.name(),
                        "image", one.image(),
                        "imageID", one.state() == State.NO_IMAGE ? "" : "played://" + one.image(),
                        "containerID", one.state() == State.NO_IMAGE ? "" : containerId(one),
                        "restartCount", one.restarts(),
                        "ready", one.ready(),
                        "started", one.state() == State.RUNNING,
                        "state", state(one)))
                .toList());
    }

    private String containerId(Container one) {
        return "played://" + pod.text("metadata", "uid") + "/" + one.name() + "/" + one.restarts();
    }

    private Json state(Container one) {
        return switch (one.state()) {
            case RUNNING -> Json.object("running", Json.object("startedAt", one.since()));
            case ENDED ->
                Json.object(
                        "terminated",
                        Json.object(
                                "exitCode",
                                Json.of(Long.parseLong(exit())),
                                "reason",
                                exit().equals("0") ? "Completed" : "Error",
                                "startedAt",
                                one.since(),
                                "finishedAt",
                                one.since()));
            case NO_IMAGE ->
                Json.object(
                        "waiting", Json.object("reason", "ErrImagePull", "message", "no registry has " + one.image()));
        };
    }

    private List<Container> told(String statuses) {
        return pod.each("status", statuses).stream()
                .map(one -> {
                    State state = one.field("state", "running").isPresent()
                            ? State.RUNNING
                            : one.field("state", "terminated").isPresent() ? State.ENDED : State.NO_IMAGE;
                    return new Container(
                            one.text("name"),
                            one.text("image"),
                            Integer.parseInt(one.text("restartCount")),
                            state,
                            one.text("ready").equals("true"),
                            one.text("state", state == State.RUNNING ? "running" : "terminated", "startedAt"));
                })
                .toList();
    }

    private static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
