package io.sluice.stream.transform.evaluation;

import io.sluice.stream.flow.RejectedException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import scala.collection.Iterator;

/** Pushes a row on once for each row that the generator makes of it, joined to that, as Spark's GenerateExec does. */
final class ExplodeConsumer implements RowConsumer {

    private final Generator generator;
    private final boolean outer;
    private final RowConsumer next;
    private final InternalRow nulls;
    private final JoinedRow joined = new JoinedRow();

    ExplodeConsumer(Generator generator, boolean outer, RowConsumer next) {
        this.generator = generator;
        this.outer = outer;
        this.next = next;
        this.nulls = new GenericInternalRow(generator.elementSchema().length());
    }

    @Override
    public void accept(InternalRow row) throws RejectedException {
        Iterator<InternalRow> made = generator.eval(row).toIterator();
        if (outer && !made.hasNext()) {
            next.accept(joined.apply(row, nulls));
        }
        while (made.hasNext()) {
            next.accept(joined.apply(row, made.next()));
        }
    }
}
