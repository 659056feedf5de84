/**
 * Files of other tools: what each of their fields becomes in ours, and how faithfully. {@link
 * dev.shakeout.dialects.foreign.Foreign} is where a new one begins.
 */
package dev.shakeout.dialects.foreign;
