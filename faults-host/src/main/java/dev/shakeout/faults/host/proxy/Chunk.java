package dev.shakeout.faults.host.proxy;

import java.nio.ByteBuffer;

/**
 * Bytes that wait for their time.
 *
 * @param arrival by {@link System#nanoTime}
 * @param luck from -1 to 1: which part of the jitter is meant for it
 * @param extraNanos that it waits besides what its connection does
 * @param end that nothing follows; it has no bytes
 */
record Chunk(ByteBuffer bytes, long arrival, double luck, long extraNanos, boolean end) {}
