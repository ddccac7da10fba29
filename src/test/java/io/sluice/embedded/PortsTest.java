package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

    @TempDir
    Path path;

    private DataDirectory directory;

    @BeforeEach
    void setUp() {
        directory = new DataDirectory(path);
    }

    @Test
    @DisplayName("a configured port that is taken is named, with the key to change")
    void namesTakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(directory);
            assertThatThrownBy(() -> ports.port("kafka-port", taken.getLocalPort()))
                    .asInstanceOf(type(EmbeddedStartException.class))
                    .satisfies(failure -> {
                        assertThat(failure).hasMessageContaining("Port " + taken.getLocalPort());
                        assertThat(failure.action()).contains("sluice.embedded.kafka-port");
                    });
        }
    }

    @Test
    @DisplayName("a chosen port is below the ephemeral ones and the same after a restart")
    void remembersChosenPort() {
        int first = new Ports(directory).port("kafka-port", 0);
        assertThat(first).isBetween(1024, 32767);
        assertThat(new Ports(directory).port("kafka-port", 0)).isEqualTo(first);
    }

    @Test
    @DisplayName("a chosen port that somebody else has taken since is replaced")
    void replacesTakenPort() throws Exception {
        int first = new Ports(directory).port("kafka-port", 0);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new Ports(directory).port("kafka-port", 0)).isNotEqualTo(taken.getLocalPort());
        }
    }
}
