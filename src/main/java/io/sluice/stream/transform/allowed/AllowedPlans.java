package io.sluice.stream.transform.allowed;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.jspecify.annotations.Nullable;

/** The shapes of a query that a transform may have: what can be said of one record alone. */
final class AllowedPlans {

    static final String HINT =
            "a transform is SELECT … FROM source [LATERAL VIEW explode(…) …] [WHERE …], with subqueries only in FROM";

    private static final Set<Class<?>> PARSED =
            Set.of(Project.class, Filter.class, Generate.class, SubqueryAlias.class, UnresolvedRelation.class);

    private static final Set<Class<?>> ANALYSED =
            Set.of(Project.class, Filter.class, Generate.class, SubqueryAlias.class, LocalRelation.class);

    /** How a user knows the parts of a query that are not allowed. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            entry("Aggregate", "GROUP BY"),
            entry("UnresolvedHaving", "HAVING"),
            entry("Distinct", "DISTINCT"),
            entry("Sort", "ORDER BY"),
            entry("GlobalLimit", "LIMIT"),
            entry("LocalLimit", "LIMIT"),
            entry("Offset", "OFFSET"),
            entry("Union", "UNION"),
            entry("Intersect", "INTERSECT"),
            entry("Except", "EXCEPT"),
            entry("Join", "a join"),
            entry("LateralJoin", "LATERAL in FROM"),
            entry("UnresolvedWith", "WITH"),
            entry("WithWindowDefinition", "WINDOW"),
            entry("UnresolvedHint", "a hint"),
            entry("ScriptTransformation", "TRANSFORM … USING"),
            entry("OneRowRelation", "a SELECT without FROM source"),
            entry("UnresolvedInlineTable", "VALUES"),
            entry("UnresolvedTableValuedFunction", "a table function"),
            entry("UnresolvedSubqueryColumnAliases", "a list of column names after an alias"),
            entry("PlanWithUnresolvedIdentifier", "IDENTIFIER(…)"),
            entry("Sample", "TABLESAMPLE"),
            entry("Pivot", "PIVOT"),
            entry("Unpivot", "UNPIVOT"),
            entry("RepartitionByExpression", "DISTRIBUTE BY"),
            entry("RelationTimeTravel", "VERSION or TIMESTAMP AS OF"));

    private AllowedPlans() {}

    static boolean parsed(LogicalPlan node) {
        return PARSED.contains(node.getClass());
    }

    static boolean analysed(LogicalPlan node) {
        return ANALYSED.contains(node.getClass());
    }

    /** Returns how a user knows the node, such as {@code ORDER BY}; null for a statement that is no query. */
    static @Nullable String words(LogicalPlan node) {
        return WORDS.get(node.getClass().getSimpleName());
    }
}
