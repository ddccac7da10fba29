package io.sluice.testing;

import io.sluice.testing.ApiClient.Answer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** Talks to a locked Sluice as its pages do: keeps cookies, and repeats the one that proves it. */
public final class Browser {

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;
    private final String base;

    public Browser(int port) {
        this("http://127.0.0.1:" + port, HttpClient.newBuilder());
    }

    /** @param base its scheme, host and port */
    public Browser(String base, HttpClient.Builder client) {
        this.base = base;
        this.http = client.cookieHandler(cookies).build();
    }

    public Answer login(String name, String password) {
        send("GET", "/api/v1/session", null);
        return send("POST", "/api/v1/session", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    /** Makes a token, as an admin who is logged in. */
    public String token(String role) {
        return token(role, "[]");
    }

    /** The same, of pipelines whose names are like one of the patterns, JSON. */
    public String token(String role, String pipelines) {
        return send(
                        "POST",
                        "/api/v1/tokens",
                        "{\"name\":\"for a test\",\"role\":\"" + role + "\",\"days\":1,\"pipelines\":" + pipelines
                                + "}")
                .expect(201)
                .path("secret")
                .asString();
    }

    public Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        String proof = cookie("XSRF-TOKEN");
        if (proof != null) {
            request.setHeader("X-XSRF-TOKEN", proof);
        }
        if (headers.length > 0) {
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
        }
        return send(request);
    }

    /** Opens any address, as one that another page leads to. */
    public Answer at(String address) {
        return send(HttpRequest.newBuilder(URI.create(base).resolve(address))
                .header("Accept", "text/html")
                .GET());
    }

    /** Sends a form. */
    public Answer post(String address, String form) {
        return send(HttpRequest.newBuilder(URI.create(base).resolve(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public @Nullable String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }
}
