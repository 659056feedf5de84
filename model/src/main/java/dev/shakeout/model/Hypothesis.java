package dev.shakeout.model;

import java.util.List;

/** Probes that must all be within their tolerances. */
public record Hypothesis(String title, List<Activity.Probe> probes) {
    public Hypothesis {
        probes = List.copyOf(probes);
    }
}
