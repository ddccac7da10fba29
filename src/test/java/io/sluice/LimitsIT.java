package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.Bystander;
import io.sluice.testing.Callers;
import io.sluice.testing.SluiceProcess;
import io.sluice.web.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever three hundred connections send, or do not read, everybody else is served within a second, in 1 GiB of heap. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {

    private static final int CONNECTIONS = 300;
    private static final int AT_ONCE = 6;
    private static final String PIPELINE = """
            {"name": "steady", "source": {"topics": ["steady"], "schema": "a INT"},
             "sinks": [{"type": "postgres", "table": "steady"}]}""";

    private SluiceProcess process;
    private ApiClient api;
    private Bystander bystander;

    private record Operation(String method, String path) {

        String head(String more) {
            return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more
                    + "\r\n";
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        process = SluiceProcess.start(
                directory.resolve("data"),
                "limits",
                List.of("-Xmx1g"),
                "--sluice.demo.enabled=false",
                "--sluice.web.transfer-timeout=10s",
                // The others are served from the same address.
                "--sluice.web.requests-per-second=0");
        api = process.api();
        api.awaitReady();
        api.post("/api/v1/topics/steady/records", "[{\"a\":1}]").expect(201);
        api.post("/api/v1/pipelines", PIPELINE).expect(201);
        api.awaitConsumed("steady", 1);
        bystander = new Bystander(
                api.port(), "/actuator/health/liveness", "/api/v1/pipelines/steady/status", "/api/v1/pipelines");
    }

    @AfterAll
    void stop() throws InterruptedException {
        assertThat(process.terminate()).isIn(0, 143);
    }

    @Test
    @DisplayName("Slow, endless and oversized bodies of every operation, and unread answers, hold up nobody")
    void everyOperation() {
        for (Operation operation : operations()) {
            List<Callers> callers = new ArrayList<>();
            int each = CONNECTIONS / 3;
            callers.add(new Callers(api.port(), each, operation.head("Content-Length: 1000\r\n") + "{"));
            callers.add(new Callers(api.port(), each, operation.head("Content-Length: 99000000\r\n") + "["));
            callers.add(
                    operation.method().equals("GET")
                            ? new Callers(api.port(), each, operation.head("").repeat(3))
                            : new Callers(api.port(), each, operation.head("Transfer-Encoding: chunked\r\n")));
            try {
                callers.get(0).send(" ");
                callers.get(1).send("[".repeat(10_000));
                callers.get(2).send(operation.method().equals("GET") ? "" : ("5\r\n[[[[[\r\n").repeat(1_000));
                bystander.assertServed(operation.toString());
            } finally {
                callers.forEach(Callers::close);
            }
        }
        assertThat(api.status("steady").path("state").asString()).isEqualTo("RUNNING");
    }

    @Test
    @DisplayName("Bodies with millions of entries, or nested without end, are refused at once and in few words")
    void greedyBodies() {
        String definition = "{\"name\":\"p\",\"source\":{\"schema\":\"a INT\",\"topics\":[%s]},\"sinks\":[]}";
        String tooLong = definition.formatted("\"\",".repeat(5_200_000) + "\"\"");
        String longest = definition.formatted("\"\",".repeat(340_000) + "\"\"");
        String deep = "[".repeat(15_900_000);
        String offsets = "{\"partitions\":[" + "null,".repeat(800_000) + "null]}";
        refused(413, () -> api.post("/api/v1/pipelines", tooLong));
        refused(413, () -> api.post("/api/v1/pipelines/validate", tooLong));
        refused(422, () -> api.post("/api/v1/pipelines", longest));
        refused(400, () -> api.post("/api/v1/pipelines", deep.substring(0, Limits.DEFINITION_BYTES)));
        refused(400, () -> api.post("/api/v1/topics/steady/records", deep));
        refused(404, () -> api.send("PATCH", "/api/v1/pipelines/absent/offsets", offsets));
        refused(422, () -> api.send("PATCH", "/api/v1/pipelines/steady/offsets", offsets));
        refused(400, () -> api.get("/api/v1/pipelines/steady/results/postgres?filter=" + "x".repeat(7_000)));
    }

    /** Several at once, while others are served. */
    private void refused(int status, Supplier<Answer> request) {
        List<CompletableFuture<Answer>> answers = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> CompletableFuture.supplyAsync(request))
                .toList();
        bystander.assertServed("greedy body, " + status);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().status()).isIn(status, 429);
            assertThat(answer.join().http().body().length()).isLessThan(20_000);
        });
        assertThat(answers)
                .anySatisfy(answer -> assertThat(answer.join().status()).isEqualTo(status));
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        api.get("/v3/api-docs")
                .expect(200)
                .path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> operations.add(new Operation(
                        method.toUpperCase(Locale.ROOT),
                        path.replace("{name}", method.equals("get") ? "steady" : "absent")
                                .replace("{topic}", "steady")
                                .replace("{id}", UUID.randomUUID().toString())
                                .replaceAll("\\{[a-z]+}", "0")))));
        assertThat(operations).hasSizeGreaterThan(20);
        return operations;
    }
}
