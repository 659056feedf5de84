package dev.shakeout.cli;

/** The version of this installation; the build checks that it is the POM's. */
final class Version {
    static final String NUMBER = "0.1.0";

    private Version() {}
}
