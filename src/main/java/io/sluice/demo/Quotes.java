package io.sluice.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** The sample records. Thread-safe. */
final class Quotes {

    private final JsonMapper json;
    private final List<Quote> all;

    Quotes(JsonMapper json) {
        this.json = json;
        try (InputStream resource = Quotes.class.getResourceAsStream("/demo/quotes.json")) {
            all = List.of(json.readValue(resource, Quote[].class));
        } catch (IOException e) {
            throw new IllegalStateException("demo/quotes.json is missing on the class path", e);
        }
    }

    /** Returns so many quotes at random; none comes again before all came. */
    List<Quote> pick(int count) {
        List<Quote> picked = new ArrayList<>(count);
        while (picked.size() < count) {
            List<Quote> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, ThreadLocalRandom.current());
            picked.addAll(shuffled.subList(0, Math.min(shuffled.size(), count - picked.size())));
        }
        return picked;
    }

    /** Returns so many records as JSON; {@code first} is how many were asked for before, for the records follow one another. */
    List<byte[]> records(long first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> all.get((int) ((first + i) % all.size())))
                .map(json::writeValueAsBytes)
                .toList();
    }
}
