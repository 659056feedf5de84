/** Who may do what where. */
package dev.shakeout.server.access;
