package io.sluice.stream.transform;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.transform.allowed.AnalysedCheck;
import io.sluice.stream.transform.allowed.ParsedCheck;
import io.sluice.stream.transform.evaluation.SqlTransformFactory;
import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.SparkMessage;
import io.sluice.stream.transform.fault.SqlText;
import io.sluice.stream.transform.fault.UnknownColumns;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.EliminateSubqueryAliases$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The way from SQL to a program, on the {@link DeepStack}. Executes nothing but constant expressions. */
final class SqlAnalysis {

    private final SessionState spark;

    private SqlAnalysis(SessionState spark) {
        this.spark = spark;
    }

    /** Binds this thread to the session: Spark's parser and rules ask the thread for their settings. */
    static SqlAnalysis in(SparkSession session) {
        SparkSession.setActiveSession(session);
        return new SqlAnalysis(session.sessionState());
    }

    RecordTransform.Factory run(StructType schema, String sql) throws InvalidTransformException {
        StructType columns = OutputColumns.ofSource(schema, false);
        SqlText.check(sql);
        LogicalPlan parsed = parse(sql);
        new ParsedCheck(spark.functionRegistry()).check(parsed);

        SourceRelation source = new SourceRelation(columns);
        LogicalPlan analysed = analyse(source.into(parsed));
        new AnalysedCheck().check(analysed);
        StructType output = OutputColumns.of(analysed.schema(), new SelectList((Project) parsed));

        Bounds bounds = new Bounds();
        LogicalPlan simplified = simplify(analysed, bounds);
        return SqlTransformFactory.of(output, new Compiler(source, bounds).compile(simplified));
    }

    List<Transforms.Condition> conditions(StructType schema, String sql) throws InvalidTransformException {
        SourceRelation source = new SourceRelation(OutputColumns.ofSource(schema, false));
        LogicalPlan parsed = parse(sql);
        return new Conditions(source, parsed).of(analyse(source.into(parsed)));
    }

    Mask mask(StructType schema, String sql, Mask fields) throws InvalidTransformException {
        SourceRelation source = new SourceRelation(OutputColumns.ofSource(schema, false));
        LogicalPlan analysed = analyse(source.into(parse(sql)));
        return new RowMask(source, fields).of(EliminateSubqueryAliases$.MODULE$.apply(analysed));
    }

    private LogicalPlan parse(String sql) throws InvalidTransformException {
        try {
            return spark.sqlParser().parsePlan(sql);
        } catch (Exception e) { // Scala declares none of what it throws
            throw fault(e);
        }
    }

    private LogicalPlan analyse(LogicalPlan plan) throws InvalidTransformException {
        try {
            return spark.analyzer().executeAndCheck(plan, new QueryPlanningTracker(Option.empty()));
        } catch (Exception e) {
            UnknownColumns.in(e).throwIfAny();
            throw fault(e);
        }
    }

    /** A constant expression that fails does so here. */
    private static LogicalPlan simplify(LogicalPlan plan, Bounds bounds) throws InvalidTransformException {
        try {
            return Simplifier.simplify(plan, bounds);
        } catch (InvalidTransformException e) {
            throw e;
        } catch (Exception e) {
            throw fault(e);
        }
    }

    private static InvalidTransformException fault(Exception e) {
        return String.valueOf(e.getMessage()).startsWith("Max iterations")
                ? SqlText.tooComplex("its columns build on each other too often")
                : new InvalidTransformException(SparkMessage.of(e));
    }
}
