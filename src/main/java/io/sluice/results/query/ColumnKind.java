package io.sluice.results.query;

import static io.sluice.results.query.Operator.EQ;
import static io.sluice.results.query.Operator.GE;
import static io.sluice.results.query.Operator.GT;
import static io.sluice.results.query.Operator.IN;
import static io.sluice.results.query.Operator.ISNULL;
import static io.sluice.results.query.Operator.LE;
import static io.sluice.results.query.Operator.LIKE;
import static io.sluice.results.query.Operator.LT;
import static io.sluice.results.query.Operator.NE;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** What can be asked of a column so that every store gives the same answer. */
public enum ColumnKind {
    TEXT(true, EQ, NE, LT, LE, GT, GE, LIKE, IN, ISNULL),
    /** Numbers, dates and times. */
    ORDERED(true, EQ, NE, LT, LE, GT, GE, IN, ISNULL),
    BOOLEAN(true, EQ, NE, IN, ISNULL),
    /** Stores order bytes differently, so there is no order to ask for. */
    BINARY(false, EQ, NE, IN, ISNULL),
    NESTED(false, ISNULL);

    private final boolean sortable;
    private final List<Operator> operators;

    ColumnKind(boolean sortable, Operator... operators) {
        this.sortable = sortable;
        this.operators = List.of(operators);
    }

    static ColumnKind of(DataType type) {
        if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
            return NESTED;
        }
        if (type instanceof BinaryType) {
            return BINARY;
        }
        if (type instanceof BooleanType) {
            return BOOLEAN;
        }
        return type instanceof StringType ? TEXT : ORDERED;
    }

    boolean isSortable() {
        return sortable;
    }

    List<Operator> operators() {
        return operators;
    }
}
