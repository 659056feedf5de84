package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Catalog;
import java.util.Set;
import java.util.TreeSet;

/** What is done through the API server alone, and touches nothing of the host that Shakeout runs on. */
public final class ThroughApi {
    private ThroughApi() {}

    /** Kinds of target that are objects of a cluster. */
    public static Set<String> targets(Catalog catalog) {
        var kinds = new TreeSet<String>();
        catalog.finders().forEach((kind, finder) -> {
            if (finder instanceof ResourceFinder) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    /** Probes that ask the API server. */
    public static Set<String> probes(Catalog catalog) {
        var kinds = new TreeSet<String>();
        catalog.probes().forEach((kind, probe) -> {
            if (probe instanceof ApiProbe) {
                kinds.add(kind);
            }
        });
        return kinds;
    }
}
