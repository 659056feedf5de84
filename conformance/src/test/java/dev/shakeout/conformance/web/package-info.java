/** What the experiments of the corpus talk to: a web server that answers as its paths ask, and a fake Vault. */
@org.jspecify.annotations.NullMarked
package dev.shakeout.conformance.web;
