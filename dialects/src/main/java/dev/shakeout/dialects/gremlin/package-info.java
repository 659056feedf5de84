/** Attacks, scenarios and health checks of Gremlin, as its REST API takes and gives them. */
package dev.shakeout.dialects.gremlin;
