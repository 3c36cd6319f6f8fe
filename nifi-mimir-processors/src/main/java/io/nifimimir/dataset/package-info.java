/** What a table is: its columns, their types and profiles, its time series, and its encodings on the wire. */
package io.nifimimir.dataset;
