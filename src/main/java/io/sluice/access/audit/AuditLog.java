package io.sluice.access.audit;

import io.sluice.access.Permissions.Line;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Notes changes in the transactions that make them, so that there is none without its entry and no entry of one that was
 * rolled back. Who makes them is known by the request that is handled on this thread. Thread-safe.
 */
public final class AuditLog {

    private static final String ID = AuditLog.class.getName();
    private static final String TOLD = ID + ".told";

    private AuditLog() {}

    /**
     * Notes a change.
     *
     * @param by for whom Sluice makes it, where no request is handled on this thread; null if that is not known
     */
    public static void write(Connection transaction, Change change, @Nullable String by) throws SQLException {
        HttpServletRequest request = request();
        Line line = request == null ? null : Entry.changing(request);
        if (request == null || line == null) {
            AuditTable.add(transaction, Entry.own(change, by));
            return;
        }
        UUID id = Optional.ofNullable(id(request)).orElseGet(UUID::randomUUID);
        request.setAttribute(ID, id);
        // A stranger's request does not get here where one has to log in.
        Actor actor = Actor.of(request, Actor.Kind.OPEN);
        AuditTable.add(transaction, Entry.of(request, line, id, actor, change, Outcome.DONE, null));
    }

    /** The same of a request, or of Sluice by itself. */
    public static void write(Connection transaction, Change change) throws SQLException {
        write(transaction, change, null);
    }

    /** Says what the request on this thread has changed, where that is no transaction to write in; its entry tells it. */
    public static void tell(Change change) {
        HttpServletRequest request = request();
        if (request != null) {
            request.setAttribute(TOLD, change);
        }
    }

    /** What was said that the request has changed; null for nothing. */
    static @Nullable Change told(HttpServletRequest request) {
        return request.getAttribute(TOLD) instanceof Change change ? change : null;
    }

    /** Gives the definition of a version, JSON; empty if it is not kept any more. */
    @FunctionalInterface
    public interface Definitions {
        Optional<String> of(long version) throws SQLException;
    }

    /** Keeps the definitions of a pipeline that is about to be deleted, whose versions go with it. */
    public static void keepDefinitions(Connection transaction, long pipelineId, Definitions definition)
            throws SQLException {
        AuditTable.keepDefinitions(transaction, pipelineId, definition);
    }

    /** Of the entry that a request has written in a transaction, which may have been rolled back; null if it has none. */
    static @Nullable UUID id(HttpServletRequest request) {
        return request.getAttribute(ID) instanceof UUID id ? id : null;
    }

    private static @Nullable HttpServletRequest request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest()
                : null;
    }
}
