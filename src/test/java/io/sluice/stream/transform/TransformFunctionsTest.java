package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.transform.TransformFunctions.Function;
import io.sluice.stream.transform.allowed.AllowedFunctions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransformFunctionsTest {

    @Test
    @DisplayName("Every allowed function has the ways to call it and one plain sentence")
    void everyFunction() {
        List<Function> all = TransformFunctions.all();
        assertThat(all)
                .extracting(Function::name)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(AllowedFunctions.GROUPS.values().stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(all).allSatisfy(function -> {
            assertThat(function.signatures())
                    .isNotEmpty()
                    .allSatisfy(signature -> assertThat(signature)
                            .containsIgnoringCase(function.name())
                            .hasSizeLessThan(302)
                            .doesNotContain("\n", "_FUNC_", " - "));
            assertThat(function.description())
                    .matches("\\S.{3,301}[.…]+")
                    .doesNotContain("\n", "_FUNC_", "`", "(a.k.a.)");
            assertThat(function.example()).doesNotContain("\n", "> SELECT", "SELECT ");
        });
    }

    @Test
    @DisplayName("A function that is called in several ways has them all")
    void overloadedFunctionHasAllItsSignatures() {
        assertThat(find("substr").signatures())
                .containsExactly("substr(str, pos[, len])", "substr(str FROM pos[ FOR len]])");
        assertThat(find("acos").description()).contains("(a.k.a. arc cosine)");
        assertThat(find("abs"))
                .isEqualTo(new Function(
                        "abs",
                        "Numbers",
                        List.of("abs(expr)"),
                        "Returns the absolute value of the numeric or interval value.",
                        "abs(-1)"));
    }

    private static Function find(String name) {
        return TransformFunctions.all().stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
