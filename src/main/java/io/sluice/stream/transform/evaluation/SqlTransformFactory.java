package io.sluice.stream.transform.evaluation;

import io.sluice.stream.flow.RecordTransform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.Utils;

/**
 * Carries a program as bytes, so that each task gets expressions of its own: some of Spark's keep what they last saw in
 * a field, and the tasks of one JVM would otherwise share them.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SqlTransformFactory(StructType output, byte[] program, boolean isDiscreet)
        implements RecordTransform.Factory {

    private static final long serialVersionUID = 1L;

    public static SqlTransformFactory of(StructType output, Program program) {
        return new SqlTransformFactory(output, Utils.serialize(program), false);
    }

    @Override
    public RecordTransform.Factory discreet() {
        return new SqlTransformFactory(output, program, true);
    }

    @Override
    public RecordTransform open() {
        return new SqlTransform(Utils.deserialize(program, Program.class.getClassLoader()), output, isDiscreet);
    }
}
