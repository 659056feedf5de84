/**
 * What monitoring systems know of the system under test, asked by queries of their own. What they do not know is never taken for
 * good: a probe without a number fails.
 */
package dev.shakeout.monitors;
