/** How secrets are kept in the database: {@link dev.shakeout.server.sealing.Seal} encrypts them, with a key from elsewhere. */
package dev.shakeout.server.sealing;
