package dev.shakeout.faults.host.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.cryptomator.jfuse.api.Stat;

/** What stat(2) says of a real file, of a link of the link itself. */
record Attributes(Map<String, Object> unix) {
    private static final String NAMES = "unix:mode,uid,gid,nlink,size,lastAccessTime,lastModifiedTime,ctime";

    static void copy(Path real, Stat stat) throws IOException {
        var attributes = new Attributes(Files.readAttributes(real, NAMES, LinkOption.NOFOLLOW_LINKS));
        stat.setMode(attributes.number("mode"));
        stat.setUid(attributes.number("uid"));
        stat.setGid(attributes.number("gid"));
        stat.setNLink((short) Math.min(Short.MAX_VALUE, attributes.number("nlink")));
        stat.setSize((Long) attributes.value("size"));
        stat.aTime().set(attributes.time("lastAccessTime"));
        stat.mTime().set(attributes.time("lastModifiedTime"));
        stat.cTime().set(attributes.time("ctime"));
    }

    private Object value(String name) {
        return Objects.requireNonNull(unix.get(name), name);
    }

    private int number(String name) {
        return (Integer) value(name);
    }

    private java.time.Instant time(String name) {
        return ((FileTime) value(name)).toInstant();
    }
}
