package io.sluice.results.query;

import static io.sluice.results.query.Filter.Operator.EQ;
import static io.sluice.results.query.Filter.Operator.GE;
import static io.sluice.results.query.Filter.Operator.GT;
import static io.sluice.results.query.Filter.Operator.IN;
import static io.sluice.results.query.Filter.Operator.ISNULL;
import static io.sluice.results.query.Filter.Operator.LE;
import static io.sluice.results.query.Filter.Operator.LIKE;
import static io.sluice.results.query.Filter.Operator.LT;
import static io.sluice.results.query.Filter.Operator.NE;

import io.sluice.results.query.Filter.Operator;
import io.sluice.stream.column.ColumnType;
import java.util.List;
import org.apache.spark.sql.types.DataType;

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
        return switch (ColumnType.of(type)) {
            case STRING -> TEXT;
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, DATE, TIMESTAMP, TIMESTAMP_NTZ -> ORDERED;
            case BOOLEAN -> BOOLEAN;
            case BINARY -> BINARY;
            case ARRAY, STRUCT, MAP -> NESTED;
        };
    }

    boolean isSortable() {
        return sortable;
    }

    List<Operator> operators() {
        return operators;
    }
}
