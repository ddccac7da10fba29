package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar as a user starts it, with services that are not there. */
class LaunchIT {

    private static final Path JAR = Path.of("target", "sluice.jar").toAbsolutePath();
    private static final int TERMINATED = 143;

    @TempDir
    Path directory;

    private int port;

    @Test
    @DisplayName("the first start makes a copy and its end an archive, from which the second one starts")
    void startsFromTheArchive() throws Exception {
        assumeTrue(Files.exists(JAR), "target/sluice.jar is not there: mvn package makes it");
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the copy is for Linux alone");

        assertThat(startAndEnd()).contains("-Xmx768m\0", "ArchiveClassesAtExit=", "/unpacked/");
        assertThat(startAndEnd()).contains("-Xmx768m\0", "SharedArchiveFile=", "/unpacked/");

        // Whoever has cleared a part of it gets a new one.
        Path library;
        try (Stream<Path> all = Files.walk(directory.resolve("data/unpacked"))) {
            library = all.filter(path -> path.toString().contains("/lib/jna-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(library);
        Process process = start();
        try {
            Awaitility.await("another copy")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> commandLine(process).contains("ArchiveClassesAtExit="));
            assertThat(library).exists();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** What /proc says of the command line while it serves; where it has an archive, that it is in use. */
    private String startAndEnd() throws IOException, InterruptedException {
        Process process = start();
        try {
            Awaitility.await("liveness, see " + log())
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !process.isAlive() || isLive());
            String line = commandLine(process);
            if (line.contains("SharedArchiveFile")) {
                assertThat(Files.readString(proc(process).resolve("maps"))).contains("classes.jsa");
            }
            process.destroy();
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
            assertThat(log()).content().doesNotContain("[cds]");
            return line;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        // Short runs gain from the first compiler alone.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        return builder.start();
    }

    private Path log() {
        return directory.resolve("log");
    }

    private static Path proc(Process process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    private static String commandLine(Process process) throws IOException {
        return Files.readString(proc(process).resolve("cmdline"), StandardCharsets.ISO_8859_1);
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-jar",
                JAR.toString(),
                "--server.port=" + port,
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/sluice",
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--spring.mongodb.uri=mongodb://127.0.0.1:1/sluice");
    }

    private boolean isLive() throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://127.0.0.1:" + port + "/actuator/health/liveness"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
