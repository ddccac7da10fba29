package io.sluice.pipeline;

import io.sluice.testing.PipelineNeeds;
import io.sluice.web.ProblemException;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** This room alone, on a fake engine. Not found by scans of others: it is named where it is used. */
final class PipelineApp {

    private PipelineApp() {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan(
            basePackageClasses = PipelineDirectory.class,
            excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*PipelineApp.*"))
    @Import(PipelineNeeds.class)
    static class Room {}

    @RestControllerAdvice
    static class Problems {

        @ExceptionHandler
        ResponseEntity<ProblemDetail> answer(ProblemException e) {
            HttpStatus status = e.type().status();
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, e.getMessage());
            problem.setType(e.type().uri());
            problem.setProperties(Map.of("errors", e.errors()));
            return ResponseEntity.status(status).body(problem);
        }
    }
}
