package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.Set;

/** Marks a node so that no new pods come to it. */
public final class NodeCordon implements ByApi {
    private static final String[] CLOSED = {"spec", "unschedulable"};

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("node/cordon", "Closes a node to new pods; those that are there stay.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NodeFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the node takes new pods";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung("the node is opened again", Right::toChange, NodeCordon::close);
    }

    static boolean isClosed(Resource node) {
        return node.text(CLOSED).equals("true");
    }

    static Step step(ApiRung.Site site) {
        return site.change("close " + site.target() + " to new pods", Field.of(site.resource(), Json.of(true), CLOSED));
    }

    private static Prepared close(ApiRung.Site site) throws ApiRung.Unfit {
        if (isClosed(site.resource())) {
            throw new ApiRung.Unfit(site.target() + " takes no new pods already");
        }
        return Prepared.of(
                List.of(step(site)),
                site.state(
                        "whether " + site.target() + " takes new pods",
                        NodeCordon::isClosed,
                        each -> isClosed(each) ? "takes no new pods" : "takes new pods"));
    }
}
