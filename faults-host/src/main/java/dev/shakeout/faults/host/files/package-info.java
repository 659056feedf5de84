/** A file system that passes everything on to a folder, slower than that or with errors; a process of its own. */
@NullMarked
package dev.shakeout.faults.host.files;

import org.jspecify.annotations.NullMarked;
