/**
 * What breaks workloads, services and nodes of a Kubernetes cluster through its API server. A fault is one file here, such
 * as {@link dev.shakeout.faults.kubernetes.WorkloadScale}; {@link dev.shakeout.faults.kubernetes.Change} is what most of
 * them do, and how it is taken back.
 */
@NullMarked
package dev.shakeout.faults.kubernetes;

import org.jspecify.annotations.NullMarked;
