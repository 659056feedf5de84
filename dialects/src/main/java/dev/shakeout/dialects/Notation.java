package dev.shakeout.dialects;

/** By which rules a text becomes values. */
enum Notation {
    JSON,
    YAML_1_1,
    YAML_1_2
}
