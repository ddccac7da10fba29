package io.sluice.stream.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

@DisplayName("sending to a server that takes no more bytes")
class SendDeadlineTest {

    private static final int PIECE = 256 << 10;

    private final LedgerAccess postgres = TestPostgres.freshDatabase();

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("ends at the deadline")
    void blockedSendEndsAtTheDeadline() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> stalled = CompletableFuture.supplyAsync(() -> leadUntilCopy(listener));
            String url = postgres.url().replaceFirst(":\\d+/", ":" + listener.getLocalPort() + "/");
            Connection connection = TestPostgres.connect(new LedgerAccess(url, postgres.user(), postgres.password()));
            connection.createStatement().execute("CREATE TEMP TABLE t (text text)");
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN");

            assertThatThrownBy(() -> {
                        try (SendDeadline deadline = SendDeadline.on(connection, Duration.ofMillis(300))) {
                            while (true) {
                                copy.writeToCopy(new byte[PIECE], 0, PIECE);
                            }
                        }
                    })
                    .isInstanceOf(SQLException.class);
            stalled.get(60, TimeUnit.SECONDS).close();
        }
    }

    @Test
    @DisplayName("leaves a connection alone that was in time")
    void inTime() throws Exception {
        try (Connection connection = TestPostgres.connect(postgres)) {
            SendDeadline.on(connection, Duration.ofDays(1)).close();
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    /** Then it reads nothing any more, with the connection open. */
    private Socket leadUntilCopy(ServerSocket listener) {
        try {
            Socket client = listener.accept();
            Socket server = new Socket(
                    InetAddress.getLoopbackAddress(),
                    URI.create(postgres.url().substring("jdbc:".length())).getPort());
            CompletableFuture.runAsync(() -> {
                try {
                    server.getInputStream().transferTo(client.getOutputStream());
                } catch (java.io.IOException e) {
                    // The test is over.
                }
            });
            byte[] piece = new byte[1 << 16];
            for (int length = client.getInputStream().read(piece);
                    ;
                    length = client.getInputStream().read(piece)) {
                server.getOutputStream().write(piece, 0, length);
                if (new String(piece, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1).contains("COPY t")) {
                    return client;
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
