package dev.shakeout.model;

import java.util.Map;

/** Every fault, probe and kind of target that this installation knows, by name; a dialect validates against it. */
public record Vocabulary(
        Map<String, Descriptor> faults, Map<String, Descriptor> probes, Map<String, Descriptor> targets) {}
