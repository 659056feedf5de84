/**
 * What a person reads after a run: pure functions from a {@link dev.shakeout.model.Journal} to text. Start at {@link
 * dev.shakeout.report.HtmlReport}.
 */
package dev.shakeout.report;
