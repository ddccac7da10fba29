package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The limit as an administrator knows it: {@code psql}'s {@code \copy} of the same rows from a text file that was made
 * before, in one transaction; from the start of the program to its end. Its time is counted as this process's, whose
 * ended child it is.
 */
final class PsqlDrainer implements Drainer {

    private static final String COPY = "\\copy %s %s from '%s'";
    private static final long LIMIT_MINUTES = 10;

    private final PostgresStore store;
    private final Path home;
    private @Nullable Path rows;

    private PsqlDrainer(PostgresStore store, Path home) {
        this.store = store;
        this.home = home;
    }

    /**
     * @param home where the file of the rows and the program's messages go
     * @throws IllegalStateException if there is no such program
     */
    static PsqlDrainer start(PostgresStore store, Path home) throws IOException, InterruptedException {
        PsqlDrainer drainer = new PsqlDrainer(store, Files.createDirectories(home));
        drainer.psql("--version");
        return drainer;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        store.create(target.name());
        if (rows == null) {
            rows = write(target);
        }
        window.open();
        copy(target.name(), rows);
        window.close();
    }

    /** Once: all drains of a run are of the same rows. */
    private Path write(DrainTarget target) throws IOException {
        Path file = home.resolve("rows");
        try (OutputStream out = Files.newOutputStream(file)) {
            CopyRows.write(target, 0, target.stored(), out);
        }
        return file;
    }

    private void copy(String table, Path file) throws IOException, InterruptedException {
        LedgerAccess access = store.access();
        String database = access.url().replaceFirst("^jdbc:", "");
        psql(
                "--no-psqlrc",
                "--quiet",
                "--no-password",
                "--username=" + access.user(),
                "--dbname=" + database,
                "--command=" + COPY.formatted(table, CopyRows.COLUMNS, file));
    }

    private void psql(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("psql"));
        line.addAll(List.of(arguments));
        Path log = home.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PGPASSWORD", String.valueOf(store.access().password()));
        Process process = started(builder);
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("psql failed or took too long: " + Files.readString(log));
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "psql cannot be started: install PostgreSQL's client (postgresql-client) and have it on the PATH",
                    e);
        }
    }
}
