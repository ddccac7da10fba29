package io.sluice.engine;

import io.sluice.flow.Counters;
import io.sluice.flow.FlowSpec;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.Store;
import io.sluice.flow.StoreType;
import io.sluice.flow.StoreWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** The tables and collections of flows, in every kind of store. Thread-safe. */
final class Targets {

    private final Map<StoreType, Store> stores;

    Targets(Map<StoreType, Store> stores) {
        this.stores = Map.copyOf(stores);
    }

    /**
     * Makes them or widens them, and makes the writers for them.
     *
     * @param stored what the flow has stored so far
     * @throws FlowDefinitionException if a target cannot take the rows, or is gone with what was stored in it
     */
    Map<StoreType, StoreWriter.Factory> prepare(String flow, FlowSpec spec, StructType output, Counters stored)
            throws Exception {
        requireStillThere(flow, spec, stored);
        Map<StoreType, StoreWriter.Factory> writers = new EnumMap<>(StoreType.class);
        for (SinkSpec sink : spec.sinks()) {
            Store store = store(sink);
            try {
                store.prepare(sink, output);
            } catch (Store.IncompatibleTargetException e) {
                throw new FlowDefinitionException(String.valueOf(e.getMessage()));
            }
            writers.put(sink.type(), store.writers(sink, output));
        }
        return writers;
    }

    /** Making it anew would leave out, without a word, what the flow has counted as stored. */
    private void requireStillThere(String flow, FlowSpec spec, Counters stored) throws Exception {
        for (SinkSpec sink : spec.sinks()) {
            Counters.SinkCounters counters = stored.sinks().get(sink.type());
            if (counters != null && counters.rows() > 0 && !store(sink).exists(sink)) {
                throw new FlowDefinitionException(
                        ("The %s target %s is gone, with the %d rows that pipeline %s has stored there. Restore it, or"
                                        + " begin anew with DELETE /api/v1/pipelines/%s/offsets")
                                .formatted(sink.type().label(), sink.target(), counters.rows(), flow, flow));
            }
        }
    }

    /** What they cannot take of a flow's rows, one text for each such target. */
    List<String> objections(FlowSpec spec, StructType output) throws SQLException {
        List<String> objections = new ArrayList<>();
        for (SinkSpec sink : spec.sinks()) {
            try {
                store(sink).check(sink, output);
            } catch (Store.IncompatibleTargetException e) {
                objections.add(String.valueOf(e.getMessage()));
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return objections;
    }

    void drop(FlowSpec spec) throws Exception {
        for (SinkSpec sink : spec.sinks()) {
            store(sink).drop(sink);
        }
    }

    /** @param suffix of the names under which they are kept; at most 30 characters */
    void setAside(FlowSpec spec, String suffix) throws Exception {
        for (SinkSpec sink : spec.sinks()) {
            store(sink).setAside(sink, aside(sink.target(), suffix));
        }
    }

    /** Postgres cuts longer names off, the end first. */
    private static String aside(String target, String suffix) {
        return target.substring(0, Math.min(target.length(), 63 - suffix.length())) + suffix;
    }

    private Store store(SinkSpec sink) {
        Store store = stores.get(sink.type());
        if (store == null) {
            throw new FlowDefinitionException("There is no store of type " + sink.type());
        }
        return store;
    }
}
