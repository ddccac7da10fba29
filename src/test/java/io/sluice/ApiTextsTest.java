package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Holds the texts of the API to its code: each operation has them, and none is left over from one that is gone. */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class ApiTextsTest {

    @ArchTest
    static void everyOperationHasItsTextAndNoOtherHas(JavaClasses code) throws IOException {
        Set<String> handlers = code.stream()
                .filter(type -> type.isAnnotatedWith(RestController.class) && !type.isAnnotatedWith(Hidden.class))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith(RequestMapping.class))
                .map(JavaMethod::getName)
                .collect(Collectors.toSet());

        Map<String, Map<String, Object>> texts = ApiFiles.all("operations");
        assertThat(texts.keySet()).isEqualTo(handlers);
        assertThat(texts)
                .allSatisfy((id, text) ->
                        assertThat(text).as(id).containsKeys("tags", "summary", "description", "responses"));
    }
}
