package io.sluice.web;

/** The chapters of the OpenAPI document, for {@code @Tag} on the controllers. */
public final class ApiTags {

    public static final String PIPELINES = "Pipelines";
    public static final String LIFECYCLE = "Lifecycle";
    public static final String STATUS = "Status";
    public static final String RESULTS = "Results";
    public static final String DEAD_LETTERS = "Dead letters";
    public static final String QUERIES = "Queries";
    public static final String TOPICS = "Topics";
    public static final String PLATFORM = "Platform";
    public static final String DEMO = "Demonstration";

    private ApiTags() {}
}
