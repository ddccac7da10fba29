package io.sluice.stream.transform.allowed;

import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.Scala;
import io.sluice.stream.transform.fault.SelectFaults;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreePattern$;

/** Looks once more at what the analysis made of the names: CURRENT_DATE, say, looks like a column until then. */
public final class AnalysedCheck {

    private final SelectFaults faults = new SelectFaults();

    public void check(LogicalPlan analysed) throws InvalidTransformException {
        plan(analysed);
        faults.throwIfAny();
    }

    private void plan(LogicalPlan node) {
        if (!AllowedPlans.analysed(node)) {
            faults.add(node.origin(), node.nodeName() + " is not allowed: " + AllowedPlans.HINT);
        }
        Scala.list(node.expressions()).forEach(this::expression);
        Scala.list(node.children()).forEach(this::plan);
    }

    private void expression(Expression node) {
        Scala.list(node.children()).forEach(this::expression);
        if (dependsOnMore(node) && Scala.list(node.children()).stream().noneMatch(AnalysedCheck::dependsOnMore)) {
            faults.add(
                    node.origin(),
                    node.prettyName() + " is not allowed: it depends on more than the record, which must give the same"
                            + " row whenever it is read. For a time use _timestamp, the record's own");
        }
    }

    private static boolean dependsOnMore(Expression node) {
        return !node.deterministic() || node.containsPattern(TreePattern$.MODULE$.CURRENT_LIKE());
    }
}
