package io.sluice.stream.transform;

import io.sluice.stream.transform.evaluation.SqlTransformFactory;
import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.Scala;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Takes a transform apart into what it asks of a record before it yields a row. Used once. */
final class Conditions {

    private static final String NAME = "value";
    private static final StructType VALUE =
            new StructType(new StructField[] {new StructField(NAME, DataTypes.BooleanType, true, Metadata.empty())});

    private final SourceRelation source;
    private final Deque<String> written = new ArrayDeque<>();
    private final List<Transforms.Condition> found = new ArrayList<>();

    /** @param parsed the transform before the analysis, which loses the places of columns */
    Conditions(SourceRelation source, LogicalPlan parsed) {
        this.source = source;
        write(parsed);
    }

    private void write(LogicalPlan parsed) {
        Scala.list(parsed.children()).forEach(this::write);
        if (parsed instanceof Filter filter) {
            write(filter.condition());
        }
    }

    private void write(Expression condition) {
        if (condition instanceof And and) {
            write(and.left());
            write(and.right());
        } else {
            written.add(text(condition));
        }
    }

    /** The conditions, in the order in which a record meets them. */
    List<Transforms.Condition> of(LogicalPlan analysed) throws InvalidTransformException {
        for (LogicalPlan child : Scala.list(analysed.children())) {
            of(child);
        }
        if (analysed instanceof Filter filter) {
            conjuncts(filter.condition(), filter.child());
        } else if (analysed instanceof Generate generate && !generate.outer()) {
            add(generate, call((Expression) generate.generator()), Literal$.MODULE$.apply(true), true);
        }
        return found;
    }

    private void conjuncts(Expression condition, LogicalPlan below) throws InvalidTransformException {
        if (condition instanceof And and) {
            conjuncts(and.left(), below);
            conjuncts(and.right(), below);
        } else {
            add(below, Objects.requireNonNullElseGet(written.poll(), condition::sql), condition, false);
        }
    }

    private void add(LogicalPlan below, String text, Expression value, boolean isGenerator)
            throws InvalidTransformException {
        NamedExpression column = new Alias(
                value,
                NAME,
                NamedExpression$.MODULE$.newExprId(),
                Scala.<String>seq(List.of()),
                Option.empty(),
                Scala.<String>seq(List.of()));
        Bounds bounds = new Bounds();
        LogicalPlan plan = Simplifier.simplify(new Project(Scala.<NamedExpression>seq(List.of(column)), below), bounds);
        found.add(new Transforms.Condition(
                text, isGenerator, SqlTransformFactory.of(VALUE, new Compiler(source, bounds).compile(plan))));
    }

    /** A call as it was written; the columns that it got may have the places where they come from. */
    private static String call(Expression generator) {
        return text(
                generator,
                Scala.intOr(generator.origin().startIndex(), Integer.MAX_VALUE),
                Scala.intOr(generator.origin().stopIndex(), -1) + 1);
    }

    /** The text as it was written: a predicate's own place begins behind its first operand. */
    private static String text(Expression node) {
        return text(node, start(node), stop(node));
    }

    private static String text(Expression node, int start, int stop) {
        Origin origin = node.origin();
        return origin.sqlText().isDefined() && start < stop
                ? origin.sqlText().get().substring(start, stop)
                : node.sql();
    }

    private static int start(Expression node) {
        return Scala.list(node.children()).stream()
                .mapToInt(Conditions::start)
                .reduce(Scala.intOr(node.origin().startIndex(), Integer.MAX_VALUE), Math::min);
    }

    private static int stop(Expression node) {
        return Scala.list(node.children()).stream()
                .mapToInt(Conditions::stop)
                .reduce(Scala.intOr(node.origin().stopIndex(), -1) + 1, Math::max);
    }
}
