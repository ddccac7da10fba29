package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Reads pages of a large table and of a large collection over REST, by cursor and by number, at the beginning and deep
 * inside, with every kind of count, and prints medians of the milliseconds. Ends by itself.
 *
 * <p>Arguments: rows in Postgres (5,000,000), measurements of each (9), documents in the Mongo stand-in (100,000).
 */
public final class PagingBenchmark {

    private static final int SIZE = 50;
    private static final int WALK_SIZE = 1_000;

    private final ApiClient api;
    private final int rounds;

    private PagingBenchmark(ApiClient api, int rounds) {
        this.api = api;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
        int documents = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        try (Sluice sluice = Sluice.startEmbedded()) {
            // The pipeline makes the table and the collection; it stays small, and the rest is filled in its shape.
            DrainClient client = new DrainClient(sluice.api());
            Topics.fill(sluice.bean(KafkaAccess.class), PagingData.NAME, PagingData.DRAINED);
            client.drain(PagingData.NAME, "both", PagingData.DRAINED);
            PagingBenchmark benchmark = new PagingBenchmark(sluice.api(), rounds);
            PagingData.fill(sluice.bean(LedgerAccess.class), rows);
            Output.print("Postgres, %,d rows", rows);
            benchmark.run("postgres", rows);
            benchmark.sorted(sluice.bean(LedgerAccess.class), rows);
            PagingData.fill(sluice.bean(MongoAccess.class), documents);
            Output.print("Mongo's stand-in, %,d documents", documents);
            benchmark.run("mongo", documents);
        }
    }

    private void run(String store, int rows) {
        int page = rows / 2 / WALK_SIZE * WALK_SIZE / SIZE;
        long start = System.nanoTime();
        String deep = walk(store, page * SIZE / WALK_SIZE);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Output.print("%9d ms  walking to page %,d in pages of %,d", millis, page, WALK_SIZE);
        measure("page 1 by cursor", store, "after=begin&size=50");
        measure("page %,d by cursor".formatted(page), store, "size=50&after=" + deep);
        measure("page %,d by cursor, 1,000 rows".formatted(page), store, "size=1000&after=" + deep);
        measure("page 1 by number, no count", store, "size=50&count=none");
        measure("page %,d by number, no count".formatted(page), store, "size=50&count=none&page=" + page);
        measure("page 1 by number, exact count", store, "size=50");
        measure("page 1 by number, estimate", store, "size=50&count=estimate");
        measure("page 1 by cursor, filter, exact count", store, "after=begin&size=50&count=exact&filter=_offset:ge:9");
        measure("page 1 by cursor, filter, estimate", store, "after=begin&size=50&count=estimate&filter=_offset:ge:9");
    }

    /** By an order that has no index at first. */
    private void sorted(LedgerAccess postgres, int rows) throws Exception {
        measure("sort=quote,desc, page 1 by cursor, no index", "postgres", "after=begin&size=50&sort=quote,desc");
        PagingData.execute(
                postgres,
                "CREATE INDEX CONCURRENTLY ON paging (quote COLLATE \"C\" DESC, _partition, _offset, _ordinal,"
                        + " _topic COLLATE \"C\")");
        String query = "size=50&sort=quote,desc";
        measure("sort=quote,desc, page 1 by cursor, index", "postgres", query + "&after=begin");
        int page = rows / 2 / SIZE;
        String deep = get("postgres", query + "&count=none&page=" + (page - 1))
                .path("next")
                .stringValue();
        measure("sort=quote,desc, page %,d by cursor, index".formatted(page), "postgres", query + "&after=" + deep);
    }

    /** The cursor after so many pages. */
    private String walk(String store, int pages) {
        String next = "begin";
        for (int i = 0; i < pages; i++) {
            next = get(store, "size=" + WALK_SIZE + "&after=" + next)
                    .path("next")
                    .stringValue();
        }
        return next;
    }

    private void measure(String what, String store, String query) {
        get(store, query);
        get(store, query);
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            get(store, query);
            millis.add((System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1));
        }
        double least = millis.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        Output.print("%9.1f ms  [%.1f-%.1f]  %s", DrainBenchmark.median(millis), least, most, what);
    }

    private JsonNode get(String store, String query) {
        return api.get("/api/v1/pipelines/" + PagingData.NAME + "/results/" + store + "?" + query)
                .expect(200);
    }
}
