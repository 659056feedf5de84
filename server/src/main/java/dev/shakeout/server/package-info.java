/** Experiments, runs and who may do what, kept in a database and offered by HTTP. {@link dev.shakeout.server.Server} is where to begin. */
package dev.shakeout.server;
