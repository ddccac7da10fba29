package io.sluice.engine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.FileContextBasedCheckpointFileManager;

/**
 * Spark's files of a checkpoint. Hadoop starts a process, {@code chmod}, for each file that it writes to a local path
 * where its native library is missing, twice in a micro-batch; here the JDK writes them. On any other file system it is
 * Spark's own manager. Spark makes one by its name; it must be public for that.
 *
 * <p>A file appears whole or not at all. It is not forced to the disk: nothing is ever read from the checkpoint of an
 * earlier start (docs/adr/0005-ledger-decides.md), so one that a crash of the machine takes away is not missed.
 */
public final class CheckpointFiles extends FileContextBasedCheckpointFileManager {

    private final boolean local;

    public CheckpointFiles(Path path, Configuration hadoop) {
        super(path, hadoop);
        local = isLocal();
    }

    @Override
    public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
        if (!local) {
            return super.createAtomic(path, overwriteIfPossible);
        }
        try {
            return new Whole(java.nio.file.Path.of(path.toUri().getPath()), overwriteIfPossible);
        } catch (IOException e) {
            throw CheckpointFiles.<RuntimeException>unchecked(e);
        }
    }

    @Override
    public void mkdirs(Path path) {
        if (!local) {
            super.mkdirs(path);
            return;
        }
        try {
            Files.createDirectories(java.nio.file.Path.of(path.toUri().getPath()));
        } catch (IOException e) {
            throw CheckpointFiles.<RuntimeException>unchecked(e);
        }
    }

    /** Spark's Scala declares no exceptions, and knows these by their types. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(IOException e) throws E {
        throw (E) e;
    }

    /** Written beside its place, and moved there when it is closed. */
    private static final class Whole extends CheckpointFileManager.CancellableFSDataOutputStream {

        private final java.nio.file.Path place;
        private final java.nio.file.Path draft;
        private final boolean replaces;
        private boolean over;

        Whole(java.nio.file.Path place, boolean replaces) throws IOException {
            this(place, place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".tmp"), replaces);
        }

        private Whole(java.nio.file.Path place, java.nio.file.Path draft, boolean replaces) throws IOException {
            super(open(draft));
            this.place = place;
            this.draft = draft;
            this.replaces = replaces;
        }

        private static OutputStream open(java.nio.file.Path draft) throws IOException {
            return new BufferedOutputStream(Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW));
        }

        @Override
        public void close() throws IOException {
            if (over) {
                return;
            }
            over = true;
            try {
                super.close();
                if (!replaces && Files.exists(place)) {
                    throw new FileAlreadyExistsException(place.toString());
                }
                Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        }

        @Override
        public void cancel() {
            if (over) {
                return;
            }
            over = true;
            try {
                super.close();
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                throw CheckpointFiles.<RuntimeException>unchecked(e);
            }
        }
    }
}
