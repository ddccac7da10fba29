package io.sluice.stream.transform;

import io.sluice.stream.transform.evaluation.Program;
import io.sluice.stream.transform.evaluation.Step;
import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.Scala;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/** Turns the simplified plan, a chain over the one relation, into steps. Used once. */
final class Compiler {

    private final SourceRelation source;
    private final Bounds bounds;
    private final BitSet metadata;
    private final ArrayList<Step> steps = new ArrayList<>();

    Compiler(SourceRelation source, Bounds bounds) {
        this.source = source;
        this.bounds = bounds;
        this.metadata = new BitSet();
    }

    Program compile(LogicalPlan plan) throws InvalidTransformException {
        collectMetadata(plan);
        step(plan);
        BitSet made = made();
        if (passesOn()) {
            steps.remove(steps.size() - 1);
        }
        return new Program(steps, metadata, made, bounds.allowance());
    }

    private void collectMetadata(LogicalPlan node) {
        for (int i = 0; i < source.metadata().size(); i++) {
            if (node.references().contains(source.metadata().get(i))) {
                metadata.set(i);
            }
        }
        Scala.list(node.children()).forEach(this::collectMetadata);
    }

    /** @return the columns of the rows after the step for this node */
    private List<Attribute> step(LogicalPlan node) throws InvalidTransformException {
        if (node instanceof LocalRelation) {
            return source.read(!metadata.isEmpty());
        }
        List<Attribute> input = step(node.children().head());
        if (node instanceof Filter filter) {
            steps.add(new Step.Where(Binding.bind(filter.condition(), input)));
            return input;
        }
        if (node instanceof Project project) {
            select(project, input);
            return Scala.list(project.output());
        }
        if (node instanceof Generate generate) {
            return explode(generate, input);
        }
        throw new IllegalStateException("no step for " + node.nodeName());
    }

    private void select(Project project, List<Attribute> input) throws InvalidTransformException {
        List<Expression> columns = new ArrayList<>();
        for (NamedExpression column : Scala.list(project.projectList())) {
            columns.add(Binding.bind(column instanceof Alias alias ? alias.child() : (Expression) column, input));
        }
        steps.add(Step.Select.of(bounds.columns(columns)));
    }

    private List<Attribute> explode(Generate generate, List<Attribute> input) throws InvalidTransformException {
        Expression generator = Binding.bind((Expression) generate.generator(), input);
        steps.add(new Step.Explode((Generator) generator, generate.outer()));
        List<Attribute> output = new ArrayList<>(input);
        output.addAll(Scala.list(generate.generatorOutput()));
        return output;
    }

    /** Columns of {@code source} come to the output as they are where no other SELECT or LATERAL VIEW is in between. */
    private BitSet made() {
        BitSet made = new BitSet();
        if (steps.get(steps.size() - 1) instanceof Step.Select select) {
            for (int i = 0; i < select.columns().size(); i++) {
                made.set(i, !onlyFilters() || !(select.columns().get(i) instanceof BoundReference));
            }
        }
        return made;
    }

    private boolean onlyFilters() {
        return steps.stream().limit(steps.size() - 1).allMatch(Step.Where.class::isInstance);
    }

    /** Whether the only SELECT is {@code *}: then the decoded row is the output as it stands. */
    private boolean passesOn() {
        if (!onlyFilters() || !metadata.isEmpty() || !(steps.get(steps.size() - 1) instanceof Step.Select select)) {
            return false;
        }
        List<Expression> columns = select.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (!(columns.get(i) instanceof BoundReference reference) || reference.ordinal() != i) {
                return false;
            }
        }
        return columns.size() == source.columns().size();
    }
}
