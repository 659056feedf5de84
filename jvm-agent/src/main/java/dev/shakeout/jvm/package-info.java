/**
 * What goes into a JVM that is to be broken: from Java 8 on, so in the Java of then, and with nothing but the JDK's own
 * base. Start reading at {@link dev.shakeout.jvm.Agent}. NullAway knows the package by its name, as the annotation that
 * would say so names what Java 8 does not have.
 */
package dev.shakeout.jvm;
