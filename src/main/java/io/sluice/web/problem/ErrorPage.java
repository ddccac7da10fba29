package io.sluice.web.problem;

import io.sluice.web.Problem;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the servlet container sends what failed outside the controllers. */
@Hidden
@RestController
class ErrorPage implements ErrorController {

    private final ProblemAdvice advice;

    ErrorPage(ProblemAdvice advice) {
        this.advice = advice;
    }

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<Object> answer(HttpServletRequest request) {
        return ProblemAdvice.response(problem(request), new HttpHeaders());
    }

    private Problem problem(HttpServletRequest request) {
        Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = uri == null ? request.getRequestURI() : uri.toString();
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        if (status >= 500 && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            return advice.judge(thrown, path);
        }
        ProblemType type = FrameworkFaults.type(HttpStatusCode.valueOf(status));
        return Problem.of(type, FrameworkFaults.detail(type), path).withStatus(status);
    }
}
