/** What many runs of a stretch of time have shown together, for the people who look back at it. */
package dev.shakeout.report.review;
