package io.sluice.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As much of an OpenTelemetry collector as it takes to see what comes: metrics by OTLP over HTTP, on loopback. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    /** The newest value, by the metric's name and its attributes. */
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/metrics", this::take);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics";
    }

    /** As {@code name{attribute=value, …}}, the attributes sorted. */
    Map<String, Double> values() {
        return values;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceMetricsList().stream()
                    .flatMap(resource -> resource.getScopeMetricsList().stream())
                    .flatMap(scope -> scope.getMetricsList().stream())
                    .forEach(this::take);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void take(Metric metric) {
        Stream.of(metric.getSum().getDataPointsList(), metric.getGauge().getDataPointsList())
                .flatMap(List::stream)
                .forEach(point -> values.put(metric.getName() + attributes(point), point.getAsDouble()));
    }

    private static String attributes(NumberDataPoint point) {
        return point.getAttributesList().stream()
                .map((KeyValue each) -> each.getKey() + "=" + each.getValue().getStringValue())
                .sorted()
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
