/** Experiments with something wrong in them, made from good ones, and what becomes of them. */
@org.jspecify.annotations.NullMarked
package dev.shakeout.conformance.mutants;
