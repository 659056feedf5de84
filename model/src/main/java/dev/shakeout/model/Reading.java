package dev.shakeout.model;

/**
 * A fault's effect as measured at one moment.
 *
 * @param value in the unit, for charts and comparisons
 * @param words for a person: "connect took 402 ms"
 */
public record Reading(double value, String unit, String words) {}
