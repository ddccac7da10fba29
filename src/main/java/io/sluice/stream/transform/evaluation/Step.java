package io.sluice.stream.transform.evaluation;

import io.sluice.stream.transform.fault.Scala;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;

/** One thing done to a row on its way; its expressions are bound to the ordinals of the row that it gets. */
public sealed interface Step extends Serializable {

    /** Compiles the expressions. Costs milliseconds; once per task. */
    RowConsumer open(RowConsumer next);

    /** WHERE. */
    record Where(Expression condition) implements Step {
        @Override
        public RowConsumer open(RowConsumer next) {
            return new WhereConsumer(Predicate.create(condition), next);
        }
    }

    /** SELECT. */
    record Select(ArrayList<Expression> columns) implements Step {

        public static Select of(List<Expression> columns) {
            return new Select(new ArrayList<>(columns));
        }

        @Override
        public RowConsumer open(RowConsumer next) {
            UnsafeProjection projection = UnsafeProjection.create(Scala.<Expression>seq(columns));
            return row -> next.accept(projection.apply(row));
        }
    }

    /**
     * LATERAL VIEW, or a generator in the SELECT list: the row once for each row that the generator makes of it.
     *
     * @param generator is an Expression too
     * @param outer whether the row goes on, with NULLs, if there is none
     */
    record Explode(Generator generator, boolean outer) implements Step {
        @Override
        public RowConsumer open(RowConsumer next) {
            return new ExplodeConsumer(generator, outer, next);
        }
    }
}
