package io.sluice.engine.session;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.FileContextBasedCheckpointFileManager;

/**
 * How Spark writes the files of a checkpoint on a local disk. Hadoop's way, without its native library, starts four
 * {@code chmod} and twelve {@code readlink} processes for every micro-batch, and more for each directory.
 *
 * <p>As there, a file is there whole or not at all, and nothing is forced to the disk: no run reads what an earlier one
 * has left, see {@link Checkpoints}. Public because Spark finds it by its name.
 */
public final class LocalCheckpointFiles extends FileContextBasedCheckpointFileManager {

    static final String SETTING = "spark.sql.streaming.checkpointFileManagerClass";

    /** @param path any in the checkpoint, on a local disk */
    public LocalCheckpointFiles(Path path, Configuration hadoop) {
        super(path, hadoop);
    }

    @Override
    public void mkdirs(Path path) {
        try {
            Files.createDirectories(local(path));
        } catch (IOException e) {
            throw LocalCheckpointFiles.<RuntimeException>undeclared(e);
        }
    }

    @Override
    public FSDataOutputStream createTempFile(Path path) {
        try {
            // A channel of java.nio would be closed by the interrupt with which Spark stops a query.
            return new FSDataOutputStream(new FileOutputStream(local(path).toFile()), null);
        } catch (IOException e) {
            throw LocalCheckpointFiles.<RuntimeException>undeclared(e);
        }
    }

    /** Looks and then moves, because one query alone writes here: its directory is new. */
    @Override
    public void renameTempFile(Path from, Path to, boolean overwrite) {
        try {
            if (!overwrite && Files.exists(local(to))) {
                throw new FileAlreadyExistsException(to + " is there already; another query writes to this checkpoint");
            }
            Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LocalCheckpointFiles.<RuntimeException>undeclared(e);
        }
    }

    /** Scala declares no checked exceptions, and Spark handles these by their type. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(IOException e) throws E {
        throw (E) e;
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }
}
