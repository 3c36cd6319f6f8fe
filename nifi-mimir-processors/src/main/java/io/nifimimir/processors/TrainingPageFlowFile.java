/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dashboard.TrainingReportPage;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The report of a training for people: one file of HTML that a flow can mail, and that opens without a network. */
final class TrainingPageFlowFile {
    private TrainingPageFlowFile() {}

    /** @param attributes of the report, whose name ends in {@code .json} */
    static FlowFile create(
            final ProcessSession session,
            final FlowFile source,
            final String reportJson,
            final Map<String, String> attributes) {
        final Map<String, String> ofPage = new HashMap<>(attributes);
        ofPage.computeIfPresent(
                CoreAttributes.FILENAME.key(), (key, name) -> name.substring(0, name.lastIndexOf('.')) + ".html");
        ofPage.put(CoreAttributes.MIME_TYPE.key(), "text/html; charset=utf-8");
        final FlowFile page = session.write(
                session.create(source),
                output -> output.write(TrainingReportPage.of(reportJson).getBytes(StandardCharsets.UTF_8)));
        return session.putAllAttributes(page, ofPage);
    }
}
