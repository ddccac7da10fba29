package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** A micro-batch's counters as the flat string map that Spark carries in its progress reports. */
final class BatchMetrics {

    private BatchMetrics() {}

    static Map<String, String> write(Counters counters) {
        Map<String, String> metrics = new HashMap<>();
        metrics.put("consumed", Long.toString(counters.consumed()));
        metrics.put("filtered", Long.toString(counters.filtered()));
        metrics.put("rejected", Long.toString(counters.rejected()));
        counters.sinks().forEach((type, sink) -> {
            metrics.put(type.label() + ".stored", Long.toString(sink.stored()));
            metrics.put(type.label() + ".rejected", Long.toString(sink.rejected()));
            metrics.put(type.label() + ".rows", Long.toString(sink.rows()));
        });
        return metrics;
    }

    static Counters read(Map<String, String> metrics) {
        Map<StoreType, SinkCounters> sinks = new EnumMap<>(StoreType.class);
        for (StoreType type : StoreType.values()) {
            if (metrics.containsKey(type.label() + ".stored")) {
                sinks.put(
                        type,
                        new SinkCounters(
                                number(metrics, type.label() + ".stored"),
                                number(metrics, type.label() + ".rejected"),
                                number(metrics, type.label() + ".rows")));
            }
        }
        return new Counters(
                number(metrics, "consumed"), number(metrics, "filtered"), number(metrics, "rejected"), sinks);
    }

    private static long number(Map<String, String> metrics, String name) {
        return Long.parseLong(metrics.getOrDefault(name, "0"));
    }
}
