package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.mongodb.MongoTimeoutException;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.stream.store.mongo.MongoOutage;
import io.sluice.testing.NoServers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The room on its own, with a controller that fails in every way there is. */
@NoServers
@ComponentScan(excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test(\\$.*)?"))
public class WebApplication {

    /** The services that rooms above this one bring, with the judges that they have there. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Stores {

        @Bean
        OutageSign postgres() {
            return new OutageSign("Postgres", LedgerOutage::is);
        }

        @Bean
        OutageSign mongo() {
            return new OutageSign("Mongo", MongoOutage::is);
        }
    }

    enum Mode {
        @JsonProperty("append")
        APPEND,
        @JsonProperty("upsert")
        UPSERT
    }

    record Sink(
            @Pattern(regexp = "[a-z]+", message = "must be lower-case letters")
            String table,

            Mode mode) {}

    record Definition(
            @JsonProperty(required = true) String name,
            @Valid List<Sink> sinks,
            @Min(1) int size) {

        Definition {
            if ("forbidden".equals(name)) {
                throw new IllegalArgumentException("the name \"forbidden\" is not available");
            }
            if ("taken".equals(name)) {
                throw new ProblemException(ProblemType.NAME_TAKEN, "Choose another name.");
            }
        }
    }

    /** How many handlers of /waits are in it, and what lets them go. */
    public static final AtomicInteger waiting = new AtomicInteger();

    public static final CountDownLatch gate = new CountDownLatch(1);

    @Tag(name = "Failing", description = "Everything that can go wrong")
    @RestController
    static class Failing {

        @Operation(operationId = "define", summary = "Define", description = "Takes a definition.")
        @Fails(ProblemType.NAME_TAKEN)
        @PostMapping(path = "/definitions", consumes = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Object> define(@Valid @RequestBody Definition definition) {
            return Map.of("name", String.valueOf(definition.name()));
        }

        @Operation(operationId = "count", summary = "Count", description = "Takes parameters.")
        @GetMapping("/counts/{id}")
        Map<String, Object> count(
                @PathVariable long id,
                @RequestParam @Min(1) @Max(500) int limit,
                @RequestParam(required = false) Mode mode) {
            return Map.of("id", id, "limit", limit);
        }

        @LargeAnswer("kafka")
        @Operation(operationId = "large", summary = "Large", description = "Answers eight million bytes.")
        @GetMapping("/large")
        byte[] large() {
            return new byte[8_000_000];
        }

        @Operation(operationId = "wait", summary = "Wait", description = "Waits as long as its gate is closed.")
        @PostMapping("/waits")
        Map<String, Object> await(@RequestBody byte[] body) throws InterruptedException {
            waiting.incrementAndGet();
            gate.await(30, TimeUnit.SECONDS);
            waiting.decrementAndGet();
            return Map.of("length", body.length);
        }

        @Operation(operationId = "fail", summary = "Fail", description = "Fails as asked.")
        @Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE})
        @GetMapping("/failures/{kind}")
        Map<String, Object> fail(@PathVariable String kind) {
            throw switch (kind) {
                case "ours" -> new ProblemException(ProblemType.PIPELINE_NOT_FOUND, "There is no pipeline 'x'.");
                case "postgres" ->
                    new DataAccessResourceFailureException(
                            "jdbc:postgresql://secret@host/db", new SQLException("refused", "08001"));
                case "disk" ->
                    new UncategorizedSQLException("write", null, new SQLException("could not extend file", "53100"));
                case "statement" ->
                    new DataAccessResourceFailureException(
                            "read", new SQLException("secret: stack depth limit exceeded", "54001"));
                case "rollback" -> brokenRollback();
                case "mongo" -> new DataAccessResourceFailureException("away", new MongoTimeoutException("away"));
                case "forbidden" -> new IllegalStateException(new TopicAuthorizationException(Set.of("t")));
                case "stranger" ->
                    new IllegalStateException(new SslAuthenticationException(
                            "SSL handshake failed", new SSLHandshakeException("PKIX path building failed")));
                case "memory" ->
                    new DataAccessResourceFailureException(
                            "no", new SQLException("Ran out of memory", "53200", new OutOfMemoryError("heap")));
                case "kafka" ->
                    new IllegalStateException(new org.apache.kafka.common.errors.TimeoutException("no brokers"));
                default -> new IllegalStateException("secret at /var/lib/secret");
            };
        }

        private static RuntimeException brokenRollback() {
            TransactionSystemException thrown =
                    new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
            thrown.initApplicationException(
                    new UncategorizedSQLException("read", null, new SQLException("terminating connection", "57P01")));
            return thrown;
        }
    }
}
