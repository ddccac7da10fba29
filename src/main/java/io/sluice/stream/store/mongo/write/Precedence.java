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
import java.util.Objects;
import java.util.OptionalInt;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
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

    /** Whether the row replaces a document with this {@link DocumentLayout#SOURCE}: the same as {@link #older}, asked here. */
    boolean replaces(BsonDocument source) {
        BsonValue stored = source.get(DocumentLayout.VERSION);
        boolean none = stored == null || stored.isNull();
        if (version == null) {
            return none && isLaterThan(source);
        }
        if (none) {
            return true;
        }
        OptionalInt newer = Version.of(Objects.requireNonNull(stored))
                .map(version::compareAs)
                .orElse(OptionalInt.empty());
        return newer.isPresent() && (newer.getAsInt() > 0 || newer.getAsInt() == 0 && isLaterThan(source));
    }

    private boolean isLaterThan(BsonDocument source) {
        BsonValue its = source.get(DocumentLayout.TOPIC);
        if (its == null || its.isNull()) {
            return true;
        }
        if (!its.isString() || !topic.equals(its.asString().getValue())) {
            return its.isString() && topic.compareTo(its.asString().getValue()) > 0;
        }
        long[] mine = {partition, offset, ordinal};
        String[] fields = {DocumentLayout.PARTITION, DocumentLayout.OFFSET, DocumentLayout.ORDINAL};
        for (int i = 0; i < mine.length; i++) {
            BsonValue number = source.get(fields[i]);
            if (number == null
                    || !number.isNumber()
                    || mine[i] < number.asNumber().longValue()) {
                return false;
            }
            if (mine[i] > number.asNumber().longValue()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a document with this {@link DocumentLayout#SOURCE} is of the same position. */
    boolean isAt(BsonDocument source) {
        return new BsonString(topic).equals(source.get(DocumentLayout.TOPIC))
                && isAt(source, DocumentLayout.PARTITION, partition)
                && isAt(source, DocumentLayout.OFFSET, offset)
                && isAt(source, DocumentLayout.ORDINAL, ordinal);
    }

    private static boolean isAt(BsonDocument source, String field, long number) {
        BsonValue its = source.get(field);
        return its != null && its.isNumber() && its.asNumber().longValue() == number;
    }

    /** Finds documents of the same position. */
    Bson inPlace() {
        return and(eq(TOPIC, topic), eq(PARTITION, partition), eq(OFFSET, offset), eq(ORDINAL, ordinal));
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
