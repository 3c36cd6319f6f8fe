/** What is remembered, on SQLite: migrations and the repositories that training and monitoring ask for. */
package io.nifimimir.store;
