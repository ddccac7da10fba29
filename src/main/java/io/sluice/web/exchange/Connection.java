package io.sluice.web.exchange;

import io.sluice.web.Caller;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** What only Tomcat can do with a request's connection, which a filter does not see. */
final class Connection implements Caller {

    private final org.apache.coyote.Request request;

    Connection(org.apache.coyote.Request request) {
        this.request = request;
    }

    /** Returns false in a container other than Tomcat, such as one that a test makes up. */
    static boolean isKnown(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    static Connection of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Connection connection) {
            return connection;
        }
        throw new IllegalStateException("The valve that knows the connection is missing");
    }

    /** Whether a body is to come, or to be read. HTTP/1.1 says it in the head, HTTP/2 by the stream, which need not end yet. */
    boolean bringsBody() {
        return !request.isFinished();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tomcat reads without waiting, as if for more of the body, and takes the end of the connection for bytes that are
     * there to be read; bytes of a next request are there afterwards, too. Over HTTP/2 it does not tell.
     */
    @Override
    public boolean isGone() {
        return available(false) == 0 && available(true) > 0 && available(false) == 0;
    }

    private int available(boolean read) {
        request.action(ActionCode.AVAILABLE, read);
        return request.getAvailable();
    }

    /**
     * Whether bytes of the body are there. Over HTTP/1.1 it does not tell, and need not: there, one thread takes bytes in and
     * asks for them.
     */
    boolean holdsBytes() {
        return request.protocol().equals("HTTP/2.0") && available(false) > 0;
    }

    /** Has Tomcat tell the listener once more, on a thread of its own, that bytes are there. */
    void tellAgain() {
        request.action(ActionCode.DISPATCH_READ, null);
    }

    /** Keeps Tomcat from waiting, with a thread, for the rest of a body once the answer is out. */
    void closeAfterAnswer() {
        request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        // Tomcat counts that as an error, and would answer once more to report it.
        request.getResponse().setErrorReported();
    }

    /** Closes the connection at once; what is still to be written is dropped. */
    void close() {
        request.action(ActionCode.CLOSE_NOW, new IOException("The answer was not taken in time"));
        request.getResponse().setErrorReported();
    }

    /** Hands the connection on to the filter. */
    static final class Valve extends ValveBase {

        Valve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(ATTRIBUTE, new Connection(request.getCoyoteRequest()));
            getNext().invoke(request, response);
        }
    }
}
