package io.sluice.bench;

import io.sluice.access.Role;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.table.TableReads;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.testing.Browser;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import io.sluice.web.OutageSign;
import io.sluice.web.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a request costs more where one has to log in: the same small answer from an open server and from a locked one, for a
 * token and for a session, one request after the other on a connection that stays, round after round in turns. Ends by
 * itself.
 *
 * <p>Arguments: requests of each kind in a round (20,000), rounds (5).
 */
public final class LockBenchmark {

    private static final String PASSWORD = "correct horse battery";
    private static final String PATH = "/api/v1/queries";
    private static final int NANOS_OF_A_MICRO = 1_000;

    private LockBenchmark() {}

    /** All that a request passes, on a real Postgres, and one handler behind it. */
    @NoServers
    @ComponentScan(
            basePackageClasses = {Role.class, Problem.class},
            excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*(Test|App|Application)(\\$.*)?"))
    @EnableConfigurationProperties(ResultsSettings.class)
    @Import(TableReads.class)
    static class Server {

        static final LedgerAccess DATABASE = TestPostgres.freshDatabase();

        @Bean
        DataSource dataSource() {
            return TestPostgres.dataSource(DATABASE);
        }

        @Bean
        OutageSign postgres() {
            return new OutageSign("Postgres", LedgerOutage::is);
        }

        @RestController
        static class Handler {

            @GetMapping(PATH)
            Map<String, Integer> answer() {
                return Map.of("items", 0);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int requests = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        try (ConfigurableApplicationContext open = start();
                ConfigurableApplicationContext locked = start("--sluice.security.admin.password=" + PASSWORD)) {
            Browser browser = new Browser(port(locked));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> browser.login("admin", PASSWORD).status() == 200);
            Map<String, HttpRequest> kinds = new LinkedHashMap<>();
            kinds.put("open", request(open).build());
            kinds.put(
                    "token",
                    request(locked)
                            .header("Authorization", "Bearer " + browser.token("viewer"))
                            .build());
            kinds.put(
                    "session",
                    request(locked)
                            .header("Cookie", "sluice=" + browser.cookie("sluice"))
                            .build());
            measure(kinds, requests, rounds);
        }
    }

    private static ConfigurableApplicationContext start(String... more) {
        String[] arguments = Arrays.copyOf(more, more.length + 5);
        arguments[more.length] = "--server.port=0";
        arguments[more.length + 1] = "--spring.main.banner-mode=off";
        arguments[more.length + 2] = "--logging.level.root=ERROR";
        arguments[more.length + 3] = "--" + NoServers.NO_TELEMETRY;
        arguments[more.length + 4] = "--sluice.web.requests-per-second=0";
        return new SpringApplicationBuilder(Server.class).run(arguments);
    }

    private static int port(ConfigurableApplicationContext server) {
        return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(server) + PATH));
    }

    private static void measure(Map<String, HttpRequest> kinds, int requests, int rounds) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (HttpRequest request : kinds.values()) {
            send(client, request, requests);
        }
        Spread spread = new Spread();
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, HttpRequest> kind : kinds.entrySet()) {
                long[] nanos = send(client, kind.getValue(), requests);
                Arrays.sort(nanos);
                spread.add(
                        kind.getKey() + ", mean", Arrays.stream(nanos).average().orElseThrow() / NANOS_OF_A_MICRO);
                spread.add(kind.getKey() + ", p50", (double) nanos[requests / 2] / NANOS_OF_A_MICRO);
                spread.add(kind.getKey() + ", p99", (double) nanos[requests * 99 / 100] / NANOS_OF_A_MICRO);
            }
        }
        for (String kind : spread.kinds()) {
            String figure = kind.substring(kind.indexOf(','));
            Output.print(
                    "%-14s %s µs, %+.0f µs beside open",
                    kind, spread.show(kind, "%.0f"), spread.median(kind) - spread.median("open" + figure));
        }
    }

    /** @return what each took, in nanoseconds */
    private static long[] send(HttpClient client, HttpRequest request, int times)
            throws IOException, InterruptedException {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            nanos[i] = System.nanoTime() - began;
            if (status != 200) {
                throw new IllegalStateException("answered " + status);
            }
        }
        return nanos;
    }
}
