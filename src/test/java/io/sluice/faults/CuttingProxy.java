package io.sluice.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that leads to Postgres, and cuts connections of tasks (they have sent a COPY) as ordered. Clients that do
 * something else are left alone.
 */
final class CuttingProxy implements AutoCloseable {

    /** Where a connection is cut. */
    enum Cut {
        /** With rows under way. */
        IN_COPY,
        /** Postgres never gets to see the COMMIT. */
        BEFORE_COMMIT,
        /** Postgres has committed, and its answer is lost. */
        AFTER_COMMIT
    }

    private static final int BUFFER = 1 << 16;

    private final int target;
    private final ServerSocket listener;
    private final AtomicInteger left = new AtomicInteger();
    private volatile Cut cut = Cut.IN_COPY;

    CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket client = listener.accept();
                daemon(() -> new Link(client).run());
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next so many connections that come to the point. */
    void cut(Cut where, int times) {
        cut = where;
        left.set(times);
    }

    /** How many are still to be cut. */
    int left() {
        return left.get();
    }

    private boolean isDue(Cut where) {
        return cut == where && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** One connection. Statements are short, so each arrives in one piece. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private boolean copied;
        private volatile boolean answersLost;

        Link(Socket client) throws IOException {
            this.client = client;
            this.server = new Socket(InetAddress.getLoopbackAddress(), target);
        }

        void run() throws IOException {
            try (client;
                    server) {
                daemon(this::answer);
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                byte[] piece = new byte[BUFFER];
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    String text = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
                    boolean copy = text.contains("COPY ");
                    copied |= copy;
                    boolean commit = copied && text.contains("COMMIT");
                    if ((copy && isDue(Cut.IN_COPY)) || (commit && isDue(Cut.BEFORE_COMMIT))) {
                        return;
                    }
                    answersLost |= commit && isDue(Cut.AFTER_COMMIT);
                    copied &= !commit;
                    out.write(piece, 0, length);
                }
            }
        }

        private void answer() throws IOException {
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] piece = new byte[BUFFER];
                for (int length = in.read(piece); length >= 0 && !answersLost; length = in.read(piece)) {
                    out.write(piece, 0, length);
                }
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void daemon(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (IOException e) {
                // An end hung up, or was cut off.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
