package io.sluice.stream.task;

import io.sluice.stream.ledger.Acknowledged;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One task of a micro-batch: one transaction. */
final class FlowWriter implements DataWriter<InternalRow> {

    private final RecordCarrier carrier;

    FlowWriter(FlowTask task, Acknowledged acknowledged) {
        carrier = new RecordCarrier(task, acknowledged);
    }

    @Override
    public void write(InternalRow row) throws IOException {
        carrier.write(row);
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        return carrier.commit();
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        carrier.close();
    }
}
