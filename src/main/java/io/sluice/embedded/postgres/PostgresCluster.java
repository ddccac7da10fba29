package io.sluice.embedded.postgres;

import io.sluice.embedded.EmbeddedStartException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The data directory of the embedded Postgres, made once: role and database {@value #NAME}, password required from the
 * first connection on. The superuser has no password, so nobody can log in as it.
 */
final class PostgresCluster {

    static final String NAME = "sluice";

    private final Path home;
    private final PostgresCommand command;

    PostgresCluster(Path home, PostgresCommand command) {
        this.home = home;
        this.command = command;
    }

    static Path data(Path home) {
        return home.resolve("data");
    }

    /** Makes the cluster if it is not there yet; a half-made one of an earlier start is thrown away. */
    void initializeOnce(PostgresPassword password) throws IOException, InterruptedException {
        if (!Files.exists(data(home))) {
            Path half = home.resolve("data.part");
            FileSystemUtils.deleteRecursively(half);
            run(
                    command.of(
                            "initdb",
                            "--pgdata=" + half,
                            "--username=postgres",
                            "--auth=scram-sha-256",
                            "--pwfile=" + password.file(),
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C.UTF-8",
                            "--no-instructions"),
                    "");
            run(
                    command.of("postgres", "--single", "-D", half.toString(), "postgres"),
                    "ALTER ROLE postgres PASSWORD NULL\n"
                            + "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password.value() + "'\n"
                            + "CREATE DATABASE " + NAME + " OWNER " + NAME + "\n");
            Files.move(half, data(home), StandardCopyOption.ATOMIC_MOVE);
        } else if (password.isNew()) {
            run(
                    command.of("postgres", "--single", "-D", data(home).toString(), "postgres"),
                    "ALTER ROLE " + NAME + " PASSWORD '" + password.value() + "'\n");
        }
    }

    private void run(List<String> arguments, String input) throws IOException, InterruptedException {
        Path log = home.resolve("init.log");
        Process process = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        int exit = process.waitFor();
        // Single-user mode goes on after an error in a statement, and shows it only in what it prints.
        if (exit != 0 || Files.readString(log).contains("ERROR:")) {
            throw new EmbeddedStartException(
                    "The embedded Postgres could not make its database in " + home + ": " + lastLine(log),
                    "Read " + log + ". A full disk and a directory that belongs to another user are the usual causes.",
                    exit);
        }
    }

    static String lastLine(Path log) throws IOException {
        List<String> lines =
                Files.readString(log).lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
}
