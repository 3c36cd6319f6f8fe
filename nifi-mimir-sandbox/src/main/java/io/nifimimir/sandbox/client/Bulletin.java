/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** A message of a component that NiFi shows on the canvas for five minutes. */
public record Bulletin(
        long id, String level, String category, String sourceId, String sourceName, String groupId, String message) {}
