/**
 * Holds Shakeout against Chaos Toolkit: a corpus of experiments, run by both, and their outcomes compared. Start with
 * {@link dev.shakeout.conformance.CorpusTest}.
 */
@org.jspecify.annotations.NullMarked
package dev.shakeout.conformance;
