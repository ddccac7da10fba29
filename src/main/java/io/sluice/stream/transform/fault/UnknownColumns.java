package io.sluice.stream.transform.fault;

import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.ExtendedAnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Finds all the columns that do not exist, where Spark's own analysis stops at the first. */
public final class UnknownColumns {

    private static final int MAX_NAMES = 30;

    private final SelectFaults faults = new SelectFaults();

    private UnknownColumns() {}

    /** Returns no faults if it was not for a column that the analysis failed. */
    public static SelectFaults in(Exception failure) {
        UnknownColumns columns = new UnknownColumns();
        if (failure instanceof ExtendedAnalysisException analysis
                && analysis.plan().isDefined()) {
            columns.plan(analysis.plan().get());
        }
        return columns.faults;
    }

    /** Looks only where everything below is resolved: else a name may be unknown because of a fault further down. */
    private void plan(LogicalPlan node) {
        if (node.childrenResolved()) {
            Scala.list(node.expressions()).forEach(expression -> expression(expression, node));
        }
        Scala.list(node.children()).forEach(this::plan);
    }

    private void expression(Expression node, LogicalPlan where) {
        if (node instanceof UnresolvedAttribute name) {
            faults.add(name.origin(), "there is no column " + name.name() + " here; there are " + names(where));
        }
        Scala.list(node.children()).forEach(child -> expression(child, where));
    }

    private static String names(LogicalPlan where) {
        String names = Scala.list(where.children()).stream()
                .flatMap(child -> Scala.list(child.output()).stream())
                .map(NamedExpression::name)
                .limit(MAX_NAMES)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
