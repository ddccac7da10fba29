package io.sluice.stream.audit;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreAudit;
import java.io.Serializable;
import java.util.Map;

/**
 * Everything that a task needs to hold stores against topics; travels to the executors.
 *
 * @param generation the pipeline's newest, within which repairs are written; without meaning if nothing is repaired
 * @param ledger where the dead letters are
 * @param consumer the settings of the consumer that reads the topics
 * @param stores those that can be compared
 * @param repair whether what is missing or different is written
 */
public record AuditTask(
        long pipelineId,
        String name,
        long generation,
        LedgerAccess ledger,
        Map<String, Object> consumer,
        RecordDecoder.Factory decoder,
        RecordTransform.Factory transform,
        Map<StoreType, StoreAudit.Factory> stores,
        boolean repair)
        implements Serializable {

    public AuditTask {
        consumer = Map.copyOf(consumer);
        stores = Map.copyOf(stores);
    }
}
