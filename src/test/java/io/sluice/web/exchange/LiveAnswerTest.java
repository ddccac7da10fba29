package io.sluice.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Alone;
import io.sluice.testing.Api;
import io.sluice.testing.Callers;
import io.sluice.testing.NoServers;
import io.sluice.web.WebApplication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@DisplayName("Answers without an end")
@SpringBootTest(
        classes = {WebApplication.class, LiveAnswerTest.Endless.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"server.tomcat.threads.max=20", "spring.main.banner-mode=off", NoServers.NO_TELEMETRY})
@Alone
class LiveAnswerTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GET = "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @LocalServerPort
    int port;

    @Test
    @DisplayName("cost no thread while nobody takes them, and hold nobody else up")
    void stalledReadersCostNoThreadAndHoldNobodyUp() throws IOException {
        int before = Endless.all.size();
        try (Callers callers = new Callers(port, 60, GET)) {
            await().atMost(SOON).until(() -> Endless.since(before).size() == 60);
            // Each is sent pieces until nothing more goes out.
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Endless.since(before).forEach(Endless.One::wake);
                return Endless.since(before).stream()
                        .allMatch(one -> one.answer.late().toMillis() > 200);
            });
            assertThat(Endless.since(before))
                    .as("no more is made than the sockets take")
                    .allSatisfy(one -> assertThat(one.pieces.get()).isBetween(1L, 1000L));
            assertThat(new Api(port).get("/counts/1?limit=1").status()).isEqualTo(200);

            try (Socket reads = new Socket("127.0.0.1", port)) {
                reads.setSoTimeout((int) SOON.toMillis());
                reads.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
                InputStream in = reads.getInputStream();
                assertThat(in.readNBytes(40 << 20)).hasSize(40 << 20);
            }

            Endless.since(before).forEach(one -> one.answer.hangUp());
            callers.answers(SOON);
        }
        await().atMost(SOON).until(() -> Endless.since(before).stream().allMatch(one -> one.closed.get() == 1));
    }

    @Test
    @DisplayName("end when they are told to, with what was sent until then")
    void endsWhenToldToWithWhatWasSentUntilThen() throws IOException {
        int before = Endless.all.size();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream()
                    .write("GET /quiet HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().atMost(SOON).until(() -> Endless.since(before).size() == 1);
            Endless.One one = Endless.since(before).get(0);
            one.left.set(1);
            one.wake();
            await().atMost(SOON).until(() -> one.pieces.get() == 1);
            one.answer.end();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200")
                    .contains("xxxx")
                    .endsWith("0\r\n\r\n");
            assertThat(one.closed).hasValue(1);
        }
    }

    @RestController
    static class Endless {

        static final List<One> all = new CopyOnWriteArrayList<>();

        static List<One> since(int before) {
            return all.subList(before, all.size());
        }

        static final class One implements LiveAnswer.Source {

            final AtomicLong left;
            final AtomicLong pieces = new AtomicLong();
            final AtomicInteger closed = new AtomicInteger();
            volatile LiveAnswer answer;

            One(long left) {
                this.left = new AtomicLong(left);
            }

            void wake() {
                answer.wake();
            }

            @Override
            public byte @Nullable [] next(boolean late) {
                if (left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
                    return null;
                }
                pieces.incrementAndGet();
                byte[] piece = new byte[8 << 10];
                Arrays.fill(piece, (byte) 'x');
                return piece;
            }

            @Override
            public void closed() {
                closed.incrementAndGet();
            }
        }

        @GetMapping("/endless")
        void endless(HttpServletRequest request, HttpServletResponse response) throws IOException {
            begin(request, response, Long.MAX_VALUE);
        }

        @GetMapping("/quiet")
        void quiet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            begin(request, response, 0);
        }

        private static void begin(HttpServletRequest request, HttpServletResponse response, long pieces)
                throws IOException {
            One one = new One(pieces);
            one.answer = LiveAnswer.begin(request, response, one);
            all.add(one);
        }
    }
}
