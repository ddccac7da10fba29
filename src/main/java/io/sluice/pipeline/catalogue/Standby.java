package io.sluice.pipeline.catalogue;

import io.sluice.pipeline.ownership.Holder;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.temporal.ChronoUnit;

/** What an instance says that does not run the pipelines of its database. */
public final class Standby {

    private Standby() {}

    public static ProblemException behind(Holder owner) {
        return problem(
                "Another instance (" + owner.name() + ") runs the pipelines of this database; this one takes over"
                        + " when that one's lease runs out (at " + owner.until().truncatedTo(ChronoUnit.SECONDS)
                        + ", unless it is renewed) or is given up. Send the request to that one.");
    }

    /** The lease was lost or given up a moment ago, and nobody has looked yet who has it. */
    public static ProblemException lost() {
        return problem("This instance does not run the pipelines of this database any more, so it changed nothing. Send"
                + " the request to the one that does.");
    }

    private static ProblemException problem(String detail) {
        return new ProblemException(ProblemType.STANDBY, detail);
    }
}
