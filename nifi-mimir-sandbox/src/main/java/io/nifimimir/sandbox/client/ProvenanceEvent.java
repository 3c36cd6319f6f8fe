/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event in the life of a FlowFile, with the attributes that it had after it. */
public record ProvenanceEvent(
        String id,
        String eventType,
        String eventTime,
        String flowFileUuid,
        long fileSizeBytes,
        String groupId,
        String componentId,
        String componentName,
        String transitUri,
        String relationship,
        String details,
        List<String> parentUuids,
        List<String> childUuids,
        @JsonProperty("attributes") List<Attribute> attributeList) {

    /** An attribute and what it was before the event. */
    public record Attribute(String name, String value, String previousValue) {}

    public ProvenanceEvent {
        parentUuids = parentUuids == null ? List.of() : List.copyOf(parentUuids);
        childUuids = childUuids == null ? List.of() : List.copyOf(childUuids);
        attributeList = attributeList == null ? List.of() : List.copyOf(attributeList);
    }

    public Map<String, String> attributes() {
        final Map<String, String> attributes = new LinkedHashMap<>();
        attributeList.forEach(attribute -> attributes.put(attribute.name(), attribute.value()));
        return attributes;
    }
}
