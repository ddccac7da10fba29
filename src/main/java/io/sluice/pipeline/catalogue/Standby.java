package io.sluice.pipeline.catalogue;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;

/** What an instance answers while it does not run the pipelines of its database. */
public final class Standby {

    private Standby() {}

    /** The lease was lost or given up a moment ago, and this instance has not looked yet which other one has it. */
    public static ProblemException lost() {
        return new ProblemException(
                ProblemType.STANDBY,
                "This instance does not run the pipelines of this database any more, so it changed nothing. Send"
                        + " the request to the one that does.");
    }
}
