package io.sluice.life;

import io.sluice.stream.flow.Position;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Min;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The life of one record. */
@RestController
@RequestMapping(path = "/api/v1/pipelines/{name}/records", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({
    ProblemType.PIPELINE_NOT_FOUND,
    ProblemType.PLATFORM_UNAVAILABLE,
    ProblemType.PLATFORM_REFUSES,
    ProblemType.QUERY_TIMEOUT,
    ProblemType.STANDBY
})
class LifeController {

    private final Lives lives;

    LifeController(Lives lives) {
        this.lives = lives;
    }

    @LargeAnswer("records")
    @GetMapping("/{topic}/{partition}/{offset}")
    LifeView getRecord(
            @PathVariable String name,
            @PathVariable String topic,
            @PathVariable @Min(0) int partition,
            @PathVariable @Min(0) long offset,
            @Parameter(hidden = true) HttpServletRequest request)
            throws InterruptedException {
        if (!Scope.of(request).isAll() && !lives.reads(name, topic)) {
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "You see some pipelines only, and of topics what these read. Pipeline '" + name
                            + "' does not read this one.");
        }
        return lives.of(name, new Position(topic, partition, offset), Caller.seesMasked(request));
    }
}
