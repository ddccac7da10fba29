package io.sluice.pipeline.reconciliation;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.web.Fails;
import io.sluice.web.ProblemType;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Proves that the stores have what the topics imply, or says what they have not. */
@RestController
@RequestMapping(path = ReconciliationController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class ReconciliationController {

    static final String PATH = "/api/v1/pipelines/{name}/reconciliation";

    private final PipelineRegistry registry;
    private final Reconciliations reconciliations;

    ReconciliationController(PipelineRegistry registry, Reconciliations reconciliations) {
        this.registry = registry;
        this.reconciliations = reconciliations;
    }

    static String address(String pipeline) {
        return PATH.replace("{name}", pipeline);
    }

    @PostMapping
    @Fails({ProblemType.WRONG_STATE, ProblemType.TOO_MANY_REQUESTS})
    ResponseEntity<ReconciliationView> startReconciliation(
            @PathVariable String name, @RequestParam(defaultValue = "false") boolean repair) {
        Pipeline pipeline = registry.require(name);
        return ResponseEntity.accepted()
                .location(URI.create(address(name)))
                .body(reconciliations.order(pipeline, repair).view());
    }

    @GetMapping
    @Fails(ProblemType.RECONCILIATION_NOT_FOUND)
    ReconciliationView getReconciliation(@PathVariable String name) {
        return reconciliations.last(registry.require(name)).view();
    }

    @DeleteMapping(produces = MediaType.ALL_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Fails(ProblemType.RECONCILIATION_NOT_FOUND)
    void cancelReconciliation(@PathVariable String name) {
        reconciliations.last(registry.require(name)).cancel();
    }
}
