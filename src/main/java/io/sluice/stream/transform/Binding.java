package io.sluice.stream.transform;

import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.Scala;
import io.sluice.stream.transform.fault.SqlText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Replaces columns by their ordinals in the row, and makes sure that executors can evaluate the expression. */
final class Binding {

    private Binding() {}

    /** Every reference is bound as nullable: a NULL where a decoder promised none must not read another's bytes. */
    static Expression bind(Expression expression, List<Attribute> input) throws InvalidTransformException {
        Map<ExprId, Integer> ordinals = new HashMap<>();
        for (int i = 0; i < input.size(); i++) {
            ordinals.put(input.get(i).exprId(), i);
        }
        Expression bound = (Expression) expression.transformUp(Scala.<Expression, AttributeReference>replacing(
                AttributeReference.class,
                column -> new BoundReference(ordinal(column, ordinals), column.dataType(), true)));
        check(bound, 0);
        return bound;
    }

    private static int ordinal(AttributeReference column, Map<ExprId, Integer> ordinals) {
        Integer ordinal = ordinals.get(column.exprId());
        if (ordinal == null) {
            throw new IllegalStateException("no ordinal for " + column);
        }
        return ordinal;
    }

    private static void check(Expression node, int depth) throws InvalidTransformException {
        if (depth > SqlText.MAX_DEPTH || StorableTypes.depth(node.dataType()) > SqlText.MAX_NESTING) {
            throw SqlText.tooComplex("its expressions nest more than " + SqlText.MAX_DEPTH + " deep");
        }
        for (Expression child : Scala.list(node.children())) {
            check(child, depth + 1);
        }
    }
}
