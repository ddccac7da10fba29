package io.sluice.engine.run;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowEngine.Analysis;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.Formats;
import io.sluice.stream.format.InvalidSchemaException;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SourceSchema;
import io.sluice.stream.store.RowCheck;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.sluice.stream.transform.AnalysisUnfinishedException;
import io.sluice.stream.transform.Transforms;
import io.sluice.stream.transform.fault.InvalidTransformException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns a specification into what tasks run, or into every fault that can be found. Creates and asks nothing. Throws
 * {@link SparkUnavailableException} if this machine does not have the time for it now.
 */
@Component
public final class FlowCompiler {

    private final Formats formats;
    private final Stores stores;

    public FlowCompiler(Formats formats, Stores stores) {
        this.formats = formats;
        this.stores = stores;
    }

    /** @param ready null if there are faults */
    private record Compiled(Analysis analysis, @Nullable Ready ready) {

        private static Compiled failed(List<Fault> faults, @Nullable StructType output) {
            return new Compiled(new Analysis(List.copyOf(faults), output), null);
        }
    }

    /**
     * A flow that can run.
     *
     * @param source the columns that are decoded
     */
    public record Ready(StructType source, RecordDecoder.Factory decoder, RecordTransform.Factory transform) {

        public StructType output() {
            return transform.output();
        }
    }

    Analysis analyse(SparkSession session, FlowSpec spec) {
        Analysis analysis = compile(session, spec).analysis();
        List<Fault> faults = new ArrayList<>(analysis.faults());
        faults.addAll(maskFaults(spec.source()));
        return new Analysis(List.copyOf(faults), analysis.output());
    }

    /** @throws FlowDefinitionException if it cannot run as it is defined */
    public Ready ready(SparkSession session, FlowSpec spec) {
        Compiled compiled = compile(session, spec);
        if (compiled.ready() == null) {
            throw new FlowDefinitionException(compiled.analysis().faults().stream()
                    .map(fault -> fault.pointer() + ": " + fault.message())
                    .collect(Collectors.joining("; ", "The definition is not valid any more: ", "")));
        }
        return compiled.ready();
    }

    /** What each of the flow's stores refuses by itself, by the stage of the dead letter. */
    Map<Stage, RowCheck> checks(FlowSpec spec, StructType output) {
        Map<Stage, RowCheck> checks = new LinkedHashMap<>();
        spec.sinks()
                .forEach(sink -> checks.put(sink.type().stage(), stores.of(sink).rowCheck(sink, output)));
        return checks;
    }

    private Compiled compile(SparkSession session, FlowSpec spec) {
        SourceSpec source = spec.source();
        Format format = formats.of(source);
        StructType schema;
        try {
            schema = SourceSchema.parse(format, source.schema());
        } catch (InvalidSchemaException e) {
            return Compiled.failed(at("/source/schema", e.faults()), null);
        }
        RecordTransform.Factory transform;
        try {
            transform = Transforms.analyse(session, schema, spec.transform());
        } catch (InvalidTransformException e) {
            String pointer = spec.transform() == null ? "/source/schema" : "/transform";
            return Compiled.failed(at(pointer, e.faults()), null);
        } catch (AnalysisUnfinishedException e) {
            throw new SparkUnavailableException(String.valueOf(e.getMessage()));
        }
        StructType output = transform.output();
        List<Fault> faults = sinkFaults(spec, output);
        if (!faults.isEmpty()) {
            return Compiled.failed(faults, output);
        }
        RecordDecoder.Factory decoder = format.decoder(schema, source.format());
        return new Compiled(
                new Analysis(List.of(), output),
                new Ready(schema, decoder, spec.isDiscreet() ? transform.discreet() : transform));
    }

    /** A mask of a field that the schema does not have would hide less than its author means. */
    private List<Fault> maskFaults(SourceSpec source) {
        List<String> masked = source.format().masked();
        List<Fault> faults = new ArrayList<>();
        StructType schema;
        try {
            schema = SourceSchema.parse(formats.of(source), source.schema());
        } catch (InvalidSchemaException e) {
            return List.of();
        }
        for (int i = 0; i < masked.size(); i++) {
            List<String> path = Mask.steps(masked.get(i)).orElseThrow();
            boolean isOfRecord = path.equals(List.of(SourceColumns.KEY)) || path.equals(List.of(SourceColumns.HEADERS));
            if (!isOfRecord && !SourceSchema.has(schema, path)) {
                faults.add(new Fault(
                        "/source/mask/" + i,
                        "names no field of the schema; nor is it " + SourceColumns.KEY + " or "
                                + SourceColumns.HEADERS));
            }
        }
        return faults;
    }

    /** What is masked of the rows that the flow yields. */
    static Mask rowMask(SparkSession session, FlowSpec spec, StructType source) {
        try {
            return Transforms.mask(
                    session, source, spec.transform(), spec.source().format().mask());
        } catch (InvalidTransformException e) {
            throw new FlowDefinitionException("The definition is not valid any more: /transform: " + e.getMessage());
        } catch (AnalysisUnfinishedException e) {
            throw new SparkUnavailableException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Fault> at(String pointer, List<String> messages) {
        return messages.stream().map(message -> new Fault(pointer, message)).toList();
    }

    private List<Fault> sinkFaults(FlowSpec spec, StructType output) {
        List<Fault> faults = new ArrayList<>();
        String columns = spec.transform() == null ? "/source/schema" : "/transform";
        for (int i = 0; i < spec.sinks().size(); i++) {
            SinkSpec sink = spec.sinks().get(i);
            Store store = stores.of(sink);
            Optional<String> objection = store.objection(output);
            if (objection.isPresent()) {
                faults.add(new Fault(columns, objection.get()));
                continue;
            }
            for (StructField column : output.fields()) {
                store.objection(column).ifPresent(message -> faults.add(new Fault(columns, message)));
            }
        }
        return faults;
    }
}
