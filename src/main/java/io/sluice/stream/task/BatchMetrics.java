package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import java.util.HashMap;
import java.util.Map;

/** A micro-batch's counters as the flat string map that Spark carries in its progress reports. */
final class BatchMetrics {

    private static final String STORED = ".stored";

    private BatchMetrics() {}

    static Map<String, String> write(Counters counters) {
        Map<String, String> metrics = new HashMap<>();
        metrics.put("consumed", Long.toString(counters.consumed()));
        metrics.put("filtered", Long.toString(counters.filtered()));
        metrics.put("rejected", Long.toString(counters.rejected()));
        counters.sinks().forEach((type, sink) -> {
            metrics.put(type.label() + STORED, Long.toString(sink.stored()));
            metrics.put(type.label() + ".rejected", Long.toString(sink.rejected()));
            metrics.put(type.label() + ".rows", Long.toString(sink.rows()));
        });
        return metrics;
    }

    static Counters read(Map<String, String> metrics) {
        Map<StoreType, SinkCounters> sinks = new HashMap<>();
        for (String name : metrics.keySet()) {
            if (name.endsWith(STORED)) {
                String label = name.substring(0, name.length() - STORED.length());
                sinks.put(
                        new StoreType(label),
                        new SinkCounters(
                                number(metrics, name),
                                number(metrics, label + ".rejected"),
                                number(metrics, label + ".rows")));
            }
        }
        return new Counters(
                number(metrics, "consumed"), number(metrics, "filtered"), number(metrics, "rejected"), sinks);
    }

    private static long number(Map<String, String> metrics, String name) {
        return Long.parseLong(metrics.getOrDefault(name, "0"));
    }
}
