package io.sluice.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.util.DigestUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * The one page of the dashboard, as it is below a root.
 *
 * @param html has no script and no style of its own, which the policy would not let run
 * @param etag changes with the build and with the root
 */
record Page(byte[] html, String etag) {

    /** What esbuild makes of main.tsx and of what it imports, and the icon. */
    static final List<String> PARTS = List.of("main.js", "main.css", "icon.svg");

    /**
     * Nothing of another host, no plug-in, nobody's frame. Text never becomes markup or a script, not even by mistake:
     * the browser refuses it (trusted types), and nobody can make a type that it would trust. Styles are the bundle's
     * own; what the editor adds it adds as a constructed style sheet, which needs no exception.
     */
    static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            + "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /** @param context the path in front of every address, the proxy's prefix included; empty at a host's root */
    static Page of(Bundle bundle, String context) {
        String root = HtmlUtils.htmlEscape(context) + "/";
        Object[] parts = PARTS.stream()
                .map(part -> root + "assets/" + bundle.hashed(part).orElseThrow())
                .toArray();
        byte[] html = """
                <!doctype html>
                <html lang="en" data-root="%1$s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Sluice</title>
                <link rel="icon" type="image/svg+xml" href="%4$s">
                <link rel="stylesheet" href="%3$s">
                <script type="module" src="%2$s"></script>
                </head>
                <body>
                <div id="page"></div>
                <noscript>The dashboard needs JavaScript. Without, there is <a href="%1$sswagger-ui.html">Swagger UI</a>
                and whatever speaks HTTP.</noscript>
                </body>
                </html>
                """.formatted(root, parts[0], parts[1], parts[2]).getBytes(StandardCharsets.UTF_8);
        return new Page(html, '"' + DigestUtils.md5DigestAsHex(html) + '"');
    }
}
