package dev.shakeout.server.web;

/** What was made with a secret, which is told but once. */
record Made(String id, String secret) {}
