package io.sluice.access.gate;

import io.sluice.access.CertificateSettings;
import io.sluice.access.Identity;
import io.sluice.web.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who a client's certificate says that it is. The server has checked it as the connection was made: that it comes down from
 * an authority which {@code server.ssl} trusts, and that the client has its key. Nothing that a request says can set it.
 */
final class Certificates {

    private static final String CHAIN = "jakarta.servlet.request.X509Certificate";
    private static final int LONGEST = 300;

    /** Which RFC 2253 would leave as bytes. */
    private static final Map<String, String> MORE_NAMES = Map.of(
            "1.2.840.113549.1.9.1", "EMAILADDRESS",
            "2.5.4.4", "SN",
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.12", "TITLE",
            "2.5.4.42", "GN",
            "2.5.4.43", "INITIALS",
            "2.5.4.46", "DNQUALIFIER",
            "2.5.4.97", "ORGANIZATIONIDENTIFIER");

    private final CertificateSettings settings;

    Certificates(CertificateSettings settings) {
        this.settings = settings;
    }

    /** Null if there is no certificate, or none whose subject has a role. */
    @Nullable
    Identity of(HttpServletRequest request) {
        X509Certificate certificate = certificate(request);
        if (certificate == null || !settings.isSet()) {
            return null;
        }
        String subject = subject(certificate);
        return settings.role(subject)
                .map(role -> new Identity(
                        "certificate:" + shown(subject),
                        role,
                        UUID.nameUUIDFromBytes(
                                certificate.getSubjectX500Principal().getEncoded()),
                        Identity.Kind.CERTIFICATE,
                        Scope.ALL,
                        certificate.getNotAfter().toInstant()))
                .orElse(null);
    }

    /** The subject of a request's certificate, to be shown; empty if it has none. */
    static Optional<String> subject(HttpServletRequest request) {
        return Optional.ofNullable(certificate(request))
                .map(Certificates::subject)
                .map(Certificates::shown);
    }

    private static @Nullable X509Certificate certificate(HttpServletRequest request) {
        return request.getAttribute(CHAIN) instanceof X509Certificate[] chain && chain.length > 0 ? chain[0] : null;
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, MORE_NAMES);
    }

    private static String shown(String subject) {
        String plain = subject.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }
}
