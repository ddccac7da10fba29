package io.sluice.access;

import io.sluice.web.Problem;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/** Says in the API document which role each operation takes, and, where one has to log in, how. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class RolesInDocument implements GlobalOpenApiCustomizer {

    private static final String TOKEN = "token";
    private static final String SESSION = "session";
    private static final String PROVIDER = "provider";
    private static final String CERTIFICATE = "certificate";

    private static final ApiResponse UNKNOWN = new ApiResponse()
            .description(ProblemType.NOT_LOGGED_IN.title())
            .content(new Content()
                    .addMediaType(
                            "application/problem+json",
                            new MediaType()
                                    .schema(new Schema<>().$ref("#/components/schemas/Problem"))
                                    .example(Problem.of(ProblemType.NOT_LOGGED_IN, "What to do next.", "/api/v1"))));

    private final Security security;
    private final OidcSettings oidc;
    private final CertificateSettings certificates;

    RolesInDocument(Security security, OidcSettings oidc, CertificateSettings certificates) {
        this.security = security;
        this.oidc = oidc;
        this.certificates = certificates;
    }

    @Override
    public void customise(OpenAPI api) {
        if (security == Security.LOCKED) {
            api.getComponents()
                    .addSecuritySchemes(
                            TOKEN,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .description("A token, as an admin makes it: for programs"))
                    .addSecuritySchemes(
                            SESSION,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.APIKEY)
                                    .in(SecurityScheme.In.COOKIE)
                                    .name("sluice")
                                    .description(
                                            "The session of a login: for browsers. What is no GET repeats the cookie"
                                                    + " XSRF-TOKEN in the header X-XSRF-TOKEN"));
            addOthers(api);
        }
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> describe(method, path, operation)));
    }

    /** Those that are configured. */
    private void addOthers(OpenAPI api) {
        if (oidc.isSet()) {
            api.getComponents()
                    .addSecuritySchemes(
                            PROVIDER,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.OPENIDCONNECT)
                                    .openIdConnectUrl(oidc.configuration())
                                    .description("A token of the provider, for the audience " + oidc.audience()));
        }
        if (certificates.isSet()) {
            api.getComponents()
                    .addSecuritySchemes(
                            CERTIFICATE,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.MUTUALTLS)
                                    .description("A client certificate whose subject has a role"));
        }
    }

    private List<SecurityRequirement> ways() {
        return Stream.of(
                        Optional.of(TOKEN),
                        Optional.of(SESSION),
                        Optional.of(PROVIDER).filter(name -> oidc.isSet()),
                        Optional.of(CERTIFICATE).filter(name -> certificates.isSet()))
                .flatMap(Optional::stream)
                .map(name -> new SecurityRequirement().addList(name))
                .toList();
    }

    private void describe(HttpMethod method, String path, Operation operation) {
        // A pattern matches itself, taken for a path.
        Optional<Permissions.Line> line = Permissions.of(method.name(), PathContainer.parsePath(path));
        if (line.isEmpty()) {
            return;
        }
        Role role = line.get().role();
        operation.addExtension("x-role", role == null ? "anyone" : role.text());
        if (security == Security.LOCKED && role != null) {
            operation.getResponses().put("401", UNKNOWN);
        }
        operation.setSecurity(security == Security.OPEN || role == null ? List.of() : ways());
    }
}
