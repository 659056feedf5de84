/**
 * What the server remembers, on SQLite or PostgreSQL by the same SQL. Knows nothing of HTTP. {@link
 * dev.shakeout.server.store.Store} is where to begin.
 */
package dev.shakeout.server.store;
