package io.sluice.stream.transform;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.transform.fault.Scala;
import io.sluice.stream.transform.fault.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias$;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.types.StructType;

/** The relation {@code source}: the columns of the pipeline's schema, then those of the record itself. */
final class SourceRelation {

    private final List<Attribute> columns;
    private final List<Attribute> metadata;

    SourceRelation(StructType schema) {
        this.columns = attributes(schema);
        this.metadata = attributes(SourceColumns.METADATA);
    }

    List<Attribute> columns() {
        return columns;
    }

    /** Returns the record's own columns, in the order of {@link SourceColumns#METADATA}. */
    List<Attribute> metadata() {
        return metadata;
    }

    /** The columns of the rows that enter a program. */
    List<Attribute> read(boolean withMetadata) {
        List<Attribute> all = new ArrayList<>(columns);
        all.addAll(withMetadata ? metadata : List.of());
        return all;
    }

    /** Puts the relation where the SQL names it, and stars that leave the record's own columns out. */
    LogicalPlan into(LogicalPlan parsed) {
        LogicalPlan leaf = LocalRelation$.MODULE$.apply(Scala.<Attribute>seq(read(true)));
        return (LogicalPlan) Stars.withoutMetadata(parsed)
                .transform(Scala.<LogicalPlan, UnresolvedRelation>replacing(
                        UnresolvedRelation.class, relation -> SubqueryAlias$.MODULE$.apply(SqlText.SOURCE, leaf)));
    }

    private static List<Attribute> attributes(StructType schema) {
        return Stream.of(schema.fields())
                .<Attribute>map(DataTypeUtils::toAttribute)
                .toList();
    }
}
