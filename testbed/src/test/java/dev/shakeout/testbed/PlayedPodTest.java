package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayedPodTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String IMAGE = "shop/web:1.0";

    @Test
    void aBoundPodRunsAndIsReadyAndThenNothingMoreIsTold() {
        var pod = pod(container(IMAGE, Json.Obj.EMPTY), Json.Obj.EMPTY, "Always");
        var told = played(pod, NOON);
        assertThat(told.text("status", "phase")).isEqualTo("Running");
        assertThat(told.text("status", "podIP")).isEqualTo("10.78.0.1");
        assertThat(ready(told)).isEqualTo("True");
        assertThat(container(told).text("state", "running", "startedAt")).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(change(told, NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void anotherImageRestartsTheContainer() {
        var running = played(pod(container(IMAGE, Json.Obj.EMPTY), Json.Obj.EMPTY, "Always"), NOON);
        var changed = with(running, "spec", spec(container("shop/web:2.0", Json.Obj.EMPTY), "Always"));
        var told = played(changed, NOON.plusSeconds(60));
        assertThat(container(told).text("restartCount")).isEqualTo("1");
        assertThat(container(told).text("state", "running", "startedAt")).isEqualTo("2026-01-01T12:01:00Z");
        assertThat(change(told, NOON.plusSeconds(120))).isEmpty();
    }

    @Test
    void anImageOfNoRegistryIsWaitedFor() {
        var told = played(pod(container("registry.invalid/web:1.0", Json.Obj.EMPTY), Json.Obj.EMPTY, "Always"), NOON);
        assertThat(told.text("status", "phase")).isEqualTo("Pending");
        assertThat(ready(told)).isEqualTo("False");
        assertThat(container(told).text("state", "waiting", "reason")).isEqualTo("ErrImagePull");
        assertThat(change(told, NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void aProbeOfAnUndeclaredPortOrOfFalseFails() {
        Json command = Json.of(List.of(Json.of("false")));
        for (Json probe : List.of(
                Json.object("httpGet", Json.object("port", 81)),
                Json.object("tcpSocket", Json.object("port", "other")),
                Json.object("exec", Json.object("command", command)))) {
            assertThat(ready(played(probed(probe), NOON))).isEqualTo("False");
        }
        assertThat(ready(played(probed(Json.object("httpGet", Json.object("port", 80))), NOON)))
                .isEqualTo("True");
        assertThat(ready(played(probed(Json.object("tcpSocket", Json.object("port", "http"))), NOON)))
                .isEqualTo("True");
    }

    @Test
    void aPodThatExitsHasEndedForGood() {
        var job = pod(container(IMAGE, Json.Obj.EMPTY), Json.object(PlayedPod.EXIT, "3"), "Never");
        var told = played(job, NOON);
        assertThat(told.text("status", "phase")).isEqualTo("Failed");
        assertThat(container(told).text("state", "terminated", "exitCode")).isEqualTo("3");
        assertThat(change(told, NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void aContainerThatIsAddedRunsBesideTheOthers() {
        var running = played(pod(container(IMAGE, Json.Obj.EMPTY), Json.Obj.EMPTY, "Always"), NOON);
        Json helper = Json.object("name", "helper", "image", "shop/tools:1.0");
        Json.Obj spec = (Json.Obj) running.field("spec").orElseThrow();
        var told = played(
                with(running, "spec", spec.with("ephemeralContainers", Json.of(List.of(helper)))),
                NOON.plusSeconds(60));
        var status = told.each("status", "ephemeralContainerStatuses").getFirst();
        assertThat(status.text("state", "running", "startedAt")).isEqualTo("2026-01-01T12:01:00Z");
        assertThat(change(told, NOON.plusSeconds(120))).isEmpty();
    }

    @Test
    void whatSomebodyElseSaysOfItsReadinessIsSetRight() {
        var running = played(pod(container(IMAGE, Json.Obj.EMPTY), Json.Obj.EMPTY, "Always"), NOON);
        Json unready = Json.of(List.of(Json.object("type", "Ready", "status", "False")));
        Json.Obj status = (Json.Obj) running.field("status").orElseThrow();
        var told = played(with(running, "status", status.with("conditions", unready)), NOON.plusSeconds(60));
        assertThat(ready(told)).isEqualTo("True");
    }

    private static KubernetesObject probed(Json probe) {
        Json port = Json.object("name", "http", "containerPort", 80);
        return pod(
                container(IMAGE, Json.object("ports", Json.of(List.of(port)), "readinessProbe", probe)),
                Json.Obj.EMPTY,
                "Always");
    }

    private static Json container(String image, Json.Obj more) {
        Json.Obj container = Json.object("name", "main", "image", image);
        for (var member : more.members().entrySet()) {
            container = container.with(member.getKey(), member.getValue());
        }
        return container;
    }

    private static Json spec(Json container, String restartPolicy) {
        return Json.object("restartPolicy", restartPolicy, "containers", Json.of(List.of(container)));
    }

    private static KubernetesObject pod(Json container, Json.Obj annotations, String restartPolicy) {
        return new KubernetesObject(Json.object(
                "metadata",
                Json.object("name", "web", "uid", "u", "annotations", annotations),
                "spec",
                spec(container, restartPolicy)));
    }

    private static Optional<Json.Obj> change(KubernetesObject pod, Instant now) {
        return new PlayedPod(pod).change(now, "10.77.0.1", "10.78.0.1");
    }

    private static KubernetesObject played(KubernetesObject pod, Instant now) {
        return with(pod, "status", change(pod, now).orElseThrow());
    }

    private static KubernetesObject with(KubernetesObject pod, String field, Json value) {
        return new KubernetesObject(pod.json().with(field, value));
    }

    private static KubernetesObject container(KubernetesObject pod) {
        return pod.each("status", "containerStatuses").getFirst();
    }

    private static String ready(KubernetesObject pod) {
        return pod.each("status", "conditions").stream()
                .filter(condition -> condition.text("type").equals("Ready"))
                .map(condition -> condition.text("status"))
                .findFirst()
                .orElse("");
    }
}
