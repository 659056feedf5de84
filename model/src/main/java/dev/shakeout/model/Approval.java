package dev.shakeout.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Someone's word that an experiment may run.
 *
 * @param experiment its title, with values from outside filled in; empty for whatever these make of it
 * @param sha256 of its file, in lower-case hexadecimal: a changed file needs a new approval
 * @param expires the first moment at which it no longer counts
 */
public record Approval(
        Optional<String> experiment, String sha256, String approver, Instant expires, Position position) {}
