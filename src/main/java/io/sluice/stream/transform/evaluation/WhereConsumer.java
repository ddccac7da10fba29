package io.sluice.stream.transform.evaluation;

import io.sluice.stream.flow.RejectedException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;

/** Lets through the rows whose condition is true. */
record WhereConsumer(BasePredicate condition, RowConsumer next) implements RowConsumer {

    @Override
    public void accept(InternalRow row) throws RejectedException {
        if (condition.eval(row)) {
            next.accept(row);
        }
    }
}
