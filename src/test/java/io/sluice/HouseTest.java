package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Holds the code to the table of rooms and arrows in {@code docs/house.md}, and the table to the code. */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class HouseTest {

    private static final String HOUSE = "io.sluice";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|");
    private static final Pattern ROOM = Pattern.compile("`([a-z.]+)`");

    @ArchTest
    static final ArchRule streamHalfKnowsNoSpring = noClasses()
            .that()
            .resideInAPackage("io.sluice.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "tools.jackson..", "org.hibernate..");

    /** Whoever joins the rooms may use all of them, and nobody uses him. */
    @ArchTest
    static void roomsAndArrowsAreThoseOfTheTable(JavaClasses code) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : code) {
            Set<String> uses = found.computeIfAbsent(room(type), room -> new TreeSet<>());
            if (!room(type).equals(HOUSE)) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .filter(target -> target.getPackageName().startsWith(HOUSE))
                        .map(HouseTest::room)
                        .filter(room -> !room.equals(room(type)))
                        .forEach(uses::add);
            }
        }

        assertThat(found).isEqualTo(table());
    }

    /** What Spark documents for others to use, and the rows that its connector interfaces hand over. */
    private static final Pattern SPARKS_PUBLIC = Pattern.compile("org\\.apache\\.spark\\.("
            + "(SparkContext|TaskContext|SparkException|SparkThrowable|QueryContext|TaskKilledException)"
            + "|api\\.java\\.\\w+"
            + "|sql\\.(Dataset|Row|SparkSession(\\$Builder)?|ExperimentalMethods|RuntimeConfig|AnalysisException)"
            + "|sql\\.(types|util|streaming|connector\\.(read|write|metric)(\\.streaming)?)\\.\\w+"
            + "|sql\\.connector\\.catalog\\.(Supports\\w+|Table\\w*|Identifier)"
            + "|sql\\.catalyst\\.(InternalRow|expressions\\.SpecializedGetters|util\\.(Array|Map)Data)"
            + "|unsafe\\.types\\.UTF8String)");

    /** An update of Spark has to look at each of them. */
    @ArchTest
    static void sparksPrivateClassesAreThoseOfTheList(JavaClasses code) throws IOException {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : code) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .map(JavaClass::getName)
                    .filter(name -> name.startsWith("org.apache.spark."))
                    .filter(name -> !SPARKS_PUBLIC.matcher(name).matches())
                    .forEach(name -> found.add(room(type) + " " + name));
        }

        assertThat(found)
                .as("the lines of docs/spark-internals.txt")
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(Path.of("docs/spark-internals.txt")));
    }

    /** Which order of the API helps is for the rooms to say that take orders. */
    @ArchTest
    static void engineNamesNoUrl(JavaClasses code) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/sluice/engine"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("/api/"));
        }
    }

    @ArchTest
    static final ArchRule noArrowRunsBack =
            slices().matching("io.sluice.(**)").should().beFreeOfCycles();

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

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(HOUSE) ? name : name.substring(HOUSE.length() + 1);
    }

    private static Map<String, Set<String>> table() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/house.md")));
        while (row.find()) {
            table.put(
                    row.group(1),
                    ROOM.matcher(row.group(2))
                            .results()
                            .map(room -> room.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return table;
    }
}
