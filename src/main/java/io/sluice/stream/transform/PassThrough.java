package io.sluice.stream.transform;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.transform.fault.InvalidTransformException;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** No SQL: every decoded row goes on as it is. */
record PassThrough(StructType output) implements RecordTransform.Factory {

    private static final long serialVersionUID = 1L;

    static PassThrough of(StructType source) throws InvalidTransformException {
        return new PassThrough(OutputColumns.ofSource(source, true));
    }

    @Override
    public RecordTransform open() {
        return new Unchanged();
    }

    private static final class Unchanged implements RecordTransform {
        @Override
        public List<InternalRow> apply(SourceRecord record, InternalRow decoded) {
            return Collections.singletonList(decoded);
        }
    }
}
