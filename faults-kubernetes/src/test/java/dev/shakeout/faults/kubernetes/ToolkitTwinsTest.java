package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Functions of chaostoolkit-kubernetes without any Python. What is expected here is what chaostoolkit-kubernetes 0.39.0
 * answered itself, asked the same of such a cluster.
 */
class ToolkitTwinsTest extends WithProbes {
    /** A function, its arguments, and what it returns, or raises. */
    static final String CALLS = """
        pod.probes.pods_in_phase | "label_selector": "app=tw" | true
        pod.probes.pods_in_phase | "label_selector": "app=tw", "phase": "Pending" | !pod 'app=tw' is in phase 'Running' but should be 'Pending'
        pod.probes.pods_in_phase | "label_selector": "app=nobody" | !no pods 'app=nobody' were found
        pod.probes.pods_in_phase | "label_selector": "app=nobody", "raise_on_invalid_phase": false | false
        pod.probes.pods_not_in_phase | "label_selector": "app=tw" | !pod 'app=tw' should not be in phase 'Running'
        pod.probes.pods_not_in_phase | "label_selector": "app=waits" | true
        pod.probes.pods_in_conditions | "label_selector": "app=tw", "conditions": [{"type": "Ready", "status": "True"}] | true
        pod.probes.pods_in_conditions | "label_selector": "app=waits", "conditions": [{"type": "Ready", "status": "True"}] | !pod waits does not match the following given condition: {'type': 'Ready', 'status': 'True'}
        pod.probes.count_pods | "label_selector": "app=tw" | 2
        pod.probes.count_pods | "label_selector": "app in (tw, waits)", "phase": "Pending" | 1
        pod.probes.count_pods | "label_selector": "app=tw", "ns": "kube-system" | 0
        pod.probes.count_min_pods | "label_selector": "app=tw" | true
        pod.probes.count_min_pods | "label_selector": "app=tw", "min_count": 3 | false
        pod.probes.pod_is_not_available | "name": "nobody" | true
        pod.probes.pod_is_not_available | "name": "tw", "label_selector": "app={name}" | !pod 'tw' is actually running
        pod.probes.all_pods_healthy | "ns": "default" | !the system is unhealthy
        pod.probes.all_pods_healthy | "ns": "kube-public" | true
        probes.all_microservices_healthy | "ns": "kube-public" | true
        probes.microservice_is_not_available | "name": "nobody" | true
        probes.microservice_available_and_healthy | "name": "tw" | null
        probes.deployment_is_fully_available | "name": "tw" | true
        deployment.probes.deployment_available_and_healthy | "name": "tw" | true
        deployment.probes.deployment_available_and_healthy | "name": "nobody" | !Deployment 'nobody' was not found
        deployment.probes.deployment_available_and_healthy | "name": "none" | !Deployment 'none' is not healthy
        deployment.probes.deployment_available_and_healthy | "name": "none", "raise_on_unavailable": false | false
        deployment.probes.deployment_partially_available | "name": "tw" | true
        deployment.probes.deployment_partially_available | "name": "none" | !'>=' not supported between instances of 'NoneType' and 'int'
        deployment.probes.deployment_fully_available | "name": "tw", "label_selector": "app={name}" | true
        deployment.probes.deployment_fully_available | "name": "none", "timeout": 1 | !deployment 'none' failed to recover within 1s
        deployment.probes.deployment_not_fully_available | "name": "none" | true
        deployment.probes.deployment_not_fully_available | "name": "tw", "timeout": 1, "raise_on_fully_available": false | false
        statefulset.probes.statefulset_fully_available | "name": "nobody", "timeout": 1 | !microservice 'nobody' failed to recover within 1s
        daemonset.probes.daemon_set_fully_available | "name": "nobody", "timeout": 1 | false
        daemonset.probes.daemon_set_available_and_healthy | "name": "nobody" | false
        node.probes.all_nodes_must_be_ready_to_schedule | | true
        node.probes.get_all_node_status_conditions | "label_selector": "kubernetes.io/hostname=node-2" | [{"name":"node-2","Ready":"True"}]
        node.probes.verify_nodes_condition | "condition_type": "Ready", "condition_value": "True" | true
        node.probes.verify_nodes_condition | | false
        node.probes.nodes_must_be_healthy | | true
        service.probes.service_is_initialized | "name": "kubernetes" | true
        service.probes.service_is_initialized | "name": "nobody" | !service 'nobody' is not initialized
        service.probes.service_is_initialized | "label_selector": "app=nobody" | !service 'None' is not initialized
        secret.probes.secret_exists | "name": "nobody" | false
        namespace.probes.namespace_exists | "name": "kube-system" | true
        namespace.probes.namespace_exists | "name": "nobody" | false
        networking.probes.ingress_exists | "name": "nobody" | false
        """;

    @BeforeAll
    void make() throws IOException {
        deploy("tw", 2);
        deploy("none", 0);
        pod("waits", "waits", "registry.invalid/web:1", Json.Obj.EMPTY);
    }

    private Json call(String function, String arguments) throws ProbeFailed, InterruptedException {
        var given = (Json.Obj) JsonReader.read("{" + arguments + "}");
        Twin twin = Twin.find("chaosk8s." + function, given, machine).orElseThrow();
        assertThat(twin.misfit(given)).as(function).isEmpty();
        return twin.body().call(new Twin.Call(given, Json.Obj.EMPTY, Json.Obj.EMPTY, Duration.ofMinutes(1), machine));
    }

    @Test
    void a_twin_answers_as_the_function_does() throws InterruptedException {
        var expected = new ArrayList<String>();
        var answered = new ArrayList<String>();
        for (String line : CALLS.lines().toList()) {
            String[] parts = line.split(" \\|", -1);
            expected.add(line);
            String answer;
            try {
                answer = call(parts[0], parts[1].strip()).compact();
            } catch (ProbeFailed e) {
                assertThat(e.trace()).hasSize(1);
                answer = "!" + e.getMessage();
            }
            answered.add(parts[0] + " |" + parts[1] + " | " + answer);
        }
        assertThat(answered).isEqualTo(expected);
    }

    @Test
    void objects_are_handed_on_as_the_api_server_tells_of_them() throws Exception {
        assertThat(Resource.text(call("node.probes.get_nodes", ""), "kind")).isEqualTo("NodeList");
        assertThat(Resource.text(call("event.probes.get_events", "\"limit\": 5"), "kind"))
                .isEqualTo("EventList");
        String deployments = "\"group\": \"apps\", \"version\": \"v1\", \"plural\": \"deployments\"";
        assertThat(Resource.text(call("crd.probes.list_custom_objects", deployments), "kind"))
                .isEqualTo("DeploymentList");
        Json one = call("crd.probes.get_custom_object", deployments + ", \"name\": \"tw\"");
        assertThat(Resource.text(one, "spec", "replicas")).isEqualTo("2");
        assertThatThrownBy(() -> call("crd.probes.get_custom_object", deployments + ", \"name\": \"nobody\""))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageStartingWith("Failed to create custom resource object: 'Not Found' {\"kind\":\"Status\"");
    }

    @Test
    void a_context_is_taken_from_the_secrets() throws Exception {
        var secrets = Json.object("KUBERNETES_CONTEXT", "elsewhere");
        var none = Json.Obj.EMPTY;
        Twin twin = Twin.find("chaosk8s.node.probes.get_nodes", none, machine).orElseThrow();
        assertThatThrownBy(() -> twin.body().call(new Twin.Call(none, none, secrets, Duration.ofMinutes(1), machine)))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("there is no context 'elsewhere'");
    }

    /** The extension finds its address in variables of its own then. */
    @Test
    void without_a_kubeconfig_the_users_python_is_asked() {
        Machine nowhere = as(Path.of("/nowhere/kubeconfig"));
        assertThat(Twin.find("chaosk8s.node.probes.get_nodes", Json.Obj.EMPTY, nowhere))
                .isEmpty();
        assertThat(Twin.find("chaosk8s.pod.actions.exec_in_pods", Json.Obj.EMPTY, machine))
                .isEmpty();
    }
}
