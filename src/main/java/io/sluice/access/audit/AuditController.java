package io.sluice.access.audit;

import io.sluice.results.query.PageParameters;
import io.sluice.results.query.Paging;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log over REST. */
@RestController
class AuditController {

    private final AuditList list;

    AuditController(AuditList list) {
        this.list = list;
    }

    @LargeAnswer("ledger")
    @PageParameters
    @GetMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    @Fails({ProblemType.PLATFORM_UNAVAILABLE, ProblemType.QUERY_TIMEOUT})
    AuditPage listAudit(
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return list.page(
                new AuditList.Filter(who, action, target, Outcome.parse(outcome), from, to), Paging.parse(parameters));
    }
}
