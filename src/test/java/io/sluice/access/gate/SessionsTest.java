package io.sluice.access.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.web.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

@DisplayName("Sessions")
class SessionsTest {

    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private final Sessions sessions = new Sessions(Duration.ofDays(7), () -> now);

    private Login begin(String name) {
        return begin(name, new MockHttpServletRequest());
    }

    private Login begin(String name, MockHttpServletRequest request) {
        sessions.begin(request, Identity.user(name, Role.VIEWER, new UUID(0, 1), Scope.ALL));
        return Objects.requireNonNull(Login.of(request));
    }

    @Test
    @DisplayName("of a user are so many, of which the oldest goes, and of the others none")
    void areFewOfAUser() {
        Login others = begin("marge");
        List<Login> its = new ArrayList<>();
        for (int i = 0; i <= Sessions.OF_A_USER; i++) {
            its.add(begin("lisa"));
        }
        assertThat(its).extracting(Login::isOver).startsWith(true, false).containsOnlyOnce(true);
        assertThat(others.isOver()).isFalse();
        assertThat(sessions.count()).isEqualTo(Sessions.OF_A_USER + 1);
    }

    @Test
    @DisplayName("of all users are so many, of which the oldest goes")
    void areFewAtAll() {
        List<Login> all = new ArrayList<>();
        for (int i = 0; i <= Sessions.OF_ALL; i++) {
            all.add(begin("user" + i));
        }
        assertThat(all).extracting(Login::isOver).startsWith(true, false).containsOnlyOnce(true);
        assertThat(sessions.count()).isEqualTo(Sessions.OF_ALL);
    }

    @Test
    @DisplayName("end at their age, however often something is asked")
    void endAtTheirAge() {
        Login login = begin("lisa");
        now = now.plus(Duration.ofDays(7)).minusMillis(1);
        assertThat(login.isOver()).isFalse();
        now = now.plusMillis(1);
        assertThat(login.isOver()).isTrue();
    }

    @Test
    @DisplayName("end at the logout and at another login, and are not kept then")
    void endAtTheLogout() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        Login first = begin("lisa", request);
        Login second = begin("lisa", request);
        assertThat(first.isOver()).isTrue();
        assertThat(second.isOver()).isFalse();
        Login.end(request);
        assertThat(second.isOver()).isTrue();
        assertThat(Login.of(request)).isNull();
        assertThat(sessions.count()).isZero();
    }
}
