package io.sluice.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.SparkUnavailableException;
import io.sluice.engine.session.SparkProperties.Driver;
import io.sluice.engine.session.SparkProperties.Executor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An application on a cluster")
class ClusterSparkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final SparkLife life = new SparkLife();

    private CompletableFuture<Void> keep(int port, Path jars) {
        SparkProperties properties = new SparkProperties(
                "spark://127.0.0.1:" + port,
                new Driver("localhost", null, 0, 0),
                new Executor(null, null),
                null,
                null,
                PATIENCE,
                Map.of());
        return CompletableFuture.runAsync(new ClusterSpark(
                properties, SparkMaster.of(properties.master()), new JarDirectory(jars, List.of()), life));
    }

    private String trouble() {
        return life.trouble().orElseThrow().reason();
    }

    @Test
    @DisplayName("says that its master does not answer, and tries until Sluice ends")
    void waitsForItsMaster() throws Exception {
        int nobody;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = port.getLocalPort();
        }
        CompletableFuture<Void> keeping = keep(nobody, directory.resolve("jars"));
        Awaitility.await().atMost(PATIENCE).until(() -> life.trouble().isPresent());

        assertThat(trouble()).contains("127.0.0.1:" + nobody, "does not answer", "sluice.spark.master");
        assertThatThrownBy(() -> life.session(false, PATIENCE.toSeconds()))
                .isInstanceOf(SparkUnavailableException.class)
                .hasMessage(trouble());
        assertThat(keeping).isNotDone();
        life.close();
        assertThat(keeping).succeedsWithin(PATIENCE);
    }

    @Test
    @DisplayName("gives up where it cannot write the jars for executors, and says so")
    void needsRoomForJars() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(keep(1, file.resolve("jars"))).succeedsWithin(PATIENCE);
        assertThat(trouble()).contains("could not be written");
    }
}
