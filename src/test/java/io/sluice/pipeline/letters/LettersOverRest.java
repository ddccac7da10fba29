package io.sluice.pipeline.letters;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.results.postgres.PostgresReads;
import io.sluice.stream.store.Stores;
import io.sluice.testing.TestStores;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The operations that read dead letters, for tests of other rooms. */
public final class LettersOverRest {

    private LettersOverRest() {}

    public static Object controller(PipelineDirectory pipelines, PostgresReads reads) {
        return new DeadLettersController(
                pipelines, new DeadLetterList(reads), new LetterCounts(reads), TestStores.nowhere());
    }

    /** As a part of an application. */
    @TestConfiguration
    public static class Operations {

        @Bean
        DeadLettersController deadLettersController(PipelineDirectory pipelines, PostgresReads reads, Stores stores) {
            return new DeadLettersController(pipelines, new DeadLetterList(reads), new LetterCounts(reads), stores);
        }
    }
}
