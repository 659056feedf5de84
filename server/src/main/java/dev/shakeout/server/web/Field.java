package dev.shakeout.server.web;

/** A member of an object, or a parameter of a request. */
record Field(String name, Kind kind, boolean required, String help) {
    static Field required(String name, Kind kind, String help) {
        return new Field(name, kind, true, help);
    }

    static Field optional(String name, Kind kind, String help) {
        return new Field(name, kind, false, help);
    }
}
