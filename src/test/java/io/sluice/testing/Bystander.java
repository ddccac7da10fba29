package io.sluice.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Somebody who just wants to be served, whatever others do meanwhile. */
public final class Bystander {

    /** Also where everything shares two processors; single answers may be late by chance. */
    private static final long SOON_MILLIS = 1_000;

    /** Less than the time after which somebody who sends nothing more is hung up on. */
    private static final Duration BOUND = Duration.ofSeconds(8);

    private static final int ROUNDS = 3;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpRequest> requests = new ArrayList<>();

    /** @param paths that are answered 200 */
    public Bystander(int port, String... paths) {
        for (String path : paths) {
            requests.add(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(BOUND)
                    .build());
        }
    }

    /** Asks for everything some times; of each, an answer has to come within a second, and the others not much later. */
    public void assertServed(String meanwhile) {
        List<List<Long>> millis = requests.stream()
                .map(request -> (List<Long>) new ArrayList<Long>())
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < requests.size(); i++) {
                millis.get(i).add(ask(requests.get(i), meanwhile));
            }
        }
        if (millis.stream().anyMatch(each -> Collections.min(each) > SOON_MILLIS)) {
            throw new AssertionError("Answers took " + millis + " ms during " + meanwhile);
        }
    }

    private long ask(HttpRequest request, String meanwhile) {
        long start = System.nanoTime();
        try {
            int status = http.send(request, BodyHandlers.ofString()).statusCode();
            if (status != 200) {
                throw new AssertionError(request.uri() + " answered " + status + " during " + meanwhile);
            }
        } catch (IOException e) {
            throw new AssertionError(request.uri() + " was not answered in time during " + meanwhile, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
