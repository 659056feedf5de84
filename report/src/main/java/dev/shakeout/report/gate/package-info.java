/** The yes or no that a pipeline asks for, given from what earlier runs have shown. */
package dev.shakeout.report.gate;
