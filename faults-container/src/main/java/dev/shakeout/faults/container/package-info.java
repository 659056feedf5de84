/**
 * What breaks containers of Docker and Podman. A fault is one file here, such as {@link
 * dev.shakeout.faults.container.ContainerPause}; {@link dev.shakeout.faults.container.ContainerFinder} finds what they
 * hit, which every fault of a process can hit too.
 */
@NullMarked
package dev.shakeout.faults.container;

import org.jspecify.annotations.NullMarked;
