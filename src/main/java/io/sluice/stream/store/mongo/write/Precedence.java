package io.sluice.stream.store.mongo.write;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static io.sluice.stream.store.mongo.layout.DocumentLayout.source;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import io.sluice.stream.store.mongo.layout.Version;
import java.util.Comparator;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Which of two rows of a key is the newer one: the one with the larger version, then the one with the later position.
 * The order in this JVM is the one that {@link #older} asks Mongo for.
 *
 * @param version of the user's version column; null if there is none, or if it is null, which is older than any other
 */
record Precedence(@Nullable Version version, String topic, int partition, long offset, int ordinal)
        implements Comparable<Precedence> {

    private static final String VERSION = source(DocumentLayout.VERSION);
    private static final String TOPIC = source(DocumentLayout.TOPIC);
    private static final String PARTITION = source(DocumentLayout.PARTITION);
    private static final String OFFSET = source(DocumentLayout.OFFSET);
    private static final String ORDINAL = source(DocumentLayout.ORDINAL);

    private static final Comparator<Precedence> ORDER = Comparator.comparing(
                    Precedence::version, Comparator.nullsFirst(Comparator.<Version>naturalOrder()))
            .thenComparing(Precedence::topic)
            .thenComparingInt(Precedence::partition)
            .thenComparingLong(Precedence::offset)
            .thenComparingInt(Precedence::ordinal);

    static Precedence of(@Nullable Version version, SourceRecord record, int ordinal) {
        return new Precedence(version, record.topic(), record.partition(), record.offset(), ordinal);
    }

    @Override
    public int compareTo(Precedence other) {
        return ORDER.compare(this, other);
    }

    /**
     * Finds what this row replaces. A document that Sluice did not write has no position and counts as older. Equality
     * with null also finds documents that have no version.
     */
    Bson older() {
        Version mine = version;
        if (mine == null) {
            return and(eq(VERSION, null), earlier());
        }
        return or(eq(VERSION, null), lt(VERSION, mine.bson()), and(eq(VERSION, mine.bson()), earlier()));
    }

    private Bson earlier() {
        Bson sameTopic = eq(TOPIC, topic);
        Bson samePartition = and(sameTopic, eq(PARTITION, partition));
        Bson sameOffset = and(samePartition, eq(OFFSET, offset));
        return or(
                eq(TOPIC, null),
                lt(TOPIC, topic),
                and(sameTopic, lt(PARTITION, partition)),
                and(samePartition, lt(OFFSET, offset)),
                and(sameOffset, lt(ORDINAL, ordinal)));
    }
}
