/**
 * What breaks a Linux host or process. A fault is one file here, named after it, such as {@link
 * dev.shakeout.faults.host.ProcessKill}; the target finders are {@link dev.shakeout.faults.host.ProcessFinder}, {@link
 * dev.shakeout.faults.host.HostFinder} and {@link dev.shakeout.faults.host.LinkFinder}.
 */
@NullMarked
package dev.shakeout.faults.host;

import org.jspecify.annotations.NullMarked;
