package io.sluice.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.web.exchange.Operations.Operation;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * Over HTTP/2, Tomcat asks two things after each other to find out whether a body is read to its end, and takes bytes in on
 * another thread meanwhile.
 */
@DisplayName("A body of which the last bytes come while Tomcat asks whether there are any")
class ExchangeTest {

    private final Stream stream = new Stream();
    private final Request coyote = new Request();
    private final Exchange exchange = new Exchange(
            new Lanes(8, 8), new Operation(null, 1_000, false), new Budget(1 << 20), Duration.ofSeconds(3));

    @BeforeEach
    void connect() {
        coyote.protocol().setString("HTTP/2.0");
        ActionHook hook = stream::asked;
        ReflectionTestUtils.invokeMethod(coyote, "setHook", hook);
    }

    @Test
    @DisplayName("is handled when it is read, though its end is told before")
    void endToldTooEarly() throws IOException {
        begin();
        stream.comes("{\"a\":1}", true);
        exchange.onAllDataRead();
        assertThat(exchange.isToBeHandled()).isFalse();
        stream.tell();
        assertHandled("{\"a\":1}");
    }

    @Test
    @DisplayName("is read though nothing is told of it, when it has come while the listener is set")
    void missedByTheListener() throws IOException {
        stream.misses = true;
        stream.comes("{\"a\":1}", true);
        begin();
        exchange.onAllDataRead();
        assertHandled("{\"a\":1}");
    }

    @Test
    @DisplayName("is read though nothing is told of them, when they have come while it is asked for more")
    void missedByAQuestion() throws IOException {
        begin();
        stream.comes("{\"a\"", false);
        stream.whileAsked = () -> stream.comes(":1}", true);
        stream.tell();
        assertThat(stream.isOwed).isTrue();
        stream.tell();
        exchange.onAllDataRead();
        assertHandled("{\"a\":1}");
    }

    private void begin() throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/a") {
            @Override
            public ServletInputStream getInputStream() {
                return stream;
            }
        };
        request.setAsyncSupported(true);
        request.setAttribute(Connection.ATTRIBUTE, new Connection(coyote));
        assertThat(exchange.begin(request, new MockHttpServletResponse(), null, null))
                .isFalse();
    }

    private void assertHandled(String body) throws IOException {
        assertThat(exchange.isToBeHandled()).isTrue();
        assertThat(exchange.refusal()).isNull();
        assertThat(exchange.body().readAllBytes()).asString().isEqualTo(body);
    }

    /** Bytes as Tomcat has them of a stream of HTTP/2. */
    private final class Stream extends ServletInputStream {

        private byte[] there = {};
        private boolean isEnded;
        private boolean isRegistered;
        /** Whether the question that is asked as the listener is set is the one that misses what comes. */
        private boolean misses;
        /** Whether the listener is to be told once more. */
        private boolean isOwed;

        private Runnable whileAsked = () -> {};

        void comes(String text, boolean isLast) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(there);
            all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            there = all.toByteArray();
            isEnded = isLast;
        }

        void tell() throws IOException {
            isRegistered = false;
            isOwed = false;
            exchange.onDataAvailable();
        }

        void asked(ActionCode action, Object answer) {
            switch (action) {
                case AVAILABLE -> coyote.setAvailable(there.length);
                case REQUEST_BODY_FULLY_READ -> ((AtomicBoolean) answer).set(!misses && isFinished());
                case DISPATCH_READ -> isOwed = true;
                default -> throw new AssertionError(action);
            }
        }

        @Override
        public void setReadListener(ReadListener listener) {
            if (!misses) {
                isReady();
            }
        }

        @Override
        public boolean isReady() {
            if (isFinished() || isRegistered) {
                return false;
            }
            if (there.length > 0) {
                return true;
            }
            isRegistered = true;
            Runnable meanwhile = whileAsked;
            whileAsked = () -> {};
            meanwhile.run();
            return false;
        }

        @Override
        public boolean isFinished() {
            return isEnded && there.length == 0;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            System.arraycopy(there, 0, buffer, offset, there.length);
            int read = there.length;
            there = new byte[0];
            return read;
        }
    }
}
