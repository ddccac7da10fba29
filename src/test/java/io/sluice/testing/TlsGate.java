package io.sluice.testing;

import io.sluice.stream.connection.Tls;
import java.io.IOException;

/** A port that speaks TLS and leads to a server that does not. Its certificate can change while it is open. */
public final class TlsGate implements AutoCloseable {

    private final TcpGate gate;

    public TlsGate(int target, Tls tls) throws IOException {
        gate = new TcpGate(target);
        show(tls);
    }

    public int port() {
        return gate.port();
    }

    /** Ends all connections; from now on each gets this certificate. */
    public void show(Tls tls) throws IOException {
        gate.shut();
        gate.open(tls.context().getServerSocketFactory());
    }

    @Override
    public void close() {
        gate.close();
    }
}
