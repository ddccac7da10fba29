package io.sluice.engine.run;

import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.engine.session.FlowSessions;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.transform.Transforms;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Compiles flows in this JVM, and runs their expressions on threads of which there are a few only. */
final class FlowRehearsals implements Rehearsals {

    private static final int MOST = 32;

    private final Supplier<SparkSession> spark;
    private final FlowCompiler compiler;

    /** Taken by the threads, some of which an endless expression holds longer than its rehearsal is open. */
    private final Semaphore threads = new Semaphore(MOST);

    FlowRehearsals(Supplier<SparkSession> spark, FlowCompiler compiler) {
        this.spark = spark;
        this.compiler = compiler;
    }

    @Override
    public Rehearsal open(FlowSpec spec) {
        try {
            SparkSession session = FlowSessions.open(spark.get());
            FlowCompiler.Ready ready = compiler.ready(session, spec);
            Mask rowMask = FlowCompiler.rowMask(session, spec, ready.source());
            if (!threads.tryAcquire()) {
                throw new SparkUnavailableException("Records are tried under " + MOST + " definitions at the moment,"
                        + " and more is not possible; try again later");
            }
            Rehearsal rehearsal = new FlowRehearsal(
                    ready, rowMask, compiler.checks(spec, ready.output()), () -> conditions(session, ready, spec));
            rehearsal.ended().thenRun(threads::release);
            return rehearsal;
        } catch (OutOfMemoryError e) {
            MemoryExhaustion.endIf(e);
            throw e;
        }
    }

    private static List<Transforms.Condition> conditions(SparkSession session, FlowCompiler.Ready ready, FlowSpec spec)
            throws Exception {
        List<Transforms.Condition> conditions = Transforms.conditions(session, ready.source(), spec.transform());
        return spec.isDiscreet()
                ? conditions.stream().map(Transforms.Condition::discreet).toList()
                : conditions;
    }
}
