package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.files.Trouble.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.cryptomator.jfuse.api.DirFiller;
import org.cryptomator.jfuse.api.Errno;
import org.cryptomator.jfuse.api.FileInfo;
import org.cryptomator.jfuse.api.FuseConfig;
import org.cryptomator.jfuse.api.FuseConnInfo;
import org.cryptomator.jfuse.api.FuseOperations;
import org.cryptomator.jfuse.api.Stat;
import org.cryptomator.jfuse.api.Statvfs;
import org.cryptomator.jfuse.api.TimeSpec;

/**
 * Passes every call on to the same file below another folder, after it has met its trouble. The kernel checks rights
 * before it asks (default_permissions).
 */
final class Passthrough implements FuseOperations {
    private static final int BLOCK = 4096;
    private static final int MODE = 07777;

    /** What is done to a real file. */
    private interface Act {
        int on(Path path) throws IOException;
    }

    private final Path under;
    private final Troubles troubles;
    private final Owner owner;
    private final Errno errno;
    private final OpenFiles open = new OpenFiles();

    /** To whom files belong that are made meanwhile, as FUSE does not say here who asks. */
    record Owner(int uid, int gid) {}

    Passthrough(Path under, Troubles troubles, Owner owner, Errno errno) {
        this.under = under;
        this.troubles = troubles;
        this.owner = owner;
        this.errno = errno;
    }

    @Override
    public Errno errno() {
        return errno;
    }

    @Override
    public Set<Operation> supportedOperations() {
        var all = EnumSet.allOf(Operation.class);
        all.removeAll(Set.of(
                Operation.FLUSH,
                Operation.FSYNCDIR,
                Operation.ACCESS,
                Operation.GET_XATTR,
                Operation.SET_XATTR,
                Operation.LIST_XATTR,
                Operation.REMOVE_XATTR));
        return all;
    }

    /** Without caches, so that each call comes here. */
    @Override
    public void init(FuseConnInfo connection, FuseConfig config) {
        connection.setWant(connection.want() & ~FuseConnInfo.FUSE_CAP_WRITEBACK_CACHE);
    }

    private int with(Call call, String path, Act act) {
        int met = troubles.meets(call);
        if (met != 0) {
            return met;
        }
        try {
            return act.on(under.resolve(path.substring(1)));
        } catch (IOException e) {
            return Errnos.of(e);
        } catch (RuntimeException | Error e) {
            return -Errnos.EIO;
        }
    }

    @Override
    public int getattr(String path, Stat stat, FileInfo info) {
        return with(Call.ATTRIBUTES, path, real -> {
            Attributes.copy(real, stat);
            troubles.dress(stat);
            return 0;
        });
    }

    @Override
    public int readlink(String path, ByteBuffer buffer, long length) {
        return with(Call.ATTRIBUTES, path, real -> {
            byte[] to = Files.readSymbolicLink(real).toString().getBytes(StandardCharsets.UTF_8);
            int fits = (int) Math.min(to.length, length - 1);
            buffer.put(to, 0, fits).put((byte) 0);
            return 0;
        });
    }

    @Override
    public int mkdir(String path, int mode) {
        return with(Call.CREATE, path, real -> {
            Files.createDirectory(real);
            return own(real, mode);
        });
    }

    private int own(Path real, int mode) throws IOException {
        Files.setAttribute(real, "unix:uid", owner.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(real, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
        if (!Files.isSymbolicLink(real)) {
            Files.setAttribute(real, "unix:mode", mode & MODE);
        }
        return 0;
    }

    @Override
    public int symlink(String target, String path) {
        return with(Call.CREATE, path, real -> {
            Files.createSymbolicLink(real, Path.of(target));
            return own(real, 0);
        });
    }

    @Override
    public int unlink(String path) {
        return with(Call.DELETE, path, Passthrough::delete);
    }

    @Override
    public int rmdir(String path) {
        return with(Call.DELETE, path, Passthrough::delete);
    }

    private static int delete(Path real) throws IOException {
        Files.delete(real);
        return 0;
    }

    @Override
    public int rename(String from, String to, int flags) {
        return with(Call.RENAME, from, real -> {
            if (flags != 0) {
                return -errno.einval(); // RENAME_EXCHANGE and RENAME_NOREPLACE, which callers do without then
            }
            Files.move(real, under.resolve(to.substring(1)), StandardCopyOption.ATOMIC_MOVE);
            return 0;
        });
    }

    @Override
    public int chmod(String path, int mode, FileInfo info) {
        return with(Call.ATTRIBUTES, path, real -> {
            Files.setAttribute(real, "unix:mode", mode & MODE);
            return 0;
        });
    }

    @Override
    public int chown(String path, int uid, int gid, FileInfo info) {
        return with(Call.ATTRIBUTES, path, real -> {
            if (uid >= 0) {
                Files.setAttribute(real, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
            if (gid >= 0) {
                Files.setAttribute(real, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            }
            return 0;
        });
    }

    @Override
    public int utimens(String path, TimeSpec accessed, TimeSpec modified, FileInfo info) {
        return with(Call.ATTRIBUTES, path, real -> {
            Files.getFileAttributeView(real, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(time(modified, real, "lastModifiedTime"), time(accessed, real, "lastAccessTime"), null);
            return 0;
        });
    }

    private static FileTime time(TimeSpec given, Path real, String attribute) throws IOException {
        if (given.isUtimeOmit()) {
            return (FileTime) Files.getAttribute(real, attribute, LinkOption.NOFOLLOW_LINKS);
        }
        return FileTime.from(given.isUtimeNow() ? Instant.now() : given.get());
    }

    @Override
    public int truncate(String path, long size, FileInfo info) {
        return with(Call.WRITE, path, real -> {
            try (var file = FileChannel.open(real, StandardOpenOption.WRITE)) {
                if (size < file.size()) {
                    file.truncate(size);
                } else if (size > file.size()) {
                    file.write(ByteBuffer.allocate(1), size - 1);
                }
                return 0;
            }
        });
    }

    @Override
    public int open(String path, FileInfo info) {
        return with(Call.OPEN, path, real -> open.add(real, info, false));
    }

    @Override
    public int create(String path, int mode, FileInfo info) {
        return with(Call.CREATE, path, real -> {
            int result = open.add(real, info, true);
            return result == 0 ? own(real, mode) : result;
        });
    }

    @Override
    public int read(String path, ByteBuffer buffer, long size, long offset, FileInfo info) {
        return with(Call.READ, path, _ -> {
            int count = open.transfer(info, buffer, size, offset, false);
            troubles.spoil(buffer, count);
            return count;
        });
    }

    @Override
    public int write(String path, ByteBuffer buffer, long size, long offset, FileInfo info) {
        return with(Call.WRITE, path, _ -> open.transfer(info, buffer, size, offset, true));
    }

    @Override
    public int fsync(String path, int onlyData, FileInfo info) {
        return with(Call.SYNC, path, _ -> {
            open.sync(info, onlyData == 0);
            return 0;
        });
    }

    @Override
    public int release(String path, FileInfo info) {
        try {
            open.close(info);
            return 0;
        } catch (IOException e) {
            return Errnos.of(e);
        }
    }

    @Override
    public int opendir(String path, FileInfo info) {
        return 0;
    }

    @Override
    public int readdir(String path, DirFiller filler, long offset, FileInfo info, int flags) {
        return with(Call.LIST, path, real -> {
            filler.fill(".");
            filler.fill("..");
            try (var entries = Files.newDirectoryStream(real)) {
                for (Path entry : entries) {
                    filler.fill(entry.getFileName().toString());
                }
            }
            return 0;
        });
    }

    @Override
    public int releasedir(String path, FileInfo info) {
        return 0;
    }

    @Override
    public int statfs(String path, Statvfs room) {
        return with(Call.ATTRIBUTES, path, real -> {
            FileStore store = Files.getFileStore(real);
            room.setBsize(BLOCK);
            room.setFrsize(BLOCK);
            room.setBlocks(store.getTotalSpace() / BLOCK);
            room.setBfree(store.getUnallocatedSpace() / BLOCK);
            room.setBavail(store.getUsableSpace() / BLOCK);
            room.setNameMax(255);
            return 0;
        });
    }
}
