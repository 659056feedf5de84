/**
 * What OpenTelemetry is told, by OTLP: a run is a trace, each injection a span of it. All of it follows from the events of a run; none
 * of it can change or hold up one. Nothing of OpenTelemetry is loaded unless {@link dev.shakeout.engine.OtelVariables} says so.
 */
package dev.shakeout.telemetry;
