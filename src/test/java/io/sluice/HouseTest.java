package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The table of rooms and arrows in docs, as a test. */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class HouseTest {

    private static final String[] STREAM_HALF = {
        "io.sluice.flow..", "io.sluice.kafka..", "io.sluice.decode..", "io.sluice.transform..", "io.sluice.sink.."
    };

    @ArchTest
    static final ArchRule streamHalfKnowsNoSpring = noClasses()
            .that()
            .resideInAnyPackage(STREAM_HALF)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "tools.jackson..", "org.hibernate..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.sluice.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule arrows = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.sluice..")
            .withOptionalLayers(true)
            .layer("main")
            .definedBy("io.sluice")
            .layer("jvm")
            .definedBy("io.sluice.jvm..")
            .layer("launch")
            .definedBy("io.sluice.launch..")
            .layer("flow")
            .definedBy("io.sluice.flow..")
            .layer("kafka")
            .definedBy("io.sluice.kafka..")
            .layer("decode")
            .definedBy("io.sluice.decode..")
            .layer("transform")
            .definedBy("io.sluice.transform..")
            .layer("sink")
            .definedBy("io.sluice.sink..")
            .layer("engine")
            .definedBy("io.sluice.engine..")
            .layer("pipeline")
            .definedBy("io.sluice.pipeline..")
            .layer("results")
            .definedBy("io.sluice.results..")
            .layer("topic")
            .definedBy("io.sluice.topic..")
            .layer("telemetry")
            .definedBy("io.sluice.telemetry..")
            .layer("embedded")
            .definedBy("io.sluice.embedded..")
            .layer("demo")
            .definedBy("io.sluice.demo..")
            .layer("web")
            .definedBy("io.sluice.web..")
            .whereLayer("jvm")
            .mayNotAccessAnyLayer()
            .whereLayer("launch")
            .mayNotAccessAnyLayer()
            .whereLayer("flow")
            .mayNotAccessAnyLayer()
            .whereLayer("kafka")
            .mayOnlyAccessLayers("flow")
            .whereLayer("decode")
            .mayOnlyAccessLayers("flow")
            .whereLayer("transform")
            .mayOnlyAccessLayers("flow")
            .whereLayer("sink")
            .mayOnlyAccessLayers("flow")
            .whereLayer("engine")
            .mayOnlyAccessLayers("flow", "kafka", "decode", "transform", "sink", "jvm")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers("engine", "flow", "web")
            .whereLayer("results")
            .mayOnlyAccessLayers("pipeline", "sink", "flow", "web")
            .whereLayer("topic")
            .mayOnlyAccessLayers("flow", "web")
            .whereLayer("telemetry")
            .mayOnlyAccessLayers("pipeline", "flow", "web")
            .whereLayer("embedded")
            .mayOnlyAccessLayers("flow", "web")
            .whereLayer("demo")
            .mayOnlyAccessLayers("topic", "pipeline", "flow", "web")
            .whereLayer("web")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule everyRoomIsInThePicture = classes()
            .should()
            .resideInAnyPackage(
                    "io.sluice",
                    "io.sluice.jvm..",
                    "io.sluice.launch..",
                    "io.sluice.engine..",
                    "io.sluice.pipeline..",
                    "io.sluice.results..",
                    "io.sluice.topic..",
                    "io.sluice.telemetry..",
                    "io.sluice.embedded..",
                    "io.sluice.demo..",
                    "io.sluice.web..",
                    "io.sluice.flow..",
                    "io.sluice.kafka..",
                    "io.sluice.decode..",
                    "io.sluice.transform..",
                    "io.sluice.sink..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("have a @NullMarked package") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(item, item.getPackageName() + " is not @NullMarked"));
                    }
                }
            });
}
