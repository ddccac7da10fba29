package io.sluice.access.oidc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/** Takes of an answer so many bytes at most. */
final class BoundedAnswers implements ClientHttpRequestInterceptor {

    private static final int MOST = 512 << 10;

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        ClientHttpResponse answer = execution.execute(request, body);
        try {
            byte[] bytes = answer.getBody().readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new IOException("The answer has more than " + MOST + " bytes");
            }
            return new Whole(answer, answer.getStatusCode(), answer.getStatusText(), bytes);
        } catch (IOException e) {
            answer.close();
            throw e;
        }
    }

    private static final class Whole implements ClientHttpResponse {

        private final ClientHttpResponse answer;
        private final HttpStatusCode status;
        private final String text;
        private final byte[] body;

        Whole(ClientHttpResponse answer, HttpStatusCode status, String text, byte[] body) {
            this.answer = answer;
            this.status = status;
            this.text = text;
            this.body = body;
        }

        @Override
        public HttpStatusCode getStatusCode() {
            return status;
        }

        @Override
        public String getStatusText() {
            return text;
        }

        @Override
        public HttpHeaders getHeaders() {
            return answer.getHeaders();
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
