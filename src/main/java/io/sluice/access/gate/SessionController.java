package io.sluice.access.gate;

import io.sluice.access.Security;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says whether one has to log in, and who has. There in an open Sluice, too. */
@RestController
class SessionController {

    static final String PATH = "/api/v1/session";

    private final Security security;

    SessionController(Security security) {
        this.security = security;
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    SessionView getSession() {
        return SessionView.of(security, security == Security.LOCKED ? Answers.visitor() : null);
    }
}
