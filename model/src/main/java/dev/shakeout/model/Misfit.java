package dev.shakeout.model;

/**
 * An argument that is well formed, but that what it names does not bear out: a function that is not there.
 *
 * @param parameter the one to mend
 * @param words what is wrong, for the writer of the file
 */
public record Misfit(String parameter, String words) {}
