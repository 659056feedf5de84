/**
 * What goes into a JVM that is to be broken: from Java 8 on, so in the Java of then, and with nothing but the JDK's own
 * base. Start reading at {@link dev.shakeout.jvm.Agent}.
 */
@NullMarked
package dev.shakeout.jvm;

import org.jspecify.annotations.NullMarked;
