package io.sluice.pipeline.catalogue;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/** Decides which parts of a definition are bound to what the pipeline has stored already. */
final class ReplaceRules {

    private ReplaceRules() {}

    /** What identifies the rows of a sink. */
    private record RowIdentity(String name, WriteMode mode, List<String> key) {}

    /** The bound parts in which the two differ; they can change only while nothing has been consumed. */
    static List<String> boundChanges(FlowSpec before, FlowSpec after) {
        List<String> changes = new ArrayList<>();
        if (!Set.copyOf(before.source().topics())
                .equals(Set.copyOf(after.source().topics()))) {
            changes.add("/source/topics");
        }
        if (!before.source().startingOffsets().equals(after.source().startingOffsets())) {
            changes.add("/source/startingOffsets");
        }
        if (!targets(before).equals(targets(after))) {
            changes.add("/sinks (type, target, mode or key)");
        }
        return changes;
    }

    static ProblemException incompatible(String name, List<String> changes) {
        return new ProblemException(
                ProblemType.INCOMPATIBLE_CHANGE,
                "Pipeline '" + name + "' has consumed records already, so " + String.join(" and ", changes)
                        + " cannot change any more: its positions and stored rows belong to them. Create another"
                        + " pipeline with the new definition, reset this one with DELETE /api/v1/pipelines/" + name
                        + "/offsets first, or delete it with purge=true and create it anew.");
    }

    /** @param objections what the targets cannot take */
    static ProblemException incompatible(List<String> objections) {
        return new ProblemException(
                ProblemType.INCOMPATIBLE_CHANGE,
                String.join(". ", objections) + ". The pipeline goes on under its old definition.");
    }

    /** Says which columns are new: rows that are stored already do not get them. */
    static Optional<String> newColumns(String name, StructType before, StructType after) {
        List<String> added = Stream.of(after.fieldNames())
                .filter(column -> !List.of(before.fieldNames()).contains(column))
                .toList();
        return added.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "New in the output: " + String.join(", ", added) + ". What is stored already does not have"
                                + " it, also when it is read again; to have it everywhere, begin anew with DELETE"
                                + " /api/v1/pipelines/" + name + "/offsets.");
    }

    private static Map<StoreType, RowIdentity> targets(FlowSpec spec) {
        return spec.sinks().stream()
                .collect(Collectors.toMap(SinkSpec::type, s -> new RowIdentity(s.target(), s.mode(), s.key())));
    }
}
