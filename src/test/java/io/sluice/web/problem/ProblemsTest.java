package io.sluice.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
import io.sluice.testing.NoServers;
import io.sluice.web.WebApplication;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = WebApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"sluice.web.max-body-size=1000B", "spring.main.banner-mode=off", NoServers.NO_TELEMETRY})
class ProblemsTest {

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void connect() {
        api = new Api(port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"name":"a","sinks":[{"tabel":"x"}],"size":1} | unreadable-body  | 400 | /sinks/0/tabel | unknown property "tabel"; known here are mode, table
                    {"name":"a","sinks":{},"size":1}              | unreadable-body  | 400 | /sinks         | a list is expected
                    {"name":"a","size":"1"}                       | unreadable-body  | 400 | /size          | a whole number in range is expected
                    {"name":"a","size":1.5}                       | unreadable-body  | 400 | /size          | a whole number in range is expected
                    {"name":5,"size":1}                           | unreadable-body  | 400 | /name          | a text is expected
                    {"name":"a","sinks":[{"mode":"x"}],"size":1}  | unreadable-body  | 400 | /sinks/0/mode  | the value is none of append, upsert
                    {"size":1}                                    | unreadable-body  | 400 | /name          | the property "name" is missing or null
                    {"name":"forbidden","size":1}                 | unreadable-body  | 400 | -              | the name "forbidden" is not available
                    {"name":"a"                                   | unreadable-body  | 400 | -              | line 1, column
                    {"name":"a","size":1} x                       | unreadable-body  | 400 | -              | Unrecognized token
                    []                                            | unreadable-body  | 400 | -              | an object is expected
                    {"name":"taken","size":1}                     | name-taken       | 409 | -              | Choose another name.
                    {"name":"a","sinks":[{"table":"X"}],"size":1} | invalid-definition | 422 | /sinks/0/table | must be lower-case letters
                    """)
    @DisplayName("says where a body is wrong and why, in the caller's words")
    void saysWhereABodyIsWrong(String body, String type, int status, String pointer, String words) {
        Answer answer = api.post("/definitions", body);
        assertProblem(answer, type, status);
        assertThat(answer.json().get("detail").asString()).contains(words);
        if (!pointer.equals("-")) {
            assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /counts/x?limit=1          | 400 | invalid-parameter | of 'id' is not a whole number
                    /counts/1                  | 400 | invalid-parameter | parameter 'limit' is required
                    /counts/1?limit=501        | 400 | invalid-parameter | parameter: 'limit' must be less than or equal to 500
                    /counts/1?limit=1&mode=x   | 400 | invalid-parameter | of 'mode' is not one of
                    /counts/1?limit=%C0%AF     | 400 | bad-request       | encoding of the address
                    /counts/1?limits=1         | 400 | invalid-parameter | no parameter 'limits' here; 'limit' may be meant. Known are limit, mode
                    /counts/1?limit=1&size=2   | 400 | invalid-parameter | no parameter 'size' here; 'limit' may be meant
                    /counts/1?limit=1&x=y      | 400 | invalid-parameter | no parameter 'x' here; known are limit, mode
                    /large?x=y                 | 400 | invalid-parameter | this operation takes none
                    /counts/0x1?limit=1        | 400 | invalid-parameter | of 'id' is not a whole number
                    /counts/01?limit=1         | 400 | invalid-parameter | of 'id' is not a whole number
                    /counts/1?limit=%201       | 400 | invalid-parameter | of 'limit' is not a whole number
                    /counts/1?limit=1&mode=%00 | 400 | invalid-parameter | of 'mode' has a NUL character
                    /counts/1?limit=1&mode=%01 | 400 | invalid-parameter | of 'mode' is not one of
                    /counts/1?limit=1&mode=append | 400 | invalid-parameter | of 'mode' is not one of
                    /definitions               | 405 | method-not-allowed | allowed are POST
                    /nowhere                   | 404 | not-found         | swagger-ui
                    /error                     | 404 | not-found         | swagger-ui
                    /failures/ours             | 404 | pipeline-not-found | no pipeline 'x'
                    /failures/postgres         | 503 | platform-unavailable | Postgres cannot be reached
                    /failures/disk             | 503 | platform-unavailable | Postgres cannot be reached
                    /failures/statement        | 500 | internal-error | under
                    /failures/rollback         | 503 | platform-unavailable | Postgres cannot be reached
                    /failures/forbidden        | 503 | platform-refuses | Not authorized to access topics: [t]
                    /failures/stranger         | 503 | platform-refuses | SSL handshake failed: PKIX path building failed
                    /failures/mongo            | 503 | platform-unavailable | Mongo cannot be reached
                    /failures/kafka            | 503 | platform-unavailable | Kafka cannot be reached
                    """)
    @DisplayName("says what is wrong with a request that has no body")
    void saysWhatIsWrongWithoutABody(String path, int status, String type, String words) {
        Answer answer = api.get(path);
        assertProblem(answer, type, status);
        assertThat(answer.json().get("detail").asString()).contains(words);
        assertThat(answer.header("Retry-After"))
                .isEqualTo(status == 503 && !type.equals("platform-refuses") || status == 429 ? "5" : "");
        assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "POST" : "");
    }

    @Test
    @DisplayName("hides an internal error behind an id that the log has too")
    void hidesInternalErrorsBehindAnId() {
        Logger logger = (Logger) LoggerFactory.getLogger(InternalErrors.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setAdditive(false);
        logger.addAppender(log);
        Answer answer = api.get("/failures/inner");
        assertProblem(answer, "internal-error", 500);
        String id = answer.json().get("detail").asString().replaceAll(".*under (\\S+);.*", "$1");
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).contains(id);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret at /var/lib/secret");
        });
        logger.detachAppender(log);
    }

    @Test
    @DisplayName("tells the watch over the JVM's memory, which ends the process, instead of going on without memory")
    void tellsTheWatch() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        List<Throwable> told = new CopyOnWriteArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.add(failure));
        try {
            api.get("/failures/memory");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(told).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    @DisplayName("answers 415 and 406 with what would be right")
    void namesTheMediaTypesThatWouldDo() {
        Answer media = api.post("/definitions", "text/plain", "x".getBytes());
        assertProblem(media, "unsupported-media-type", 415);
        assertThat(media.json().get("detail").asString()).contains("application/json");
        Answer html = api.send(api.request("/counts/1?limit=1").header("Accept", "text/html"));
        assertProblem(html, "not-acceptable", 406);
        assertThat(html.json().get("detail").asString()).contains("application/json");
        assertProblem(api.post("/nowhere", "{}"), "not-found", 404);
        assertProblem(
                api.post("/definitions", "application/x-www-form-urlencoded", "a=b".getBytes()),
                "unsupported-media-type",
                415);
    }

    @Test
    @DisplayName("refuses a body over the limit, announced or in chunks")
    void tooLarge() {
        byte[] large = ("{\"name\":\"" + "a".repeat(5_000_000) + "\",\"size\":1}").getBytes();
        assertProblem(api.post("/definitions", "application/json", large), "body-too-large", 413);
        var chunked = api.request("/definitions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertProblem(api.send(chunked), "body-too-large", 413);
    }

    @Test
    @DisplayName("unpacks no body, however it says that it is packed")
    void unpacksNothing() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"name\":\"a\",\"size\":1}".getBytes());
        }
        var order = api.request("/definitions")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()));
        assertProblem(api.send(order), "unreadable-body", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a{b} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /a%2Fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%ff%fe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /definitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\nConnection: close\r\n\r\n"
            })
    @DisplayName("answers what the server refuses by itself with a problem, too")
    void answersWhatTomcatRefusesWithAProblem(String request) throws IOException {
        String answer = api.raw(request);
        assertThat(answer).contains("application/problem+json").contains("\"type\":\"/problems/");
        assertThat(answer).doesNotContainIgnoringCase("<html").doesNotContain("org.apache", "\tat ");
    }

    @Test
    @DisplayName("answers a header that is too large with a problem")
    void largeHeader() throws IOException {
        String answer = api.raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).contains("application/problem+json").doesNotContainIgnoringCase("<html");
    }

    @Test
    @DisplayName("refuses foreign host names, and orders from foreign pages")
    void refusesForeignHostsAndOrigins() throws IOException {
        assertThat(api.raw("GET /counts/1?limit=1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("/problems/foreign-site");
        var order = api.request("/definitions").header("Content-Type", "application/json");
        String fine = "{\"name\":\"a\",\"size\":1}";
        assertProblem(
                api.send(order.copy().header("Origin", "https://evil.example").POST(BodyPublishers.ofString(fine))),
                "foreign-site",
                403);
        assertThat(api.send(order.copy()
                                .header("Origin", "http://127.0.0.1:" + port)
                                .POST(BodyPublishers.ofString(fine)))
                        .status())
                .isEqualTo(200);
    }

    private static void assertProblem(Answer answer, String type, int status) {
        assertThat(answer.body()).doesNotContain("secret", "io.sluice", "java.", "org.springframework", "Exception");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("type").asString()).isEqualTo("/problems/" + type);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asString()).isNotBlank();
        assertThat(answer.json().get("instance").asString()).startsWith("/");
    }
}
