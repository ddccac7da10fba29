package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A container of the image under podman: on a root that cannot be written, without capabilities, with what an operator
 * would configure in an env file. It shares the machine's network, because the tests' servers listen on loopback only.
 */
public final class Container implements AutoCloseable {

    private static final long COMMAND_SECONDS = 300;

    private static final List<String> HARDENED = List.of(
            "run",
            "--detach",
            "--pull=never",
            "--network=host",
            "--read-only",
            "--read-only-tmpfs=false",
            "--tmpfs=/tmp:exec,mode=1777,size=256m",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges",
            "--memory=2g");

    private final String id;

    private Container(String id) {
        this.id = id;
    }

    /** What a command printed, errors included. */
    public record Result(int status, String output) {}

    /**
     * @param volumes {@code from:to:options}; a volume that is named is made if there is none
     * @param settings as on a command line, {@code --server.port=8080}
     */
    public static Container start(String image, List<String> volumes, List<String> settings)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile(
                "sluice", ".env", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(file, settings.stream().map(Container::variable).toList());
            List<String> line = new ArrayList<>(HARDENED);
            volumes.forEach(volume -> line.add("--volume=" + volume));
            line.addAll(List.of("--env-file=" + file, image));
            Result run = podman(line.toArray(String[]::new));
            assertThat(run.status()).as(run.output()).isZero();
            return new Container(
                    run.output().lines().reduce((first, last) -> last).orElseThrow());
        } finally {
            Files.delete(file);
        }
    }

    /** As Boot names a key's environment variable. */
    private static String variable(String setting) {
        int equals = setting.indexOf('=');
        return setting.substring(2, equals).replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)
                + setting.substring(equals);
    }

    /** Runs it in the container. */
    public Result exec(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("exec", id));
        line.addAll(List.of(command));
        return podman(line.toArray(String[]::new));
    }

    /** The image's own check, once. */
    public Result health() throws IOException, InterruptedException {
        return podman("healthcheck", "run", id);
    }

    public String log() throws IOException, InterruptedException {
        return podman("logs", id).output();
    }

    public void signal(String name) throws IOException, InterruptedException {
        assertThat(podman("kill", "--signal=" + name, id).status()).isZero();
    }

    /** Waits for its end. */
    public int exitCode() throws IOException, InterruptedException {
        Result wait = podman("wait", id);
        assertThat(wait.status()).as(wait.output()).isZero();
        return Integer.parseInt(wait.output().strip());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        podman("rm", "--force", "--time=0", id);
    }

    /** Bounded in time. */
    public static Result podman(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("podman", "--log-level=fatal"));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("podman", ".out");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " took more than " + COMMAND_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
