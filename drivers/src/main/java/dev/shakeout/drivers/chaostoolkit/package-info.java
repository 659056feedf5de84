/**
 * Chaos Toolkit's own runner by its command line, where a user wants that one: with our plan, guards, ledger and verdict around
 * it.
 */
package dev.shakeout.drivers.chaostoolkit;
