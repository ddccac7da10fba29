package io.sluice.access.audit;

import io.sluice.access.Permissions;
import io.sluice.access.Permissions.Line;
import io.sluice.stream.text.Excerpt;
import io.sluice.stream.text.Legible;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What is noted of a change or a refusal. Texts of callers are short, and legible in a terminal.
 *
 * @param target what it was about; null if that is not known
 * @param details the parameters of the request; null for none
 * @param change what was changed in the database; null if it was an order, or refused
 * @param status of HTTP; null if it was no request, or is not answered yet
 * @param times how many alike ones it stands for
 */
record Entry(
        UUID id,
        Instant at,
        Actor actor,
        String action,
        @Nullable String target,
        @Nullable String details,
        @Nullable Change change,
        Outcome outcome,
        @Nullable Integer status,
        int times) {

    private static final String LOGOUT = "logout";

    /** Of which as many may come as anybody likes to send. */
    private static final List<String> OFTEN = List.of("appendTopicRecords", "login", LOGOUT);

    private static final int LONGEST = 200;

    /** Parameters with what is in records. */
    private static final List<String> UNTOLD = List.of("key=", "q=", "reason=");

    /** What a request asks to be changed; null if it asks for no change. */
    static @Nullable Line changing(HttpServletRequest request) {
        if (request.getMethod().equals("GET")) {
            return null;
        }
        Line line;
        try {
            line = Permissions.of(request.getMethod(), path(request)).orElse(null);
        } catch (IllegalArgumentException e) {
            // An address that cannot be decoded reaches no handler.
            return null;
        }
        return line != null && line.isChange() && !isDryRun(request) ? line : null;
    }

    /** As the handler takes it: of several the first counts. */
    private static boolean isDryRun(HttpServletRequest request) {
        return parameters(request).stream()
                .filter(parameter -> parameter.equals("dryRun") || parameter.startsWith("dryRun="))
                .findFirst()
                .filter("dryRun=true"::equals)
                .isPresent();
    }

    /** @param id of a request: the same in each entry of it */
    static Entry of(
            HttpServletRequest request,
            Line line,
            UUID id,
            Actor actor,
            @Nullable Change change,
            Outcome outcome,
            @Nullable Integer status) {
        String named = line.named(path(request));
        return new Entry(
                id,
                Instant.now(),
                actor,
                request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler
                        ? handler.getMethod().getName()
                        : line.method() + " " + line.path().getPatternString(),
                change != null ? change.target() : named == null ? null : shown(named),
                details(request),
                change,
                outcome,
                status,
                1);
    }

    /** What Sluice did by itself. */
    static Entry own(Change change, @Nullable String by) {
        return new Entry(
                UUID.randomUUID(),
                Instant.now(),
                by == null ? Actor.SLUICE : new Actor(Actor.Kind.SLUICE, by, null, null),
                change.action(),
                change.target(),
                null,
                change,
                Outcome.DONE,
                null,
                1);
    }

    /** Whether as many of its kind may come as anybody likes to send. */
    boolean isFrequent() {
        return outcome != Outcome.DONE || OFTEN.contains(action);
    }

    /** Whether nobody was logged out, which changes nothing. */
    boolean isIdle() {
        return actor.kind() == Actor.Kind.STRANGER && action.equals(LOGOUT) && outcome == Outcome.DONE;
    }

    /** What two have in common that are counted as one. */
    List<Object> likeness() {
        return List.of(actor, action, String.valueOf(target), String.valueOf(details), String.valueOf(status));
    }

    /** The same, for another alike one, too. */
    Entry and(Entry other) {
        return new Entry(id, at, actor, action, target, details, change, outcome, status, times + other.times());
    }

    @Override
    public String toString() {
        return actor + ": " + action + (target == null ? "" : " " + target) + (details == null ? "" : " " + details)
                + " " + outcome.text() + (status == null ? "" : " " + status);
    }

    private static @Nullable String details(HttpServletRequest request) {
        String told = parameters(request).stream()
                .filter(parameter -> UNTOLD.stream().noneMatch(parameter::startsWith))
                .collect(Collectors.joining("&"));
        return told.isEmpty() ? null : shown(told);
    }

    private static List<String> parameters(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null
                ? List.of()
                : Arrays.stream(query.split("&", -1)).map(Entry::decoded).toList();
    }

    private static String decoded(String parameter) {
        try {
            return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return parameter;
        }
    }

    private static PathContainer path(HttpServletRequest request) {
        return RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
    }

    private static String shown(String text) {
        return Legible.of(Excerpt.of(text, LONGEST));
    }
}
