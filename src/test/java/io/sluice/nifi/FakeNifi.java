package io.sluice.nifi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of NiFi's REST API as an import needs, on loopback. As the real one it validates, enables and starts in
 * the background: each change shows only at the second look. It deletes no group that runs or whose queues have data.
 */
final class FakeNifi implements AutoCloseable {

    static final String USER = "operator";
    static final String PASSWORD = "a long & odd=password";
    private static final String TOKEN = "header.body.signature";
    private static final String GROUP = "group-1";
    private static final Pattern PART =
            Pattern.compile("name=\"(\\w+)\"[^\n]*\r\n(?:[^\r]+\r\n)*\r\n(.*)\r\n$", Pattern.DOTALL);

    /** Every order that changes something, in the order of arrival. */
    final List<String> orders = new CopyOnWriteArrayList<>();
    /** What a component's validation finds, by the component's name. */
    final Map<String, String> invalid = new ConcurrentHashMap<>();
    /** How often it still answers that it is starting. */
    volatile int starting;
    /** Group names in the root group, beside the imported one. */
    final List<String> otherGroups = new CopyOnWriteArrayList<>();

    private final JsonMapper json = new JsonMapper();
    private final HttpServer server;
    /** How many FlowFiles wait in a connection, by its name. */
    final Map<String, Integer> queued = new ConcurrentHashMap<>();
    /** The comments of the imported group. */
    volatile String comments = "";

    private volatile Map<String, String> upload = Map.of();
    private volatile JsonNode live;
    private volatile String services = "DISABLED";
    private volatile String processors = "STOPPED";

    /** @param port where it listens, without TLS; 0 for any free port */
    FakeNifi(int port) throws IOException {
        this(HttpServer.create(loopback(port), 0));
    }

    private FakeNifi(HttpServer server) {
        this.server = server;
        server.createContext("/nifi-api", this::handle);
        server.start();
    }

    /** Listens with TLS on any free port. */
    static FakeNifi withTls(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new FakeNifi(server);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The fields of the last upload; empty before it. */
    Map<String, String> upload() {
        return upload;
    }

    JsonNode flow() {
        return json.readTree(upload.get("file"));
    }

    /** What is in the group now, to be changed as somebody would on the canvas. */
    ObjectNode live() {
        return (ObjectNode) live.get("flowContents");
    }

    String processors() {
        return processors;
    }

    /** As if an operator had stopped the processors. */
    void stopProcessors() {
        processors = "STOPPED";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/nifi-api".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Answer answer = starting > 0
                ? new Answer(503, "Apache NiFi is starting")
                : answer(exchange, exchange.getRequestMethod() + " " + path, body);
        starting--;
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(HttpExchange exchange, String order, String body) {
        if (order.equals("GET /authentication/configuration")) {
            return new Answer(200, "{}");
        }
        if (order.equals("POST /access/token")) {
            boolean known = body.equals("username=" + USER + "&password=a+long+%26+odd%3Dpassword");
            return known
                    ? new Answer(201, TOKEN)
                    : new Answer(400, "The supplied username and password are not valid.");
        }
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, "Unauthorized");
        }
        return switch (order) {
            case "GET /flow/process-groups/root" -> new Answer(200, "{\"processGroupFlow\":{\"id\":\"root-1\"}}");
            case "GET /process-groups/root-1/process-groups" -> new Answer(200, groups());
            case "POST /process-groups/root-1/process-groups/upload" -> upload(exchange, body);
            case "GET /flow/process-groups/" + GROUP -> new Answer(200, FakeFlow.of(live(), processors, queued));
            case "GET /process-groups/" + GROUP -> new Answer(200, "{\"revision\":{\"version\":7}}");
            case "PUT /process-groups/" + GROUP -> comment(body);
            case "DELETE /process-groups/" + GROUP ->
                delete(exchange.getRequestURI().getQuery());
            case "GET /flow/process-groups/" + GROUP + "/controller-services" -> new Answer(200, services());
            case "PUT /flow/process-groups/" + GROUP + "/controller-services" -> change("services", body);
            case "GET /process-groups/" + GROUP + "/processors" -> new Answer(200, validated());
            case "PUT /flow/process-groups/" + GROUP -> change("processors", body);
            default -> processor(order, body);
        };
    }

    private Answer processor(String order, String body) {
        if (order.matches("GET /processors/[0-9a-f-]+")) {
            return new Answer(200, "{\"revision\":{\"version\":3}}");
        }
        if (order.matches("PUT /processors/[0-9a-f-]+/run-status")) {
            JsonNode asked = json.readTree(body);
            if (asked.at("/revision/version").asInt() != 3) {
                return new Answer(409, "not the most up-to-date revision");
            }
            orders.add("source " + asked.get("state").asString());
            return new Answer(200, "{}");
        }
        return new Answer(404, "The specified resource could not be found: " + order);
    }

    private Answer comment(String body) {
        JsonNode asked = json.readTree(body);
        if (asked.at("/revision/version").asInt() != 7) {
            return new Answer(409, "not the most up-to-date revision");
        }
        comments = asked.at("/component/comments").asString();
        return new Answer(200, "{}");
    }

    private Answer delete(String query) {
        boolean busy = processors.equals("RUNNING") || services.startsWith("ENABL") || !queued.isEmpty();
        if (busy || !query.startsWith("version=7&clientId=")) {
            return new Answer(409, "Cannot delete the process group");
        }
        orders.add("delete");
        upload = Map.of();
        return new Answer(200, "{}");
    }

    private String groups() {
        ObjectNode answer = json.createObjectNode();
        ArrayNode groups = answer.putArray("processGroups");
        Stream.concat(otherGroups.stream(), Stream.ofNullable(upload.get("groupName")))
                .forEach(name -> groups.addObject()
                        .put("id", GROUP)
                        .putObject("component")
                        .put("name", name)
                        .put("comments", comments)
                        .set("position", json.readTree("{\"x\": 12.5, \"y\": -4.0}")));
        return answer.toString();
    }

    private Answer upload(HttpExchange exchange, String body) {
        String boundary = exchange.getRequestHeaders().getFirst("Content-Type").replaceFirst(".*boundary=", "");
        Map<String, String> fields = new TreeMap<>();
        for (String part : body.split(Pattern.quote("--" + boundary))) {
            var matcher = PART.matcher(part);
            if (matcher.find()) {
                fields.put(matcher.group(1), matcher.group(2));
            }
        }
        upload = fields;
        live = flow();
        comments = live().path("comments").asString("");
        services = "DISABLED";
        processors = "STOPPED";
        orders.add("upload");
        return new Answer(201, "{\"id\":\"" + GROUP + "\"}");
    }

    private Answer change(String what, String body) {
        JsonNode order = json.readTree(body);
        if (!order.path("id").asString("").equals(GROUP)) {
            return new Answer(400, "The process group id does not match");
        }
        String state = order.get("state").asString();
        orders.add(what + " " + state);
        if (what.equals("services")) {
            services = state.equals("ENABLED") ? "ENABLING" : state;
        } else {
            processors = state.equals("RUNNING") ? "STARTING" : state;
        }
        return new Answer(200, body);
    }

    private String services() {
        String answer = components("controllerServices", services, "VALID");
        services = services.equals("ENABLING") ? "ENABLED" : services;
        return answer;
    }

    /** A processor is invalid as long as the service that it refers to is not enabled. */
    private String validated() {
        String answer = components("processors", processors, services.equals("ENABLED") ? "VALID" : "INVALID");
        processors = processors.equals("STARTING") ? "RUNNING" : processors;
        return answer;
    }

    private String components(String kind, String state, String validity) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode all = answer.putArray(kind);
        for (JsonNode each : live().path(kind)) {
            String name = each.get("name").asString();
            ObjectNode component = FakeFlow.component(each, state);
            all.addObject().set("component", component);
            component.put("validationStatus", invalid.containsKey(name) ? "INVALID" : validity);
            ArrayNode errors = component.putArray("validationErrors");
            if (invalid.containsKey(name)) {
                errors.add(invalid.get(name));
            }
        }
        return answer.toString();
    }

    private record Answer(int status, String body) {}
}
