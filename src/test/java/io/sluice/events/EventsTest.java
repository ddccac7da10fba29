package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.pipeline.FakeEngine;
import io.sluice.pipeline.catalogue.PipelineLoader;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.Alone;
import io.sluice.testing.Api;
import io.sluice.testing.Callers;
import io.sluice.testing.EventReader;
import io.sluice.testing.EventReader.Event;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = EventApp.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sluice.pipelines.directory=target/no-such-directory",
            "sluice.events.max-streams-per-address=210",
            "sluice.events.heartbeat=300ms",
            "sluice.web.transfer-timeout=3s",
            "server.tomcat.threads.max=20",
            "server.compression.enabled=true",
            "server.http2.enabled=true",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@Alone
class EventsTest {

    private static final String PATH = "/api/v1/events";
    private static final Duration SOON = Duration.ofSeconds(60);

    @LocalServerPort
    int port;

    @Autowired
    FakeEngine engine;

    @Autowired
    PipelineRegistry registry;

    @Autowired
    PipelineLoader loader;

    @Autowired
    Map<String, Object> services;

    @Autowired
    AtomicInteger looks;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Streams streams;

    @Autowired
    MeterRegistry meters;

    private final List<EventReader> readers = new ArrayList<>();

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        LedgerAccess access = TestPostgres.freshDatabase();
        properties.add("spring.datasource.url", access::url);
        properties.add("spring.datasource.username", access::user);
        properties.add("spring.datasource.password", access::password);
    }

    @BeforeEach
    void awaitDatabase() {
        await().until(() -> registry.closedBecause().isEmpty());
    }

    @AfterEach
    void removeAll() {
        readers.forEach(EventReader::close);
        await().atMost(SOON).until(() -> streams.count() == 0);
        List.copyOf(registry.all())
                .forEach(p -> api().send(
                                api().request("/api/v1/pipelines/" + p.name()).DELETE()));
        engine.standings.clear();
    }

    @Test
    @DisplayName("a new reader is told how everything is, then each state in its order")
    void statesInOrder() {
        create("a");
        EventReader reader = open(PATH);
        Event snapshot = reader.await("snapshot");
        assertThat(snapshot.id()).isNotEmpty();
        assertThat(snapshot.data().path("heartbeatSeconds").asDouble()).isEqualTo(0.3);
        assertThat(snapshot.data().at("/platform/kafka/reachable").asBoolean()).isTrue();
        assertThat(snapshot.data().at("/platform/owner/state").asString()).isEqualTo("OWNER");
        // Figures may be read anew between the two.
        await().untilAsserted(
                        () -> assertThat(open(PATH).await("snapshot").data().at("/pipelines/0"))
                                .isEqualTo(api().get("/api/v1/pipelines").json().at("/items/0")));

        order("a", "start");
        reader.await("RUNNING", event -> isState(event, "a", "RUNNING"));
        order("a", "stop");
        Event stopped = reader.await("STOPPED", event -> isState(event, "a", "STOPPED"));
        assertThat(states(reader, "a")).containsExactly("STARTING", "RUNNING", "STOPPING", "STOPPED");
        assertThat(stopped.data().at("/status/since"))
                .isEqualTo(api().get("/api/v1/pipelines/a/status").json().path("since"));
    }

    @Test
    @DisplayName("a reader who is not let have the events any more gets an answer that ends in order")
    void endsWithTheLogin() throws Exception {
        EventReader granted = open("/granted");
        EventReader other = open(PATH);
        await().until(() -> granted.heartbeats.get() > 1);
        EventApp.Granted.HOLDS.set(false);
        try {
            assertThat(granted.answer().get(SOON.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
        } finally {
            EventApp.Granted.HOLDS.set(true);
        }
        assertThat(other.answer()).isNotDone();
    }

    @Test
    @DisplayName("a definition that is created, changed and deleted is told")
    void definitions() {
        EventReader reader = open(PATH);
        reader.await("snapshot");
        create("b");
        reader.await("created", event -> isChange(event, "b", "created"));
        api().send(api().request("/api/v1/pipelines/b")
                .header("Content-Type", "application/json")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(definition("b", "a INT, c INT"))));
        reader.await("changed", event -> isChange(event, "b", "changed"));
        api().send(api().request("/api/v1/pipelines/b").DELETE());
        reader.await("deleted", event -> isChange(event, "b", "deleted"));
    }

    @Test
    @DisplayName(
            "each micro-batch is told with counters and lag as the summaries show them, and what changed without one")
    void progress() {
        create("c");
        EventReader reader = open(PATH);
        reader.await("snapshot");
        order("c", "start");
        Event progress = reader.await("progress");
        assertThat(progress.data().at("/batch/batchId").asLong()).isEqualTo(7);
        assertThat(progress.data().at("/summary/lag").asLong()).isEqualTo(2);
        assertThat(progress.data().at("/summary/name").asString()).isEqualTo("c");

        engine.standings.put(id("c"), new Standing(new Counters(5, 1, 0, Map.of()), Offsets.NONE));
        Event counters = reader.await(
                "counters",
                event -> event.is("counters", "c")
                        && event.data().at("/summary/counters/consumed").asLong() == 5);
        assertThat(counters.data().at("/summary/counters/filtered").asLong()).isEqualTo(1);
        assertThat(reader.events.stream().filter(event -> event.is("progress", "c")))
                .as("one micro-batch is told once")
                .hasSize(1);
    }

    @Test
    @DisplayName("rejected records are told with their number and the newest reasons")
    void rejections() {
        create("d");
        EventReader reader = open(PATH);
        reader.await("snapshot");
        engine.standings.put(id("d"), new Standing(new Counters(5, 0, 1, Map.of()), Offsets.NONE));
        reader.await("counters");
        letter("d", 3, "is no number");
        engine.standings.put(id("d"), new Standing(new Counters(9, 0, 3, Map.of()), Offsets.NONE));
        Event rejected = reader.await(
                "rejected",
                event -> event.is("rejected", "d") && event.data().path("count").asLong() == 3);
        assertThat(rejected.data().path("more").asLong()).isBetween(2L, 3L);
        assertThat(rejected.data().at("/newest/0/reason").asString()).isEqualTo("is no number");
        assertThat(rejected.data().at("/newest/0/stage").asString()).isEqualTo("decode");
        assertThat(rejected.data().at("/newest/0/offset").asLong()).isEqualTo(3);
    }

    @Test
    @DisplayName("rejected records of many pipelines at once are all told")
    void manyRejections() {
        List<String> names = Stream.iterate(0, i -> i + 1)
                .limit(12)
                .map(i -> "rejecting_" + i)
                .toList();
        names.forEach(this::create);
        EventReader reader = open(PATH);
        reader.await("snapshot");
        names.forEach(name ->
                engine.standings.put(id(name), new Standing(new Counters(2, 0, 1, Map.of()), Offsets.NONE)));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reader.events.stream()
                                .filter(event -> event.kind().equals("rejected"))
                                .map(event -> event.data().path("pipeline").asString()))
                        .containsExactlyInAnyOrderElementsOf(names));
    }

    @Test
    @DisplayName("a service that goes is told, and one that only says so in other words is not")
    void platform() {
        EventReader reader = open(PATH);
        reader.await("snapshot");
        services.put("kafka", Map.of("reachable", false, "since", "2026-01-31T09:00:00Z", "lastError", "a"));
        reader.await(
                "kafka away",
                event -> event.data()
                        .at("/platform/kafka/lastError")
                        .asString("")
                        .equals("a"));
        services.put("kafka", Map.of("reachable", false, "since", "2026-01-31T09:00:00Z", "lastError", "b"));
        int before = looks.get();
        await().atMost(SOON).until(() -> looks.get() > before + 1);
        services.put("kafka", Map.of("reachable", true, "since", "2026-01-31T10:00:00Z"));
        reader.await(
                "kafka back",
                event -> event.data().at("/platform/kafka/reachable").asBoolean(false)
                        && event.kind().equals("platform"));
        assertThat(reader.events).noneMatch(event -> event.toString().contains("\"lastError\":\"b\""));
    }

    @Test
    @DisplayName("an instance that stands by says so, and tells how everything is when it takes over")
    void standby() {
        create("e");
        registry.close(new ProblemException(ProblemType.STANDBY, "Another instance runs them."));
        EventReader reader = open(PATH + "?pipeline=e");
        Event snapshot = reader.await("snapshot");
        assertThat(snapshot.data().at("/platform/owner/state").asString()).isEqualTo("STANDBY");
        assertThat(snapshot.data().at("/platform/owner/detail").asString()).isEqualTo("Another instance runs them.");
        assertThat(snapshot.data().path("pipelines")).isEmpty();
        registry.open(loader.load());
        registry.completed();
        reader.await(
                "the second snapshot",
                event -> event.data().at("/pipelines/0/name").asString("").equals("e"));
    }

    @Test
    @DisplayName("whoever comes back with the id of its last event gets exactly what it missed, and nothing else")
    void comesBack() {
        create("f");
        EventReader witness = open(PATH);
        EventReader goes = open(PATH);
        goes.await("snapshot");
        order("f", "start");
        Event last = goes.await("RUNNING", event -> isState(event, "f", "RUNNING"));
        goes.close();
        order("f", "stop");
        witness.await("STOPPED", event -> isState(event, "f", "STOPPED"));
        order("f", "start");
        order("f", "stop");
        await().until(() -> states(witness, "f").size() >= 8);

        EventReader back = open(PATH, "Last-Event-ID", last.id());
        create("g");
        back.await("created", event -> isChange(event, "g", "created"));
        witness.await("created", event -> isChange(event, "g", "created"));
        List<Event> missed = witness.events.stream()
                .dropWhile(event -> !event.id().equals(last.id()))
                .skip(1)
                .takeWhile(event -> !isChange(event, "g", "created"))
                .toList();
        assertThat(back.events.stream().takeWhile(event -> !isChange(event, "g", "created")))
                .containsExactlyElementsOf(missed);
        assertThat(missed).hasSizeGreaterThan(5);
    }

    @Test
    @DisplayName("whoever comes back with an id of another run is told how everything is, and goes on")
    void unknownId() {
        create("h");
        for (String id : List.of("0badf00d-1", "nonsense", "99999999999999999999999")) {
            EventReader reader = open(PATH, "Last-Event-ID", id);
            assertThat(reader.await("snapshot").data().at("/pipelines/0/name").asString())
                    .isEqualTo("h");
            order("h", "start");
            reader.await("RUNNING", event -> isState(event, "h", "RUNNING"));
            order("h", "stop");
            reader.await("STOPPED", event -> isState(event, "h", "STOPPED"));
        }
    }

    @Test
    @DisplayName("whoever asks for some pipelines gets those only, and a name that there is not is refused")
    void some() {
        create("i");
        create("j");
        EventReader reader = open(PATH + "?pipeline=i&pipeline=k");
        HttpResponse<Void> refused = reader.answer().join();
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");

        EventReader some = open(PATH + "?pipeline=i");
        assertThat(some.await("snapshot").data().path("pipelines")).hasSize(1);
        order("j", "start");
        order("i", "start");
        some.await("RUNNING", event -> isState(event, "i", "RUNNING"));
        assertThat(some.events)
                .noneMatch(event -> event.data().path("pipeline").asString("").equals("j"));
    }

    @Test
    @DisplayName("a reader to whom nothing happens is shown that the connection is alive")
    void heartbeats() {
        EventReader reader = open(PATH);
        await().atMost(SOON).until(() -> reader.heartbeats.get() >= 3);
    }

    @Test
    @DisplayName("events come at once where answers are compressed, and over HTTP/2")
    void otherTransports() {
        EventReader zipped = open(PATH, "Accept-Encoding", "gzip");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        EventReader second = EventReader.open(client, port, PATH);
        readers.add(second);
        zipped.await("snapshot");
        second.await("snapshot");
        create("l");
        zipped.await("created", event -> isChange(event, "l", "created"));
        second.await("created", event -> isChange(event, "l", "created"));
        second.close();
    }

    @Test
    @DisplayName("a stream does not count as a request that takes as long as the stream is open")
    void isNotTimed() {
        assertThat(api().get("/api/v1/pipelines").status()).isEqualTo(200);
        await().atMost(SOON)
                .until(() -> meters.find("http.server.requests")
                                .tag("uri", "/api/v1/pipelines")
                                .timer()
                        != null);
        await().atMost(SOON).until(() -> active() == 0);
        Stream.generate(() -> open(PATH)).limit(20).toList().forEach(reader -> reader.await("snapshot"));
        assertThat(active()).isZero();
        assertThat(meters.get("http.server.requests").timers())
                .noneMatch(timer -> PATH.equals(timer.getId().getTag("uri")));
    }

    @Test
    @DisplayName("a request with a body is timed, and no longer under way once it is answered")
    void requestsWithBodiesAreTimed() {
        create("timed");
        await().atMost(SOON).until(() -> active() == 0);
        assertThat(meters.get("http.server.requests")
                        .tags("uri", "/api/v1/pipelines", "method", "POST")
                        .timer()
                        .count())
                .isPositive();
    }

    @Test
    @DisplayName("two hundred readers, half of whom take nothing, hold neither threads nor each other up")
    void manyReaders() {
        for (int i = 0; i < 60; i++) {
            create("many_" + i);
        }
        int threads = Thread.activeCount();
        try (Callers stalled = new Callers(port, 100, "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            List<EventReader> live =
                    Stream.generate(() -> open(PATH)).limit(100).toList();
            live.forEach(reader -> reader.await("snapshot"));
            // The best of some, for the machine may be busy.
            assertThat(Stream.of("many_7", "many_8", "many_9").map(name -> told(name, live)))
                    .anyMatch(took -> took.compareTo(Duration.ofSeconds(2)) < 0);
            assertThat(api().get("/api/v1/pipelines/many_7/status").status()).isEqualTo(200);
            assertThat(Thread.activeCount() - threads).isLessThan(60);
        }
    }

    /** How long it takes until all know that the pipeline runs, from its start on. */
    private Duration told(String name, List<EventReader> live) {
        long begin = System.nanoTime();
        order(name, "start");
        live.forEach(reader -> reader.await("RUNNING", event -> isState(event, name, "RUNNING")));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    @DisplayName("whoever takes nothing for long loses the connection, and its place")
    void hangsUp() {
        EventReader reader = open(PATH);
        reader.await("snapshot");
        try (Callers stalled = new Callers(port, 3, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            await().atMost(SOON).until(() -> streams.count() == 4);
            await().atMost(SOON).until(() -> streams.count() == 1);
        }
        create("n");
        reader.await("created", event -> isChange(event, "n", "created"));
    }

    @Test
    @DisplayName("one more stream than there may be is refused, until one is closed")
    void limits() {
        List<EventReader> all = Stream.generate(() -> open(PATH)).limit(210).toList();
        all.forEach(reader -> reader.await("snapshot"));
        HttpResponse<Void> refused = open(PATH).answer().join();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        all.get(0).close();
        // The server notices it when it next has something to send.
        await().atMost(SOON).until(() -> streams.count() < 210);
        open(PATH).await("snapshot");
    }

    @Test
    @DisplayName(
            "the first reader is told how everything is only when the ledger has said it, and all streams end at once"
                    + " when the application does")
    void firstAndLast() throws Exception {
        LedgerAccess access = TestPostgres.freshDatabase();
        try (var app = SpringApplication.run(
                EventApp.class,
                "--server.port=0",
                "--sluice.events.max-streams=4",
                "--spring.main.banner-mode=off",
                "--server.shutdown=graceful",
                "--spring.lifecycle.timeout-per-shutdown-phase=60s",
                "--" + NoServers.NO_TELEMETRY,
                "--sluice.pipelines.directory=target/no-such-directory",
                "--spring.datasource.url=" + access.url(),
                "--spring.datasource.username=" + access.user(),
                "--spring.datasource.password=" + access.password())) {
            int its = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            PipelineRegistry pipelines = app.getBean(PipelineRegistry.class);
            await().until(() -> pipelines.closedBecause().isEmpty());
            assertThat(new Api(its)
                            .post("/api/v1/pipelines", definition("m", "a INT"))
                            .status())
                    .isEqualTo(201);
            FakeEngine ledger = app.getBean(FakeEngine.class);
            CountDownLatch answer = new CountDownLatch(1);
            ledger.standUntil(answer);
            EventReader reader = EventReader.open(its, PATH);
            readers.add(reader);
            await().until(() -> ledger.asked.get() > 0);
            // Rejected while the ledger is being asked for the first time.
            ledger.standings.put(
                    pipelines.require("m").id(), new Standing(new Counters(9, 0, 3, Map.of()), Offsets.NONE));
            answer.countDown();
            assertThat(reader.await("snapshot")
                            .data()
                            .at("/pipelines/0/counters/rejected")
                            .asInt(-1))
                    .isEqualTo(3);
            try (Callers stalled = new Callers(its, 3, "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                Streams all = app.getBean(Streams.class);
                await().until(() -> all.count() == 4);
                Api.Answer refused = new Api(its).get(PATH);
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.body()).contains("Sluice has 4 streams", "sluice.events.max-streams)");
                long begin = System.nanoTime();
                app.close();
                assertThat(reader.answer().get(20, TimeUnit.SECONDS).statusCode())
                        .isEqualTo(200);
                // Otherwise the end would wait for them for all of its minute.
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    private int active() {
        return meters.get("http.server.requests.active").longTaskTimers().stream()
                .mapToInt(LongTaskTimer::activeTasks)
                .sum();
    }

    private EventReader open(String path, String... headers) {
        EventReader reader = EventReader.open(port, path, headers);
        readers.add(reader);
        return reader;
    }

    private Api api() {
        return new Api(port);
    }

    private long id(String name) {
        return registry.require(name).id();
    }

    private void create(String name) {
        assertThat(api().post("/api/v1/pipelines", definition(name, "a INT")).status())
                .isEqualTo(201);
    }

    private void order(String name, String order) {
        assertThat(api().post("/api/v1/pipelines/" + name + "/" + order, "").status())
                .isEqualTo(202);
    }

    private static String definition(String name, String schema) {
        return """
                {"name":"%1$s","autoStart":false,"source":{"topics":["t"],"schema":"%2$s"},\
                "sinks":[{"type":"postgres","table":"t_%1$s"}]}""".formatted(name, schema);
    }

    private void letter(String pipeline, long offset, String reason) {
        jdbc.update(
                "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\", reason, headers)"
                        + " VALUES (?, 't', 0, ?, 'decode', now(), ?, '[]')",
                pipeline,
                offset,
                reason);
    }

    private static boolean isState(Event event, String pipeline, String state) {
        return event.is("state", pipeline)
                && event.data().at("/status/state").asString().equals(state);
    }

    private static boolean isChange(Event event, String pipeline, String change) {
        return event.is("definition", pipeline)
                && event.data().path("change").asString().equals(change);
    }

    private static List<String> states(EventReader reader, String pipeline) {
        return reader.events.stream()
                .filter(event -> event.is("state", pipeline))
                .map(event -> event.data().at("/status/state").asString())
                .collect(Collectors.toList());
    }
}
