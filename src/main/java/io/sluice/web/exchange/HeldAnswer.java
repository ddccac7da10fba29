package io.sluice.web.exchange;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is held until it is complete, so that writing it does not need the thread that makes it. A handler
 * that goes on by itself, such as one of server-sent events, writes straight through from then on.
 */
final class HeldAnswer extends HttpServletResponseWrapper {

    /** Bytes of an answer that is held without a claim on the budget: there are at most as many as connections. */
    private static final int SMALL = 16 << 10;

    private final HeldBytes bytes;
    private final Stream stream = new Stream();
    private @Nullable PrintWriter writer;
    private boolean passing;

    HeldAnswer(HttpServletResponse response, Budget budget) {
        super(response);
        bytes = new HeldBytes(budget, SMALL);
    }

    HeldBytes bytes() {
        if (writer != null) {
            writer.flush();
        }
        return bytes;
    }

    /** Whether something else writes, or has written, the answer. */
    boolean isPassing() {
        return passing;
    }

    /** Lets everything through from now on, beginning with what is held. */
    void pass() throws IOException {
        passing = true;
        bytes().read().transferTo(super.getOutputStream());
        bytes.clear();
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return stream;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            String encoding = getCharacterEncoding();
            writer = new PrintWriter(new OutputStreamWriter(
                    stream, encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (passing) {
            super.flushBuffer();
        }
    }

    @Override
    public boolean isCommitted() {
        return passing && super.isCommitted();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void sendError(int status) throws IOException {
        passing = true;
        forget();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        passing = true;
        forget();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        passing = true;
        forget();
        super.sendRedirect(location);
    }

    private void forget() {
        if (writer != null) {
            writer.flush();
        }
        bytes.clear();
    }

    private final class Stream extends ServletOutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (passing) {
                HeldAnswer.super.getOutputStream().write(from, offset, length);
            } else if (!bytes.add(from, offset, length)) {
                throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, Refusals.ANSWERS);
            }
        }

        @Override
        public void flush() throws IOException {
            if (passing) {
                HeldAnswer.super.getOutputStream().flush();
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("The answer is held, and takes everything at once");
        }
    }
}
