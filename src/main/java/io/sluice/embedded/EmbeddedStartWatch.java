package io.sluice.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/** Ends the application, with the message that a failed start prints, when a server could not start. */
final class EmbeddedStartWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStartWatch.class);

    private final EmbeddedStack stack;

    EmbeddedStartWatch(EmbeddedStack stack) {
        this.stack = stack;
    }

    @EventListener
    void watch(ApplicationStartedEvent event) {
        stack.onFailure(failure -> end(event.getApplicationContext(), failure));
    }

    private static void end(ApplicationContext context, Throwable failure) {
        FailureAnalysis analysis = new EmbeddedFailureAnalyzer().analyze(failure);
        if (analysis == null) {
            LOG.error("The embedded stack cannot start", failure);
        } else {
            new LoggingFailureAnalysisReporter().report(analysis);
        }
        // Not in this thread: closing the context waits for it.
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> 1)), "embedded-start-failed").start();
    }
}
