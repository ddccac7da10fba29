package io.sluice.stream.task;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordDecoder;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Decodes a record and then transforms it. One thread. */
final class FlowSteps {

    private final RecordDecoder decoder;
    private final RecordTransform transform;
    private Stage stage = Stage.DECODE;

    FlowSteps(FlowTask task) {
        this.decoder = task.decoder().open();
        this.transform = task.transform().open();
    }

    /** Returns the rows that the record yields, valid until the next call. */
    List<InternalRow> apply(SourceRecord record) throws RejectedException {
        stage = Stage.DECODE;
        InternalRow decoded = decoder.decode(record.value());
        stage = Stage.TRANSFORM;
        return transform.apply(record, decoded);
    }

    /** The stage that the last record got to: where it was rejected, if it was. */
    Stage stage() {
        return stage;
    }
}
