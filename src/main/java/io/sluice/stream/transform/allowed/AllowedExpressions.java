package io.sluice.stream.transform.allowed;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.*;
import org.apache.spark.sql.catalyst.expressions.*;

/** What Spark's parser may make of the user's expressions. Calls of functions are held against their own list. */
final class AllowedExpressions {

    private static final Set<Class<?>> NAMES = Set.of(
            Alias.class,
            MultiAlias.class,
            NamedArgumentExpression.class,
            UnresolvedAlias.class,
            UnresolvedAttribute.class,
            UnresolvedExtractValue.class,
            UnresolvedFunction.class,
            UnresolvedGenerator.class,
            UnresolvedNamedLambdaVariable.class,
            UnresolvedStar.class);

    private static final Set<Class<?>> OPERATORS = Set.of(
            Add.class,
            And.class,
            BitwiseAnd.class,
            BitwiseNot.class,
            BitwiseOr.class,
            BitwiseXor.class,
            Divide.class,
            EqualNullSafe.class,
            EqualTo.class,
            GreaterThan.class,
            GreaterThanOrEqual.class,
            IntegralDivide.class,
            LessThan.class,
            LessThanOrEqual.class,
            Multiply.class,
            Not.class,
            Or.class,
            Remainder.class,
            Subtract.class,
            UnaryMinus.class,
            UnaryPositive.class);

    private static final Set<Class<?>> SYNTAX = Set.of(
            CaseWhen.class,
            Cast.class,
            Coalesce.class,
            Concat.class,
            CreateNamedStruct.class,
            ILike.class,
            In.class,
            IsNotNull.class,
            IsNull.class,
            LambdaFunction.class,
            Like.class,
            LikeAll.class,
            LikeAny.class,
            Literal.class,
            NotLikeAll.class,
            NotLikeAny.class,
            Overlay.class,
            RLike.class,
            StringLocate.class,
            StringTrim.class,
            StringTrimLeft.class,
            StringTrimRight.class,
            Substring.class,
            TimestampAdd.class,
            TimestampDiff.class);

    /** How a user knows some of the rest. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            entry("Exists", "a subquery in an expression"),
            entry("InSubquery", "a subquery in an expression"),
            entry("ListQuery", "a subquery in an expression"),
            entry("ScalarSubquery", "a subquery in an expression"),
            entry("LateralSubquery", "a subquery in an expression"),
            entry("WindowExpression", "OVER"),
            entry("UnresolvedWindowExpression", "OVER"),
            entry("AggregateExpression", "an aggregate over many records"),
            entry("ExpressionWithUnresolvedIdentifier", "IDENTIFIER(…)"),
            entry("NamedParameter", "a parameter marker"),
            entry("PosParameter", "a parameter marker"));

    private AllowedExpressions() {}

    static boolean parsed(Expression node) {
        Class<?> type = node.getClass();
        return NAMES.contains(type) || OPERATORS.contains(type) || SYNTAX.contains(type) || isNamePlaceholder(node);
    }

    /** Stands for a field's name in {@code struct(a)} until the analysis. */
    private static boolean isNamePlaceholder(Expression node) {
        return node == NamePlaceholder$.MODULE$;
    }

    static String words(Expression node) {
        String type = node.getClass().getSimpleName();
        return WORDS.getOrDefault(type, node.prettyName().toLowerCase(Locale.ROOT));
    }
}
