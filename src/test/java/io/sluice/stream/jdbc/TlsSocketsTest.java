package io.sluice.stream.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.stream.connection.Tls;
import io.sluice.testing.Certificates;
import io.sluice.testing.Certificates.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("An encrypted socket of Postgres' driver")
class TlsSocketsTest {

    private static final Certificates CERTIFICATES = Certificates.shared();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("can be closed while a thread sends to a server that takes no more bytes")
    void closesWhileSending() throws Exception {
        try (ServerSocket listener = listener(CERTIFICATES.of("localhost"))) {
            Future<SSLSocket> stalled = accepted(listener);
            SSLSocket client = client(listener, Map.of());
            client.startHandshake();
            stalled.get(20, TimeUnit.SECONDS);
            AtomicLong sent = new AtomicLong();
            Future<?> sending = threads.submit(() -> {
                while (true) {
                    client.getOutputStream().write(new byte[1 << 16]);
                    sent.incrementAndGet();
                }
            });
            long[] before = {-1};
            await().pollInterval(Duration.ofMillis(100)).until(() -> before[0] == (before[0] = sent.get()));

            threads.submit(() -> {
                        client.close();
                        return null;
                    })
                    .get(20, TimeUnit.SECONDS);

            assertThatThrownBy(() -> sending.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            stalled.get().close();
        }
    }

    @Test
    @DisplayName("holds the certificate against the host's name, unless the URL asks for less")
    void checksTheName() throws Exception {
        try (ServerSocket listener = listener(CERTIFICATES.elsewhere("localhost"))) {
            Future<SSLSocket> refused = accepted(listener);
            assertThatThrownBy(() -> client(listener, Map.of()).startHandshake())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("127.0.0.1");
            assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            Future<SSLSocket> taken = accepted(listener);
            try (SSLSocket client = client(listener, Map.of("sslmode", "verify-ca"))) {
                assertThatCode(client::startHandshake).doesNotThrowAnyException();
                taken.get(20, TimeUnit.SECONDS).close();
            }
        }
    }

    @Test
    @DisplayName("has no key among its settings")
    void settingsHaveNoKey() {
        Tls tls = CERTIFICATES.of("sluice").with(CERTIFICATES.authority());
        assertThat(TlsSockets.settings(tls).toString()).doesNotContain("PRIVATE KEY", "CERTIFICATE");
        assertThat(TlsSockets.settings(tls)).isEqualTo(TlsSockets.settings(tls));
    }

    private static ServerSocket listener(Identity shown) throws IOException {
        return shown.with(CERTIFICATES.authority())
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private Future<SSLSocket> accepted(ServerSocket listener) {
        return threads.submit(() -> {
            SSLSocket socket = (SSLSocket) listener.accept();
            socket.startHandshake();
            return socket;
        });
    }

    private static SSLSocket client(ServerSocket listener, Map<String, String> more) throws Exception {
        Properties properties = new Properties();
        properties.putAll(TlsSockets.settings(new Tls(CERTIFICATES.authority(), null, null)));
        properties.putAll(more);
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        return (SSLSocket)
                new TlsSockets(properties).createSocket(connected, "127.0.0.1", listener.getLocalPort(), true);
    }
}
