/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** A counter that a processor adjusts; the context names the processor. */
public record Counter(String id, String context, String name, long valueCount) {}
