package io.sluice.stream.transform;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.transform.fault.Scala;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Explode;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/** Finds what a transform makes of masked fields: whatever is made of one, and is more than a part of it, is masked whole. */
final class RowMask {

    /** What is masked of each column, wherever in the plan it comes from. */
    private final Map<ExprId, Mask> columns = new HashMap<>();

    /** @param fields of {@code source} that are masked */
    RowMask(SourceRelation source, Mask fields) {
        source.columns().forEach(column -> columns.put(column.exprId(), fields.of(column.name())));
        source.metadata().forEach(column -> columns.put(column.exprId(), fields.of(column.name())));
        source.metadata().stream()
                .filter(column -> column.name().equals(SourceColumns.VALUE))
                .forEach(column -> columns.put(column.exprId(), Mask.WHOLE));
    }

    /** What is masked of the rows that the analysed transform yields. */
    Mask of(LogicalPlan analysed) {
        Scala.list(analysed.children()).forEach(this::of);
        if (analysed instanceof Project project) {
            Scala.list(project.projectList()).forEach(this::note);
        } else if (analysed instanceof Generate generate) {
            Mask made = generate.generator() instanceof Explode elements
                            && generate.generatorOutput().size() == 1
                    ? of(elements.child())
                    : any((Expression) generate.generator());
            Scala.list(generate.generatorOutput()).forEach(column -> columns.put(column.exprId(), made));
        }
        Map<String, Mask> rows = new HashMap<>();
        for (Attribute column : Scala.list(analysed.output())) {
            Mask its = columns.getOrDefault(column.exprId(), Mask.WHOLE);
            if (!its.isNone()) {
                rows.merge(Mask.key(column.name()), its, Mask::with);
            }
        }
        return new Mask(false, rows);
    }

    private void note(NamedExpression column) {
        columns.put(column.exprId(), of(column instanceof Alias alias ? alias.child() : (Expression) column));
    }

    private Mask of(Expression expression) {
        if (expression instanceof AttributeReference column) {
            return columns.getOrDefault(column.exprId(), Mask.WHOLE);
        }
        if (expression instanceof GetStructField part) {
            return of(part.child()).of(part.childSchema().apply(part.ordinal()).name());
        }
        if (expression instanceof GetArrayStructFields part) {
            return of(part.child()).of(part.field().name());
        }
        if (expression instanceof GetArrayItem item) {
            return any(item.ordinal()).with(of(item.child()));
        }
        return any(expression);
    }

    /** Whether anything that is masked is in it. */
    private Mask any(Expression expression) {
        return expression instanceof AttributeReference
                        || expression instanceof GetStructField
                        || expression instanceof GetArrayStructFields
                        || expression instanceof GetArrayItem
                ? (of(expression).isNone() ? Mask.NONE : Mask.WHOLE)
                : Scala.list(expression.children()).stream()
                                .allMatch(child -> any(child).isNone())
                        ? Mask.NONE
                        : Mask.WHOLE;
    }
}
