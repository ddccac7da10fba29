package io.sluice.embedded.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A shell that waits for this JVM to end, however it ends, and then stops Postgres. Postgres cannot watch its parent
 * itself. The shell's standard input is a pipe from this JVM, and closes with it.
 */
final class PostgresWatch {

    /** SIGINT asks Postgres for a fast, orderly stop. Ctrl-C, which the shell gets too, must not end the watch. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            cat > /dev/null
            read -r running < "$2" && [ "$running" = "$1" ] && kill -INT "$1"
            """;

    private final Process shell;

    private PostgresWatch(Process shell) {
        this.shell = shell;
    }

    static PostgresWatch start(long pid, Path pidFile) throws IOException {
        return new PostgresWatch(
                new ProcessBuilder("sh", "-c", SCRIPT, "sluice-postgres-watch", Long.toString(pid), pidFile.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** Asks that Postgres to stop; Java's own signal would wait until all clients have left. */
    static void interrupt(long pid) throws InterruptedException {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop Postgres, process " + pid, e);
        }
    }

    /** Ends the watch of a Postgres that is gone. */
    void end() throws InterruptedException {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            shell.destroyForcibly();
        }
        shell.waitFor();
    }
}
