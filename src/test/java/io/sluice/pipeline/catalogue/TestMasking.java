package io.sluice.pipeline.catalogue;

import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;

/** What is masked where there are no pipelines, for tests of other rooms. */
public final class TestMasking {

    private TestMasking() {}

    public static Masking none() {
        return new Masking(new PipelineRegistry(TestStores.nowhere()), TestFormats.json());
    }
}
