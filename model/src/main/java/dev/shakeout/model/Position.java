package dev.shakeout.model;

/** A place in a file; line and column count from 1. */
public record Position(String file, int line, int column) implements Comparable<Position> {
    /** By file, line and column. */
    @Override
    public int compareTo(Position other) {
        int order = file.compareTo(other.file);
        if (order == 0) {
            order = Integer.compare(line, other.line);
        }
        return order == 0 ? Integer.compare(column, other.column) : order;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
