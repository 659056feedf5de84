package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Lets a service select no pod, so that its address and its name lead to nobody. The pods themselves go on. */
public final class ServiceNoEndpoints implements ByApi {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("service/no-endpoints", "Lets a service lead to no pod; the pods themselves go on.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(ServiceFinder.KIND);
    }

    @Override
    public String effect() {
        return "how many endpoints of the service are ready";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the one label that was added to the service's selector is taken away again",
                type -> new Right("list", ResourceType.ENDPOINT_SLICE).and(Right.toChange(type)),
                ServiceNoEndpoints::empty);
    }

    private static Prepared empty(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        Resource service = site.resource();
        if (service.at("spec", "selector").isEmpty()) {
            throw new ApiRung.Unfit(
                    site.target() + " has no selector; whoever leads it to its endpoints is not Kubernetes");
        }
        if (ready(site) == 0) {
            throw new ApiRung.Unfit(site.target() + " has no endpoint that is ready already");
        }
        String label = "shakeout.dev/" + ApiRung.Site.freshToken();
        return new Prepared(
                List.of(site.change(
                        "let " + site.target() + " select no pod",
                        Field.of(service, Json.of("none"), "spec", "selector", label))),
                site.state(
                        "endpoints of " + site.target() + " that are ready",
                        _ -> ready(site) == 0,
                        _ -> "has " + ready(site) + " endpoints that are ready"),
                List.of("connections that are open stay open: only new ones find nobody"));
    }

    private static long ready(ApiRung.Site site) throws IOException {
        var count = new AtomicLong();
        var ofService = Map.of(
                "labelSelector", "kubernetes.io/service-name=" + site.resource().name());
        site.cluster().list(ResourceType.ENDPOINT_SLICE, site.namespace(), ofService, slice -> {
            for (Json endpoint : slice.list("endpoints")) {
                if (!Resource.text(endpoint, "conditions", "ready").equals("false")) {
                    count.incrementAndGet();
                }
            }
        });
        return count.get();
    }
}
