package io.sluice.access.oidc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sluice.access.OidcSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Checks tokens of the provider: signature, issuer, for whom, from when and until when. */
final class ProviderTokens {

    private final OidcSettings settings;
    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();

    ProviderTokens(OidcSettings settings, Provider provider) {
        this.settings = settings;
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(
                settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()), provider));
        signatures.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // The validators below look at the claims, and say in words what is wrong.
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /** Of tokens that programs send. */
    JwtDecoder access() {
        return decoder(new JwtAudienceValidator(settings.audience()));
    }

    /** Of tokens that the provider gives for a login at the page. */
    JwtDecoder login(ClientRegistration registration) {
        OidcIdTokenValidator validator = new OidcIdTokenValidator(registration);
        validator.setClockSkew(settings.clockSkew());
        return decoder(validator);
    }

    private JwtDecoder decoder(OAuth2TokenValidator<Jwt> further) {
        JwtTimestampValidator times = new JwtTimestampValidator(settings.clockSkew());
        times.setAllowEmptyExpiryClaim(false);
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(signatures);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                times,
                new JwtIssuerValidator(settings.issuer()),
                new JwtClaimValidator<String>(JwtClaimNames.SUB, subject -> subject != null && !subject.isBlank()),
                further)));
        return decoder;
    }

    /** Whether the token may well be good, and only the provider's keys are not at hand. */
    static boolean isAway(JwtException failure) {
        return failure.getCause() instanceof RemoteKeySourceException;
    }

    /** What is wrong with a token, in words. */
    String fault(JwtException failure) {
        return failure instanceof JwtValidationException invalid
                ? invalid.getErrors().stream()
                        .map(OAuth2Error::getDescription)
                        .distinct()
                        .collect(Collectors.joining("; "))
                : "it is not one that " + settings.issuer() + " has signed, with "
                        + String.join(" or ", settings.algorithms());
    }
}
