package io.sluice.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events from a real server, without a thread of its own, until it is closed. */
public final class EventReader implements AutoCloseable, Flow.Subscriber<String> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What came, in its order. */
    public final List<Event> events = new CopyOnWriteArrayList<>();

    /** How many came beside them that only show that the connection is alive. */
    public final AtomicInteger heartbeats = new AtomicInteger();

    private final CompletableFuture<HttpResponse<Void>> answer;
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private String id = "";
    private String kind = "";
    private StringBuilder data = new StringBuilder();

    /** An event; its id is empty where it has none. */
    public record Event(String id, String kind, JsonNode data) {

        public boolean is(String expected, String pipeline) {
            return kind.equals(expected) && data.path("pipeline").asString("").equals(pipeline);
        }
    }

    private EventReader(HttpClient client, HttpRequest request) {
        answer = client.sendAsync(request, info -> BodySubscribers.fromLineSubscriber(this));
    }

    public static EventReader open(int port, String path, String... headers) {
        return open(CLIENT, port, path, headers);
    }

    public static EventReader open(HttpClient client, int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventReader(client, request.build());
    }

    /** Waits for an event. */
    public Event await(String what, Predicate<Event> wanted) {
        try {
            return Objects.requireNonNull(Awaitility.await(what)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> events.stream().filter(wanted).findFirst().orElse(null), Objects::nonNull));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    what + " did not come, but " + events.size() + " events and " + heartbeats + " heartbeats; "
                            + answer,
                    e);
        }
    }

    public Event await(String kind) {
        return await(kind, event -> event.kind().equals(kind));
    }

    /** Completes when the server has ended the answer, with its head. */
    public CompletableFuture<HttpResponse<Void>> answer() {
        return answer;
    }

    @Override
    public void onSubscribe(Flow.Subscription its) {
        subscription.complete(its);
        its.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
        switch (field) {
            case "id" -> id = value;
            case "event" -> kind = value;
            case "data" -> data.append(value).append('\n');
            case "" -> {
                if (colon < 0 && !data.isEmpty()) {
                    if (kind.equals("heartbeat")) {
                        heartbeats.incrementAndGet();
                    } else {
                        events.add(new Event(id, kind, JSON.readTree(data.toString())));
                    }
                    data = new StringBuilder();
                }
            }
            default -> {}
        }
    }

    @Override
    public void onError(Throwable failure) {
        // The answer says it.
    }

    @Override
    public void onComplete() {
        // The answer says it.
    }

    /** Waits for the head of the answer, so that the server has no stream any more that nobody reads. */
    @Override
    public void close() {
        CompletableFuture.anyOf(subscription, answer.handle((head, failure) -> head))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        if (subscription.isDone()) {
            subscription.join().cancel();
        }
    }
}
