/** Rows to learn from in compact columns, their hashes and fingerprint, and the series among them. */
package io.nifimimir.training.table;
