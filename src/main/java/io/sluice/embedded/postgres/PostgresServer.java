package io.sluice.embedded.postgres;

import io.sluice.embedded.ChildProcess;
import io.sluice.embedded.EmbeddedServer;
import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.EmbeddedStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A real Postgres in child processes, which a watch ends with this JVM. Databases survive restarts. */
public final class PostgresServer implements EmbeddedServer {

    private static final long STOP_SECONDS = 20;
    private static final long POLL_MILLIS = 20;
    /** The line of {@code postmaster.pid} that says whether Postgres takes connections. */
    private static final int STATUS_LINE = 7;

    private final Path home;
    private final int port;
    private final PostgresPassword password;
    private volatile @Nullable Process process;
    private volatile @Nullable PostgresWatch watch;

    /** @param home where Postgres keeps its program, databases and log; made if it is not there */
    public PostgresServer(Path home, int port, PostgresPassword password) {
        this.home = home;
        this.port = port;
        this.password = password;
    }

    /** Ends a Postgres that an earlier process left behind on this directory, and returns when it is gone. */
    public static void endStale(Path home) throws IOException, InterruptedException {
        Path pidFile = pidFile(home);
        Optional<ProcessHandle> stale = ChildProcess.stale(pidFile, "postgres", PostgresCluster.data(home));
        if (stale.isPresent()) {
            PostgresWatch.interrupt(stale.get().pid());
            ChildProcess.awaitEnd(stale.get());
        }
        // Postgres itself would refuse to start if an unrelated process had the id by now.
        Files.deleteIfExists(pidFile);
    }

    private static Path pidFile(Path home) {
        return PostgresCluster.data(home).resolve("postmaster.pid");
    }

    public JdbcConnectionDetails connectionDetails() {
        return new Details("jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.NAME, password);
    }

    @Override
    public EmbeddedService service() {
        return EmbeddedService.POSTGRES;
    }

    @Override
    public void start() throws InterruptedException {
        try {
            endWatch();
            PostgresCommand command = new PostgresCommand(PostgresFiles.unpack(home));
            new PostgresCluster(home, command).initializeOnce(password);
            Process child = new ProcessBuilder(commandLine(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
            process = child;
            try {
                watch = PostgresWatch.start(child.pid(), pidFile(home));
                awaitReady(child);
            } catch (IOException | RuntimeException | Error e) {
                child.destroyForcibly().waitFor();
                throw e;
            }
        } catch (IOException e) {
            throw EmbeddedStartException.files("Postgres", home, e);
        }
    }

    private List<String> commandLine(PostgresCommand command) {
        List<String> arguments =
                new ArrayList<>(List.of("-D", PostgresCluster.data(home).toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return command.of("postgres", arguments.toArray(String[]::new));
    }

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "shared_buffers", "128MB",
            "wal_buffers", "16MB",
            // Fewer checkpoints: after each, every page's first change is written to the log whole.
            "max_wal_size", "4GB",
            "checkpoint_timeout", "15min",
            "jit", "off",
            // Rejected rows are errors of a statement; they are dead letters and would only fill the log.
            "log_min_messages", "log",
            "log_checkpoints", "off",
            // Else what the user creates lands among Sluice's own tables, because role and schema have one name.
            "search_path", "public");

    private void awaitReady(Process child) throws IOException, InterruptedException {
        while (!child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (isReady(child.pid())) {
                return;
            }
        }
        throw new EmbeddedStartException(
                "The embedded Postgres ended while it was starting: " + PostgresCluster.lastLine(log()),
                "Read " + log() + ", or set spring.datasource.url to a Postgres of your own.",
                child.exitValue());
    }

    /** Leaves the pid file of a server that was killed: by it, Postgres sees whether one of its processes still writes. */
    @Override
    public String awaitEnd() throws InterruptedException {
        Process child = process;
        return child == null ? "never started" : ChildProcess.awaitEnd(child);
    }

    private boolean isReady(long pid) throws IOException {
        try {
            List<String> lines = Files.readAllLines(pidFile(home));
            return lines.size() > STATUS_LINE
                    && lines.get(0).equals(Long.toString(pid))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Path log() {
        return home.resolve("postgres.log");
    }

    /** Ends open transactions and writes a last checkpoint; by force if that takes more than 20 seconds. */
    @Override
    public void stop() throws InterruptedException {
        Process child = process;
        if (child != null && child.isAlive()) {
            PostgresWatch.interrupt(child.pid());
            ChildProcess.awaitStop(child, STOP_SECONDS);
        }
        endWatch();
    }

    private synchronized void endWatch() throws InterruptedException {
        PostgresWatch companion = watch;
        if (companion != null) {
            companion.end();
            watch = null;
        }
    }

    private record Details(String url, PostgresPassword password) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return PostgresCluster.NAME;
        }

        @Override
        public String getPassword() {
            return password.value();
        }
    }
}
