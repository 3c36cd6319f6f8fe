/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** A place on the canvas. */
public record Position(double x, double y) {}
