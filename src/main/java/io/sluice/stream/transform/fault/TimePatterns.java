package io.sluice.stream.transform.fault;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BinaryExpression;
import org.apache.spark.sql.catalyst.expressions.DateFormatClass;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FromUnixTime;
import org.apache.spark.sql.catalyst.expressions.JsonToStructs;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.catalyst.expressions.ToTimestamp;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.util.DateTimeFormatterHelper;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;

/** Looks at the patterns of dates and times that are written out: Spark would complain at each record anew. */
public final class TimePatterns {

    private static final Set<String> OPTIONS = Set.of("timestampformat", "timestampntzformat", "dateformat");
    /** The letters by which Spark formats a time but reads none, and those that it does not know at all. */
    private static final String NOT_READ = "EFqQ";

    private static final String NOT_KNOWN = "YWwuecABnNp";

    private final SelectFaults faults = new SelectFaults();

    public void check(LogicalPlan plan) throws InvalidTransformException {
        plan(plan);
        faults.throwIfAny();
    }

    private void plan(LogicalPlan node) {
        Scala.list(node.expressions()).forEach(expression -> expression(expression, node.origin()));
        Scala.list(node.children()).forEach(this::plan);
    }

    /** @param outer of what the node stands in: Spark makes some nodes itself, and those have no place */
    private void expression(Expression node, Origin outer) {
        Origin origin = node.origin().line().isDefined() ? node.origin() : outer;
        if (node instanceof ToTimestamp read) {
            pattern(origin, read.right(), true);
        } else if (node instanceof DateFormatClass || node instanceof FromUnixTime) {
            pattern(origin, (Expression) ((BinaryExpression) node).right(), false);
        } else if (node instanceof JsonToStructs json) {
            options(origin, json.options(), true);
        } else if (node instanceof StructsToJson json) {
            options(origin, json.options(), false);
        }
        Scala.list(node.children()).forEach(child -> expression(child, origin));
    }

    private void pattern(Origin origin, Expression pattern, boolean reading) {
        if (pattern.foldable() && pattern.eval(InternalRow.empty()) instanceof UTF8String text) {
            pattern(origin, text.toString(), reading);
        }
    }

    private void options(Origin origin, scala.collection.immutable.Map<String, String> options, boolean reading) {
        JavaConverters.mapAsJavaMap(options).forEach((name, pattern) -> {
            if (OPTIONS.contains(name.toLowerCase(Locale.ROOT))) {
                pattern(origin, pattern, reading);
            }
        });
    }

    private void pattern(Origin origin, String pattern, boolean reading) {
        objection(pattern, reading).ifPresent(why -> faults.add(origin, why));
    }

    /** Why Spark cannot use it, or empty. */
    static Optional<String> objection(String pattern, boolean reading) {
        try {
            DateTimeFormatterHelper.buildFormatter(
                    DateTimeFormatterHelper.convertIncompatiblePattern(pattern, reading), Locale.US, reading);
            return Optional.empty();
        } catch (RuntimeException e) {
            String why = letter(pattern, reading)
                    .orElseGet(() ->
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("it is malformed"));
            return Optional.of("the pattern '" + pattern + "' cannot be used by Spark to "
                    + (reading ? "read" : "write") + " a time: " + why
                    + " (https://spark.apache.org/docs/3.5.7/sql-ref-datetime-pattern.html)");
        }
    }

    /** The first letter outside of quotes that has no meaning here. */
    private static Optional<String> letter(String pattern, boolean reading) {
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            if (!quoted && NOT_KNOWN.indexOf(c) >= 0) {
                return Optional.of("it has no letter " + c);
            }
            if (!quoted && reading && NOT_READ.indexOf(c) >= 0) {
                return Optional.of(
                        "the letter " + c + " is for writing only; cut that part off, for example by substring");
            }
        }
        return Optional.empty();
    }
}
