package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Foreseen;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Twins of how chaostoolkit-kubernetes 0.39 makes and removes network policies. */
public final class NetworkActionTwins implements Twin.Table {
    private static final String SELECTED = "label_selectors? ns?";
    private static final String DENY_INGRESS = "chaostoolkit-deny-all-ingress";
    private static final String DENY_EGRESS = "chaostoolkit-deny-all-egress";
    private static final String ALLOW_DNS = "chaostoolkit-allow-dns";

    /** What a call makes. */
    private interface Policy {
        Json of(ToolkitCall call);
    }

    @Override
    public List<Twin> twins() {
        return List.of(
                makes("deny_all_ingress", SELECTED, call -> ingress(call)),
                makes("deny_all_egress", SELECTED, call -> egress(call, DENY_EGRESS)),
                makes("allow_dns_access", SELECTED, NetworkActionTwins::dns),
                makes(
                                "create_network_policy",
                                "spec? spec_path? ns?",
                                call -> call.call().find("spec").orElse(Json.Null.NULL))
                        .when(arguments -> arguments.get("spec").orElse(Json.Null.NULL) instanceof Json.Obj
                                && arguments
                                        .get("spec_path")
                                        .map(Json.Null.NULL::equals)
                                        .orElse(true)),
                removes("remove_deny_all_ingress", DENY_INGRESS),
                removes("remove_deny_all_egress", DENY_EGRESS),
                removes("remove_allow_dns_access", ALLOW_DNS),
                Deed.twin(
                        "networking.actions.remove_network_policy",
                        "name ns?",
                        call -> remove(call, call.text("name", "None"))));
    }

    private static Twin makes(String function, String parameters, Policy policy) {
        return Deed.twin(
                "networking.actions." + function,
                parameters,
                call -> {
                    String all = ResourceType.NETWORK_POLICY.path(call.namespace());
                    Deed.send(call, "POST", all, "application/json", policy.of(call));
                    return Json.Null.NULL;
                },
                call -> foresee(call, policy.of(call)));
    }

    private static Twin removes(String function, String name) {
        return Deed.twin("networking.actions." + function, "ns?", call -> remove(call, name));
    }

    private static Json remove(ToolkitCall call, String name) throws IOException, ProbeFailed {
        String path = ResourceType.NETWORK_POLICY.path(call.namespace(), name);
        Deed.send(call, "DELETE", path, "", Json.Null.NULL);
        return Json.Null.NULL;
    }

    /** One that is there already is somebody's, and the call will fail for it. */
    private static List<Foreseen> foresee(ToolkitCall call, Json policy) throws IOException {
        String name = Resource.text(policy, "metadata", "name");
        String path = ResourceType.NETWORK_POLICY.path(call.namespace(), name);
        if (name.isEmpty()
                || call.cluster().find(ResourceType.NETWORK_POLICY, path).isPresent()) {
            return List.of();
        }
        var namespaces = new ArrayList<Resource>();
        call.cluster()
                .list(
                        ResourceType.NAMESPACE,
                        "",
                        Map.of("fieldSelector", "metadata.name=" + call.namespace()),
                        namespaces::add);
        var by = Deed.cluster(call).with(Criteria.NAME, call.namespace());
        return Deed.foreseen(
                new NetworkPolicyMade(name, policy),
                new Selector(NamespaceFinder.KIND, by, Deed.ALL),
                Arguments.NONE,
                namespaces);
    }

    private static Json selected(ToolkitCall call) {
        return call.call()
                .find("label_selectors")
                .filter(Json::truthy)
                .map(labels -> Json.object("matchLabels", labels))
                .orElse(Json.Obj.EMPTY);
    }

    private static Json.Obj ingress(ToolkitCall call) {
        return policy(
                DENY_INGRESS,
                Json.object(
                        "podSelector",
                        selected(call),
                        "policyTypes",
                        Json.of(List.of(Json.of("Ingress"))),
                        "ingress",
                        Json.of(List.of())));
    }

    private static Json.Obj egress(ToolkitCall call, String name) {
        return policy(
                name, Json.object("podSelector", selected(call), "policyTypes", Json.of(List.of(Json.of("Egress")))));
    }

    private static Json.Obj dns(ToolkitCall call) {
        Json.Obj policy = egress(call, ALLOW_DNS);
        var ports = Json.of(
                List.of(Json.object("port", 53, "protocol", "UDP"), Json.object("port", 53, "protocol", "TCP")));
        var rule =
                Json.object("to", Json.of(List.of(Json.object("namespaceSelector", Json.Obj.EMPTY))), "ports", ports);
        return policy.get("spec").orElse(Json.Obj.EMPTY) instanceof Json.Obj spec
                ? policy.with("spec", spec.with("egress", Json.of(List.of(rule))))
                : policy;
    }

    private static Json.Obj policy(String name, Json.Obj spec) {
        return Json.object(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Json.object("name", name),
                "spec",
                spec);
    }
}
