package io.sluice.stream.spark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;

/**
 * What one task of a micro-batch reads: one partition, or all of them if the micro-batch is small. A task costs some
 * milliseconds, and a transaction, whatever it reads; with few records that is all that their way into the stores takes.
 *
 * @param partitions in the order in which they are read
 */
record PartitionGroup(List<KafkaBatchInputPartition> partitions) implements InputPartition {

    private static final long serialVersionUID = 1L;

    /** A micro-batch of at most so many records is read by one task. */
    static final int FEW_RECORDS = 1000;

    /** Goes by topic and partition, so that all tasks lock them in one order. */
    private static final Comparator<KafkaBatchInputPartition> ORDER = Comparator.comparing(
                    (KafkaBatchInputPartition partition) ->
                            partition.offsetRange().topic())
            .thenComparingInt(partition -> partition.offsetRange().partition());

    /** @param planned as Spark's source has them, one for each task */
    static InputPartition[] of(InputPartition[] planned) {
        List<KafkaBatchInputPartition> partitions = Stream.of(planned)
                .map(KafkaBatchInputPartition.class::cast)
                .sorted(ORDER)
                .toList();
        long records =
                partitions.stream().mapToLong(p -> p.offsetRange().size()).sum();
        Stream<List<KafkaBatchInputPartition>> groups =
                records > FEW_RECORDS ? partitions.stream().map(List::of) : Stream.of(partitions);
        return groups.filter(group -> !group.isEmpty()).map(PartitionGroup::new).toArray(InputPartition[]::new);
    }

    /** The machine where one of them was read before, if Spark knows it: its consumer is there. */
    @Override
    public String[] preferredLocations() {
        return partitions.stream()
                .flatMap(partition -> Arrays.stream(partition.preferredLocations()))
                .distinct()
                .toArray(String[]::new);
    }

    /** Spark's partitions have the settings of the consumer, with its passwords. */
    @Override
    public String toString() {
        return partitions.stream()
                .map(partition -> partition.offsetRange().toString())
                .collect(Collectors.joining(", "));
    }

    /** Travels to the executors. */
    record Factory() implements PartitionReaderFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition group) {
            return new GroupReader(((PartitionGroup) group).partitions());
        }
    }
}
