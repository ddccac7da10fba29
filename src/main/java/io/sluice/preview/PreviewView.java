package io.sluice.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.api.DefinitionFault;
import io.sluice.pipeline.api.OutputColumn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What records would become.
 *
 * @param cut whether records of the sample are left out, because they are large or the time was over; else left out itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"records", "output", "errors", "notices", "cut"})
@Schema(name = "Preview")
record PreviewView(
        List<PreviewedRecord> records,
        List<OutputColumn> output,
        List<DefinitionFault> errors,
        List<String> notices,
        @Nullable Boolean cut) {}
