/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.store.AuditOrigin;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.Processor;

/** A processor as the one on whose behalf the store is changed. */
final class ProcessorOrigin {
    private ProcessorOrigin() {}

    /** Such as {@code AutoTrain[id=7f0c]}. */
    static String actor(final Class<? extends Processor> type, final Processor processor) {
        return "%s[id=%s]".formatted(type.getSimpleName(), processor.getIdentifier());
    }

    static AuditOrigin of(final Class<? extends Processor> type, final Processor processor, final FlowFile flowFile) {
        return new AuditOrigin(actor(type, processor), flowFile.getAttribute(CoreAttributes.UUID.key()));
    }
}
