package io.sluice.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.Sluice;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * Drains one topic into a table that takes every record, and into tables that refuse one in a hundred for one reason
 * each, round after round, and prints what is left of the throughput. Ends by itself.
 *
 * <p>Arguments: records (200,000), rounds (3), and the names of {@link Refused} to run (all).
 */
public final class RefusalBenchmark {

    private static final String TOPIC = "bench_refusals";
    private static final int PARTITIONS = 4;

    private final DrainClient client;
    private final LedgerAccess postgres;
    private final MongoAccess mongo;
    private final int records;
    private final Map<Refused, List<Double>> measured = new EnumMap<>(Refused.class);

    private RefusalBenchmark(Sluice sluice, int records) {
        client = new DrainClient(sluice.api());
        postgres = sluice.bean(LedgerAccess.class);
        mongo = sluice.bean(MongoAccess.class);
        this.records = records;
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        List<Refused> kinds = args.length > 2
                ? Arrays.stream(args).skip(2).map(Refused::valueOf).toList()
                : List.of(Refused.values());
        try (Sluice sluice = Sluice.startEmbedded()) {
            RefusalBenchmark benchmark = new RefusalBenchmark(sluice, records);
            Topics.fill(sluice.bean(KafkaAccess.class), TOPIC, PARTITIONS, records, Refused::json);
            benchmark.run(kinds, rounds);
        }
    }

    /** Each kind beside its clean one in each round; what is cold is run once before. */
    private void run(List<Refused> kinds, int rounds) throws Exception {
        execute(Refused.PARENTS);
        List<Refused> all = Stream.concat(kinds.stream().map(Refused::clean), kinds.stream())
                .distinct()
                .sorted()
                .toList();
        for (Refused clean : all.stream().filter(Refused::isClean).toList()) {
            drain(clean, "warm_up_" + clean.name().toLowerCase(Locale.ROOT));
        }
        for (int round = 0; round < rounds; round++) {
            for (Refused kind : all) {
                double rate = drain(kind, kind.name().toLowerCase(Locale.ROOT) + "_" + round);
                measured.computeIfAbsent(kind, k -> new ArrayList<>()).add(rate);
                Output.print("round %d: %,9.0f records/s, %s", round + 1, rate, kind.label());
            }
        }
        for (Refused kind : all) {
            double rate = DrainBenchmark.median(measured.get(kind));
            double clean = DrainBenchmark.median(measured.get(kind.clean()));
            Output.print("median: %,9.0f records/s, %.2f of clean: %s", rate, rate / clean, kind.label());
        }
    }

    private double drain(Refused kind, String name) throws Exception {
        if (!kind.isMongo()) {
            execute(kind.table(name));
        } else if (!kind.isClean()) {
            onMongo(name);
        }
        long nanos = client.drain(name, kind.definition(name, TOPIC), records, kind.refused(records));
        client.delete(name);
        return records * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private void onMongo(String collection) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things =
                    client.getDatabase(mongo.database()).getCollection(collection);
            things.createIndex(Indexes.ascending("code"), new IndexOptions().unique(true));
            things.insertOne(new Document("_id", "before").append("code", -1));
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
