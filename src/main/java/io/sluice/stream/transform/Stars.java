package io.sluice.stream.transform;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.transform.fault.Scala;
import io.sluice.stream.transform.fault.SqlText;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRegex;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.Option;

/**
 * {@code *} over {@code source} means the columns of the pipeline's schema; those of the record itself must be named.
 * Spark has a star that takes columns by a pattern, so the pattern leaves those out.
 */
final class Stars {

    private static final String ALL_BUT_METADATA =
            "(?s)(?!(?:" + String.join("|", SourceColumns.METADATA.fieldNames()) + ")$).*";

    private Stars() {}

    static LogicalPlan withoutMetadata(LogicalPlan parsed) {
        return (LogicalPlan) parsed.transform(Scala.<LogicalPlan, Project>replacing(Project.class, Stars::inSelect));
    }

    private static LogicalPlan inSelect(Project select) {
        Optional<String> name = sourceName(select.child());
        return name.isPresent()
                ? (LogicalPlan) select.transformExpressions(Scala.<Expression, UnresolvedStar>replacing(
                        UnresolvedStar.class, star -> columns(star, name.get())))
                : select; // what a subquery selected, it selected by name
    }

    /** Returns the name by which this SELECT knows the relation; empty if there is another SELECT in between. */
    private static Optional<String> sourceName(LogicalPlan node) {
        if (node instanceof UnresolvedRelation) {
            return Optional.of(SqlText.SOURCE);
        }
        if (node instanceof Project) {
            return Optional.empty();
        }
        Optional<String> name = sourceName(node.children().head());
        return node instanceof SubqueryAlias alias ? name.map(covered -> alias.alias()) : name;
    }

    private static Expression columns(UnresolvedStar star, String name) {
        if (star.target().isEmpty()) {
            return new UnresolvedRegex(ALL_BUT_METADATA, Option.empty(), true);
        }
        return Scala.list(star.target().get()).equals(List.of(name))
                ? new UnresolvedRegex(ALL_BUT_METADATA, Option.apply(name), true)
                : star; // a struct's fields, or the columns of a LATERAL VIEW
    }
}
