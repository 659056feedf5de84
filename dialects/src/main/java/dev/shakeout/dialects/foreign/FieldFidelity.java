package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Position;

/**
 * What became of one field of a file.
 *
 * @param object whose field it is: NetworkChaos web-delay
 * @param path as the tool's documentation writes it
 */
public record FieldFidelity(Position position, String object, String path, Fidelity fidelity) {}
