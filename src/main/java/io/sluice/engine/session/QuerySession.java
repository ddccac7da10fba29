package io.sluice.engine.session;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.datasources.v2.V2Writes$;
import org.apache.spark.sql.execution.streaming.ResolveWriteToStream$;
import org.apache.spark.sql.internal.BaseSessionStateBuilder;
import org.apache.spark.sql.internal.SessionState;
import scala.Function2;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Map$;

/**
 * Makes sessions for queries that only hand a source's rows to a sink. Spark analyses and optimises the plan of each
 * micro-batch three times, once to run it and twice to describe it, with a hundred rules that find nothing to do in such a
 * plan; that is milliseconds of each. Here it has the rules that such a plan needs. See docs/adr/0010-lean-micro-batches.md.
 */
public final class QuerySession extends BaseSessionStateBuilder {

    private QuerySession(SparkSession session, Option<SessionState> parent) {
        super(session, parent);
    }

    /** Makes a session like the given one, for queries only: no SQL and no view can be analysed in it. */
    public static SparkSession like(SparkSession session) {
        SessionState lean = new QuerySession(session, Option.apply(session.sessionState())).build();
        return new SparkSession(
                session.sparkContext(),
                Option.apply(session.sharedState()),
                Option.apply(lean),
                session.extensions(),
                Map$.MODULE$.empty());
    }

    /** Spark clones the session for each query. */
    @Override
    public Function2<SparkSession, Option<SessionState>, BaseSessionStateBuilder> newBuilder() {
        return QuerySession::new;
    }

    @Override
    public Analyzer analyzer() {
        return new LeanAnalyzer(catalogManager());
    }

    @Override
    public Optimizer optimizer() {
        return new LeanOptimizer(catalogManager());
    }

    /** The start of a query is a plan too; and so is the making of rows of a sink's answer, though it has none. */
    private static final class LeanAnalyzer extends Analyzer {

        LeanAnalyzer(CatalogManager catalogs) {
            super(catalogs);
        }

        @Override
        public Seq<Batch> batches() {
            return seq(new Batch("Start", Once(), seq(ResolveWriteToStream$.MODULE$, ResolveDeserializer())));
        }
    }

    private static final class LeanOptimizer extends Optimizer {

        LeanOptimizer(CatalogManager catalogs) {
            super(catalogs);
        }

        @Override
        public Seq<Batch> defaultBatches() {
            return seq(new Batch("Write", Once(), seq(V2Writes$.MODULE$)));
        }

        @Override
        public Seq<String> nonExcludableRules() {
            return seq(V2Writes$.MODULE$.ruleName());
        }
    }

    @SafeVarargs
    private static <T> Seq<T> seq(T... items) {
        return JavaConverters.asScalaBuffer(List.of(items)).toList();
    }
}
