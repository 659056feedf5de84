/**
 * What people and programs are told, and how each kind of receiver is spoken to. {@link dev.shakeout.server.channel.Receiver} is where to
 * begin. Knows nothing of the store.
 */
package dev.shakeout.server.channel;
