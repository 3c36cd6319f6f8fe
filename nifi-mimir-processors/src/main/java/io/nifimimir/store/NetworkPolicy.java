/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

/** What to do about a store directory on a network or a shared file system. */
public enum NetworkPolicy {
    REFUSE,
    WARN
}
