package io.sluice.access.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A page of the audit log, the newest entries first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"items", "page", "size", "total", "estimated", "cut", "next"})
record AuditPage(
        List<Item> items,
        int page,
        int size,
        @Nullable Long total,
        @Nullable Boolean estimated,
        @Nullable Boolean cut,
        @Nullable String next) {

    /** An entry. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "id", "at", "who", "action", "target", "details", "version", "before", "after", "outcome", "status", "times"
    })
    @Schema(name = "AuditEntry")
    record Item(
            UUID id,
            Instant at,
            Who who,
            String action,
            @Nullable String target,
            @Nullable String details,
            @Nullable Long version,

            @Schema(implementation = AuditedValue.class) @Nullable
            JsonNode before,

            @Schema(implementation = AuditedValue.class) @Nullable
            JsonNode after,

            Outcome outcome,
            @Nullable Integer status,
            int times) {

        /** Roughly the bytes that it takes in an answer, beside what it was before and after. */
        static final long WEIGHT = 600;
    }

    /** Who it was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"kind", "name", "token", "address"})
    @Schema(name = "AuditedVisitor")
    record Who(
            Actor.Kind kind,
            @Nullable String name,
            @Nullable UUID token,
            @Nullable String address) {}

    /** How the OpenAPI document shows a value of any kind. */
    @Schema(name = "AuditedValue")
    interface AuditedValue {}
}
