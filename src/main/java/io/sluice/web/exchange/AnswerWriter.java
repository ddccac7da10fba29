package io.sluice.web.exchange;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Writes a held answer as fast as its reader takes it, without a thread that waits; gives up after a time. */
final class AnswerWriter implements WriteListener, AsyncListener {

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final HeldBytes bytes;
    private final InputStream from;
    private final Connection connection;
    private final boolean isLast;
    private final byte[] buffer = new byte[8 << 10];
    private boolean flushed;

    private AnswerWriter(
            AsyncContext async, ServletOutputStream out, HeldBytes bytes, Connection connection, boolean isLast) {
        this.async = async;
        this.out = out;
        this.bytes = bytes;
        this.from = bytes.read();
        this.connection = connection;
        this.isLast = isLast;
    }

    /** @param isLast whether the connection is closed afterwards, because the caller still sends */
    static void write(
            HttpServletRequest request, HttpServletResponse response, HeldBytes bytes, boolean isLast, Duration limit)
            throws IOException {
        response.setContentLengthLong(bytes.size());
        Connection connection = Connection.of(request);
        AsyncContext async = request.startAsync(request, response);
        ServletOutputStream out = response.getOutputStream();
        AnswerWriter writer = new AnswerWriter(async, out, bytes, connection, isLast);
        async.setTimeout(limit.toMillis());
        async.addListener(writer);
        out.setWriteListener(writer);
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            int length = from.read(buffer);
            if (length > 0) {
                out.write(buffer, 0, length);
            } else if (!flushed) {
                flushed = true;
                out.flush();
            } else {
                if (isLast) {
                    connection.closeAfterAnswer();
                }
                async.complete();
                return;
            }
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        connection.close();
        event.getAsyncContext().complete();
    }

    @Override
    public void onError(Throwable failure) {
        // The reader is gone; the container says so to the listener of the exchange, too.
    }

    @Override
    public void onError(AsyncEvent event) {
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        bytes.clear();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // There is no further cycle.
    }
}
