package io.sluice.stream.transform.allowed;

import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.Scala;
import io.sluice.stream.transform.fault.SelectFaults;
import io.sluice.stream.transform.fault.SqlText;
import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.StringType;

/**
 * Holds what the parser made of the SQL against the allowlists, before Spark looks anything up or runs a rule on it.
 * What is not named there is refused, also what a later Spark may invent.
 */
public final class ParsedCheck {

    private final FunctionRegistry registry;
    private final SelectFaults faults = new SelectFaults();

    public ParsedCheck(FunctionRegistry registry) {
        this.registry = registry;
    }

    public void check(LogicalPlan parsed) throws InvalidTransformException {
        plan(parsed, 0);
        if (faults.isEmpty() && !(parsed instanceof Project)) {
            faults.add(parsed.origin(), "a transform begins with SELECT; " + AllowedPlans.HINT);
        }
        faults.throwIfAny();
    }

    private void plan(LogicalPlan node, int depth) throws InvalidTransformException {
        limit(depth);
        boolean allowed = AllowedPlans.parsed(node);
        String words = AllowedPlans.words(node);
        if (!allowed) {
            faults.add(
                    node.origin(),
                    (words == null ? "this statement" : words) + " is not allowed: " + AllowedPlans.HINT);
        }
        if (node instanceof UnresolvedRelation relation) {
            relation(relation);
        }
        if (allowed || words != null) {
            for (Expression expression : Scala.list(node.expressions())) {
                expression(expression, 0);
            }
            for (LogicalPlan child : Scala.list(node.children())) {
                plan(child, depth + 1);
            }
        }
    }

    private void relation(UnresolvedRelation relation) {
        List<String> name = Scala.list(relation.multipartIdentifier());
        if (!name.equals(List.of(SqlText.SOURCE)) || !relation.options().isEmpty() || relation.isStreaming()) {
            faults.add(
                    relation.origin(),
                    "there is no relation " + String.join(".", name) + " here; the only one is source, in lower case");
        }
    }

    private void expression(Expression node, int depth) throws InvalidTransformException {
        limit(depth);
        if (!AllowedExpressions.parsed(node)) {
            faults.add(
                    node.origin(),
                    AllowedExpressions.words(node)
                            + " is not allowed: an expression is made of columns, literals, operators, CASE, CAST and the"
                            + " functions listed in docs/transform.md");
            return;
        }
        if (node instanceof UnresolvedFunction call) {
            function(call.origin(), Scala.list(call.nameParts()), Scala.list(call.arguments()));
        } else if (node instanceof UnresolvedGenerator call) {
            function(call.origin(), List.of(call.name().unquotedString()), Scala.list(call.children()));
        }
        for (Expression child : Scala.list(node.children())) {
            expression(child, depth + 1);
        }
    }

    private void function(Origin origin, List<String> parts, List<Expression> arguments) {
        String name = String.join(".", parts);
        if (parts.size() != 1 || !AllowedFunctions.contains(name)) {
            boolean exists = parts.size() == 1 && registry.functionExists(new FunctionIdentifier(name));
            if (AllowedFunctions.overWindows(name)) {
                faults.add(origin, name + " is not allowed: a transform sees one record at a time, without windows");
                return;
            }
            faults.add(
                    origin,
                    (exists ? "the function " + name + " is not allowed" : "there is no function " + name)
                            + AllowedFunctions.nearest(name)
                                    .map(near -> " (did you mean " + near + "?)")
                                    .orElse("")
                            + ": a transform may call functions that give the same result whenever a record is read,"
                            + " listed in docs/transform.md");
            return;
        }
        int size = AllowedFunctions.sizeArgument(name);
        if (size >= 0 && size < arguments.size() && !isSmall(name, arguments.get(size))) {
            faults.add(
                    origin,
                    "argument " + (size + 1) + " of " + name + " must be written out, and at most "
                            + AllowedFunctions.MAX_SIZE);
        }
    }

    private static boolean isSmall(String name, Expression argument) {
        if (!(argument instanceof Literal literal)) {
            return false;
        }
        if (literal.value() instanceof Number number) {
            return Math.abs(number.doubleValue()) <= AllowedFunctions.MAX_SIZE;
        }
        // a pattern such as '#,##0.00'; elsewhere Spark would read a number from the text
        return name.equalsIgnoreCase("format_number") && literal.dataType() instanceof StringType;
    }

    private static void limit(int depth) throws InvalidTransformException {
        if (depth > SqlText.MAX_DEPTH) {
            throw SqlText.tooComplex("its expressions nest more than " + SqlText.MAX_DEPTH + " deep");
        }
    }
}
