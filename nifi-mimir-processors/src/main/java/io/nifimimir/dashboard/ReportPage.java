/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * A page that is one file: it can be mailed, printed, and opened without a network. Whatever comes from data is escaped, so nothing in it
 * is ever run.
 */
final class ReportPage {
    private static final String MISSING = "–";

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;color:#1d2327;background:#fff;max-width:56rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
            h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.2rem;margin:1.8rem 0 .4rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
            p{margin:.4rem 0}.muted{color:#566169}table{border-collapse:collapse;width:100%}caption{text-align:start;color:#566169}
            th,td{text-align:start;vertical-align:top;padding-block:.35rem;padding-inline:0 .8rem;border-top:1px solid #dedcd4;font-weight:400}thead th{font-weight:600;color:#566169}
            tr,svg{break-inside:avoid}.course{width:10rem;height:2.3rem}.course polyline{fill:none;stroke:#566169;stroke-width:1.5}.course circle{fill:#c62a1f}
            figure{margin:.8rem 0}figcaption{color:#566169}
            .square{display:block;width:18rem;max-width:100%;border:1px solid #dedcd4}.square circle{fill:#0f5e63;fill-opacity:.55}.square path{stroke:#566169;stroke-dasharray:5 4}
            @media(prefers-color-scheme:dark){body{background:#12161a;color:#e8ebed}.muted,caption,figcaption,thead th{color:#a3aeb6}th,td,.square{border-color:#313a42}
            .square circle{fill:#62c5c4}.course polyline{stroke:#a3aeb6}.course circle{fill:#ff7a6b}}
            @media print{body{margin:0;max-width:none}}""";

    private final StringBuilder body = new StringBuilder();

    private final String title;

    private final ReportLanguage language;

    ReportPage(final String title) {
        this(title, ReportLanguage.ENGLISH);
    }

    ReportPage(final String title, final ReportLanguage language) {
        this.title = title;
        this.language = language;
        tag("h1", title);
    }

    ReportPage heading(final String text) {
        return tag("h2", text);
    }

    ReportPage subheading(final String text) {
        return tag("h3", text);
    }

    /** Nothing where the text is empty. */
    ReportPage paragraph(final String text) {
        return text.isBlank() ? this : tag("p", text);
    }

    /**
     * A picture with what it shows; nothing where there is none.
     *
     * @param svg of {@link ReportFigures}
     */
    ReportPage figure(final String svg, final String caption) {
        if (svg.isEmpty()) {
            return this;
        }
        body.append("<figure>").append(svg);
        tag("figcaption", caption);
        body.append("</figure>\n");
        return this;
    }

    /** Nothing where there are no rows. */
    ReportPage table(final String caption, final List<String> header, final List<List<String>> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        body.append("<table>");
        if (!caption.isEmpty()) {
            tag("caption", caption);
        }
        body.append("<thead><tr>");
        header.forEach(
                cell -> body.append("<th scope=\"col\">").append(escape(cell)).append("</th>"));
        body.append("</tr></thead><tbody>");
        for (final List<String> row : rows) {
            body.append("<tr>");
            row.forEach(this::cell);
            body.append("</tr>");
        }
        body.append("</tbody></table>\n");
        return this;
    }

    String finish() {
        return """
                <!doctype html>
                <html lang="%s" dir="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title><style>%s</style></head>
                <body><main>%s</main></body></html>
                """.formatted(language.tag(), language.isRightToLeft() ? "rtl" : "ltr", escape(title), STYLE, body);
    }

    /** What is of data keeps its own order within a text that runs the other way. */
    private void cell(final String text) {
        if (language.isRightToLeft()) {
            body.append("<td><bdi>").append(escape(text)).append("</bdi></td>");
        } else {
            tag("td", text);
        }
    }

    private ReportPage tag(final String name, final String text) {
        body.append('<')
                .append(name)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A number of JSON with as many digits as say something; a dash where there is none. */
    static String number(final JsonNode value) {
        if (!value.isNumber()) {
            return MISSING;
        }
        if (value.isIntegralNumber()) {
            return String.format(Locale.ROOT, "%,d", value.longValue());
        }
        return number((Double) value.doubleValue());
    }

    /** The same of a number that may be missing. */
    static String number(final Double value) {
        return value == null || !Double.isFinite(value)
                ? MISSING
                : BigDecimal.valueOf(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
