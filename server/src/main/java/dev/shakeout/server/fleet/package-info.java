/** Agents on other hosts: who may join, and which of them are connected to this server. */
@NullMarked
package dev.shakeout.server.fleet;

import org.jspecify.annotations.NullMarked;
