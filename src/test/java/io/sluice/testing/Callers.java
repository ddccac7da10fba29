package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many connections that do something slowly, or nothing at all any more, until they are closed. */
public final class Callers implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    /** Opens connections that each send this and then neither send nor read. */
    public Callers(int port, int count, String sent) {
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                // So small that an answer of some size does not fit.
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one more piece on each connection that is still open. */
    public void send(String more) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(more.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // It was hung up.
            }
        }
    }

    /** What each is answered, until the end of its connection; shorter where the connection was broken off. */
    public List<String> answers(Duration patience) {
        List<String> answers = new ArrayList<>();
        for (Socket socket : sockets) {
            StringBuilder answer = new StringBuilder();
            try {
                socket.setSoTimeout((int) patience.toMillis());
                byte[] buffer = new byte[8192];
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketException e) {
                // Broken off.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            answers.add(answer.toString());
        }
        return answers;
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
