package io.sluice.telemetry;

import io.sluice.access.Security;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The platform over REST. */
@RestController
class PlatformController implements PlatformParts {

    private final Environment environment;
    private final List<Service> services;
    private final PlatformMonitor monitor;
    private final SparkStatus spark;
    private final Security security;
    private final Platform.@Nullable Build build;

    /**
     * Takes what the build wrote into the jar; there is nothing where Sluice runs from classes.
     *
     * @param version of the jar
     * @param commit that it was made from
     */
    PlatformController(
            Environment environment,
            List<Service> services,
            PlatformMonitor monitor,
            SparkStatus spark,
            ObjectProvider<Security> security,
            ObjectProvider<BuildProperties> version,
            ObjectProvider<GitProperties> commit) {
        this.environment = environment;
        this.services = services;
        this.monitor = monitor;
        this.spark = spark;
        this.security = security.getIfAvailable(() -> Security.OPEN);
        BuildProperties jar = version.getIfAvailable();
        GitProperties from = commit.getIfAvailable();
        build = jar == null
                ? null
                : new Platform.Build(String.valueOf(jar.getVersion()), from == null ? null : from.getShortCommitId());
    }

    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Platform.class)))
    @GetMapping(path = "/api/v1/platform", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> getPlatform() {
        Map<String, Object> platform = parts();
        platform.put("security", security);
        return platform;
    }

    private Map<String, Object> parts() {
        Map<String, Object> platform = new LinkedHashMap<>();
        if (build != null) {
            platform.put("sluice", build);
        }
        services.forEach(service ->
                platform.put(service.name(), ServiceView.of(service, isEmbedded(service), monitor.of(service.name()))));
        platform.put("spark", spark.now());
        return platform;
    }

    @Override
    public Map<String, Object> now() {
        return parts();
    }

    /** What has no address configured is what Sluice starts itself. */
    private boolean isEmbedded(Service service) {
        return !Binder.get(environment)
                .bind(service.addressProperty(), Bindable.listOf(String.class))
                .isBound();
    }
}
