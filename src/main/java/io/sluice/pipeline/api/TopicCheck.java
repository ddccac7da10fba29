package io.sluice.pipeline.api;

import io.sluice.engine.FlowSources;
import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.engine.FlowSources.SourceLook.MissingTopic;
import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.figures.ColumnWatch;
import io.sluice.pipeline.figures.ColumnsView;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.FlowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at the topics of a definition, for as long as a request should wait. Thread-safe. */
@Component
class TopicCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final FlowSources sources;
    private final Inquiry kafka;

    TopicCheck(FlowSources sources, Threads threads) {
        this.sources = sources;
        this.kafka = new Inquiry(threads.workers(), PATIENCE, ColumnWatch::isOfKafka);
    }

    /**
     * What was found.
     *
     * @param columns null if there was no record to compare with
     */
    record Result(
            List<String> notices,
            List<String> unchecked,
            @Nullable ColumnsView columns) {

        static final Result NOTHING = new Result(List.of(), List.of(), null);
    }

    /** Looks at the topics of a definition if nothing else is wrong with it. */
    Result look(Definitions.Verdict verdict) {
        return verdict.faults().isEmpty() ? verdict.spec().map(this::look).orElse(Result.NOTHING) : Result.NOTHING;
    }

    private Result look(FlowSpec spec) {
        SourceLook look = kafka.ask("What the topics hold", () -> ask(spec)).or(null);
        return look == null
                ? new Result(
                        List.of(),
                        List.of("The topics and their records: Kafka has not answered within " + PATIENCE.toSeconds()
                                + " s. GET /api/v1/platform says how it is."),
                        null)
                : result(look);
    }

    private SourceLook ask(FlowSpec spec) {
        try {
            return sources.look(spec);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Result result(SourceLook look) {
        List<String> notices = new ArrayList<>();
        look.missing().forEach(topic -> notices.add(missing(topic)));
        ColumnsView columns = look.records() == 0 ? null : ColumnsView.of(look);
        if (columns != null && !columns.neverSeen().isEmpty()) {
            notices.add(
                    "Columns " + columns.text() + ". Names are matched exactly; a column that no record has is null.");
        }
        return new Result(List.copyOf(notices), List.of(), columns);
    }

    private static String missing(MissingTopic topic) {
        return "The topic '" + topic.name() + "' does not exist"
                + (topic.near().isEmpty() ? "" : "; did you mean '" + String.join("' or '", topic.near()) + "'?")
                + (topic.near().isEmpty() ? ". " : " ")
                + "A pipeline that reads it waits until it is created, for example by appending a record.";
    }
}
