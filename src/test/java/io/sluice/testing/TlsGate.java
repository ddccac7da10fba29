package io.sluice.testing;

import io.sluice.stream.connection.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A port that speaks TLS and leads to a server that does not. Its certificate can change while it is open. */
public final class TlsGate implements AutoCloseable {

    private final int target;
    private final boolean wantsCertificate;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int port;
    private ServerSocket listener;

    /** @param wantsCertificate whether a client has to show one of the same authority */
    public TlsGate(int target, Tls tls, boolean wantsCertificate) throws IOException {
        this.target = target;
        this.wantsCertificate = wantsCertificate;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        show(tls);
    }

    public int port() {
        return port;
    }

    /** Ends all connections; from now on each gets this certificate. */
    public synchronized void show(Tls tls) throws IOException {
        close();
        SSLServerSocket opened = (SSLServerSocket)
                tls.context().getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        opened.setNeedClientAuth(wantsCertificate);
        listener = opened;
        daemon(() -> {
            while (true) {
                SSLSocket client = (SSLSocket) opened.accept();
                daemon(() -> connect(client));
            }
        });
    }

    private void connect(SSLSocket client) throws IOException {
        sockets.add(client);
        try {
            client.startHandshake();
        } catch (IOException e) {
            client.close();
            throw e;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(server);
        daemon(() -> pipe(client, server));
        pipe(server, client);
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
                // It was closed, or an end hung up.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        for (Socket socket; (socket = sockets.poll()) != null; ) {
            socket.close();
        }
    }
}
