package io.sluice.pipeline.definition;

import java.util.regex.Pattern;

/** What names look like. Each is legal, and needs no escaping, wherever it ends up: a path, a label. */
public final class Names {

    static final String PIPELINE = "[a-z][a-z0-9_-]{0,62}";

    private static final Pattern PIPELINE_NAME = Pattern.compile(PIPELINE);

    private Names() {}

    /** Whether a pipeline can have this name at all. */
    public static boolean isPipeline(String name) {
        return PIPELINE_NAME.matcher(name).matches();
    }
}
