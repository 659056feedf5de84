package dev.shakeout.model;

import java.time.Instant;

/**
 * Someone's word that an experiment may run.
 *
 * @param experiment its title
 * @param sha256 of its file, in lower-case hexadecimal: a changed file needs a new approval
 * @param expires the first moment at which it no longer counts
 */
public record Approval(String experiment, String sha256, String approver, Instant expires, Position position) {}
