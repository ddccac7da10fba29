package io.sluice.engine.run;

import io.sluice.engine.Rehearsals;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestSpark;
import io.sluice.testing.TestStores;

/** Rehearsals without an application and without servers. */
public final class TestRehearsals {

    private TestRehearsals() {}

    public static Rehearsals create() {
        return new FlowRehearsals(TestSpark::session, new FlowCompiler(TestFormats.json(), TestStores.nowhere()));
    }
}
