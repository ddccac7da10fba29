package io.sluice.telemetry;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the API document which services the platform has, and where each one can be. */
@Component
@SuppressWarnings("rawtypes") // as Swagger's model has them
final class ServicesInDocument implements GlobalOpenApiCustomizer {

    private static final String PLATFORM = "Platform";
    private static final String SERVICE = "PlatformService";

    private final List<Service> services;

    ServicesInDocument(List<Service> services) {
        this.services = services;
    }

    @Override
    public void customise(OpenAPI api) {
        Schema platform =
                Objects.requireNonNull(api.getComponents().getSchemas().get(PLATFORM));
        for (Service service : services) {
            models(api, service.address().get().getClass()).forEach((name, address) -> {
                Schema<?> common =
                        Objects.requireNonNull(models(api, ServiceView.class).get(SERVICE));
                common.getProperties().forEach(address::addProperty);
                common.getRequired().forEach(address::addRequiredItem);
                api.getComponents().addSchemas(name, address);
                platform.addProperty(service.name(), new Schema<>().$ref("#/components/schemas/" + name));
                platform.addRequiredItem(service.name());
            });
        }
    }

    private static Map<String, Schema> models(OpenAPI api, Class<?> type) {
        return ModelConverters.getInstance(api.getSpecVersion() == SpecVersion.V31)
                .readAll(type);
    }
}
