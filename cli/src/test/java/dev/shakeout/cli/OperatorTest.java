package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One operator, under a policy. */
class OperatorTest extends WithOperator {
    @BeforeAll
    void begin() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                everywhere:
                  faults: {deny: [workload/restart]}
                  clusters: {production: {namespaces: [earning]}}
                """);
        operator("operator", "--policy", policy.toString());
    }

    @Test
    void theApiServerRefusesWhatIsNoExperimentAndKeepsWhatIs() throws IOException {
        var whole = drill("web", "1s");
        var labels = json("""
                {"kind": "pod", "labels": {"app": "web"}, "mode": "percent", "value": "50%"}""");
        var kept = whole.with("x-team", Json.of("shop")).with("configuration", Json.object("target", labels));
        cluster.api().create(EXPERIMENTS, typed("Experiment", named("kept", kept)));

        assertThat(cluster.api().get(EXPERIMENTS + "/kept").field("spec")).contains(kept);
        assertThat(refusal(EXPERIMENTS, "Experiment", json("""
                {"title": "No method", "description": "There is none."}"""))).contains("spec.method: Required value");
        assertThat(refusal(EXPERIMENTS, "Experiment", whole.with("title", Json.of(""))))
                .contains("spec.title");
        assertThat(refusal(RUNS, "Run", json("{\"serviceAccount\": \"web\"}")))
                .contains("either names an experiment, or has a definition of its own");
        assertThat(refusal(RUNS, "Run", Json.object("experiment", "kept", "definition", whole)))
                .contains("either names an experiment");
        assertThat(refusal(SCHEDULES, "Schedule", json("{\"experiment\": \"kept\"}")))
                .contains("spec.cron");
    }

    private String refusal(String collection, String kind, Json.Obj spec) throws IOException {
        var answer = cluster.api().ask("POST", collection, typed(kind, named("refused", spec)));
        assertThat(answer.status()).isEqualTo(422);
        return answer.body().text("message");
    }

    @Test
    void aRunIsCarriedOutWithTheRightsOfItsAccountAndToldInItsStatus() throws IOException {
        deploy("web");
        cluster.api().create(EXPERIMENTS, typed("Experiment", named("no-web", drill("web", "1s"))));

        run("inline", Json.object("definition", drill("web", "1s"), "serviceAccount", "web"));
        KubernetesObject inline = awaitOver("inline");

        assertThat(inline.text("status", "verdict")).as(inline.toString()).isEqualTo("passed");
        assertThat(inline.text("status", "phase")).isEqualTo("Succeeded");
        assertThat(inline.text("status", "endedAt"))
                .isGreaterThan(inline.text("status", "startedAt"))
                .matches("[0-9-]+T[0-9:]+Z");
        assertThat(inline.text("status", "journal")).startsWith("configmap/inline-journal-");
        KubernetesObject journal = cluster.api()
                .get("/api/v1/namespaces/default/"
                        + inline.text("status", "journal").replace("configmap/", "configmaps/"));
        assertThat(journal.text("data", "journal.json")).contains("\"verdict\": \"passed\"");
        assertThat(journal.each("metadata", "ownerReferences").getFirst().text("name"))
                .isEqualTo("inline");
        await().atMost(SOON).untilAsserted(() -> assertThat(events("inline")).contains("Started", "Passed"));
        assertThat(replicas("web")).isEqualTo("1");

        run("by-name", Json.object("experiment", "no-web", "serviceAccount", "web"));
        assertThat(awaitOver("by-name").text("status", "verdict")).isEqualTo("passed");

        run("without-rights", Json.object("experiment", "no-web"));
        KubernetesObject without = awaitOver("without-rights");
        assertThat(without.text("status", "verdict")).isNotEqualTo("passed");
        assertThat(without.text("status", "reasons")).contains("system:serviceaccount:default:default");

        run("nobody", Json.object("experiment", "no-web", "serviceAccount", "nobody"));
        assertThat(awaitOver("nobody").text("status", "reasons"))
                .contains("use the service account default/nobody", "not found");

        run("missing", Json.object("experiment", "missing"));
        assertThat(awaitOver("missing").text("status", "reasons")).contains("there is no experiment 'missing'");

        run("mistaken", Json.object("definition", drill("web", "a while"), "serviceAccount", "web"));
        assertThat(awaitOver("mistaken").text("status", "reasons")).contains("experiment.json", "a while");
    }

    @Test
    void nothingIsRunInTheOperatorsOwnPod() throws IOException {
        var program = json("""
                {"title": "A program", "description": "It reads what is the operator's.", "method": [
                  {"type": "probe", "name": "look", "provider": {"type": "process", "path": "cat",
                   "arguments": "/var/run/secrets/kubernetes.io/serviceaccount/token"}}]}""");

        run("program", Json.object("definition", program));

        KubernetesObject refused = awaitOver("program");
        assertThat(refused.text("status", "verdict")).isEqualTo("refused");
        assertThat(refused.text("status", "reasons"))
                .contains("method[0]: a provider of type 'process' is not called in a cluster");
    }

    @Test
    void thePolicyOfTheOperatorHoldsForEveryRun() throws IOException {
        deploy("denied");
        var restart = json(drill("denied", "1s").compact().replace("workload/scale", "workload/restart"));
        run("denied", Json.object("definition", restart, "serviceAccount", "denied"));

        KubernetesObject denied = awaitOver("denied");
        assertThat(denied.text("status", "verdict")).as(denied.toString()).isEqualTo("refused");
        assertThat(denied.text("status", "reasons"))
                .contains("workload/restart is denied by the policy", "policy.yaml");
    }

    @Test
    void productionIsHitOnlyByARunThatNamesIt() throws IOException {
        deploy("till");
        Json.Obj till = cluster.api().get(DEPLOYMENTS + "/till").json();
        cluster.api().create("/api/v1/namespaces", Json.object("metadata", Json.object("name", "earning")));
        cluster.api().create(DEPLOYMENTS.replace("default", "earning"), named("till", (Json.Obj)
                till.get("spec").orElseThrow()));
        var drill = json(drill("till", "1s")
                .compact()
                .replace("\"name\":\"till\"", "\"namespace\":\"earning\",\"name\":\"till\""));
        Path file = Files.writeString(folder.resolve("till.json"), drill.compact());
        cluster.api()
                .apply(InProcess.at(folder)
                                .run("rbac", file.toString(), "--account", "teller")
                                .out() + "\n");

        run("unnamed", Json.object("definition", drill, "serviceAccount", "teller"));
        KubernetesObject unnamed = awaitOver("unnamed");
        assertThat(unnamed.text("status", "verdict")).as(unnamed.toString()).isEqualTo("refused");
        assertThat(unnamed.text("status", "reasons")).contains("--namespace earning (of a Run: spec.namespaces)");

        var named = Json.of(List.of(Json.of("earning")));
        run("named", Json.object("definition", drill, "serviceAccount", "teller", "namespaces", named));
        KubernetesObject meant = awaitOver("named");
        assertThat(meant.text("status", "verdict")).as(meant.toString()).isEqualTo("passed");
    }

    @Test
    void whatIsHaltedOrDeletedIsTakenBack() throws IOException {
        deploy("halted");
        deploy("deleted");
        run("to-halt", Json.object("definition", drill("halted", "1h"), "serviceAccount", "halted"));
        run("to-delete", Json.object("definition", drill("deleted", "1h"), "serviceAccount", "deleted"));
        awaitReplicas("halted", "0");
        awaitReplicas("deleted", "0");

        cluster.api().patch(RUNS + "/to-halt", Json.object("spec", Json.object("halt", true)));
        cluster.api().delete(RUNS + "/to-delete");

        awaitReplicas("halted", "1");
        awaitReplicas("deleted", "1");
        KubernetesObject halted = awaitOver("to-halt");
        assertThat(halted.text("status", "verdict")).as(halted.toString()).isEqualTo("aborted");
        assertThat(cluster.api().ask("GET", RUNS + "/to-delete", Json.Obj.EMPTY).status())
                .isEqualTo(404);
    }
}
