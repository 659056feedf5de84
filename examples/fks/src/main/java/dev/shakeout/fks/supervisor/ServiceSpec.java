package dev.shakeout.fks.supervisor;

import java.util.List;
import java.util.OptionalInt;

/**
 * How to run one service.
 *
 * @param base replicas without load
 * @param max replicas at most, however much load there is
 * @param port the first replica's port, if it must be that one
 * @param pinned whether it runs on one core only, as a CPU limit would have it
 */
record ServiceSpec(String name, int base, int max, List<String> arguments, OptionalInt port, boolean pinned) {}
