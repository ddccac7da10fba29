package io.sluice.pipeline.api;

import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.web.Fails;
import io.sluice.web.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Opens and closes the gate. Each order is taken at once and completes later. */
@RestController
@RequestMapping(path = PipelineController.PATH + "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class LifecycleController {

    private final PipelineService service;
    private final Views views;

    LifecycleController(PipelineService service, Views views) {
        this.service = service;
        this.views = views;
    }

    @PostMapping("/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PipelineStatus startPipeline(@PathVariable String name) {
        return views.status(service.start(name));
    }

    @PostMapping("/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PipelineStatus stopPipeline(@PathVariable String name) {
        return views.status(service.stop(name));
    }

    @PostMapping("/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PipelineStatus restartPipeline(@PathVariable String name) {
        return views.status(service.restart(name));
    }
}
