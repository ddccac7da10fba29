package io.sluice.engine;

import io.sluice.decode.InvalidSchemaException;
import io.sluice.decode.JsonDecoder;
import io.sluice.decode.SourceSchema;
import io.sluice.flow.Fault;
import io.sluice.flow.FlowSpec;
import io.sluice.flow.RecordDecoder;
import io.sluice.flow.RecordTransform;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.SourceSpec;
import io.sluice.flow.Store;
import io.sluice.flow.StoreType;
import io.sluice.transform.InvalidTransformException;
import io.sluice.transform.Transforms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Turns a specification into what tasks run, or into every fault that can be found. Creates and asks nothing. */
final class FlowCompiler {

    private final Map<StoreType, Store> stores;

    FlowCompiler(Map<StoreType, Store> stores) {
        this.stores = stores;
    }

    /** @param factories null if there are faults */
    record Compiled(Analysis analysis, @Nullable Factories factories) {

        private static Compiled failed(List<Fault> faults, @Nullable StructType output) {
            return new Compiled(new Analysis(List.copyOf(faults), output), null);
        }
    }

    /** What travels to the executors. */
    record Factories(RecordDecoder.Factory decoder, RecordTransform.Factory transform) {}

    Compiled compile(SparkSession session, FlowSpec spec) {
        SourceSpec source = spec.source();
        StructType schema;
        try {
            schema = SourceSchema.parse(source.schema());
        } catch (InvalidSchemaException e) {
            return Compiled.failed(at("/source/schema", e.faults()), null);
        }
        RecordTransform.Factory transform;
        try {
            transform = Transforms.analyse(session, schema, spec.transform());
        } catch (InvalidTransformException e) {
            return Compiled.failed(at("/transform", e.faults()), null);
        }
        StructType output = transform.output();
        List<Fault> faults = sinkFaults(spec, output);
        if (!faults.isEmpty()) {
            return Compiled.failed(faults, output);
        }
        RecordDecoder.Factory decoder = JsonDecoder.factory(schema, source.rejectUnknownFields());
        return new Compiled(new Analysis(List.of(), output), new Factories(decoder, transform));
    }

    private static List<Fault> at(String pointer, List<String> messages) {
        return messages.stream().map(message -> new Fault(pointer, message)).toList();
    }

    private List<Fault> sinkFaults(FlowSpec spec, StructType output) {
        List<Fault> faults = new ArrayList<>();
        String columns = spec.transform() == null ? "/source/schema" : "/transform";
        for (int i = 0; i < spec.sinks().size(); i++) {
            SinkSpec sink = spec.sinks().get(i);
            Store store = stores.get(sink.type());
            if (store == null) {
                faults.add(new Fault("/sinks/" + i + "/type", "There is no such store here"));
                continue;
            }
            for (StructField column : output.fields()) {
                store.objection(column).ifPresent(message -> faults.add(new Fault(columns, message)));
            }
            keyFaults(sink, output, "/sinks/" + i, faults);
        }
        return faults;
    }

    private static void keyFaults(SinkSpec sink, StructType output, String pointer, List<Fault> faults) {
        List<String> names = List.of(output.fieldNames());
        for (int i = 0; i < sink.key().size(); i++) {
            if (!names.contains(sink.key().get(i))) {
                faults.add(unknown(pointer + "/key/" + i, sink.key().get(i), names));
            }
        }
        if (sink.version() != null && !names.contains(sink.version())) {
            faults.add(unknown(pointer + "/version", sink.version(), names));
        }
    }

    private static Fault unknown(String pointer, String column, List<String> names) {
        return new Fault(
                pointer, "There is no output column \"" + column + "\"; there are: " + String.join(", ", names));
    }
}
