/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import java.util.List;

/** A kind of processor or controller service that can be put on the canvas. */
public record ExtensionType(String type, Bundle bundle, String description, List<String> tags) {

    public ExtensionType {
        tags = tags == null ? List.of() : List.copyOf(tags);
    }
}
