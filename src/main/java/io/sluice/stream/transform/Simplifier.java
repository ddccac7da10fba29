package io.sluice.stream.transform;

import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.TimePatterns;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.EliminateSubqueryAliases$;
import org.apache.spark.sql.catalyst.optimizer.*;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Those rules of Spark's optimiser that a chain over one record needs. The whole optimiser would also move conditions
 * across projections and reorder them, so that {@code CAST} may meet a value which WHERE in a subquery keeps from it.
 */
final class Simplifier {

    private static final int MAX_ROUNDS = 20;

    private static final List<Rule<LogicalPlan>> ONCE =
            List.of(EliminateSubqueryAliases$.MODULE$, ReplaceExpressions$.MODULE$);

    private static final List<Rule<LogicalPlan>> ROUND = List.of(
            CollapseProject$.MODULE$,
            CombineFilters$.MODULE$,
            NullPropagation$.MODULE$,
            OptimizeIn$.MODULE$,
            ConstantFolding$.MODULE$,
            LikeSimplification$.MODULE$,
            BooleanSimplification$.MODULE$,
            SimplifyConditionals$.MODULE$,
            SimplifyCasts$.MODULE$,
            SimplifyExtractValueOps$.MODULE$);

    private Simplifier() {}

    static LogicalPlan simplify(LogicalPlan analysed, Bounds bounds) throws InvalidTransformException {
        LogicalPlan replaced = apply(ONCE, analysed);
        new TimePatterns().check(replaced);
        LogicalPlan plan = bounds.apply(new SameRows().apply(replaced));
        for (int round = 0; round < MAX_ROUNDS; round++) {
            LogicalPlan next = apply(ROUND, plan);
            if (next.fastEquals(plan)) {
                return plan;
            }
            plan = next;
        }
        return plan;
    }

    private static LogicalPlan apply(List<Rule<LogicalPlan>> rules, LogicalPlan plan) {
        LogicalPlan result = plan;
        for (Rule<LogicalPlan> rule : rules) {
            result = rule.apply(result);
        }
        return result;
    }
}
