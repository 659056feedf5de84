/**
 * Who is told what, and that it arrives: {@link dev.shakeout.server.notify.News} writes messages in the transaction of what they are about,
 * {@link dev.shakeout.server.notify.Outbox} sends them.
 */
package dev.shakeout.server.notify;
