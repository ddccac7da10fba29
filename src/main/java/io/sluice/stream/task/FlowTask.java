package io.sluice.stream.task;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.SourceRecord.RecordReader;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreWriter;
import java.io.Serializable;
import java.util.Map;

/**
 * Everything that a task needs to carry records from the source into the stores; travels to the executors.
 *
 * @param generation the start that this run belongs to; its writes count only while it is the pipeline's newest
 * @param ledger where positions, counters and dead letters are kept
 * @param redelivery what is carried once more, into one store alone
 * @param isDiscreet whether no store's reason may quote a value of a row
 */
public record FlowTask(
        long pipelineId,
        String name,
        long generation,
        LedgerAccess ledger,
        RecordReader.Factory reader,
        RecordDecoder.Factory decoder,
        RecordTransform.Factory transform,
        Map<StoreType, StoreWriter.Factory> stores,
        Redelivery redelivery,
        boolean isDiscreet)
        implements Serializable {

    public FlowTask {
        stores = Map.copyOf(stores);
    }

    /** A task whose reasons may quote every value. */
    public FlowTask(
            long pipelineId,
            String name,
            long generation,
            LedgerAccess ledger,
            RecordReader.Factory reader,
            RecordDecoder.Factory decoder,
            RecordTransform.Factory transform,
            Map<StoreType, StoreWriter.Factory> stores,
            Redelivery redelivery) {
        this(pipelineId, name, generation, ledger, reader, decoder, transform, stores, redelivery, false);
    }
}
