package io.sluice.pipeline.letters;

import io.sluice.engine.run.TestRehearsals;
import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.catalogue.TestMasking;
import io.sluice.results.table.TableReads;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.store.Stores;
import io.sluice.testing.TestStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The operations that read dead letters, for tests of other rooms. */
public final class LettersOverRest {

    private LettersOverRest() {}

    /** What the pipeline of the letters is. */
    private static FlowSpec flow() {
        SourceSpec source = new SourceSpec(
                List.of("t"),
                "id INT, s STRING",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);
        return new FlowSpec(source, null, List.of(), new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO));
    }

    public static Object controller(PipelineDirectory pipelines, TableReads reads) {
        return new DeadLettersController(
                pipelines,
                new DeadLetterList(reads),
                new LetterCounts(reads),
                new LetterDecoding(name -> flow(), TestRehearsals.create()),
                TestMasking.none(),
                TestStores.nowhere());
    }

    /** As a part of an application. */
    @TestConfiguration
    public static class Operations {

        @Bean
        DeadLettersController deadLettersController(PipelineDirectory pipelines, TableReads reads, Stores stores) {
            return new DeadLettersController(
                    pipelines,
                    new DeadLetterList(reads),
                    new LetterCounts(reads),
                    new LetterDecoding(name -> flow(), TestRehearsals.create()),
                    TestMasking.none(),
                    stores);
        }
    }
}
