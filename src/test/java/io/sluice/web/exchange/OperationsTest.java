package io.sluice.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.web.LargeAnswer;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@DisplayName("Operations with large answers")
class OperationsTest {

    @Controller
    static class Large {

        @LargeAnswer("{store}")
        @GetMapping("/rows/{store}")
        void rows() {}

        @LargeAnswer("{store}")
        @GetMapping("/rows/{store}/{id}")
        void row() {}

        @LargeAnswer("first")
        @GetMapping("/records")
        void records() {}
    }

    @Test
    @DisplayName("share one lane for each server, also where a variable of the path names it")
    void shareOneLaneForEachServer() {
        StaticWebApplicationContext context = new StaticWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.registerSingleton("large", Large.class);
        context.refresh();
        RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
        mapping.setApplicationContext(context);
        mapping.afterPropertiesSet();
        Operations operations = new Operations(mapping, 1_000);

        assertThat(lane(operations, "/rows/first"))
                .isEqualTo(lane(operations, "/rows/first/7"))
                .isEqualTo(lane(operations, "/records"))
                .isNotEqualTo(lane(operations, "/rows/second"));
    }

    private static String lane(Operations operations, String path) {
        return Objects.requireNonNull(
                        operations.of(new MockHttpServletRequest("GET", path)).lane())
                .name();
    }
}
