package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowDefinitionException;

/** Says which order of the API helps against what stands in a flow's way. */
public final class Remedies {

    private Remedies() {}

    /** What is wrong, and what the user can do about it. */
    public static String told(FlowDefinitionException failure) {
        String offsets = "/api/v1/pipelines/" + failure.pipeline() + "/offsets";
        String remedy = switch (failure.obstacle()) {
            case DEFINITION -> "";
            case LOST_POSITION ->
                " To go on with what there is, set the offsets with PATCH " + offsets
                        + "; to begin anew, reset them with DELETE " + offsets + ".";
            case OTHER_TOPIC ->
                " Reset the pipeline with DELETE " + offsets + "?rows=keep (which sets those rows aside) or"
                        + " rows=remove. A table or collection that was there before the pipeline keeps rows of"
                        + " before: rename or drop it first, then reset.";
            case LOST_TARGET -> " Restore it, or begin anew with DELETE " + offsets;
            case STORE_WENT_BACK ->
                " Set the pipeline back with PATCH " + offsets + " to where these ranges begin; what is missing"
                        + " is then stored again, and rows that are there already stay as they are.";
            case UNKNOWN_TO_LEDGER -> " Say where to begin with PATCH " + offsets + ", or connect the right database.";
        };
        return failure.getMessage() + remedy;
    }
}
