package io.sluice.stream.audit;

import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.StoreAudit.Span;
import java.io.Serializable;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs audits as tasks of Spark, each call one job with one task, in the job group of the calling thread. Here, because
 * executors look for a lambda in the class that has it, and have the stream half only.
 */
public final class AuditJob {

    private AuditJob() {}

    /** Compares one range on an executor; blocks. */
    public static RangeReport run(JavaSparkContext spark, AuditTask task, AuditRange range) {
        return spark.parallelize(List.of(range), 1)
                .map(each -> RangeAudit.run(task, each))
                .first();
    }

    /**
     * Looks on an executor for rows that nobody expects; blocks.
     *
     * @param parts which rows there should be, in all ranges
     * @param known the identities of keys of which something was found already
     */
    public static Findings walk(
            JavaSparkContext spark,
            LedgerAccess ledger,
            StoreAudit.Walk walk,
            List<ExpectedRows> parts,
            Set<Long> known) {
        return spark.parallelize(List.of(new Walked(ledger, walk, List.copyOf(parts), Set.copyOf(known))), 1)
                .map(Walked::run)
                .first();
    }

    private record Walked(LedgerAccess ledger, StoreAudit.Walk walk, List<ExpectedRows> parts, Set<Long> known)
            implements Serializable {

        Findings run() throws Exception {
            Connection connection = KeptConnections.borrow(ledger);
            try {
                return run(connection);
            } finally {
                KeptConnections.giveBack(ledger, connection);
            }
        }

        private Findings run(Connection connection) throws Exception {
            Findings findings = new Findings();
            Map<String, NavigableMap<Long, ExpectedRows>> byPartition = new HashMap<>();
            for (ExpectedRows part : parts) {
                byPartition
                        .computeIfAbsent(
                                partition(part.span().topic(), part.span().partition()), key -> new TreeMap<>())
                        .put(part.span().from(), part);
            }
            List<Span> spans = byPartition.values().stream().map(Walked::whole).toList();
            walk.each(connection, spans, (topic, partition, row, key) -> {
                NavigableMap<Long, ExpectedRows> its = byPartition.get(partition(topic, partition));
                Map.Entry<Long, ExpectedRows> at = its == null ? null : its.floorEntry(row.offset());
                if (at != null && at.getValue().meetsUnexpected(row) && !isKnown(key)) {
                    findings.add(new Finding(
                            topic,
                            partition,
                            row.offset(),
                            row.ordinal(),
                            RowKey.of(key),
                            Finding.Kind.UNEXPECTED,
                            null));
                }
            });
            return findings;
        }

        private boolean isKnown(List<String> key) {
            RowKey of = known.isEmpty() ? null : RowKey.of(key);
            return of != null && known.contains(of.identity());
        }

        private static String partition(String topic, int partition) {
            return topic + "/" + partition;
        }

        private static Span whole(NavigableMap<Long, ExpectedRows> parts) {
            Span last = parts.lastEntry().getValue().span();
            return new Span(last.topic(), last.partition(), parts.firstKey(), last.until());
        }
    }
}
