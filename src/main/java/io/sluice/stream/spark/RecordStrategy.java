package io.sluice.stream.spark;

import java.util.List;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.datasources.v2.MicroBatchScanExec;
import org.apache.spark.sql.execution.datasources.v2.StreamingDataSourceV2Relation;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Plans a {@link RecordStream} without the projection that Spark puts on every source, which copies each row into Spark's
 * binary format and whose code is written and compiled anew in each micro-batch: the sink takes the rows as they are.
 */
final class RecordStrategy extends SparkStrategy {

    private static final long serialVersionUID = 1L;

    /** Makes queries of this session, started from here on, be planned so. */
    static void addTo(SparkSession session) {
        ExperimentalMethods methods = session.experimental();
        methods.extraStrategies_$eq(seq(List.of(new RecordStrategy())));
    }

    @Override
    public Seq<SparkPlan> apply(LogicalPlan plan) {
        return plan instanceof StreamingDataSourceV2Relation relation
                        && relation.stream() instanceof RecordStream stream
                        && relation.startOffset().isDefined()
                        && relation.endOffset().isDefined()
                ? seq(List.of(scan(relation, stream)))
                : seq(List.of());
    }

    private static SparkPlan scan(StreamingDataSourceV2Relation relation, MicroBatchStream stream) {
        return new MicroBatchScanExec(
                relation.output(),
                relation.scan(),
                stream,
                relation.startOffset().get(),
                relation.endOffset().get(),
                Option.empty(),
                Option.empty());
    }

    private static <T> Seq<T> seq(List<T> list) {
        return JavaConverters.asScalaBuffer(list).toList();
    }
}
