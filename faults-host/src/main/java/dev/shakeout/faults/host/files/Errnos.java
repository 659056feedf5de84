package dev.shakeout.faults.host.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/** Numbers of errors as Linux has them on x86 and ARM (errno(3)), and what exceptions stand for. */
final class Errnos {
    static final int ENOENT = 2;
    static final int EBADF = 9;
    static final int EIO = 5;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int ENOTDIR = 20;
    private static final int ENOTEMPTY = 39;

    private static final Map<String, Integer> BY_WORDS = Map.of(
            "No space left on device", 28,
            "Read-only file system", 30,
            "Disk quota exceeded", 122,
            "Operation not permitted", 1,
            "Is a directory", 21,
            "Too many levels of symbolic links", 40,
            "File name too long", 36,
            "Too many open files", 24,
            "Invalid argument", 22,
            "Text file busy", 26);

    private Errnos() {}

    /** The negative number for what went wrong with the real file. */
    static int of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> -ENOENT;
            case FileAlreadyExistsException _ -> -EEXIST;
            case DirectoryNotEmptyException _ -> -ENOTEMPTY;
            case NotDirectoryException _ -> -ENOTDIR;
            case AccessDeniedException _ -> -EACCES;
            case FileSystemException said -> byWords(String.valueOf(said.getReason()));
            default -> byWords(String.valueOf(e.getMessage()));
        };
    }

    private static int byWords(String said) {
        return BY_WORDS.entrySet().stream()
                .filter(entry -> said.contains(entry.getKey()))
                .map(entry -> -entry.getValue())
                .findFirst()
                .orElse(-EIO);
    }
}
