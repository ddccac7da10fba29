package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

@DisplayName("A scope")
class ScopeTest {

    @ParameterizedTest
    @CsvSource({
        "orders-*, orders-eu, true",
        "orders-*, orders-, true",
        "orders-*, orders, false",
        "orders-*, my-orders-eu, false",
        "*, anything, true",
        "*-eu, orders-eu, true",
        "*-eu, orders-eu-1, false",
        "a*b*c, aXXbYYbZc, true",
        "a*b*c, aXXcYYb, false",
        "exact, exact, true",
        "exact, exactly, false",
        "a.c, abc, false",
        "**, x, true",
    })
    @DisplayName("covers a name that is like its pattern, in which * alone stands for any text")
    void coversWhatIsLikeItsPattern(String pattern, String name, boolean expected) {
        assertThat(new Scope(List.of(pattern)).covers(name)).isEqualTo(expected);
        assertThat(new Scope(List.of("none", pattern)).covers(name)).isEqualTo(expected);
    }

    @Test
    @Timeout(5)
    @DisplayName("answers at once for the worst of patterns")
    void isFast() {
        Scope scope = new Scope(List.of("a*".repeat(31) + "b"));
        for (int i = 0; i < 1000; i++) {
            assertThat(scope.covers("a".repeat(63))).isFalse();
        }
    }

    @Test
    @DisplayName("without a pattern covers all, and is that of a request of which nothing is known")
    void coversAllWithoutAPattern() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        assertThat(Scope.of(request).isAll()).isTrue();
        Scope.of(request).require("anything");
        new Scope(List.of("a")).hold(request);
        Scope.of(request).require("a");
        assertThatThrownBy(() -> Scope.of(request).require("b"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("like a.");
    }
}
