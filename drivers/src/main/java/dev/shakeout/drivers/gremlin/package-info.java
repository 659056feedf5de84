/**
 * Gremlin's REST API: attacks and scenarios that its own agents carry out, with our plan, guards, ledger and verdict around
 * them.
 */
package dev.shakeout.drivers.gremlin;
