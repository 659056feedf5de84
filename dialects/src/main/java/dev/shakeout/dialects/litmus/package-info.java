/**
 * LitmusChaos: ChaosEngines, ChaosExperiments, and the workflows that ChaosCenter makes of them. Start at {@code Litmus}; a
 * fault of its hub is a {@code HubFault}.
 */
package dev.shakeout.dialects.litmus;
