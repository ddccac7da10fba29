package io.sluice.stream.task;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.ledger.TaskLedger;
import io.sluice.stream.letters.LetterWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a transaction does to the records of one partition. One thread. */
final class PartitionWork {

    private final String topic;
    private final int partition;
    private final TaskTally tally = new TaskTally();
    private final Set<Long> uncounted;
    private final List<Long> decidedAnew = new ArrayList<>();
    private final long nextOffset;
    private final Redelivery.Range again;
    private long last;

    /**
     * @param nextOffset from which records are new
     * @param again what is carried once more, into one store alone
     * @param uncounted the offsets of those that have a letter from before the counters began anew; changed here
     */
    PartitionWork(String topic, int partition, long nextOffset, Redelivery.Range again, Set<Long> uncounted) {
        this.topic = topic;
        this.partition = partition;
        this.nextOffset = nextOffset;
        this.again = again;
        this.uncounted = uncounted;
    }

    boolean isOf(SourceRecord record) {
        return record.partition() == partition && record.topic().equals(topic);
    }

    /** What is to be done with a record. */
    enum Due {
        /** It is carried into every store, and counted. */
        NEW,
        /** The ledger counts it; it is carried once more, into one store alone. */
        AGAIN,
        /** Nothing: the ledger counts it. */
        NOTHING
    }

    /** What is to be done with the record, which is the partition's next. */
    Due take(long offset) {
        last = offset;
        if (isCounted(offset)) {
            return again.contains(offset) ? Due.AGAIN : Due.NOTHING;
        }
        tally.countConsumed();
        if (!uncounted.isEmpty() && uncounted.remove(offset)) {
            decidedAnew.add(offset);
        }
        return Due.NEW;
    }

    /** Whether the ledger has counted the record before this transaction. */
    boolean isCounted(long offset) {
        return offset < nextOffset;
    }

    TaskTally tally() {
        return tally;
    }

    /** Takes out the dead letters of records that this transaction has decided anew. */
    void forgetDecided(LetterWriter letters) throws SQLException {
        if (!decidedAnew.isEmpty()) {
            letters.forget(topic, partition, decidedAnew);
        }
    }

    TaskLedger.Change change(Set<StoreType> stores) {
        return new TaskLedger.Change(topic, partition, last + 1, tally.counters(stores));
    }

    /** Where the last record stands, for messages. */
    String position() {
        return topic + "/" + partition + "/" + last;
    }
}
