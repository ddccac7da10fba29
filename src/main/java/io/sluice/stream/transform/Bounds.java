package io.sluice.stream.transform;

import io.sluice.stream.transform.evaluation.Allowance;
import io.sluice.stream.transform.evaluation.Extent;
import io.sluice.stream.transform.evaluation.Measure;
import io.sluice.stream.transform.fault.Scala;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.*;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Has everything that can make much of little ask the {@link Allowance} first: what joins, replaces, encodes or writes out
 * values, what keeps a value for each element of an array, and the columns of a row. Whatever else a transform may call
 * makes no more than some bytes of each byte that it gets.
 */
final class Bounds {

    /** How many texts are joined at once; see {@link Measure}. */
    private static final int JOINED = 6;

    /** How many values may be made for one that holds them before they count. */
    private static final int MANY = 16;

    /** What hands a value on that is there already. */
    private static final Set<Class<?>> HANDED_ON = Set.of(
            AttributeReference.class,
            BoundReference.class,
            ElementAt.class,
            GetArrayItem.class,
            GetMapValue.class,
            GetStructField.class,
            Literal.class,
            NamedLambdaVariable.class);

    /** What copies the result of its lambda for each element. */
    private static final List<Class<? extends Expression>> KEEPING_RESULTS =
            List.of(ArrayTransform.class, TransformKeys.class, TransformValues.class, ZipWith.class, MapZipWith.class);

    private static final List<Class<? extends Expression>> HOLDING_VALUES =
            List.of(ConcatWs.class, CreateArray.class, CreateMap.class, CreateNamedStruct.class);

    /** What reads or writes a time by a pattern, their second child, of which Spark makes a formatter and keeps it. */
    private static final List<Class<? extends Expression>> BY_PATTERN = List.of(
            DateFormatClass.class, FromUnixTime.class, GetTimestamp.class, ToUnixTimestamp.class, UnixTimestamp.class);

    private final Allowance allowance = new Allowance();

    Allowance allowance() {
        return allowance;
    }

    /** Must be called before constant expressions are evaluated: they can be greedy, too. */
    LogicalPlan apply(LogicalPlan plan) {
        LogicalPlan bound = plan;
        for (Class<? extends Expression> type : KEEPING_RESULTS) {
            bound = replace(bound, type, node -> changed(node, this::keepingResults));
        }
        for (Class<? extends Expression> type : HOLDING_VALUES) {
            bound = replace(bound, type, this::holding);
        }
        bound = replace(bound, Concat.class, this::concat);
        bound = replace(bound, ConcatWs.class, this::concatWs);
        bound = replace(bound, ArrayJoin.class, this::arrayJoin);
        bound = replace(
                bound, StringReplace.class, node -> call("replace", node.dataType(), Scala.list(node.children())));
        bound = replace(bound, RegExpReplace.class, node -> first(node, "matches", child(node, 1), child(node, 2)));
        bound = replace(bound, RegExpExtractAll.class, node -> first(node, "extracts", child(node, 1)));
        bound = replace(bound, StringSplit.class, node -> first(node, "parts", child(node, 1)));
        bound = replace(bound, StringToMap.class, node -> first(node, "parts", child(node, 1)));
        bound = replace(bound, Overlay.class, node -> changed(node, 1, part -> grown(part, 1)));
        bound = replace(bound, Hex.class, node -> changed(node, 0, value -> grown(value, 1)));
        bound = replace(bound, Base64.class, node -> changed(node, 0, value -> grown(value, 1)));
        bound = replace(bound, Encode.class, node -> changed(node, 0, value -> grown(value, 3)));
        bound = replace(bound, StringDecode.class, node -> changed(node, 0, value -> grown(value, 2)));
        bound = replace(bound, StaticInvoke.class, this::encode);
        for (Class<? extends Expression> type : BY_PATTERN) {
            bound = replace(bound, type, node -> changed(node, 1, this::pattern));
        }
        bound = replace(bound, Flatten.class, node -> first(node, "flat"));
        bound = replace(bound, ArraysZip.class, this::arraysZip);
        bound = replace(bound, JsonToStructs.class, this::fromJson);
        bound = replace(bound, StructsToJson.class, node -> changed(node, 0, value -> whole(value, 4)));
        return replace(bound, Cast.class, this::castToText);
    }

    private static <T extends Expression> LogicalPlan replace(
            LogicalPlan plan, Class<T> type, Function<T, Expression> replacement) {
        return (LogicalPlan) plan.transformAllExpressions(Scala.<Expression, T>replacing(type, replacement));
    }

    /** The columns of a row: each counts but for a column of the row before that is handed on for the first time. */
    List<Expression> columns(List<Expression> columns) {
        List<Expression> bound = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        for (Expression column : columns) {
            if (column instanceof BoundReference reference && !seen.contains(reference.ordinal())) {
                seen.add(reference.ordinal());
                bound.add(column);
            } else {
                bound.add(whole(column, 1));
            }
        }
        return bound;
    }

    private Expression keepingResults(Expression part) {
        return part instanceof LambdaFunction lambda ? changed(lambda, 0, result -> whole(result, 1)) : part;
    }

    private Expression holding(Expression node) {
        long made = Scala.list(node.children()).stream().filter(Bounds::isMade).count();
        return made > MANY ? changed(node, this::wholeIfMade) : node;
    }

    private Expression concat(Concat node) {
        List<Expression> parts = Scala.list(node.children());
        if (parts.size() < 2) {
            return node;
        }
        if (node.dataType() instanceof StringType) {
            return joined(parts);
        }
        int free = Math.max(0, firstVariable(parts));
        return changed(node, (i, part) -> i == free ? part : grown(part, 1));
    }

    /** What grows step by step in an aggregate is not charged for each step. */
    private static int firstVariable(List<Expression> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof NamedLambdaVariable) {
                return i;
            }
        }
        return -1;
    }

    private Expression joined(List<Expression> texts) {
        if (texts.size() == 1) {
            return texts.get(0);
        }
        List<Expression> joined = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += JOINED) {
            List<Expression> some = texts.subList(from, Math.min(texts.size(), from + JOINED));
            joined.add(some.size() == 1 ? some.get(0) : call("concat", DataTypes.StringType, some));
        }
        return joined(joined);
    }

    private Expression concatWs(ConcatWs node) {
        Expression separator = child(node, 0);
        return changed(node, (i, part) -> i == 0 ? part : between(part, separator));
    }

    private Expression arrayJoin(ArrayJoin node) {
        return changed(node, 0, array -> {
            Expression bound = between(array, child(node, 1));
            return node.children().size() > 2 ? between(bound, child(node, 2)) : bound;
        });
    }

    private Expression between(Expression value, Expression separator) {
        return call("between", value.dataType(), List.of(value, separator));
    }

    /** What Spark itself calls for {@code base64} and {@code url_encode}. */
    private Expression encode(StaticInvoke node) {
        boolean encodes = node.functionName().equals("encode") && node.staticObject() != Measure.class;
        return encodes ? changed(node, 0, value -> grown(value, 2)) : node;
    }

    private Expression pattern(Expression pattern) {
        return pattern.foldable() ? pattern : call("pattern", pattern.dataType(), List.of(pattern));
    }

    private Expression arraysZip(ArraysZip node) {
        List<Expression> parts = Scala.list(node.children());
        Expression fields = number(parts.size());
        return changed(
                node,
                part -> part.dataType() instanceof ArrayType
                        ? call("zipped", part.dataType(), List.of(part, fields))
                        : part);
    }

    private Expression fromJson(JsonToStructs node) {
        int fields = widest(node.schema());
        return changed(node, 0, json -> call("json", json.dataType(), List.of(json, number(fields))));
    }

    private static int widest(DataType type) {
        if (type instanceof ArrayType array) {
            return widest(array.elementType());
        }
        if (type instanceof MapType map) {
            return Math.max(widest(map.keyType()), widest(map.valueType()));
        }
        return type instanceof StructType struct
                ? Math.max(
                        struct.length(),
                        Arrays.stream(struct.fields())
                                .mapToInt(field -> widest(field.dataType()))
                                .max()
                                .orElse(0))
                : 0;
    }

    private Expression castToText(Cast node) {
        DataType from = node.child().dataType();
        boolean nested = from instanceof ArrayType || from instanceof MapType || from instanceof StructType;
        return nested && node.dataType() instanceof StringType ? changed(node, 0, value -> whole(value, 2)) : node;
    }

    private static boolean isMade(Expression value) {
        return Extent.varies(value.dataType()) && !HANDED_ON.contains(value.getClass());
    }

    private Expression wholeIfMade(Expression value) {
        return isMade(value) ? whole(value, 1) : value;
    }

    /** @param times as much as the value has */
    private Expression whole(Expression value, int times) {
        return Extent.varies(value.dataType())
                ? invoke("whole", value.dataType(), new Extent(value.dataType(), allowance, times), List.of(value))
                : value;
    }

    private Expression grown(Expression value, int times) {
        return Extent.varies(value.dataType()) ? call("grows", value.dataType(), List.of(value, number(times))) : value;
    }

    /** The node with its first child measured. */
    private Expression first(Expression node, String method, Expression... more) {
        return changed(node, 0, value -> {
            List<Expression> arguments = new ArrayList<>(List.of(value));
            arguments.addAll(Arrays.asList(more));
            return call(method, value.dataType(), arguments);
        });
    }

    private static Expression child(Expression node, int index) {
        return Scala.list(node.children()).get(index);
    }

    private static Expression number(int number) {
        return new Literal(number, DataTypes.IntegerType);
    }

    private static Expression changed(Expression node, int index, UnaryOperator<Expression> change) {
        return changed(node, (i, part) -> i == index ? change.apply(part) : part);
    }

    private static Expression changed(Expression node, UnaryOperator<Expression> change) {
        return changed(node, (i, part) -> change.apply(part));
    }

    private static Expression changed(Expression node, BiFunction<Integer, Expression, Expression> change) {
        List<Expression> children = new ArrayList<>(Scala.list(node.children()));
        for (int i = 0; i < children.size(); i++) {
            children.set(i, change.apply(i, children.get(i)));
        }
        return (Expression) node.withNewChildren(Scala.<Expression>seq(children));
    }

    private Expression call(String method, DataType result, List<Expression> arguments) {
        return invoke(method, result, allowance, arguments);
    }

    private static Expression invoke(String method, DataType result, Object measure, List<Expression> arguments) {
        List<Expression> all = new ArrayList<>();
        all.add(new Literal(measure, new ObjectType(measure.getClass())));
        all.addAll(arguments);
        return new StaticInvoke(
                Measure.class, result, method, Scala.<Expression>seq(all), Scala.seq(List.of()), true, false, true);
    }
}
