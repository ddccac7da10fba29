package io.sluice.engine.run;

import io.sluice.engine.FlowSources;
import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.engine.FlowSources.SourceLook.MissingTopic;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.format.Formats;
import io.sluice.stream.kafka.MissingTopicException;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.kafka.records.NewestRecords;
import io.sluice.stream.kafka.records.RecordTimes;
import io.sluice.stream.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.sql.types.StructType;

/** Compares what a flow is to read with what is there. Thread-safe. */
final class SourceSampler implements FlowSources {

    private static final int RECORDS = 50;
    private static final int TOPICS = 20;
    private static final int NAMES = 100;
    private static final int LONGEST_NAME = 100;
    private static final int NEAR = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Formats formats;
    private final Topics topics;
    private final NewestRecords newest;
    private final RecordTimes times;

    SourceSampler(Formats formats, Topics topics, NewestRecords newest, RecordTimes times) {
        this.formats = formats;
        this.topics = topics;
        this.newest = newest;
        this.times = times;
    }

    @Override
    public Map<Position, Instant> times(Collection<Position> positions) {
        return times.of(positions, PATIENCE);
    }

    @Override
    public Offsets endOffsets(Collection<String> names) throws InterruptedException {
        return topics.endOffsets(names);
    }

    @Override
    public SourceLook look(FlowSpec spec) throws InterruptedException {
        Map<String, TopicState> states = new HashMap<>();
        Set<String> missing = new TreeSet<>();
        for (String topic : spec.source().topics().stream().limit(TOPICS).toList()) {
            try {
                states.putAll(topics.states(Set.of(topic)));
            } catch (MissingTopicException e) {
                missing.add(topic);
            }
        }
        Set<String> names = missing.isEmpty() ? Set.of() : topics.names();
        Fields fields = new Fields(spec.source());
        newest.read(states, RECORDS, PATIENCE, fields::add);
        return new SourceLook(
                missing.stream()
                        .map(topic -> new MissingTopic(topic, near(topic, names)))
                        .toList(),
                fields.records,
                fields.records == 0 ? List.of() : shown(fields.neverSeen),
                shown(fields.unread));
    }

    private static List<String> shown(Collection<String> names) {
        return names.stream().limit(NAMES).map(SourceSampler::shown).toList();
    }

    /** Leaves out of a name what would not show, or would turn around what is beside it. */
    private static String shown(String name) {
        return Excerpt.of(name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?"), LONGEST_NAME);
    }

    /** Finds the names that a slip of the fingers would turn into this one. */
    private static List<String> near(String topic, Set<String> names) {
        int threshold = Math.max(2, topic.length() / 5);
        LevenshteinDistance distance = new LevenshteinDistance(threshold);
        Map<String, Integer> near = new HashMap<>();
        for (String name : names) {
            int between = distance.apply(topic, name);
            if (between >= 0) {
                near.put(name, between);
            }
        }
        return near.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .limit(NEAR)
                .map(Map.Entry::getKey)
                .toList();
    }

    private final class Fields {

        private final SourceSpec source;
        private final Set<String> columns;
        private final Set<String> neverSeen;
        private final Set<String> unread = new LinkedHashSet<>();
        private int records;

        Fields(SourceSpec source) {
            this.source = source;
            StructType schema = StructType.fromDDL(source.schema());
            columns = new HashSet<>(Arrays.asList(schema.fieldNames()));
            neverSeen = new LinkedHashSet<>(Arrays.asList(schema.fieldNames()));
        }

        void add(byte[] value) {
            formats.of(source).fieldNames(value, source.format()).ifPresent(fields -> {
                records++;
                fields.forEach(neverSeen::remove);
                fields.stream()
                        .filter(field -> unread.size() < NAMES && !columns.contains(field))
                        .forEach(unread::add);
            });
        }
    }
}
