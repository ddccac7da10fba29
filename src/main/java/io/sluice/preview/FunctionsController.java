package io.sluice.preview;

import io.sluice.stream.transform.TransformFunctions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The functions that a transform may call. */
@RestController
@RequestMapping(path = "/api/v1/transform", produces = MediaType.APPLICATION_JSON_VALUE)
class FunctionsController {

    /** @param items by name */
    @Schema(name = "Functions")
    record FunctionsView(List<FunctionView> items) {}

    @Schema(name = "Function")
    record FunctionView(String name, String group, List<String> signatures, String description, String example) {

        static FunctionView of(TransformFunctions.Function function) {
            return new FunctionView(
                    function.name(),
                    function.group(),
                    function.signatures(),
                    function.description(),
                    function.example());
        }
    }

    private static final class Known {
        static final FunctionsView ALL = new FunctionsView(
                TransformFunctions.all().stream().map(FunctionView::of).toList());
    }

    @GetMapping("/functions")
    FunctionsView listTransformFunctions() {
        return Known.ALL;
    }
}
