package io.sluice.stream.transform;

import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.Scala;
import io.sluice.stream.transform.fault.SelectFaults;
import io.sluice.stream.transform.fault.SteadyText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InitCap;
import org.apache.spark.sql.catalyst.expressions.JsonToStructs;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.UnaryExpression;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Replaces what looks at more than the record: Spark reads a time of day as of today, and changes the case of letters by
 * the rules of the machine's language.
 */
final class SameRows {

    /**
     * ISO 8601, with the rest of a record's time that may be left out; of a fraction Spark keeps microseconds. Without it
     * Spark would fall back to what a cast reads.
     */
    static final String JSON_TIMESTAMP = "yyyy-MM-dd[['T'][' ']HH:mm[:ss[.SSSSSSSSS]][XXX][XX][X]]";

    private static final String TIMESTAMP_FORMAT = "timestampformat";
    private static final String FALLBACK = "enabledatetimeparsingfallback";

    private final SelectFaults faults = new SelectFaults();

    /** @throws InvalidTransformException for a cast that cannot be held to it */
    LogicalPlan apply(LogicalPlan plan) throws InvalidTransformException {
        LogicalPlan steady = replace(plan, Cast.class, this::cast);
        steady = replace(steady, JsonToStructs.class, SameRows::json);
        steady = replace(steady, Lower.class, text -> steady(text, "lower"));
        steady = replace(steady, Upper.class, text -> steady(text, "upper"));
        steady = replace(steady, InitCap.class, text -> steady(text, "initcap"));
        faults.throwIfAny();
        return steady;
    }

    private static <T extends Expression> LogicalPlan replace(
            LogicalPlan plan, Class<T> type, Function<T, Expression> replacement) {
        return (LogicalPlan) plan.transformAllExpressions(Scala.<Expression, T>replacing(type, replacement));
    }

    private Expression cast(Cast cast) {
        DataType from = cast.child().dataType();
        if (readsTime(from, cast.dataType())) {
            boolean fails = cast.evalMode().equals(EvalMode$.MODULE$.ANSI());
            Expression dated = call(cast.child(), fails ? "dated" : "datedOrNull");
            return (Expression) cast.withNewChildren(Scala.<Expression>seq(List.of(dated)));
        }
        if (readsTimeInside(from, cast.dataType())) {
            faults.add(
                    cast.origin(),
                    "a cast from " + from.sql() + " to " + cast.dataType().sql() + " reads times inside of a value;"
                            + " cast them one by one, as in transform(times, t -> CAST(t AS TIMESTAMP))");
        }
        return cast;
    }

    private static boolean readsTime(DataType from, DataType to) {
        return from.equals(DataTypes.StringType) && to.equals(DataTypes.TimestampType);
    }

    private static boolean readsTimeInside(DataType from, DataType to) {
        if (from instanceof ArrayType fromArray && to instanceof ArrayType toArray) {
            return readsAnywhere(fromArray.elementType(), toArray.elementType());
        }
        if (from instanceof MapType fromMap && to instanceof MapType toMap) {
            return readsAnywhere(fromMap.keyType(), toMap.keyType())
                    || readsAnywhere(fromMap.valueType(), toMap.valueType());
        }
        if (from instanceof StructType fromStruct && to instanceof StructType toStruct) {
            for (int i = 0; i < Math.min(fromStruct.length(), toStruct.length()); i++) {
                if (readsAnywhere(
                        fromStruct.apply(i).dataType(), toStruct.apply(i).dataType())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean readsAnywhere(DataType from, DataType to) {
        return readsTime(from, to) || readsTimeInside(from, to);
    }

    private static Expression json(JsonToStructs json) {
        if (!has(json.schema(), DataTypes.TimestampType::equals)) {
            return json;
        }
        Map<String, String> options = new HashMap<>();
        JavaConverters.mapAsJavaMap(json.options())
                .forEach((name, value) -> options.put(name.toLowerCase(Locale.ROOT), value));
        options.putIfAbsent(TIMESTAMP_FORMAT, JSON_TIMESTAMP);
        options.put(FALLBACK, "false");
        return new JsonToStructs(json.schema(), Scala.map(options), json.child(), json.timeZoneId());
    }

    private static boolean has(DataType type, Predicate<DataType> wanted) {
        if (type instanceof ArrayType array) {
            return has(array.elementType(), wanted);
        }
        if (type instanceof MapType map) {
            return has(map.keyType(), wanted) || has(map.valueType(), wanted);
        }
        return type instanceof StructType struct
                ? Arrays.stream(struct.fields()).map(StructField::dataType).anyMatch(field -> has(field, wanted))
                : wanted.test(type);
    }

    private static Expression steady(UnaryExpression text, String method) {
        return call((Expression) text.child(), method);
    }

    private static Expression call(Expression text, String method) {
        return new StaticInvoke(
                SteadyText.class,
                DataTypes.StringType,
                method,
                Scala.<Expression>seq(List.of(text)),
                Scala.seq(List.of()),
                true,
                true,
                true);
    }
}
