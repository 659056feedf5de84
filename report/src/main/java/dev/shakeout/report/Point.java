package dev.shakeout.report;

/** A point of a chart; x is seconds since the run began, or pixels once it is drawn. */
record Point(double x, double y) {}
