package io.sluice.stream.jdbc;

import io.sluice.stream.connection.Tls;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.WrappedFactory;
import org.postgresql.util.PSQLException;

/**
 * Encrypts the connections of Postgres' driver with certificates that are no files. The driver makes it by its name, for
 * each connection; what it needs is found by a number, so that no key is a property of a connection. Thread-safe.
 */
public final class TlsSockets extends WrappedFactory {

    private static final String NUMBER = "sluiceTls";

    /** Of the last bytes of a connection that is closed; see {@link #createSocket}. */
    private static final int LINGER_SECONDS = 1;

    /** One for each of the configured certificates, which are those of the application, so they do not pile up. */
    private static final CopyOnWriteArrayList<Tls> KNOWN = new CopyOnWriteArrayList<>();

    private final boolean checksName;

    /** @param connection the properties of the connection, as the driver has them */
    public TlsSockets(Properties connection) throws PSQLException {
        factory = KNOWN.get(Integer.parseInt(connection.getProperty(NUMBER)))
                .context()
                .getSocketFactory();
        checksName = SslMode.of(connection).verifyPeerName();
    }

    /**
     * The properties of a connection that is made with it, in this process: the server's certificate and its name are
     * checked, unless the URL says otherwise.
     */
    public static Map<String, String> settings(Tls tls) {
        KNOWN.addIfAbsent(tls);
        return Map.of(
                NUMBER,
                Integer.toString(KNOWN.indexOf(tls)),
                PGProperty.SSL_MODE.getName(),
                SslMode.VERIFY_FULL.value,
                PGProperty.SSL_FACTORY.getName(),
                TlsSockets.class.getName());
    }

    /**
     * Has Java check the name, too, which says what is wrong with it where the driver does not. And sets how long a close
     * may take: else it would wait for a thread that cannot send any more, and {@link SendDeadline} could not end that.
     */
    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        SSLSocket socket = (SSLSocket) super.createSocket(connected, host, port, autoClose);
        if (checksName) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.setSoLinger(true, LINGER_SECONDS);
        return socket;
    }
}
