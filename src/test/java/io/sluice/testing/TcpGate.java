package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;

/** A port that leads to a server while it is open, and refuses connections while it is shut. */
public final class TcpGate implements AutoCloseable {

    private final int target;
    private final int port;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private ServerSocket listener;

    /** Begins shut. */
    public TcpGate(int target) throws IOException {
        this.target = target;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public void open() throws IOException {
        open(ServerSocketFactory.getDefault());
    }

    void open(ServerSocketFactory made) throws IOException {
        ServerSocket opened = made.createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        listener = opened;
        daemon(() -> {
            while (true) {
                Socket client = opened.accept();
                daemon(() -> connect(client));
            }
        });
    }

    public void shut() throws IOException {
        if (listener != null) {
            listener.close();
        }
        for (Socket socket; (socket = sockets.poll()) != null; ) {
            socket.close();
        }
    }

    @Override
    public void close() {
        try {
            shut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        try {
            if (client instanceof SSLSocket encrypted) {
                // Who does not like the certificate learns of that, and not of a server that is away.
                encrypted.startHandshake();
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            daemon(() -> pipe(client, server));
            daemon(() -> pipe(server, client));
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static void pipe(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
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
                // the gate was shut, or an end hung up
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
