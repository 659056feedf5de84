/** A server of Shakeout as the command sees it: how it is reached, by which token, and what it answers. */
package dev.shakeout.cli.remote;
