package io.sluice.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running Sluice from outside, as anybody would. */
public final class ApiClient {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final @Nullable String token;

    public ApiClient(int port) {
        this("http://127.0.0.1:" + port, null);
    }

    private ApiClient(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /** One that sends a token with each request. */
    public ApiClient with(String other) {
        return new ApiClient(base, other);
    }

    public int port() {
        return URI.create(base).getPort();
    }

    /** An answer with its body as JSON, null if it has none. */
    public record Answer(int status, HttpResponse<String> http) {

        public JsonNode body() {
            return JSON.readTree(http.body());
        }

        /** The body, once the status is the expected one. */
        public JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        http.request().method() + " " + http.uri() + " answered " + status + ": " + http.body());
            }
            return http.body().isEmpty() ? JSON.nullNode() : body();
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, @Nullable String body) {
        return send("POST", path, body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        } else if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + base + path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public void awaitReady() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> get("/actuator/health/readiness").status() == 200);
    }

    public JsonNode status(String pipeline) {
        return get("/api/v1/pipelines/" + pipeline + "/status").expect(200);
    }

    /** What the ledger counts now: a status leaves it out where Postgres does not answer at once. */
    public JsonNode counters(String pipeline) {
        return await(pipeline, status -> status.has("counters")).path("counters");
    }

    /** Waits until the pipeline's status is as asked for, and returns it. */
    public JsonNode await(String pipeline, Predicate<JsonNode> condition) {
        return Objects.requireNonNull(Awaitility.await("status of " + pipeline)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(pipeline), condition));
    }

    public JsonNode awaitState(String pipeline, String state) {
        return await(pipeline, status -> status.path("state").asString().equals(state));
    }

    /** Like {@link #awaitState} for a pipeline that may not be known yet. */
    public void awaitRuns(String pipeline) {
        Awaitility.await("pipeline " + pipeline)
                .atMost(PATIENCE)
                .until(() -> get("/api/v1/pipelines/" + pipeline).status() == 200);
        awaitState(pipeline, "RUNNING");
    }

    public JsonNode awaitConsumed(String pipeline, long records) {
        return await(
                pipeline, status -> status.path("counters").path("consumed").asLong() >= records);
    }
}
