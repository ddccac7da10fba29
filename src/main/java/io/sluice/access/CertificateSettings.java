package io.sluice.access;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Client certificates that have a role.
 *
 * @param certificates the subjects of each role, each as RFC 4514 writes it, with {@code *} for any value of an attribute; of
 *     several roles the one that may most counts
 */
@ConfigurationProperties("sluice.security")
public record CertificateSettings(@DefaultValue Map<Role, List<String>> certificates) {

    static final String KEY = "sluice.security.certificates";

    public CertificateSettings {
        certificates = Map.copyOf(certificates);
        certificates.values().stream().flatMap(List::stream).forEach(CertificateSettings::check);
    }

    static boolean areThere(Environment environment) {
        return Binder.get(environment)
                .bind(KEY, Bindable.mapOf(String.class, Object.class))
                .map(roles -> !roles.isEmpty())
                .orElse(false);
    }

    /** Whether any subject has a role. */
    public boolean isSet() {
        return !certificates.values().stream().allMatch(List::isEmpty);
    }

    /** The role of a subject, written as RFC 2253 has it; empty if it has none. */
    public Optional<Role> role(String subject) {
        LdapName name = parse(subject);
        return certificates.entrySet().stream()
                .filter(each -> each.getValue().stream().anyMatch(pattern -> matches(parse(pattern), name)))
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder());
    }

    /** All attributes in their order: of a part alone whoever issues certificates could make another one's. */
    private static boolean matches(LdapName pattern, LdapName subject) {
        if (pattern.size() != subject.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            Rdn asked = pattern.getRdn(i);
            Rdn there = subject.getRdn(i);
            boolean isAny = "*".equals(asked.getValue())
                    && asked.size() == 1
                    && there.size() == 1
                    && asked.getType().equalsIgnoreCase(there.getType());
            if (!isAny && !asked.equals(there)) {
                return false;
            }
        }
        return true;
    }

    private static void check(String pattern) {
        boolean hasName = parse(pattern).getRdns().stream()
                .anyMatch(part -> part.getType().equalsIgnoreCase("CN"));
        if (!hasName) {
            throw fault(pattern);
        }
    }

    private static LdapName parse(String subject) {
        try {
            return new LdapName(subject);
        } catch (InvalidNameException e) {
            throw fault(subject);
        }
    }

    private static IllegalArgumentException fault(String pattern) {
        return new IllegalArgumentException(
                KEY + ".* must be lists of whole subjects, such as CN=nifi,O=Example; this is none: " + pattern);
    }
}
