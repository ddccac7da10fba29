package io.sluice.stream.connection;

import io.sluice.stream.flow.Causes;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a service could not be used, in words that name the step at which it failed and what an operator can do.
 *
 * @param sentence without its full stop
 */
public record Fault(Step step, String sentence) {

    /**
     * What Java's TLS says of a handshake that failed, the most telling first, and what it means. Words, and not types:
     * a driver may quote in its message what it met with, and an executor sends no more. Java does not translate them.
     */
    private static final List<Entry<Pattern, String>> HANDSHAKE = List.of(
            means(
                    "CertificateExpiredException: (NotAfter: [^\\n}]+)",
                    "its certificate has expired (%s); renew it there"),
            means(
                    "CertificateNotYetValidException: (NotBefore: [^\\n}]+)",
                    "its certificate is not valid yet (%s); look at the clocks"),
            means(
                    "(No subject alternative [^\\n}]+|No name matching [^\\n}]+ found)",
                    "its certificate is for another host name (%s); name it as its certificate does, or get it another"),
            means(
                    "(PKIX path [^\\n}]+|Path does not chain [^\\n}]+|the trustAnchors parameter must be non-empty)",
                    "its certificate is not of an authority that is trusted here (%s); correct the certificates in the"
                            + " SSL bundle"),
            means(
                    "Received fatal alert: ((?:bad|unsupported|unknown)_certificate|certificate_\\w+|unknown_ca"
                            + "|access_denied)",
                    "it does not take Sluice's own certificate, or wants one (%s); correct the key store of the SSL bundle"),
            means(
                    "(Unsupported or unrecognized SSL message)",
                    "it does not speak TLS there (%s); is this the right port?"),
            means("\\bSSL\\w*Exception: ([^\\n}]+)", "%s"),
            means("SslAuthenticationException: ([^\\n}]+)", "%s"));

    private static Entry<Pattern, String> means(String words, String meaning) {
        return Map.entry(Pattern.compile(words), meaning);
    }

    /** Finds out whether a TLS handshake has failed; the exception, its causes and whatever they quote are looked at. */
    public static Optional<Fault> ofHandshake(String service, Throwable thrown) {
        String told = Causes.of(thrown).map(Throwable::toString).collect(Collectors.joining("\n"));
        for (Entry<Pattern, String> each : HANDSHAKE) {
            Matcher found = each.getKey().matcher(told);
            if (found.find()) {
                return Optional.of(new Fault(
                        Step.TLS,
                        "The TLS handshake with " + service + " failed: "
                                + each.getValue().formatted(found.group(1))));
            }
        }
        return Optional.empty();
    }

    /** @param told what the service said */
    public static Fault ofLogin(String service, String told) {
        return new Fault(
                Step.LOGIN,
                service + " refuses the login: " + told + "; correct the user, the password or the certificate");
    }

    /** @param told what the service said */
    public static Fault ofPermission(String service, String told) {
        return new Fault(Step.PERMISSION, service + " refuses a permission: " + told + "; grant it to Sluice's user");
    }

    /** The fault as an exception, for whoever can only throw. */
    public FaultException because(@Nullable Throwable cause) {
        return new FaultException(this, cause);
    }
}
